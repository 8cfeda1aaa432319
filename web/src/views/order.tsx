import { useSignal } from '@preact/signals';
import { count, score, t } from '../../strings/index.ts';
import { issueColumns } from '../rows.ts';
import { type Audited, openRow } from '../state.ts';

const most = 60;
const width = 800;
const height = 220;

interface Stretch {
  from: number;
  to: number;
  mean: number;
  flagged: number;
}

/** Mean score and flags of equally long stretches of the file. */
function stretchesOf(scores: ArrayLike<number>, flags: ArrayLike<boolean>): Stretch[] {
  const parts = Math.min(most, scores.length);
  return Array.from({ length: parts }, (_, part) => {
    const from = Math.floor((part * scores.length) / parts);
    const to = Math.floor(((part + 1) * scores.length) / parts);
    let sum = 0;
    let flagged = 0;
    for (let row = from; row < to; row++) {
      sum += scores[row]!;
      if (flags[row]) flagged++;
    }
    return { from, to: to - 1, mean: sum / (to - from), flagged };
  });
}

/** The row at which the data change, if the check of the order found one. */
function changePoint({ report }: Audited): number | null {
  if (!issueColumns(report).some(({ type, count: found }) => type === 'non_iid' && found > 0)) return null;
  const point = report.lab.getInfo('non_iid').change_point as { row: number } | undefined;
  return point?.row ?? null;
}

/** How the score of a check runs along the file: a break shows where something changed. */
export function OrderView({ audited }: { audited: Audited }) {
  const types = issueColumns(audited.report);
  const wanted = useSignal(types.some(({ type }) => type === 'label') ? 'label' : types[0]!.type);
  const issue = types.find(({ type }) => type === wanted.value)!;
  const stretches = stretchesOf(issue.scores, issue.flags);
  const x = (at: number) => ((at + 0.5) / stretches.length) * width;
  const y = (mean: number) => height - mean * (height - 8) - 4;
  const line = stretches.map(({ mean }, at) => `${at ? 'L' : 'M'}${x(at).toFixed(1)} ${y(mean).toFixed(1)}`).join('');
  const title = t.issue(issue.type).title;
  const rows = audited.report.rowCount;
  const change = changePoint(audited);
  return (
    <section aria-labelledby="order-title">
      <h2 id="order-title">{t.order.title}</h2>
      <p>{t.order.help}</p>
      {change !== null && (
        <p class="card notice change-words">
          {t.order.change(t.row(change))}{' '}
          <button type="button" class="link" onClick={() => openRow(change)}>
            {t.report.worstOpen(change)}
          </button>
        </p>
      )}
      <label class="one-field">
        <span>{t.order.issue}</span>
        <select value={wanted.value} onChange={(event) => (wanted.value = event.currentTarget.value)}>
          {types.map(({ type }) => (
            <option key={type} value={type}>
              {t.issue(type).title}
            </option>
          ))}
        </select>
      </label>
      <div class="card chart">
        <span class="axis-top fine" aria-hidden="true">
          1
        </span>
        <svg
          viewBox={`0 0 ${width} ${height}`}
          preserveAspectRatio="none"
          role="img"
          aria-label={t.order.chart(title, stretches.length)}
        >
          {[0, 0.5, 1].map((mean) => (
            <line key={mean} class="guide" x1={0} x2={width} y1={y(mean)} y2={y(mean)} />
          ))}
          {stretches.map(({ from, flagged, to }, at) => (
            <rect
              key={from}
              class="flag-bar"
              x={x(at) - width / stretches.length / 2 + 1}
              width={Math.max(1, width / stretches.length - 2)}
              y={height - 4 - (flagged / (to - from + 1)) * (height - 8)}
              height={(flagged / (to - from + 1)) * (height - 8)}
            />
          ))}
          {change !== null && (
            <line class="change" x1={(change / rows) * width} x2={(change / rows) * width} y1={0} y2={height} />
          )}
          <path class="line" d={line} vector-effect="non-scaling-stroke" />
        </svg>
        <span class="axis-bottom fine" aria-hidden="true">
          0
        </span>
        <p class="axis-x fine" aria-hidden="true">
          <span>{t.row(0)}</span>
          <span>{t.row(audited.report.rowCount - 1)}</span>
        </p>
        <p class="legend-line fine">
          <span class="line-mark" aria-hidden="true" /> {t.order.mean} <span class="flag-mark" aria-hidden="true" />{' '}
          {t.order.flagged}
        </p>
      </div>
      <details>
        <summary>{t.order.asTable}</summary>
        <table class="small-table">
          <thead>
            <tr>
              <th scope="col" class="number">
                {t.order.from}
              </th>
              <th scope="col" class="number">
                {t.order.to}
              </th>
              <th scope="col" class="number">
                {t.order.mean}
              </th>
              <th scope="col" class="number">
                {t.order.flagged}
              </th>
            </tr>
          </thead>
          <tbody>
            {stretches.map(({ from, to, mean, flagged }) => (
              <tr key={from}>
                <td class="number">{count(from)}</td>
                <td class="number">{count(to)}</td>
                <td class="number">{score(mean)}</td>
                <td class="number">{count(flagged)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

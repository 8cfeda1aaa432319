import type { Fix, RowExplanation } from 'assayer/worker';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { amount, count, score, share, t } from '../../strings/index.ts';
import { decide, suggestedFixes } from '../fixes.ts';
import { Bar } from '../parts/bar.tsx';
import { fixSentence } from '../parts/fix-words.ts';
import { shownRows } from '../rows.ts';
import { type Audited, decisions } from '../state.ts';

const mostNeighbors = 6;

/** Why a row is flagged: everything the audit knows of it. */
export function RowDetail(props: { audited: Audited; row: number; onOpen(row: number): void; onClose(): void }) {
  const { audited, row, onOpen, onClose } = props;
  const why = audited.report.explain(row);
  const heading = useRef<HTMLHeadingElement>(null);
  const cameFrom = useRef<Element | null>(null);
  useLayoutEffect(() => {
    cameFrom.current ??= document.activeElement;
    heading.current?.focus({ preventScroll: true });
  }, [row]);
  useLayoutEffect(() => () => (cameFrom.current as HTMLElement | null)?.focus?.({ preventScroll: true }), []);
  useLayoutEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !document.querySelector('dialog[open]')) onClose();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [onClose]);

  const rows = shownRows.value;
  const at = rows.indexOf(row);
  const fix = suggestedFixes(audited.report).find((one) => one.row === row);
  return (
    <aside class="detail" aria-label={t.detail.title(row)}>
      <header class="detail-head">
        <h2 ref={heading} tabIndex={-1}>
          {t.detail.title(row)}
        </h2>
        <button
          type="button"
          class="quiet icon"
          aria-label={t.detail.previous}
          disabled={at <= 0}
          onClick={() => onOpen(rows[at - 1]!)}
        >
          ↑
        </button>
        <button
          type="button"
          class="quiet icon"
          aria-label={t.detail.next}
          disabled={at < 0 || at >= rows.length - 1}
          onClick={() => onOpen(rows[at + 1]!)}
        >
          ↓
        </button>
        <button type="button" class="quiet" onClick={onClose}>
          {t.close}
        </button>
      </header>
      <section>
        <h3>{t.detail.issues}</h3>
        {why.issues.length === 0 && <p>{t.detail.nothing}</p>}
        <ul class="reasons">
          {why.issues.map(({ type, score: quality, reason }) => (
            <li key={type}>
              <strong>{t.issue(type).title}</strong>
              <p translate={false}>{reason}</p>
              <p class="fine">{t.report.quality(score(quality))}</p>
            </li>
          ))}
        </ul>
      </section>
      {fix && <Suggestion fix={fix} />}
      <Labels why={why} />
      <OddCells why={why} />
      <Neighbors why={why} onOpen={onOpen} />
      {why.duplicates.length > 0 && (
        <section>
          <h3>{t.detail.duplicates}</h3>
          <p class="links">
            {why.duplicates.slice(0, 12).map((other) => (
              <button key={other} type="button" class="link" onClick={() => onOpen(other)}>
                {t.row(other)}
              </button>
            ))}
          </p>
        </section>
      )}
      <section>
        <h3>{t.detail.values}</h3>
        <dl class="values">
          {Object.entries(why.values).map(([name, value]) => (
            <div key={name} class={why.columns.some((odd) => odd.column === name && odd.surprise > 2) ? 'odd' : ''}>
              <dt translate={false}>{name}</dt>
              <dd translate={value === null}>{value ?? t.missing}</dd>
            </div>
          ))}
        </dl>
      </section>
      {why.passed.length > 0 && (
        <details>
          <summary>{t.detail.passed}</summary>
          <ul class="reasons">
            {why.passed.map(({ type, reason }) => (
              <li key={type}>
                <strong>{t.issue(type).title}</strong>
                <p translate={false}>{reason}</p>
              </li>
            ))}
          </ul>
        </details>
      )}
    </aside>
  );
}

function Suggestion({ fix }: { fix: Fix }) {
  const isAccepted = decisions.value.get(fix)?.state === 'accepted';
  return (
    <section>
      <h3>{t.detail.change}</h3>
      {isAccepted ? (
        <p role="status">{t.detail.accepted}</p>
      ) : (
        <button type="button" class="main" onClick={() => decide(fix, { state: 'accepted' })}>
          {fixSentence(fix)}
        </button>
      )}
    </section>
  );
}

function Labels({ why }: { why: RowExplanation }) {
  if (!why.probabilities.length) return null;
  return (
    <section>
      <h3>{t.detail.labels}</h3>
      <ul class="probabilities">
        {why.probabilities.slice(0, 6).map(({ label, probability }) => (
          <li key={label}>
            <span>
              <span translate={false}>{label}</span>{' '}
              {label === String(why.givenLabel) && <span class="chip">{t.detail.given}</span>}
              {label === String(why.predictedLabel) && label !== String(why.givenLabel) && (
                <span class="chip strong">{t.detail.suggested}</span>
              )}
            </span>
            <span>{share(probability)}</span>
            <Bar
              value={probability}
              tone={label === String(why.predictedLabel) ? 'good' : label === String(why.givenLabel) ? 'bad' : 'plain'}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** So many deviations fill the bar. */
const mostOdd = 8;

function OddCells({ why }: { why: RowExplanation }) {
  const odd = why.columns.filter(({ surprise }) => surprise >= 1);
  if (!odd.length) return null;
  return (
    <section>
      <h3>{t.detail.odd}</h3>
      <table class="small-table">
        <thead>
          <tr>
            <th scope="col">{t.detail.oddColumn}</th>
            <th scope="col">{t.detail.oddValue}</th>
            <th scope="col">{t.detail.oddness}</th>
          </tr>
        </thead>
        <tbody>
          {odd.map(({ column, value, surprise }) => (
            <tr key={column}>
              <th scope="row" translate={false}>
                {column}
              </th>
              <td translate={value === null}>{value ?? t.missing}</td>
              <td title={t.detail.oddTimes(amount(surprise))}>
                <span class="with-bar">
                  {t.detail.oddWords[surprise < 2 ? 0 : surprise < 4 ? 1 : 2]}{' '}
                  <Bar value={Math.min(1, surprise / mostOdd)} tone={surprise < 2 ? 'plain' : 'bad'} />
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Neighbors({ why, onOpen }: { why: RowExplanation; onOpen(row: number): void }) {
  if (!why.neighbors.length) return null;
  const hasLabels = why.givenLabel !== null;
  return (
    <section>
      <h3>{t.detail.neighbors}</h3>
      <table class="small-table">
        <thead>
          <tr>
            <th scope="col">{t.detail.neighbor}</th>
            {hasLabels && <th scope="col">{t.detail.neighborLabel}</th>}
            <th scope="col" class="number">
              {t.detail.distance}
            </th>
          </tr>
        </thead>
        <tbody>
          {why.neighbors.slice(0, mostNeighbors).map(({ row, distance, label }) => (
            <tr key={row}>
              <th scope="row">
                <button type="button" class="link" aria-label={t.row(row)} onClick={() => onOpen(row)}>
                  {count(row)}
                </button>
              </th>
              {hasLabels && (
                <td translate={false} class={label === why.givenLabel ? '' : 'differs'}>
                  {String(label)}
                </td>
              )}
              <td class="number">{amount(distance)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

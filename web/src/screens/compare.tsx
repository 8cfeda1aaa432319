import { count, share, t } from '../../strings.ts';
import { cancel, compareFiles, openFile, showReport } from '../actions.ts';
import { issueColumns } from '../rows.ts';
import type { Audited, Stage } from '../state.ts';
import { ProgressBar } from './running.tsx';

export function PairScreen({ stage }: { stage: Extract<Stage, { at: 'pair' }> }) {
  return (
    <div class="work">
      <h1 tabIndex={-1}>{t.compare.question}</h1>
      <button type="button" class="main" onClick={() => compareFiles(stage.files)}>
        {t.compare.compare}
      </button>
      {stage.files.map((file) => (
        <button key={file.name} type="button" onClick={() => openFile(file)}>
          {t.compare.only(file.name)}
        </button>
      ))}
    </div>
  );
}

export function ComparingScreen({ stage }: { stage: Extract<Stage, { at: 'comparing' }> }) {
  return (
    <div class="work">
      <h1 tabIndex={-1}>{t.compare.running}</h1>
      <ProgressBar label={t.compare.running} fraction={stage.progress.fraction} />
      <button type="button" onClick={cancel}>
        {t.cancel}
      </button>
    </div>
  );
}

export function ComparedScreen({ stage }: { stage: Extract<Stage, { at: 'compared' }> }) {
  const [old, now] = stage.audits;
  return (
    <div class="compared">
      <h1 tabIndex={-1}>{t.compare.title(old.file.name, now.file.name)}</h1>
      <p class="compare-files">
        {stage.audits.map((audited) => (
          <button key={audited.file.name} type="button" onClick={() => showReport(audited)}>
            {t.compare.open(audited.file.name)} <span class="fine">{t.rows(audited.report.rowCount)}</span>
          </button>
        ))}
      </p>
      <Findings old={old} now={now} />
      <Columns old={old} now={now} />
    </div>
  );
}

function Findings({ old, now }: { old: Audited; now: Audited }) {
  const types = [...new Set([old, now].flatMap(({ report }) => issueColumns(report).map(({ type }) => type)))];
  const shareOf = ({ report }: Audited, type: string) => {
    const issue = issueColumns(report).find((one) => one.type === type);
    return issue ? issue.count / report.rowCount : null;
  };
  return (
    <section aria-labelledby="compare-findings">
      <h2 id="compare-findings">{t.compare.checks}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll by keyboard too */}
      <div class="scroll" tabIndex={0} role="group" aria-label={t.compare.checks}>
        <table class="small-table wide">
          <thead>
            <tr>
              <th scope="col">{t.compare.check}</th>
              <th scope="col" class="number">
                {t.compare.share(old.file.name)}
              </th>
              <th scope="col" class="number">
                {t.compare.share(now.file.name)}
              </th>
              <th scope="col" class="number">
                {t.compare.change}
              </th>
            </tr>
          </thead>
          <tbody>
            {types.map((type) => {
              const [before, after] = [shareOf(old, type), shareOf(now, type)];
              return (
                <tr key={type}>
                  <th scope="row">{t.issue(type).title}</th>
                  <td class="number">{before === null ? '–' : share(before)}</td>
                  <td class="number">{after === null ? '–' : share(after)}</td>
                  <td class="number">{before === null || after === null ? '–' : changeInWords(after - before)}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function changeInWords(difference: number): string {
  if (Math.abs(difference) < 0.0005) return t.compare.same;
  return `${difference > 0 ? '+' : '−'}${share(Math.abs(difference))}`;
}

function Columns({ old, now }: { old: Audited; now: Audited }) {
  const names = [...new Set([...old.report.schema, ...now.report.schema].map(({ name }) => name))];
  const side = ({ report }: Audited, name: string) => report.schema.find((column) => column.name === name);
  return (
    <section aria-labelledby="compare-columns">
      <h2 id="compare-columns">{t.compare.columns}</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: wide tables scroll by keyboard too */}
      <div class="scroll" tabIndex={0} role="group" aria-label={t.compare.columns}>
        <table class="small-table wide">
          <thead>
            <tr>
              <th scope="col">{t.compare.column}</th>
              {[old, now].map(({ file }) => (
                <>
                  <th key={`${file.name} kind`} scope="col">
                    {t.compare.kindIn(file.name)}
                  </th>
                  <th key={`${file.name} missing`} scope="col" class="number">
                    {t.compare.missingIn(file.name)}
                  </th>
                  <th key={`${file.name} distinct`} scope="col" class="number">
                    {t.schema.distinct}
                  </th>
                </>
              ))}
            </tr>
          </thead>
          <tbody>
            {names.map((name) => (
              <tr key={name}>
                <th scope="row">
                  <span translate={false}>{name}</span>{' '}
                  {!side(old, name) && <span class="chip strong">{t.compare.newColumn}</span>}
                  {!side(now, name) && <span class="chip strong">{t.compare.lostColumn}</span>}
                </th>
                {[old, now].map((audited) => {
                  const column = side(audited, name);
                  return column ? (
                    <>
                      <td>{t.schema.kinds[column.kind]}</td>
                      <td class="number">{share(column.missing / audited.report.rowCount)}</td>
                      <td class="number">{count(column.distinct)}</td>
                    </>
                  ) : (
                    <td colSpan={3} class="fine">
                      {t.compare.absent}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

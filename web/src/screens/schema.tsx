import type { ColumnKind, SchemaData, Task } from 'assayer/worker';
import { useEffect } from 'preact/hooks';
import { count, duration, fileSize, share, t } from '../../strings/index.ts';
import { changeChoice, openFromSample, runAudit, startOver } from '../actions.ts';
import { type Estimate, estimateAudit, isTooLarge, roundedSeconds } from '../estimate.ts';
import { Bar } from '../parts/bar.tsx';
import { ValuesSketch } from '../parts/values-sketch.tsx';
import { cellOf } from '../rows.ts';
import { manyRows, sampleRows } from '../sample.ts';
import type { Choice, Stage } from '../state.ts';
import * as state from '../state.ts';

const kinds: ColumnKind[] = ['numeric', 'categorical', 'text', 'datetime', 'boolean', 'identifier', 'ignore'];
const tasks: Task[] = ['classification', 'regression'];
const efforts: Choice['effort'][] = ['fast', 'balanced', 'thorough'];

/** The first cells of a column that are there. */
function examples(schema: SchemaData, column: number, most = 3): string[] {
  const found = new Set<string>();
  for (let row = 0; row < Math.min(schema.table.rowCount, 200) && found.size < most; row++) {
    const cell = cellOf(schema, column, row);
    if (cell !== null) found.add(cell);
  }
  return [...found];
}

function estimateInWords(estimate: Estimate): string {
  const memory = Math.ceil(estimate.bytes / 5e7) * 5e7;
  const words = t.schema.estimate(duration(roundedSeconds(estimate.seconds)), fileSize(memory));
  return isTooLarge(estimate) ? `${words} ${t.schema.tooLarge}` : words;
}

function useEnter(start: () => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isOnControl = /^(BUTTON|SELECT|INPUT|A|SUMMARY)$/.test((event.target as HTMLElement).tagName);
      if (event.key === 'Enter' && !isOnControl && !document.querySelector('dialog[open]')) start();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  });
}

export function SchemaScreen({ stage }: { stage: Extract<Stage, { at: 'schema' }> }) {
  const { file, schema, choice } = stage;
  const change = (changed: Partial<Choice>) => changeChoice(file, schema, { ...choice, ...changed, isGuess: false });
  const setEffort = (effort: Choice['effort']) => {
    state.stage.value = { ...stage, choice: { ...choice, effort } };
  };
  const estimate = estimateAudit(schema, choice.effort, navigator.hardwareConcurrency);
  const start = () => void runAudit(file, schema, choice);
  useEnter(start);
  return (
    <div class="schema">
      <header class="screen-head">
        <div>
          <p class="kicker" translate={false}>
            {file.name}
          </p>
          <h1 tabIndex={-1}>{t.schema.title}</h1>
          <p>{t.schema.size(schema.table.rowCount, schema.columns.length, fileSize(file.size))}</p>
          <p class="fine">{estimateInWords(estimate)}</p>
        </div>
        <div class="actions">
          <button type="button" class="quiet" onClick={startOver}>
            {t.back}
          </button>
          <button type="button" class="main" onClick={start}>
            {t.schema.start} <kbd>{t.schema.startHint}</kbd>
          </button>
        </div>
      </header>
      <Troubles schema={schema} />
      {(schema.table.rowCount > manyRows || isTooLarge(estimate)) && (
        <section class="card notice sample-offer" aria-labelledby="sample-title">
          <h2 id="sample-title">{t.schema.manyTitle}</h2>
          <p>{t.schema.manyHelp(schema.table.rowCount)}</p>
          <button type="button" onClick={() => openFromSample(file, schema)}>
            {t.schema.takeSample(sampleRows)}
          </button>
        </section>
      )}
      <section class="card label-choice" aria-labelledby="label-title">
        <div>
          <h2 id="label-title">{t.schema.labelTitle}</h2>
          <p class="fine">{t.schema.labelHelp}</p>
        </div>
        <div class="fields">
          <select
            aria-labelledby="label-title"
            value={choice.label ?? ''}
            onChange={(event) => change({ label: event.currentTarget.value || null, task: null })}
          >
            <option value="">{t.schema.noLabel}</option>
            {schema.columns.map(({ name }) => (
              <option key={name} value={name} translate={false}>
                {name}
              </option>
            ))}
          </select>
          {choice.label !== null && (
            <label>
              <span>{t.schema.task}</span>
              <select
                value={choice.task ?? schema.task ?? 'classification'}
                onChange={(event) => change({ task: event.currentTarget.value as Task })}
              >
                {tasks.map((task) => (
                  <option key={task} value={task}>
                    {t.schema.tasks[task]}
                  </option>
                ))}
              </select>
            </label>
          )}
          <label>
            <span>{t.schema.effort}</span>
            <select
              value={choice.effort}
              onChange={(event) => setEffort(event.currentTarget.value as Choice['effort'])}
            >
              {efforts.map((effort) => (
                <option key={effort} value={effort}>
                  {t.schema.efforts[effort]}
                </option>
              ))}
            </select>
          </label>
        </div>
        {schema.labelReason.phrase && (
          <p class="reason">
            <span translate={false}>{t.schema.why(schema.labelReason.phrase)}</span>
          </p>
        )}
      </section>
      <section aria-labelledby="columns-title">
        <h2 id="columns-title">{t.schema.columnsTitle}</h2>
        <ul class="column-cards">
          {schema.columns.map((column, at) => (
            <li key={column.name} class={`column-card ${column.role}`}>
              <div class="column-name">
                <strong translate={false}>{column.name}</strong>
                {column.role === 'label' && <span class="chip strong">{t.schema.isLabel}</span>}
                {column.role === 'ignored' && <span class="chip">{t.schema.leftOut}</span>}
              </div>
              <select
                aria-label={t.schema.kindOf(column.name)}
                value={choice.kinds[column.name] ?? column.kind}
                onChange={(event) =>
                  change({ kinds: { ...choice.kinds, [column.name]: event.currentTarget.value as ColumnKind } })
                }
              >
                {kinds.map((kind) => (
                  <option key={kind} value={kind}>
                    {t.schema.kinds[kind]}
                  </option>
                ))}
              </select>
              <ValuesSketch schema={schema} column={at} />
              <dl class="facts">
                <div>
                  <dt>{t.schema.missing}</dt>
                  <dd>
                    {share(column.missing / schema.table.rowCount)}
                    <Bar value={column.missing / schema.table.rowCount} tone="bad" />
                  </dd>
                </div>
                <div>
                  <dt>{t.schema.distinct}</dt>
                  <dd>{count(column.distinct)}</dd>
                </div>
              </dl>
              <p class="examples" translate={false} title={t.schema.examples}>
                {examples(schema, at).map((cell) => (
                  <span key={cell}>{cell}</span>
                ))}
              </p>
              {column.reason.phrase && (
                <p class="fine" translate={false}>
                  {column.reason.phrase}
                </p>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}

function Troubles({ schema }: { schema: SchemaData }) {
  const { warnings } = schema.table;
  if (!warnings.length) return null;
  return (
    <section class="card troubles" aria-labelledby="troubles-title">
      <h2 id="troubles-title">{t.schema.troubles}</h2>
      <ul>
        {warnings.map((warning) => (
          <li key={warning.message}>
            <span translate={false}>{warning.message}</span>{' '}
            {warning.lines && (
              <span class="fine">{t.schema.lines(warning.lines.slice(0, 8).map(count).join(', '))}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

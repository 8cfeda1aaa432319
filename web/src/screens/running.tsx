import { useEffect, useState } from 'preact/hooks';
import { fileSize, seconds, share, t } from '../../strings/index.ts';
import { cancel } from '../actions.ts';
import { cellOf } from '../rows.ts';
import type { Stage, Step } from '../state.ts';

export function ReadingScreen({ stage }: { stage: Extract<Stage, { at: 'reading' }> }) {
  return (
    <div class="work">
      <h1 tabIndex={-1}>{t.reading.title(stage.file.name)}</h1>
      <p>{fileSize(stage.file.size)}</p>
      <ProgressBar label={t.reading.title(stage.file.name)} fraction={stage.progress?.fraction ?? 0} />
      <button type="button" onClick={cancel}>
        {t.cancel}
      </button>
    </div>
  );
}

export function RunningScreen({ stage }: { stage: Extract<Stage, { at: 'running' }> }) {
  const { file, progress, steps, found, startedAt, isStopping } = stage;
  const now = useClock();
  return (
    <div class="work">
      <h1 tabIndex={-1}>{t.running.title(file.name)}</h1>
      <ProgressBar label={t.running.title(file.name)} fraction={progress.fraction} />
      <p class="work-line">
        <span>{share(Math.floor(progress.fraction * 100) / 100)}</span>
        <span>{t.running.elapsed(seconds(now - startedAt))}</span>
      </p>
      <p class="hidden" role="status">
        {t.running.step(progress.step)}
      </p>
      <div class="work-actions">
        <button type="button" onClick={cancel} disabled={isStopping}>
          {isStopping ? t.running.stopping : found.length ? t.running.stop : t.cancel}
        </button>
        <p class="fine">{t.running.alive}</p>
      </div>
      <div class="work-parts">
        <ol class="steps">
          {steps.map((step) => (
            <StepLine key={step.name} step={step} now={now} />
          ))}
        </ol>
        <FoundSoFar stage={stage} />
      </div>
    </div>
  );
}

function StepLine({ step, now }: { step: Step; now: number }) {
  const isDone = step.endedAt !== null;
  return (
    <li class={isDone ? 'done' : 'now'}>
      <span class="mark" aria-hidden="true" />
      <span>
        {t.running.step(step.name)} <span class="hidden">{isDone ? t.running.state.done : t.running.state.now}</span>
      </span>
      <span class="fine">{t.running.elapsed(seconds((step.endedAt ?? now) - step.startedAt))}</span>
    </li>
  );
}

const mostFoundRows = 3;
const mostFoundCells = 5;

/** The findings of the checks that are done, while others are at work. */
function FoundSoFar({ stage: { found, schema } }: { stage: Extract<Stage, { at: 'running' }> }) {
  const columns = schema.columns.flatMap(({ role }, at) => (role === 'ignored' ? [] : [at])).slice(0, mostFoundCells);
  return (
    <section class="found" aria-labelledby="found-title">
      <h2 id="found-title" class="small">
        {t.running.found}
      </h2>
      {found.length === 0 && <p class="fine">{t.running.nothingYet}</p>}
      <ul class="found-list" aria-live="polite">
        {found.map(({ type, count: flagged, rows }) => (
          <li key={type} class="card">
            <p>
              <strong>{t.issue(type).title}</strong> <span>{t.report.flagged(flagged)}</span>
            </p>
            {rows.length > 0 && (
              <ul class="found-rows">
                {[...rows.subarray(0, mostFoundRows)].map((row) => (
                  <li key={row}>
                    <span class="fine">{t.row(row)}</span>{' '}
                    <span translate={false}>
                      {columns.map((column) => cellOf(schema, column, row) ?? '–').join(' · ')}
                    </span>
                  </li>
                ))}
              </ul>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}

export function ProgressBar({ label, fraction }: { label: string; fraction: number }) {
  return <progress aria-label={label} max={1} value={fraction} />;
}

/** The time, ten times a second, as long as the screen is shown. */
function useClock(): number {
  const [now, setNow] = useState(performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(performance.now()), 100);
    return () => clearInterval(timer);
  }, []);
  return now;
}

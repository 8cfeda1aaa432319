import { useEffect, useState } from 'preact/hooks';
import { fileSize, seconds, share, t } from '../../strings.ts';
import { cancel } from '../actions.ts';
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
  const { file, progress, steps, startedAt } = stage;
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
      <ol class="steps">
        {steps.map((step) => (
          <StepLine key={step.name} step={step} now={now} />
        ))}
      </ol>
      <button type="button" onClick={cancel}>
        {t.cancel}
      </button>
      <p class="fine">{t.running.alive}</p>
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

import { effect } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { share, t } from '../strings/index.ts';
import { openFiles, startOver } from './actions.ts';
import { ProblemBox } from './parts/problem-box.tsx';
import { About } from './screens/about.tsx';
import { ComparedScreen, ComparingScreen, PairScreen } from './screens/compare.tsx';
import { EmptyScreen } from './screens/empty.tsx';
import { KeyboardHelp } from './screens/keyboard-help.tsx';
import { ReportScreen } from './screens/report.tsx';
import { ReadingScreen, RunningScreen } from './screens/running.tsx';
import { SchemaScreen } from './screens/schema.tsx';
import { areKeysOpen, isAboutOpen, type Stage, stage } from './state.ts';
import { isDark, type Theme, theme } from './theme.ts';

function Screen({ now }: { now: Stage }) {
  switch (now.at) {
    case 'empty':
      return <EmptyScreen />;
    case 'reading':
      return <ReadingScreen stage={now} />;
    case 'schema':
      return <SchemaScreen stage={now} />;
    case 'running':
      return <RunningScreen stage={now} />;
    case 'report':
      return <ReportScreen stage={now} />;
    case 'pair':
      return <PairScreen stage={now} />;
    case 'comparing':
      return <ComparingScreen stage={now} />;
    case 'compared':
      return <ComparedScreen stage={now} />;
  }
}

const order: Theme[] = ['system', 'light', 'dark'];

function Header() {
  return (
    <header class="top">
      <button type="button" class="brand" onClick={startOver}>
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <circle class="brand-dot" cx="8" cy="22" r="3.4" />
          <circle class="brand-dot" cx="16" cy="13" r="3.4" />
          <circle class="brand-dot" cx="8" cy="9" r="3.4" />
          <circle class="brand-ring" cx="24" cy="23" r="4.6" />
        </svg>
        <span translate={false}>{t.name}</span>
      </button>
      <nav class="top-tools">
        {stage.value.at !== 'empty' && (
          <button type="button" class="quiet" onClick={startOver}>
            {t.newFile}
          </button>
        )}
        <button type="button" class="quiet" onClick={() => (isAboutOpen.value = true)}>
          {t.about}
        </button>
        <button type="button" class="quiet keys-button" onClick={() => (areKeysOpen.value = true)}>
          {t.keys}
        </button>
        <label class="theme">
          <span class="hidden">{t.theme.label}</span>
          <select
            value={theme.value}
            onChange={(event) => (theme.value = event.currentTarget.value as Theme)}
            data-dark={isDark.value}
          >
            {order.map((one) => (
              <option key={one} value={one}>
                {t.theme[one]}
              </option>
            ))}
          </select>
        </label>
      </nav>
    </header>
  );
}

/** Moves the focus to the new screen's heading, so that a reader of the screen hears where it is. */
function useFocusOnHeading(at: Stage['at']): void {
  useEffect(() => {
    if (at !== 'empty') document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [at]);
}

function useGlobalKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const target = event.target as HTMLElement;
      if (event.key === '?' && !/^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) areKeysOpen.value = true;
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

/** A file may be dropped on any screen. */
function useDropAnywhere(): void {
  useEffect(() => {
    const allow = (event: DragEvent) => event.preventDefault();
    const take = (event: DragEvent) => {
      event.preventDefault();
      const files = [...(event.dataTransfer?.files ?? [])];
      if (files.length) openFiles(files);
    };
    addEventListener('dragover', allow);
    addEventListener('drop', take);
    return () => {
      removeEventListener('dragover', allow);
      removeEventListener('drop', take);
    };
  }, []);
}

effect(() => {
  const now = stage.value;
  document.title =
    now.at === 'running' ? t.running.tabTitle(share(Math.floor(now.progress.fraction * 100) / 100)) : t.name;
});

export function App() {
  const now = stage.value;
  useFocusOnHeading(now.at);
  useGlobalKeys();
  useDropAnywhere();
  return (
    <>
      <a class="skip" href="#content">
        {t.skip}
      </a>
      <Header />
      <main id="content" tabIndex={-1} class={`screen at-${now.at}`}>
        <ProblemBox />
        <Screen now={now} />
      </main>
      <footer class="bottom">
        <p>
          {t.promise}{' '}
          <button type="button" class="link" onClick={() => (isAboutOpen.value = true)}>
            {t.promiseLink}
          </button>
        </p>
      </footer>
      <About />
      <KeyboardHelp />
    </>
  );
}

import { signal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { dateAndTime, t } from '../../strings/index.ts';
import { goOnWith, openFile, openFiles } from '../actions.ts';
import { forgetWork, type KeptWork, keptWork } from '../kept-work.ts';
import { problem } from '../state.ts';

const isDragging = signal(false);
const fetching = signal<string | null>(null);

async function openSample(name: string): Promise<void> {
  fetching.value = name;
  try {
    const response = await fetch(`./samples/${name}.csv`);
    if (!response.ok) throw new Error(t.empty.sampleFailed(response.status));
    await openFile(new File([await response.blob()], `${name}.csv`, { type: 'text/csv' }));
  } catch (error) {
    problem.value = { about: `${name}.csv`, message: (error as Error).message, code: 'aborted' };
  } finally {
    fetching.value = null;
  }
}

/** Cells copied from a spreadsheet arrive as text with tabs. */
function usePaste(): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length) return openFiles(files);
      const text = event.clipboardData?.getData('text/plain') ?? '';
      if (text.trim()) void openFile(new File([text], t.empty.pasted, { type: 'text/plain' }));
    };
    addEventListener('paste', onPaste);
    return () => removeEventListener('paste', onPaste);
  }, []);
}

/** `?sample=iris` opens a sample at once. */
function useDeepLink(): void {
  useEffect(() => {
    const name = new URLSearchParams(location.search).get('sample');
    if (name && Object.hasOwn(t.samples, name)) void openSample(name);
  }, []);
}

/** Work that was kept on this device. */
function KeptCard({ work }: { work: KeptWork }) {
  return (
    <section class="card kept" aria-labelledby="kept-title">
      <div>
        <h2 id="kept-title" class="small">
          {t.kept.found(work.file.name)}
        </h2>
        <p class="fine">{t.kept.when(dateAndTime(work.keptAt), work.decisions.length)}</p>
      </div>
      <button type="button" class="main" onClick={() => goOnWith(work)}>
        {t.kept.goOn}
      </button>
      <button type="button" class="quiet" onClick={forgetWork}>
        {t.kept.forget}
      </button>
    </section>
  );
}

export function EmptyScreen() {
  const input = useRef<HTMLInputElement>(null);
  usePaste();
  useDeepLink();
  return (
    <div class="empty">
      <div class="hero">
        <h1 tabIndex={-1}>{t.empty.title}</h1>
        <p class="lead">{t.empty.lead}</p>
      </div>
      <button
        type="button"
        class={`drop ${isDragging.value ? 'over' : ''}`}
        onClick={() => input.current!.click()}
        onDragEnter={() => (isDragging.value = true)}
        onDragLeave={() => (isDragging.value = false)}
        onDrop={() => (isDragging.value = false)}
      >
        <svg viewBox="0 0 48 48" width="48" height="48" aria-hidden="true" class="drop-icon">
          <path d="M24 31V9M15 18l9-9 9 9M8 30v9h32v-9" />
        </svg>
        <span class="drop-title">{isDragging.value ? t.empty.dropNow : t.empty.drop}</span>
        <span class="drop-or">{t.empty.or}</span>
        <span class="fine">{t.empty.formats}</span>
      </button>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        aria-label={t.empty.choose}
        accept=".csv,.tsv,.tab,.txt,.json,.ndjson,.jsonl,.parquet,.arrow,.feather,.gz,text/csv"
        onChange={(event) => {
          openFiles([...(event.currentTarget.files ?? [])]);
          event.currentTarget.value = '';
        }}
      />
      {keptWork.value && <KeptCard work={keptWork.value} />}
      <section aria-labelledby="samples-title">
        <h2 id="samples-title">{t.empty.samplesTitle}</h2>
        <ul class="samples">
          {Object.entries(t.samples).map(([name, [title, about]]) => (
            <li key={name}>
              <button type="button" onClick={() => openSample(name)} disabled={fetching.value !== null}>
                <strong>{title}</strong>
                <span>{fetching.value === name ? t.empty.loading(title) : about}</span>
              </button>
            </li>
          ))}
        </ul>
      </section>
      <ol class="how">
        {t.empty.steps.map(([what, how]) => (
          <li key={what}>
            <h2>{what}</h2>
            <p>{how}</p>
          </li>
        ))}
      </ol>
    </div>
  );
}

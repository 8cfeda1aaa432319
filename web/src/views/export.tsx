import { useSignal } from '@preact/signals';
import { t } from '../../strings/index.ts';
import { asProblem } from '../engine.ts';
import { acceptedFixes, cleanedFile } from '../fixes.ts';
import { forgetWork, isKept, keepWork } from '../kept-work.ts';
import { download, nameBeside } from '../parts/download.ts';
import { type Audited, decisions, problem } from '../state.ts';

interface Parcel {
  name: string;
  type: string;
  content(): BlobPart | Promise<BlobPart>;
}

/** The accepted fixes as a table, one a line. */
function changeLog(audited: Audited): string {
  const fixes = acceptedFixes(audited.report, decisions.value);
  return `${JSON.stringify({ file: audited.file.name, fixes }, null, 2)}\n`;
}

const quoted = (text: string) => (/^[\w.-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);

function commandFor({ file, choice }: Audited): string {
  const label = choice.label === null ? '--no-label' : `--label ${quoted(choice.label)}`;
  return `npx assayer audit ${quoted(file.name)} ${label} --html report.html`;
}

function snippetFor({ file, choice }: Audited): string {
  const options = {
    ...(choice.label === null ? { noLabel: true } : { label: choice.label }),
    ...(choice.task && choice.task !== 'classification' ? { task: choice.task } : {}),
    ...(Object.keys(choice.kinds).length ? { columns: choice.kinds } : {}),
    ...(choice.effort === 'balanced' ? {} : { effort: choice.effort }),
  };
  return `import { readFile } from 'node:fs/promises';
import { audit } from 'assayer';

const report = await audit(await readFile(${JSON.stringify(file.name)}), ${JSON.stringify(options)});
console.log(report.toText());`;
}

export function ExportView({ audited }: { audited: Audited }) {
  const { file, report } = audited;
  const redact = useSignal(false);
  const escapeFormulas = useSignal(false);
  const done = useSignal('');
  const accepted = acceptedFixes(report, decisions.value).length;

  const save = async (parcel: Parcel) => {
    try {
      download(parcel.name, await parcel.content(), parcel.type);
      done.value = t.take.saved(parcel.name);
    } catch (error) {
      problem.value = asProblem(parcel.name, error);
    }
  };
  const cleaned = {
    name: nameBeside(file.name, `cleaned${/\.[a-z0-9]+(\.gz)?$/i.exec(file.name)?.[0] ?? '.csv'}`),
    type: 'application/octet-stream',
    content: () => cleanedFile(audited, escapeFormulas.value),
  };
  const offers: { title: string; help: string; parcel: Parcel }[] = [
    { title: t.take.cleaned, help: t.take.cleanedHelp(accepted), parcel: cleaned },
    {
      title: t.take.issues,
      help: t.take.issuesHelp,
      parcel: { name: nameBeside(file.name, 'issues.csv'), type: 'text/csv', content: () => report.issues().toCSV() },
    },
    {
      title: t.take.html,
      help: t.take.htmlHelp,
      parcel: {
        name: nameBeside(file.name, 'report.html'),
        type: 'text/html',
        content: () => report.toHTML({ redact: redact.value }),
      },
    },
    {
      title: t.take.json,
      help: t.take.jsonHelp,
      parcel: {
        name: nameBeside(file.name, 'report.json'),
        type: 'application/json',
        content: () => `${JSON.stringify(report.toJSON({ redact: redact.value }), null, 2)}\n`,
      },
    },
    {
      title: t.take.log,
      help: t.take.logHelp,
      parcel: {
        name: nameBeside(file.name, 'changes.json'),
        type: 'application/json',
        content: () => changeLog(audited),
      },
    },
  ];
  return (
    <section class="take" aria-labelledby="take-title">
      <h2 id="take-title">{t.take.title}</h2>
      <ul class="offers">
        {offers.map(({ title, help, parcel }) => (
          <li key={parcel.name} class="card">
            <div>
              <h3>{title}</h3>
              <p>{help}</p>
              <p class="fine" translate={false}>
                {parcel.name}
              </p>
            </div>
            <button
              type="button"
              class={parcel === cleaned && accepted > 0 ? 'main' : ''}
              aria-label={t.take.saveNamed(title)}
              onClick={() => save(parcel)}
            >
              {t.take.save}
            </button>
          </li>
        ))}
      </ul>
      <p role="status">{done.value}</p>
      <div class="checks">
        <label>
          <input
            type="checkbox"
            checked={redact.value}
            onChange={(event) => (redact.value = event.currentTarget.checked)}
          />
          <span>
            {t.take.redact} <span class="fine block">{t.take.redactHelp}</span>
          </span>
        </label>
        <label>
          <input
            type="checkbox"
            checked={escapeFormulas.value}
            onChange={(event) => (escapeFormulas.value = event.currentTarget.checked)}
          />
          <span>
            {t.take.formulas} <span class="fine block">{t.take.formulasHelp}</span>
          </span>
        </label>
      </div>
      <KeepChoice audited={audited} />
      <h2>{t.take.code}</h2>
      <Code title={t.take.cli} text={commandFor(audited)} onCopied={() => (done.value = t.take.copied)} />
      <Code title={t.take.snippet} text={snippetFor(audited)} onCopied={() => (done.value = t.take.copied)} />
    </section>
  );
}

/** Whether the work stays on this device; nothing does unless it is asked for. */
function KeepChoice({ audited }: { audited: Audited }) {
  return (
    <div class="checks">
      <h2>{t.kept.title}</h2>
      <label>
        <input
          type="checkbox"
          checked={isKept(audited)}
          onChange={(event) => (event.currentTarget.checked ? keepWork(audited) : forgetWork())}
        />
        <span>
          {t.kept.keep} <span class="fine block">{t.kept.keepHelp}</span>
        </span>
      </label>
    </div>
  );
}

function Code({ title, text, onCopied }: { title: string; text: string; onCopied(): void }) {
  return (
    <div class="code">
      <h3>{title}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: long lines scroll by keyboard too */}
      <pre tabIndex={0} translate={false}>
        <code>{text}</code>
      </pre>
      <button type="button" class="quiet" onClick={() => navigator.clipboard.writeText(text).then(onCopied)}>
        {t.take.copy}
      </button>
    </div>
  );
}

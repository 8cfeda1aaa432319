import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { t } from '../../strings/index.ts';
import { Dialog } from '../parts/dialog.tsx';
import { isAboutOpen, openedAt } from '../state.ts';

const attempt = signal<string | null>(null);
const requests = signal(0);

/** Requests of this page since the visitor's file was opened, as the browser itself counts them. */
function countRequests(since: number): number {
  return performance.getEntriesByType('resource').filter((entry) => entry.startTime >= since).length;
}

/** Ask for something that the page's own policy forbids, and say what the browser did. */
async function tryForbiddenRequest(): Promise<void> {
  let directive = '';
  const note = (event: SecurityPolicyViolationEvent) => {
    directive = event.violatedDirective;
  };
  document.addEventListener('securitypolicyviolation', note);
  try {
    await fetch('https://example.com/', { mode: 'no-cors' });
    attempt.value = t.proof.notRefused;
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 50)); // the event follows the refusal
    attempt.value = t.proof.refused(directive || 'connect-src');
  } finally {
    document.removeEventListener('securitypolicyviolation', note);
  }
}

function Proof() {
  const since = openedAt.value;
  useEffect(() => {
    if (since === null) return;
    const update = () => {
      requests.value = countRequests(since);
    };
    update();
    const observer = new PerformanceObserver(update);
    observer.observe({ type: 'resource' });
    return () => observer.disconnect();
  }, [since]);
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content') ?? '';
  return (
    <div class="proof">
      <p>{t.proof.lead}</p>
      <p class="counter" role="status">
        {since === null ? t.proof.counterBefore : t.proof.counter(requests.value)}
      </p>
      <p class="fine">{t.proof.counterHelp}</p>
      <p>{t.proof.tryOffline}</p>
      <div class="try">
        <button type="button" onClick={tryForbiddenRequest}>
          {t.proof.tryButton}
        </button>
        <p class="fine">{t.proof.tryHelp}</p>
        <p role="status" class="attempt">
          {attempt.value}
        </p>
      </div>
      <h3>{t.proof.policy}</h3>
      <ul class="policy" translate={false}>
        {policy.split('; ').map((part) => (
          <li key={part}>
            <code>{part}</code>
          </li>
        ))}
      </ul>
      <p>{t.proof.stored}</p>
      <p>{t.proof.source}</p>
    </div>
  );
}

export function About() {
  return (
    <Dialog open={isAboutOpen} title={t.proof.title}>
      <Proof />
    </Dialog>
  );
}

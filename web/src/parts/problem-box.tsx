import { t } from '../../strings/index.ts';
import { problem } from '../state.ts';

/** What went wrong, in the package's words, and what can be done. */
export function ProblemBox() {
  const now = problem.value;
  return (
    <div role="alert" class="problem-place">
      {now && (
        <div class="problem">
          <div>
            <h2>{t.problem(now.about)}</h2>
            <p translate={false}>{now.message}</p>
            <p>{t.problemNext[now.code] ?? t.problemNext.internal}</p>
          </div>
          <button type="button" class="quiet" onClick={() => (problem.value = null)}>
            {t.dismiss}
          </button>
        </div>
      )}
    </div>
  );
}

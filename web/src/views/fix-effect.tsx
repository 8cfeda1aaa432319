import { count, score, t } from '../../strings/index.ts';
import { auditAgain, auditingAgain, effectOfFixes } from '../fixes.ts';
import { issueColumns } from '../rows.ts';
import { ProgressBar } from '../screens/running.tsx';
import { type Audited, decisions } from '../state.ts';

/** What the accepted fixes change: the findings before, and of a second audit after. */
export function EffectOfFixes({ audited }: { audited: Audited }) {
  const effect = effectOfFixes.value;
  const hasAccepted = [...decisions.value.values()].some(({ state }) => state === 'accepted');
  const fraction = auditingAgain.value;
  return (
    <section class="card" aria-labelledby="effect-title">
      <h3 id="effect-title">{t.fix.effect}</h3>
      {effect && (
        <table class="small-table">
          <thead>
            <tr>
              <th scope="col">{t.fix.check}</th>
              <th scope="col" class="number">
                {t.fix.before}
              </th>
              <th scope="col" class="number">
                {t.fix.after}
              </th>
            </tr>
          </thead>
          <tbody>
            {issueColumns(audited.report).map((before) => {
              const after = issueColumns(effect.after).find(({ type }) => type === before.type);
              return (
                <tr key={before.type}>
                  <th scope="row">{t.issue(before.type).title}</th>
                  <td class="number">
                    {count(before.count)} <span class="fine">{score(before.summaryScore)}</span>
                  </td>
                  <td class="number">
                    {after ? count(after.count) : '–'} <span class="fine">{after && score(after.summaryScore)}</span>
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
      {effect && effect.of !== decisions.value && <p class="fine">{t.fix.changedSince}</p>}
      {fraction === null ? (
        <button type="button" disabled={!hasAccepted} onClick={() => auditAgain(audited)}>
          {t.fix.again}
        </button>
      ) : (
        <ProgressBar label={t.fix.running} fraction={fraction} />
      )}
    </section>
  );
}

import { count, score, share, t } from '../../strings.ts';
import { setFilter, showView } from '../actions.ts';
import { Bar } from '../parts/bar.tsx';
import { type IssueColumns, issueColumns, rowsThatPass } from '../rows.ts';
import { type Audited, noFilter, type View } from '../state.ts';

/** The view in which an issue type is best looked at. */
function viewOf(type: string): View {
  return type === 'near_duplicate' ? 'duplicates' : type === 'non_iid' ? 'order' : 'rows';
}

function IssueCard({ issue, rows }: { issue: IssueColumns; rows: number }) {
  const { title, meaning, matters } = t.issue(issue.type);
  const show = () => {
    setFilter({ ...noFilter, issue: issue.type });
    showView(viewOf(issue.type));
  };
  return (
    <li class={`card issue-card issue-${issue.type}`}>
      <h2 class="small">{title}</h2>
      <p class="big">
        <strong>{count(issue.count)}</strong> <span>{t.report.ofRows(share(issue.count / rows))}</span>
      </p>
      <Bar value={issue.count / rows} tone="bad" />
      <p>{meaning}</p>
      <details>
        <summary>{t.report.whyMatters}</summary>
        <p>{matters}</p>
        <p class="fine">{t.report.quality(score(issue.summaryScore))}</p>
      </details>
      <button type="button" aria-label={t.report.showRows(t.report.flagged(issue.count), title)} onClick={show}>
        {t.report.flagged(issue.count)} <span aria-hidden="true">→</span>
      </button>
    </li>
  );
}

export function Overview({ audited }: { audited: Audited }) {
  const { report, schema } = audited;
  const types = issueColumns(report);
  const found = types.filter((issue) => issue.count > 0);
  const clean = types.filter((issue) => issue.count === 0);
  const flagged = rowsThatPass(report, schema, noFilter).length;
  return (
    <>
      <p class="verdict">{flagged ? t.report.found(flagged) : t.report.nothing}</p>
      <ul class="issue-cards">
        {found.map((issue) => (
          <IssueCard key={issue.type} issue={issue} rows={report.rowCount} />
        ))}
      </ul>
      {clean.length > 0 && (
        <details class="card clean">
          <summary>{t.report.clean(clean.length)}</summary>
          <ul>
            {clean.map(({ type, summaryScore }) => (
              <li key={type}>
                <strong>{t.issue(type).title}</strong> {t.issue(type).meaning}{' '}
                <span class="fine">{t.report.quality(score(summaryScore))}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {report.leaks.length > 0 && (
        <section class="card notice">
          <h2>{t.report.leaksTitle}</h2>
          <ul>
            {report.leaks.map(({ column, agreement, reason }) => (
              <li key={column}>
                {t.report.leak(column, share(agreement))} <span translate={false}>({reason.phrase})</span>
              </li>
            ))}
          </ul>
          <p class="fine">{t.report.leaksHelp}</p>
        </section>
      )}
      {report.failures.length > 0 && (
        <section class="card notice">
          <h2>{t.report.failed}</h2>
          <ul>
            {report.failures.map(({ type, message }) => (
              <li key={type}>
                <strong>{t.issue(type).title}</strong> <span translate={false}>{message}</span>
              </li>
            ))}
          </ul>
        </section>
      )}
      {report.warnings.length > 0 && (
        <section class="card notice">
          <h2>{t.report.warnings}</h2>
          <ul translate={false}>
            {report.warnings.map(({ message }) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

import { t } from '../../strings/index.ts';

/** The issue types of a row. */
export function IssueChips({ types }: { types: readonly string[] }) {
  return (
    <span class="chips">
      {types.map((type) => (
        <span key={type} class={`chip issue-${type}`}>
          {t.issue(type).title}
        </span>
      ))}
    </span>
  );
}

// docs/issue-types.md names all there is, and the example of docs/extending.md runs.
import { readFileSync } from 'node:fs';
import { type CheckDescription, Datalab } from 'assayer';
import { describe, expect, it } from 'vitest';
import { headingOf, parameterTable } from '../../../scripts/describe-parameters.mjs';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

const { checks } = JSON.parse(read('build/checks.json')) as { checks: CheckDescription[] };

/** The section of a type, of one task where the type differs between tasks. */
function section(check: CheckDescription): string {
  const sections = read('docs/issue-types.md').split(/\n(?=## )/);
  return sections.find((text) => text.startsWith(headingOf(check, checks))) ?? '';
}

const cells = (line: string) => line.split(/(?<!\\)\|/).map((cell) => cell.trim());

describe('docs', () => {
  it.each(checks.map((check) => [`${check.type} (${check.tasks.join(', ')})`, check] as const))(
    'describe the issue type %s with all its parameters, their values and defaults',
    (_, check) => {
      const text = section(check);
      expect(text).toMatch(/Needs .*Columns: /s);
      // where this fails: node scripts/describe-parameters.mjs
      const isRow = (line: string) => line.startsWith('| ') && !line.startsWith('| -');
      const rows = text.split('\n').filter(isRow).map(cells);
      expect(rows).toEqual(parameterTable(check.parameters).filter(isRow).map(cells));
    },
  );

  it('describe no type that is not there', () => {
    const described = [...read('docs/issue-types.md').matchAll(/^## `(\w+)`/gm)].map((match) => match[1]);
    expect(described).toEqual(checks.map(({ type }) => type));
  });

  it('give an example of a custom check that runs', async () => {
    const example = read('docs/extending.md').match(/Datalab\.registerCheck\(\{[\s\S]*?\n\}\);/)![0];
    new Function('Datalab', example)(Datalab);
    const features = Array.from({ length: 20 }, (_, i) => [i % 4 ? 1 : 0, 2, 3]);
    const lab = await Datalab.create({ rowCount: 20 });
    await lab.findIssues({ features, issueTypes: { too_short: { least: 3 } } });
    expect(lab.failures).toEqual([]);
    expect(lab.getIssueSummary('too_short').column('num_issues')[0]).toBe(5);
    expect(lab.getIssues('too_short').column('filled')[0]).toBe(2);
    expect(lab.report({ verbosity: 1 })).toContain('too_short');
    const loaded = await Datalab.load(lab.save());
    expect(loaded.getIssues('too_short').column('filled')[0]).toBe(2);
  });
});

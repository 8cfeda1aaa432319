// docs/issue-types.md names all there is, and the example of docs/extending.md runs.
import { readFileSync } from 'node:fs';
import { Datalab } from 'assayer';
import { describe, expect, it } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

interface Check {
  type: string;
  tasks: string[];
  parameters: { name: string; default: unknown }[];
}
const { checks } = JSON.parse(read('build/checks.json')) as { checks: Check[] };

/** The section of a type, of one task where the type differs between tasks. */
function section(check: Check): string {
  const sections = read('docs/issue-types.md').split('\n## ').slice(1);
  const own = sections.filter((text) => text.startsWith(`\`${check.type}\``));
  const text = own.find((one) => one.startsWith(`\`${check.type}\` in ${check.tasks[0]}:`)) ?? own[0] ?? '';
  return text.replace(/ +/g, ' '); // tables are padded
}

function written(value: unknown): string {
  if (value === null) return 'none';
  const { values } = Object(value) as { values?: Record<string, number> };
  return values ? `\`[${Object.values(values).join(', ')}]\`` : `\`${value}\``;
}

describe('docs', () => {
  it.each(checks.map((check) => [`${check.type} (${check.tasks.join(', ')})`, check] as const))(
    'describe the issue type %s with all its parameters and defaults',
    (_, check) => {
      const text = section(check);
      expect(text).toMatch(/Needs .*Columns: /s);
      for (const { name, default: value } of check.parameters)
        expect(text).toContain(`| \`${name}\` | ${written(value)} |`);
      expect(text.match(/^\| `/gm) ?? []).toHaveLength(check.parameters.length);
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

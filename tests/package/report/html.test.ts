// The HTML report: one file that opens offline, with charts that say in words what they show.
import { type AuditReport, audit } from 'assayer';
import { beforeAll, describe, expect, it } from 'vitest';

const marker = '<b>"&</b>';
/** Three kinds, of which two lie close; some labels are wrong. */
function table(rows: number): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const kind = i % 3;
    const size = [1, 1.6, 9][kind]! + ((i * 7919) % 97) / 60;
    const label = [marker, 'plain', 'x'.repeat(60)][i % 29 === 0 ? (kind + 1) % 3 : kind]!;
    return `${size.toFixed(3)},${(size + ((i * 31) % 53) / 50).toFixed(3)},"${label.replaceAll('"', '""')}"`;
  });
  return `width,height,kind\n${lines.join('\n')}\n`;
}

describe('the HTML report', () => {
  let report: AuditReport;
  let html: string;
  beforeAll(async () => {
    report = await audit(table(300), { label: 'kind' });
    html = report.toHTML();
  });

  it('has a histogram for each type with issues, the flagged rows told', () => {
    const flagged = report.summary.toRows().find((row) => row.issue_type === 'label')!.num_issues as number;
    expect(flagged).toBeGreaterThan(0);
    const section = html.match(/<section id="label">.*?<\/section>/s)![0];
    expect(section).toContain(`Histogram of the scores of 300 rows; ${flagged} are flagged`);
    expect(section).toContain('class="hit"');
  });

  it('shows which classes are taken for each other: the counts of all pairs', () => {
    const issues = report.lab.getIssues('label').toRows();
    const same = issues.filter((row) => row.given_label === row.predicted_label).length;
    expect(html).toContain(`${same} of 300 rows agree`);
    const squares = [...html.matchAll(/text-anchor="middle">(\d+)</g)].map(([, rows]) => Number(rows));
    expect(squares.reduce((sum, rows) => sum + rows, 0)).toBe(300);
  });

  it('takes nothing of the table for markup', () => {
    expect(html).not.toContain('<b>"&');
    expect(html).toContain('&#60;b&#62;');
    expect(html).not.toMatch(/<script|https?:\/\/(?!www\.w3\.org)/);
  });

  it('names no class where it is redacted', () => {
    const redacted = report.toHTML({ redact: true });
    expect(redacted).not.toContain('plain');
    expect(redacted).toContain('>class 2<');
  });
});

it('is small, however many rows and classes there are', async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => `${(i * 7919) % 1009},${(i * 31) % 997},class${i % 40}`);
  const report = await audit(`a,b,kind\n${lines.join('\n')}\n`, { label: 'kind', effort: 'fast' });
  const html = report.toHTML();
  expect(html.length).toBeLessThan(2_000_000);
  expect(html).toContain('Of 40 classes the 15 most confused ones.');
}, 60_000);

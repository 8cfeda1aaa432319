// A check of the user's own in an audit: it sees the cells, and every report tells of it as of a built-in one.
import { type AuditReport, audit, Datalab } from 'assayer';
import { beforeAll, describe, expect, it } from 'vitest';

Datalab.registerCheck({
  type: 'unlikely_age',
  title: 'Ages <out of range>',
  description: 'Ages that nobody has.',
  requires: ['table'],
  run({ table, rowCount }, { oldest = 120 }) {
    const ages = table!.column('age') as (string | null)[];
    const isIssue = ages.map((age) => Number(age) > (oldest as number));
    return {
      isIssue,
      score: isIssue.map((flag) => (flag ? 0.25 : 1)),
      columns: { digits: Int32Array.from(ages, (age) => age?.length ?? 0) },
      info: { oldest, rows: rowCount },
    };
  },
});

const lines = Array.from({ length: 60 }, (_, i) => `${i === 7 ? 430 : 20 + (i % 50)},${'ab'[i % 2]}`);

describe('a check of the user’s own', () => {
  let report: AuditReport;
  beforeAll(async () => {
    report = await audit(`age,kind\n${lines.join('\n')}\n`, {
      label: 'kind',
      issueTypes: { unlikely_age: {}, class_imbalance: {} },
    });
  });

  it('runs on the cells', () => {
    expect(report.failures).toEqual([]);
    expect(report.issues('unlikely_age').toRows([7])).toEqual([
      { is_unlikely_age_issue: true, unlikely_age_score: 0.25, digits: 3 },
    ]);
  });

  it.each([
    ['text', (r: AuditReport) => r.toText(), 'unlikely_age'],
    ['Markdown', (r: AuditReport) => r.toMarkdown(), 'unlikely_age'],
    ['HTML', (r: AuditReport) => r.toHTML(), 'Ages &#60;out of range&#62;'],
    ['JSON', (r: AuditReport) => JSON.stringify(r.toJSON()), '"unlikely_age"'],
    ['JUnit', (r: AuditReport) => r.toJUnit(), 'unlikely_age'],
    ['SARIF', (r: AuditReport) => r.toSARIF(), '"unlikely_age"'],
    ['GitHub', (r: AuditReport) => r.toGitHub(), 'title=unlikely_age'],
    ['the report of its Datalab', (r: AuditReport) => r.lab.report(), 'unlikely_age issues'],
    ['the explanation of a row', (r: AuditReport) => JSON.stringify(r.explain(7)), 'unlikely_age'],
  ])('is told of in %s', (_, write, name) => {
    expect(write(report)).toContain(name);
  });

  it('says by name what it lacks', async () => {
    const lab = await Datalab.create({ labels: ['a', 'b', 'a'] });
    await lab.findIssues({ issueTypes: { unlikely_age: {} } });
    expect(lab.failures).toEqual([
      { type: 'unlikely_age', message: 'table: expected it given, since unlikely_age requires it, got nothing' },
    ]);
  });
});

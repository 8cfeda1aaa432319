// The reports for CI as methods of an audit, and that a redacted report of any kind holds no cell value.
import { readFileSync } from 'node:fs';
import Ajv from 'ajv';
import { audit } from 'assayer';
import { describe, expect, it } from 'vitest';

/** Two kinds apart by size, each cell text with a marker; three wrong labels and a copy. */
function markedTable(): string {
  const lines = Array.from({ length: 90 }, (_, i) => {
    const isBig = i % 2 === 1;
    const kind = isBig !== [20, 41, 60].includes(i) ? 'bigMARKER' : 'smallMARKER';
    const size = (isBig ? 8 : 2) + (i % 7) / 10;
    return `noteMARKER${i % 5},${size},${size + (i % 5) / 10},${kind}`;
  });
  lines.push(lines[11]!);
  return `note,width,height,kind\n${lines.join('\n')}\n`;
}
const markedReport = () => audit(markedTable(), { label: 'kind' });

/** The official schema, which is of draft 4: its own name and dialect are left out. */
function sarifFaults(text: string): unknown[] {
  const { $schema, id, ...schema } = JSON.parse(
    readFileSync(new URL('../../schemas/sarif-2.1.0.json', import.meta.url), 'utf8'),
  );
  const isValid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(
    schema,
  );
  return isValid(JSON.parse(text)) ? [] : (isValid.errors ?? []);
}

describe('reports for CI', () => {
  it('annotate on GitHub, with the gates that failed', async () => {
    const text = (await markedReport()).toGitHub({
      file: 'data/a,b.csv',
      failedGates: [{ type: 'label', message: 'label: 3 of 91 rows' }],
    });
    expect(text).toMatch(/^::error file=data\/a%2Cb\.csv::gate failed: label: 3 of 91 rows\n/);
    expect(text).toMatch(/^::warning file=data\/a%2Cb\.csv,line=22,title=label::row 20: /m);
  });

  it('are JUnit XML with a test case for each type, failed where a gate on it failed', async () => {
    const report = await markedReport();
    const text = report.toJUnit({ file: 'a&b.csv', failedGates: [{ type: 'label', message: 'too <many>' }] });
    expect(text.match(/<testcase /g)).toHaveLength(report.summary.rowCount);
    expect(text).toContain('failures="1"');
    expect(text).toContain('<failure message="too &lt;many&gt;"/>');
    expect(text).toContain('classname="a&amp;b.csv"');
  });

  it('are SARIF 2.1.0: a rule for each type, a result for each flagged row', async () => {
    const report = await markedReport();
    for (const options of [
      {},
      { redact: true },
      { file: 'data/a b.csv', failedGates: [{ type: 'label', message: 'x' }] },
    ]) {
      expect(sarifFaults(report.toSARIF(options))).toEqual([]);
    }
    expect(sarifFaults('{"version": "2.1.0", "runs": [{}]}')).not.toEqual([]);
    const log = JSON.parse(report.toSARIF());
    expect(log.version).toBe('2.1.0');
    const [{ tool, results }] = log.runs;
    expect(tool.driver.rules.map(({ id }: { id: string }) => id).sort()).toEqual(
      [...(report.summary.column('issue_type') as string[])].sort(),
    );
    expect(results).toHaveLength(report.toJSON().total);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex].id).toBe(ruleId);
  });
});

describe('redacted reports', () => {
  const kinds = ['toText', 'toMarkdown', 'toHTML', 'toJSON', 'toGitHub', 'toJUnit', 'toSARIF'] as const;
  it.each(kinds)('%s holds no cell value and no label', async (kind) => {
    const report = await markedReport();
    const written = (redact: boolean) => {
      const text = report[kind]({ redact, numExamples: 91 });
      return typeof text === 'string' ? text : JSON.stringify(text);
    };
    expect(written(false)).toContain('MARKER');
    expect(written(true)).not.toContain('MARKER');
  });
});

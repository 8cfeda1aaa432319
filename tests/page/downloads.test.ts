// What is taken away is opened and compared with what the package gives for the same file, byte for byte.
import { audit, readTable, writeFixed } from 'assayer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { example, House, type Visitor } from './visitor.ts';

const house = new House();
let visitor: Visitor;
let report: Awaited<ReturnType<typeof audit>>;
const file = async () => new File([new Uint8Array(await example('customers.csv'))], 'customers.csv');

beforeAll(async () => {
  await house.open();
  visitor = await house.visit();
  await visitor.audit('customers.csv');
  report = await audit(await file());
  await visitor.view('fix').click();
  await visitor.page.getByLabel(/At least this sure/).fill('0.9');
  await visitor.page.getByRole('button', { name: /^Accept \d+ more/ }).click();
  await visitor.view('export').click();
}, 90_000);
afterAll(async () => {
  await house.leave();
  await house.close();
});

const save = async (what: string) => {
  const { name, bytes } = await visitor.download(() =>
    visitor.page.getByRole('button', { name: `Save: ${what}` }).click(),
  );
  return { name, text: bytes.toString() };
};
/** Times and what was shown of them differ from run to run. */
const withoutTime = (text: string) => text.replaceAll(/\d+([.,]\d+)? ?(ms|s|seconds|min)\b/g, 'TIME');

const accepted = () => report.fixes().filter(({ confidence }) => confidence >= 0.9);

it('saves the file with the accepted fixes, every other byte as it was', async () => {
  const { name, text } = await save('Cleaned file');
  expect(name).toBe('customers-cleaned.csv');
  expect(text).toBe(await (await writeFixed(await readTable(await file()), accepted())).text());
  const lines = (await example('customers.csv')).toString().split('\n');
  const kept = new Set(text.split('\n'));
  const touched = new Set(accepted().map(({ row }) => row + 1));
  expect(touched.size).toBeGreaterThan(5);
  for (const [at, line] of lines.entries()) if (!touched.has(at)) expect(kept.has(line)).toBe(true);
});

it('saves the findings of every row', async () => {
  const { name, text } = await save('Findings as CSV');
  expect(name).toBe('customers-issues.csv');
  expect(text).toBe(report.issues().toCSV());
});

it('saves each accepted fix with its reason', async () => {
  const { name, text } = await save('Change log');
  expect(name).toBe('customers-changes.json');
  expect(JSON.parse(text)).toEqual({ file: 'customers.csv', fixes: JSON.parse(JSON.stringify(accepted())) });
});

it('saves the reports, with and without cells', async () => {
  for (const redact of [false, true]) {
    await visitor.page.getByLabel(/Leave all cell values out/).setChecked(redact);
    const html = await save('Report as HTML');
    expect(html.name).toBe('customers-report.html');
    expect(withoutTime(html.text)).toBe(withoutTime(report.toHTML({ redact })));
    const json = await save('Report as JSON');
    const wanted = JSON.parse(JSON.stringify(report.toJSON({ redact })));
    const given = JSON.parse(json.text);
    for (const one of [wanted, given]) delete one.assayer.milliseconds;
    expect(JSON.parse(withoutTime(JSON.stringify(given)))).toEqual(JSON.parse(withoutTime(JSON.stringify(wanted))));
    expect(given.fixes.length > 0).toBe(!redact);
    if (redact) expect(html.text + json.text).not.toMatch(/Vienna|Lisbon|Berlin|@example/);
  }
});

it('gives the same audit as a command and as a program', async () => {
  const [command, program] = await visitor.page.locator('.code pre').allTextContents();
  expect(command).toBe('npx assayer audit customers.csv --label churned --html report.html');
  expect(program).toContain('audit(await readFile("customers.csv"), {"label":"churned"})');
});

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { assayer, scratchFolder, smallTable } from './assayer.ts';

const folder = await scratchFolder();
const at = (name: string) => join(folder, name);

beforeAll(async () => {
  await writeFile(at('old.csv'), smallTable());
  await writeFile(
    at('new.csv'),
    smallTable().replace(/^(r\d+),(\d+)/gm, (_, id, width) => `n${id},${Number(width) + 30}`),
  );
});

describe('assayer compare', () => {
  it('prints drift, leaks and quality, and writes JSON and Markdown', async () => {
    const flags = ['--label', 'kind', '--json', at('c.json'), '--md', at('c.md')];
    const { code, stdout } = await assayer(['compare', at('old.csv'), at('new.csv'), ...flags]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^OLD: old.csv, 90 rows, 4 columns\nNEW: new.csv/);
    expect(stdout).toMatch(/! width +numeric +1\.000/);
    expect(stdout).toContain('Quality');
    const json = JSON.parse(await readFile(at('c.json'), 'utf8'));
    expect(json).toMatchObject({ schemaVersion: 1, labelColumn: 'kind', drift: { largest: 1 } });
    expect(await readFile(at('c.md'), 'utf8')).toContain('| column | kind | drift |');
  });

  it('fails where a gate does not hold, and holds otherwise', async () => {
    const run = (...gates: string[]) =>
      assayer(['compare', at('old.csv'), at('new.csv'), '--no-audit', ...gates.flatMap((gate) => ['--fail-on', gate])]);
    expect(await run('drift>0.2')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('gate failed: drift>0.2: 1'),
    });
    expect((await run('drift>=1')).code).toBe(1);
    expect((await run('drift>1', 'leaked_rows>1%', 'lost_columns', 'new_categories>3')).code).toBe(0);
    expect(await run('drfit>1')).toMatchObject({ code: 2, stderr: expect.stringContaining('expected one of drift,') });
    expect(await run('drift>1%')).toMatchObject({ code: 2, stderr: expect.stringContaining('a share in %') });
  });

  it('reads one table from stdin, and cannot read two', async () => {
    const one = await assayer(['compare', '-', at('new.csv'), '--no-audit', '--format', 'json'], {
      input: smallTable(),
    });
    expect(JSON.parse(one.stdout).old.name).toBe('stdin');
    expect(await assayer(['compare', '-', '-'])).toMatchObject({ code: 2, stdout: '' });
  });

  it('says in its help what gates can be about, with examples', async () => {
    const { code, stdout } = await assayer(['compare', '--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/Measures: drift, mean_drift/);
    expect(stdout.match(/^ {2}\$ assayer compare/gm)).toHaveLength(2);
  });
});

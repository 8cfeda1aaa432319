import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { assayer, scratchFolder, smallTable } from './assayer.ts';

const folder = await scratchFolder();
const at = (name: string) => join(folder, name);

describe('assayer fix', () => {
  const fixes = [
    { row: 1, kind: 'relabel', column: 'b', from: 'y', to: 'z', confidence: 0.95, reason: '' },
    { row: 2, kind: 'drop', confidence: 0.6, reason: '' },
    { row: 0, kind: 'relabel', column: 'b', from: 'x', to: 'q', confidence: 0.9, reason: '', accepted: false },
  ];
  const text = 'a;b\r\n"1";x\r\n 2 ;y\r\n3;"z"\r\n';

  it('changes what was accepted and no other byte', async () => {
    await writeFile(at('t.csv'), text);
    await writeFile(at('r.json'), JSON.stringify({ fixes }));
    const { code, stdout, stderr } = await assayer([
      'fix',
      at('t.csv'),
      '--from',
      at('r.json'),
      '--log',
      at('log.json'),
    ]);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '' });
    expect(stderr).toContain('1 cell changed, 1 row left out; 1 suggestion not applied');
    expect(await readFile(at('t.fixed.csv'), 'utf8')).toBe('a;b\r\n"1";x\r\n 2 ;z\r\n');
    expect(JSON.parse(await readFile(at('log.json'), 'utf8'))).toMatchObject([
      { line: 3, row: 1, to: 'z' },
      { line: 4, row: 2 },
    ]);
    expect(await readFile(at('t.csv'), 'utf8')).toBe(text);
  });

  it('applies some of them only', async () => {
    const run = async (...flags: string[]) =>
      (await assayer(['fix', at('t.csv'), '--from', at('r.json'), '-o', '-', ...flags])).stdout;
    expect(await run('--kinds', 'drop')).toBe('a;b\r\n"1";x\r\n 2 ;y\r\n');
    expect(await run('--min-confidence', '0.9')).toBe('a;b\r\n"1";x\r\n 2 ;z\r\n3;"z"\r\n');
    expect(await run('--rows', '7')).toBe(text);
    expect(JSON.parse(await run('--dry-run'))).toHaveLength(2);
  });

  it('refuses a file that is not the one that was audited', async () => {
    const other = await assayer(['fix', '-', '--from', at('r.json')], { input: text.replace(';y', ';w') });
    expect(other).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/row 1, "b": expected "y" .* got "w"; audit it again/),
    });
    const shorter = await assayer(['fix', '-', '--from', at('r.json')], { input: 'a;b\n1;x\n2;y\n' });
    expect(shorter).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected a row number from 0 to 1, got 2'),
    });
    await writeFile(at('none.json'), '{}');
    const none = await assayer(['fix', at('t.csv'), '--from', at('none.json')]);
    expect(none).toMatchObject({ code: 2, stderr: expect.stringContaining('expected a report written with --json') });
  });

  it('takes the report of an audit', async () => {
    await writeFile(at('small.csv'), smallTable());
    await assayer(['audit', at('small.csv'), '--label', 'kind', '--only', 'label', '--json', at('small.json')]);
    const { code } = await assayer(['fix', at('small.csv'), '--from', at('small.json'), '-o', at('clean.csv')]);
    expect(code).toBe(0);
    const before = smallTable().split('\n');
    const after = (await readFile(at('clean.csv'), 'utf8')).split('\n');
    const changed = after.flatMap((line, i) => (line === before[i] ? [] : [i]));
    expect(changed).toEqual([21, 42, 61]);
  });
});

describe('assayer checks', () => {
  it('lists the issue types, or tells one with its parameters', async () => {
    const { code, stdout } = await assayer(['checks']);
    expect(code).toBe(0);
    for (const type of ['label', 'outlier', 'near_duplicate', 'non_iid', 'class_imbalance'])
      expect(stdout).toMatch(new RegExp(`^${type} `, 'm'));
    expect((await assayer(['checks', 'outlier'])).stdout).toContain('--set outlier.threshold=');
    expect(JSON.parse((await assayer(['checks', '--format', 'json'])).stdout)[0]).toHaveProperty('parameters');
    expect(await assayer(['checks', 'typo'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('assayer demo', () => {
  it('writes a sample with planted faults and finds them', async () => {
    const { code, stdout, stderr } = await assayer(['demo'], { cwd: folder });
    expect(code).toBe(0);
    expect(stderr).toContain('wrote assayer-demo-flowers.csv');
    expect(stdout).toMatch(/label +4 of 4 rows found/);
    expect((await readFile(at('assayer-demo-flowers.csv'), 'utf8')).split('\n')[0]).toContain('species');
    expect(await assayer(['demo', 'cats'], { cwd: folder })).toMatchObject({ code: 2 });
  });
});

describe('assayer', () => {
  it('explains itself', async () => {
    const help = await assayer(['--help']);
    expect(help.code).toBe(0);
    expect(help.stdout).toContain('Exit codes: 0 done');
    for (const command of ['audit', 'fix', 'compare', 'checks', 'demo', 'completion']) {
      const { code, stdout } = await assayer([command, '--help']);
      expect(code).toBe(0);
      expect(stdout.match(/^ {2}\$ assayer |^ {2}\$ .*assayer /gm)?.length).toBeGreaterThanOrEqual(2);
    }
    expect((await assayer(['--version'])).stdout).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('says what it does not know', async () => {
    expect(await assayer(['audti', 'x'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean audit?'),
    });
    expect(await assayer(['audit'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("missing required argument 'file'"),
    });
    expect(await assayer([])).toMatchObject({ code: 2 });
  });

  it('completes commands and flags', async () => {
    const { stdout } = await assayer(['completion', 'bash']);
    const script = `${stdout}\nCOMP_WORDS=(assayer audit --fail-); COMP_CWORD=2; _assayer; echo "\${COMPREPLY[@]}"\nCOMP_WORDS=(assayer d); COMP_CWORD=1; _assayer; echo "\${COMPREPLY[@]}"`;
    expect(spawnSync('bash', ['-c', script], { encoding: 'utf8' }).stdout).toBe('--fail-on --fail-under\ndemo\n');
    expect((await assayer(['completion', 'fish'])).stdout).toContain('complete -c assayer');
    expect((await assayer(['completion', 'zsh'])).stdout).toContain('bashcompinit');
    expect(await assayer(['completion', 'tcsh'])).toMatchObject({ code: 2 });
  });
});

describe('assayer fix of missing cells', () => {
  const gaps = smallTable()
    .replace(/^(r30),[^,]*/m, '$1,?')
    .replace(/^(r51),[^,]*/m, '$1,');

  it('fills them where the audit was told to suggest it, and tells what became of the issues', async () => {
    await writeFile(at('gaps.csv'), gaps);
    const audited = await assayer(['audit', at('gaps.csv'), '--missing', 'fill', '--json', at('gaps.json')]);
    expect(audited.code).toBe(0);
    const only = ['--kinds', 'fill', 'relabel', '-o', at('filled.csv')];
    const { code, stderr } = await assayer(['fix', at('gaps.csv'), '--from', at('gaps.json'), '--reaudit', ...only]);
    expect(code).toBe(0);
    expect(stderr).toMatch(/5 cells changed, 0 rows left out/);
    expect(stderr).toMatch(/^label: 3 before, 0 after$/m);
    const filled = await readFile(at('filled.csv'), 'utf8');
    expect(filled).toMatch(/^r30,[23](\.\d)?,/m);
    expect(filled).toMatch(/^r51,[89](\.\d)?,/m);
  });
});

import { spawn } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { assayer, cli, example, scratchFolder, smallTable } from './assayer.ts';

const folder = await scratchFolder();
const file = join(folder, 'table.csv');
beforeAll(() => writeFile(file, smallTable()));

describe('assayer audit', () => {
  it('tells on one screen what was read, what is wrong with it and what to do next', async () => {
    const { code, stdout, stderr } = await assayer(['audit', file, '--label', 'kind']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('90 rows, 4 columns');
    expect(stdout).toMatch(/label +kind \(classification, 2 classes; /);
    expect(stdout).toMatch(/width +numeric/);
    expect(stdout).toMatch(/id +identifier +left out: /);
    expect(stdout).toMatch(/^ +label +3 +3\.3% +0\.\d{4} +row (20|41|60): /m);
    expect(stdout).toMatch(/next:\n +assayer audit .*table\.csv --label kind --html report\.html/);
    expect(stdout).toContain('--from report.json');
  });

  it('shows the worst rows with their lines in the file', async () => {
    const { stdout } = await assayer(['audit', file, '--label', 'kind', '--top', '5', '--only', 'label']);
    expect(stdout).toMatch(/row 20, line 22 +0\.\d+ +Labelled “big”, but models/);
    expect(stdout).not.toMatch(/^ +outlier/m);
  });

  it('guesses the label, and does without one', async () => {
    expect((await assayer(['audit', file, '--only', 'label'])).stdout).toMatch(/label +kind \(/);
    const { stdout, code } = await assayer(['audit', file, '--no-label']);
    expect(code).toBe(0);
    expect(stdout).toContain('label   none');
  });

  it('reads stdin, and gzip', async () => {
    for (const input of [smallTable(), gzipSync(smallTable())]) {
      const { code, stdout } = await assayer(['audit', '-', '--label', 'kind', '--only', 'label'], { input });
      expect(code).toBe(0);
      expect(stdout).toMatch(/^ +label +3 /m);
    }
  });

  it('writes every kind of report where it is told to', async () => {
    const at = (name: string) => join(folder, name);
    const { code, stderr } = await assayer([
      ...['audit', file, '--label', 'kind', '--json', at('r.json'), '--html', at('r.html'), '--md', at('r.md')],
      ...['--csv', at('r.csv'), '--fixed', at('fixed.csv')],
    ]);
    expect(code).toBe(0);
    expect(stderr).toContain('wrote ');
    const report = JSON.parse(await readFile(at('r.json'), 'utf8'));
    expect(report).toMatchObject({ schemaVersion: 1, file: 'table.csv', rowCount: 90, task: 'classification' });
    const label = report.issues.find(({ type }: { type: string }) => type === 'label');
    expect(label).toMatchObject({ numIssues: 3, rows: [20, 41, 60] });
    expect(await readFile(at('r.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    expect(await readFile(at('r.md'), 'utf8')).toMatch(/^# /);
    const csv = (await readFile(at('r.csv'), 'utf8')).split('\r\n');
    expect(csv[0]).toMatch(/^row,line,.*is_label_issue,label_score/);
    expect(csv[21]).toMatch(/^20,22,/);
    const fixed = (await readFile(at('fixed.csv'), 'utf8')).split('\n');
    expect(fixed[21]).toBe(smallTable().split('\n')[21]!.replace('big', 'small'));
  });

  it('keeps results on stdout and everything else on stderr', async () => {
    const { stdout, stderr } = await assayer([
      'audit',
      file,
      '--label',
      'kind',
      '--json',
      '-',
      '--md',
      join(folder, 'x.md'),
    ]);
    expect(JSON.parse(stdout).rowCount).toBe(90);
    expect(stderr).toMatch(/^wrote .*x\.md\n$/);
    const quiet = await assayer([
      'audit',
      file,
      '--label',
      'kind',
      '--quiet',
      '--json',
      '-',
      '--md',
      join(folder, 'x.md'),
    ]);
    expect(quiet.stderr).toBe('');
    const two = await assayer(['audit', file, '--label', 'kind', '--json', '-', '--md', '-']);
    expect(two).toMatchObject({ code: 2, stdout: '' });
  });

  it('shows no cell value where it is told to redact', async () => {
    const args = ['audit', file, '--label', 'kind', '--redact', '--top', '9'];
    for (const format of ['text', 'json', 'github', 'sarif', 'junit']) {
      const { stdout, code } = await assayer([...args, '--format', format]);
      expect(code).toBe(0);
      expect(stdout).not.toMatch(/“big”|“small”|"big"|"small"/);
    }
  });

  it('colours only where it may', async () => {
    const args = ['audit', file, '--label', 'kind', '--only', 'label'];
    const colour = '\u001b[';
    expect((await assayer(args)).stdout).not.toContain(colour);
    expect((await assayer(args, { env: { FORCE_COLOR: '1' } })).stdout).toContain(colour);
    expect((await assayer(args, { env: { FORCE_COLOR: '1', NO_COLOR: '1' } })).stdout).not.toContain(colour);
    expect((await assayer([...args, '--color'])).stdout).toContain(colour);
  });

  it('sets parameters of checks', async () => {
    const all = await assayer(['audit', file, '--label', 'kind', '--set', 'outlier.threshold=0.99', '--json', '-']);
    expect(JSON.parse(all.stdout).issues.length).toBeGreaterThan(3);
    const less = await assayer(['audit', file, '--label', 'kind', '--skip', 'label,non_iid', '--json', '-']);
    const types = JSON.parse(less.stdout).issues.map(({ type }: { type: string }) => type);
    expect(types).not.toContain('label');
    expect(types).toContain('outlier');
  });

  it('audits a sample, says so, and numbers rows and lines as the file does', async () => {
    const at = (name: string) => join(folder, name);
    const args = ['audit', file, '--label', 'kind', '--sample', '60', '--seed', '3', '--threads', '1'];
    const shown = await assayer(args);
    expect(shown.stdout).toContain('a sample of 60 rows out of 90');
    expect(shown.stdout).toContain('only 60 of the 90 rows were audited, drawn at random (seed 3)');
    const outputs = ['--json', at('s.json'), '--csv', at('s.csv'), '--fixed', at('s.fixed.csv')];
    expect((await assayer([...args, ...outputs])).code).toBe(0);
    const whole = smallTable().split('\n');
    const [head, ...rows] = (await readFile(at('s.csv'), 'utf8')).trimEnd().split('\r\n');
    expect(head).toMatch(/^row,line,/);
    expect(rows).toHaveLength(60);
    for (const row of rows) expect(Number(row.split(',')[1])).toBe(Number(row.split(',')[0]) + 2);
    const report = JSON.parse(await readFile(at('s.json'), 'utf8'));
    expect(report).toMatchObject({ rowCount: 60, sampledFrom: 90 });
    const sampled = rows.map((row) => Number(row.split(',')[0]));
    const wrong = [20, 41, 60].filter((row) => sampled.includes(row));
    expect(wrong.length).toBeGreaterThan(0);
    const relabels = report.fixes.filter(({ kind }: { kind: string }) => kind === 'relabel');
    expect(relabels.map(({ row }: { row: number }) => row).sort()).toEqual(wrong);
    const fixed = (await readFile(at('s.fixed.csv'), 'utf8')).split('\n');
    for (const row of wrong) expect(fixed[row + 1]).not.toBe(whole[row + 1]);
    expect(fixed.filter((line, i) => line !== whole[i])).toHaveLength(wrong.length);
    const applied = await assayer(['fix', file, '--from', at('s.json'), '--kinds', 'relabel', '-o', '-']);
    expect(applied.stdout.split('\n')).toEqual(fixed);
  });

  it('trains the models that it is told to, in so many folds', async () => {
    const modelsOf = async (...args: string[]) =>
      (await assayer(['audit', file, '--label', 'kind', '--csv', '-', ...args])).stdout;
    const usual = await modelsOf();
    for (const flags of [
      ['--model', 'trees'],
      ['--model', 'linear'],
      ['--folds', '3'],
      ['--k', '4'],
    ]) {
      expect(await modelsOf(...flags)).not.toBe(usual);
    }
    expect(await modelsOf('--folds', '5', '--k', '10', '--model', 'auto', '--threads', '3')).toBe(usual);
    const folds = await assayer(['audit', file, '--label', 'kind', '--folds', '1']);
    expect(folds).toMatchObject({ code: 2, stdout: '' });
    expect(folds.stderr).toContain('folds: expected a whole number from 2, got 1');
    const sample = await assayer(['audit', file, '--sample', '0']);
    expect(sample.stderr).toContain('sample: expected a number of rows, from 1, got 0');
    const threads = await assayer(['audit', file, '--threads', '0']);
    expect(threads).toMatchObject({ code: 2, stderr: expect.stringContaining("'--threads <number>' argument '0'") });
    const group = await assayer(['audit', file, '--group', 'nobody']);
    expect(group.stderr).toContain('group: expected the name of a column (id, width, height, kind), got nobody');
  });

  it('audits what most annotators say, and names them in what to do next', async () => {
    const lines = smallTable().trimEnd().split('\n');
    const labelled = lines.map((line, at) => (at ? `${line},${line.split(',').at(-1)}` : `${line},second`));
    const annotated = join(folder, 'annotated.csv');
    await writeFile(annotated, labelled.join('\n'));
    const { stdout, code } = await assayer(['audit', annotated, '--annotators', 'kind', 'second']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/label +consensus \(classification, 2 classes; what most annotators say\)/);
    expect(stdout).toMatch(/second: quality [\d.]+%, agrees with the consensus in 100% of 90 rows/);
    expect(stdout).toMatch(/annotated\.csv --annotators kind second --html report\.html/);
  });

  it('takes kinds of columns from the user', async () => {
    const { stdout } = await assayer([
      'audit',
      file,
      '--label',
      'kind',
      '--ignore',
      'width',
      '--types',
      'id=categorical',
      '--only',
      'label',
    ]);
    expect(stdout).toMatch(/width +ignore/);
    expect(stdout).toMatch(/id +categorical/);
  });

  it('audits a real table', async () => {
    const { code, stdout } = await assayer(['audit', example('titanic'), '--label', 'Survived']);
    expect(code).toBe(0);
    expect(stdout).toContain('891 rows, 12 columns');
  });

  it('does not mind a closed pipe', async () => {
    const command = `'${process.execPath}' '${cli}' audit '${file}' --label kind --json - | head -c 10; echo "codes \${PIPESTATUS[0]}"`;
    const child = spawn('bash', ['-c', command]);
    let text = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => (text += data));
    await new Promise((resolve) => child.on('close', resolve));
    expect(text).toMatch(/^\{\n.*codes 0\n$/s);
  });

  it('ends with 130 when it is interrupted', async () => {
    const big = join(folder, 'big.csv');
    const rows = Array.from({ length: 200_000 }, (_, i) => `${i % 971},${(i * 7919) % 1009},text ${i},${'abc'[i % 3]}`);
    await writeFile(big, `x,y,t,label\n${rows.join('\n')}\n`);
    const child = spawn(process.execPath, [cli, 'audit', big, '--label', 'label']);
    setTimeout(() => child.kill('SIGINT'), 2500);
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect(code).toBe(130);
  });
});

describe('assayer audit as a gate', () => {
  const gate = (...flags: string[]) => assayer(['audit', file, '--label', 'kind', '--only', 'label', ...flags]);

  it.each([
    [['--fail-on', 'label'], 1],
    [['--fail-on', 'label>2'], 1],
    [['--fail-on', 'label>3'], 0],
    [['--fail-on', 'label>=3'], 1],
    [['--fail-on', 'label>3%'], 1],
    [['--fail-on', 'label > 4 %'], 0],
    [['--fail-on', 'any'], 1],
    [['--fail-under', '0.999'], 1],
    [['--fail-under', '0.1'], 0],
    [['--fail-under', 'label=0.999'], 1],
  ])('%j ends with %i', async (flags, code) => {
    for (const format of ['text', 'json']) {
      const outcome = await gate(...flags, '--format', format);
      expect(outcome.code).toBe(code);
      expect(outcome.stderr.includes('gate failed: ')).toBe(code === 1);
    }
  });

  it.each([
    [['--fail-on', 'outlier'], /--fail-on: expected a type that was checked \(label\), got "outlier"/],
    [['--fail-on', 'label>many'], /--fail-on: expected TYPE, TYPE>COUNT or TYPE>SHARE%/],
    [['--fail-under', '7'], /--fail-under: expected a score/],
    [['--baseline', 'no.json'], /no\.json: expected a file to read/],
  ])('%j cannot run', async (flags, message) => {
    const { code, stderr } = await gate(...flags);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  it('counts only what a baseline does not hold, wherever the rows stand now', async () => {
    const baseline = join(folder, 'baseline.json');
    await gate('--json', baseline);
    expect((await gate('--fail-on', 'label', '--baseline', baseline)).code).toBe(0);
    const [head, ...rows] = smallTable().trimEnd().split('\n');
    const moved = [head, 'new,2.2,1.1,small', ...rows].join('\n');
    const same = await assayer(
      ['audit', '-', '--label', 'kind', '--only', 'label', '--fail-on', 'label', '--baseline', baseline],
      { input: moved },
    );
    expect(same.code).toBe(0);
    const known = JSON.parse(await readFile(baseline, 'utf8'));
    known.issues[0].rows.pop();
    known.issues[0].fingerprints.pop();
    await writeFile(baseline, JSON.stringify(known));
    const worse = await gate('--fail-on', 'label', '--baseline', baseline);
    expect(worse.code).toBe(1);
    expect(worse.stderr).toContain('gate failed: label: 1 new of 90 rows');
  });

  it('speaks the formats of machines', async () => {
    const github = await gate('--format', 'github', '--fail-on', 'label');
    expect(github.stdout).toMatch(/^::error file=.*::gate failed: label: 3 of 90 rows$/m);
    expect(github.stdout).toMatch(/^::warning file=.*table\.csv,line=22,title=label::row 20: /m);
    const junit = await gate('--format', 'junit', '--fail-on', 'label');
    expect(junit.stdout).toContain('<testsuite name=');
    expect(junit.stdout).toContain('<failure message="label: 3 of 90 rows"/>');
    const sarif = JSON.parse((await gate('--format', 'sarif')).stdout);
    expect(sarif.version).toBe('2.1.0');
    expect(sarif.runs[0].results).toHaveLength(3);
    expect(sarif.runs[0].results[0].locations[0].physicalLocation.region.startLine).toBeGreaterThan(1);
  });

  it('names the line of the file behind quoted line ends', async () => {
    const input = smallTable().replace('\nr0,', '\n"r\n\n0",');
    const { stdout } = await assayer(['audit', '-', '--label', 'kind', '--only', 'label', '--format', 'github'], {
      input,
    });
    expect(stdout).toContain('line=24,title=label::row 20');
  });
});

describe('assayer audit of what it cannot audit', () => {
  const labelled = (labels: (string | number)[]) => `x,y\n${labels.map((label, i) => `${i},${label}`).join('\n')}\n`;
  it.each<[string, string | Uint8Array, string[], RegExp]>([
    ['an empty file', '', [], /stdin: expected a table with a header and rows, got an empty file/],
    ['a header only', 'a,b\n', [], /stdin: expected rows below the header, got a header of 2 names and no row/],
    ['one row', 'a,b\n1,x\n', ['--label', 'b'], /expected/],
    ['one class', labelled(Array(20).fill('a')), ['--label', 'y'], /expected/],
    [
      'a label column that does not exist',
      labelled([1, 2]),
      ['--label', 'z'],
      /label: expected the name of a column \(x, y\), got "?z/,
    ],
    [
      'a picture',
      Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10),
      [],
      /stdin: expected a table .*, got a PNG picture/,
    ],
    ['other binary data', Uint8Array.from({ length: 999 }, (_, i) => (i * 7) % 256), [], /got binary data/],
    ['labels that are all missing', labelled(['NaN', '', 'NA', 'NaN']), ['--label', 'y'], /expected/],
    ['an unknown kind', labelled([1, 2]), ['--types', 'x=colour'], /expected/],
    ['an unknown type', labelled([1, 2]), ['--only', 'typo'], /--only, --skip: expected one of .*, got "typo"/],
    ['an unknown flag', labelled([1, 2]), ['--labl', 'y'], /unknown option '--labl'[\s\S]*Did you mean --label\?/],
    [
      'an unknown format',
      labelled([1, 2]),
      ['--format', 'xml'],
      /Allowed choices are text, json, github, junit, sarif/,
    ],
  ])('%s: says so on stderr and ends with 2', async (_, input, flags, message) => {
    const { code, stdout, stderr } = await assayer(['audit', '-', ...flags], { input });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(/\bat .*\.js:\d+|defect/);
  });

  it('a file that is not there, and a directory', async () => {
    expect(await assayer(['audit', join(folder, 'none.csv')])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('there is no such file'),
    });
    expect(await assayer(['audit', folder])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('got a directory'),
    });
  });

  it('predictions of the wrong shape, or that are no numbers', async () => {
    const path = join(folder, 'probs.csv');
    await writeFile(path, 'big,small\n0.5,0.5\n');
    const shape = await assayer(['audit', file, '--label', 'kind', '--pred-probs', path]);
    expect(shape).toMatchObject({ code: 2, stderr: expect.stringMatching(/predProbs: expected/) });
    await writeFile(path, 'big,small\n0.5,oops\n');
    const text = await assayer(['audit', file, '--label', 'kind', '--pred-probs', path]);
    expect(text).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('line 2, "small": expected a number, got "oops"'),
    });
  });

  it('tells of ragged rows with their lines, and audits the rest', async () => {
    const input = smallTable()
      .replace(/^r3,.*/m, '$&,extra')
      .replace(/^r7,.*/m, '$&,,');
    const { code, stdout } = await assayer(['audit', '-', '--label', 'kind', '--only', 'label'], { input });
    expect(code).toBe(0);
    expect(stdout).toMatch(/note: 2 rows have not the 4 cells of the header.*: lines 5 \(5\), 9 \(6\)/);
  });
});

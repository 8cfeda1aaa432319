// What someone gets who installs the package in Node: every way of importing it, types, the command line.
import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { flowers, installPacked, write } from './packed.ts';

let folder: string;
beforeAll(() => {
  folder = installPacked();
  write(folder, 'flowers.csv', flowers);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(name: string, program: string, ...flags: string[]): unknown {
  write(folder, name, program);
  return JSON.parse(execFileSync(process.execPath, [...flags, name], { cwd: folder, encoding: 'utf8', stdio: 'pipe' }));
}

const useIt = `
  const csv = readFileSync('flowers.csv', 'utf8');
  const report = await audit(csv, { label: 'species' });
  const labels = Array.from({ length: 30 }, (_, row) => row % 2);
  const predProbs = labels.map((label, row) => (label === 1) === (row !== 7) ? [0.1, 0.9] : [0.9, 0.1]);
  const lab = await Datalab.create({ labels });
  await lab.findIssues({ predProbs });
  console.log(JSON.stringify({ rows: report.rowCount, task: report.task,
    wrong: report.issues('label').column('is_label_issue')[40],
    lab: [...lab.getIssues('label').column('is_label_issue')].indexOf(true) }));
`;
const found = { rows: 41, task: 'classification', wrong: true, lab: 7 };

describe('the packed package', () => {
  it('is imported as an ES module', () => {
    const program = `import { readFileSync } from 'node:fs'; import { audit, Datalab } from 'assayer'; ${useIt}`;
    expect(run('use.mjs', program)).toEqual(found);
  });

  it('is required from CommonJS', () => {
    const program = `const { readFileSync } = require('node:fs'); const { audit, Datalab } = require('assayer');
      (async () => { ${useIt} })();`;
    expect(run('use.cjs', program)).toEqual(found);
  });

  it.each(['assayer/worker', 'assayer/inline'])('works from %s', (entry) => {
    const program = `import { readFileSync } from 'node:fs'; import { audit, Datalab } from '${entry}'; ${useIt}`;
    expect(run('entry.mjs', program)).toEqual(found);
  });

  it('works where code may not be made from strings', () => {
    const program = `import { readFileSync } from 'node:fs'; import { audit, Datalab } from 'assayer'; ${useIt}`;
    expect(run('strict.mjs', program, '--disallow-code-generation-from-strings')).toEqual(found);
    const cli = join('node_modules', 'assayer', 'dist', 'cli.js');
    const audited = spawnSync(
      process.execPath,
      ['--disallow-code-generation-from-strings', cli, 'audit', 'flowers.csv', '--label', 'species'],
      { cwd: folder, encoding: 'utf8' },
    );
    expect([audited.status, audited.stderr]).toEqual([0, expect.not.stringMatching(/error/i)]);
    expect(audited.stdout).toContain('flowers.csv');
  });

  it('does nothing when it is imported, on servers without a page too', () => {
    const browserBuild = pathToFileURL(join(folder, 'node_modules/assayer/dist/index.js')).href;
    const workerBuild = pathToFileURL(join(folder, 'node_modules/assayer/dist/worker.js')).href;
    const program = `
      let touched = [];
      for (const name of ['fetch', 'Worker', 'document', 'navigator'])
        Object.defineProperty(globalThis, name, { configurable: true, get() { touched.push(name); } });
      WebAssembly.compile = WebAssembly.instantiate = () => touched.push('WebAssembly');
      const names = [await import('assayer'), await import('${browserBuild}'), await import('${workerBuild}')]
        .map((module) => typeof module.audit);
      console.log(JSON.stringify({ touched, names }));`;
    expect(run('server.mjs', program)).toEqual({ touched: [], names: ['function', 'function', 'function'] });
  });

  it('runs twice in one process, each copy with a core of its own', () => {
    const program = `
      import { cpSync } from 'node:fs';
      cpSync('node_modules/assayer/dist', 'copy', { recursive: true });
      const [first, second] = [await import('assayer'), await import('./copy/index.node.js')];
      const labels = [0, 1, 0, 1], predProbs = [[0.9, 0.1], [0.2, 0.8], [0.1, 0.9], [0.3, 0.7]];
      const scores = await Promise.all([first, second].map((one) => one.getLabelQualityScores(labels, predProbs)));
      console.log(JSON.stringify({ same: first.audit === second.audit, scores: scores.map((one) => [...one]) }));`;
    const expected = [0.9, 0.8, 0.1, 0.7];
    expect(run('twice.mjs', program)).toEqual({ same: false, scores: [expected, expected] });
  });

  it.each([
    ['nodenext', 'nodenext'],
    ['esnext', 'bundler'],
  ])('has types for module %s, resolution %s', (module, moduleResolution) => {
    write(
      folder,
      'typed.ts',
      `import { audit, type AuditReport, Datalab, AssayerError, findLabelIssues } from 'assayer';
       import * as remote from 'assayer/worker';
       export async function use(file: Blob): Promise<number> {
         const report: AuditReport = await audit(file, { label: 'species', onProgress: ({ fraction }) => void (fraction + 1) });
         const lab: Datalab = report.lab;
         const { indices } = await findLabelIssues([0, 1], [[0.5, 0.5], [0.2, 0.8]]);
         const there: AuditReport = await remote.audit(file);
         // @ts-expect-error a filter that does not exist
         await findLabelIssues([0], [[1]], { filterBy: 'no_such_filter' });
         return lab.classNames.length + indices.length + there.rowCount + (new AssayerError('aborted', '').code === 'aborted' ? 1 : 0);
       }`,
    );
    write(
      folder,
      'tsconfig.json',
      JSON.stringify({
        compilerOptions: {
          strict: true,
          noEmit: true,
          target: 'es2022',
          lib: ['es2023', 'dom', 'esnext.disposable'],
          module,
          moduleResolution,
          types: [],
        },
        files: ['typed.ts'],
      }),
    );
    const compiler = fileURLToPath(new URL('../../node_modules/typescript/bin/tsc', import.meta.url));
    const checked = spawnSync(process.execPath, [compiler, '-p', folder], { encoding: 'utf8' });
    expect(checked.stdout).toBe('');
  });

  it('carries what it promises and no more', () => {
    const { exports, dependencies } = JSON.parse(
      readFileSync(join(folder, 'node_modules/assayer/package.json'), 'utf8'),
    ) as { exports: Record<string, unknown>; dependencies?: Record<string, string> };
    expect(dependencies).toBeUndefined();
    const program = `
      import { createRequire } from 'node:module'; import { existsSync } from 'node:fs';
      const require = createRequire(import.meta.url);
      console.log(JSON.stringify(${JSON.stringify(Object.keys(exports))}
        .map((entry) => existsSync(require.resolve('assayer' + entry.slice(1))))));`;
    expect(run('exports.mjs', program)).toEqual(Object.keys(exports).map(() => true));
  });
});

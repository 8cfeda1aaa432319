// Times the built package against the reference on the same bytes, in turns, and writes docs/benchmarks.md and its plot.
//   npm run bench -- [--rounds R] [--only NAME,NAME] [--steps MODE,MODE] [--threads default,one] [--no-reference]
//                    [--report]
// All of it takes about 20 minutes on two idle cores. A part: --only workloads (names in workloads.mjs, or `core`), --steps
// whole, steps, crossval, labels, audit or search. --threads: the modes of the reference (the better one counts).
// The reference runs where PYTHON (an environment variable; default python3) can import cleanlab. Results are kept in
// build/benchmarks/results.json as they come, so that a run can be stopped and taken up by name; --report only writes
// the page. Nothing here fails for being slow.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { writeReport } from './report.mjs';
import { workloads } from './workloads.mjs';
import { writeWorkload } from './write-workload.mjs';

const root = new URL('..', import.meta.url).pathname;
const folder = `${root}build/benchmarks`;
const resultsFile = `${folder}/results.json`;
const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string' },
    only: { type: 'string' },
    steps: { type: 'string' },
    threads: { type: 'string', default: 'default,one' },
    'no-reference': { type: 'boolean', default: false },
    report: { type: 'boolean', default: false },
  },
});
const python = process.env.PYTHON ?? 'python3';
const oneThread = Object.fromEntries(
  ['OMP_NUM_THREADS', 'OPENBLAS_NUM_THREADS', 'MKL_NUM_THREADS', 'LOKY_MAX_CPU_COUNT'].map((name) => [name, '1']),
);

function hasReference() {
  if (options['no-reference']) return false;
  try {
    execFileSync(python, ['-c', 'import cleanlab.datalab, sklearn'], { stdio: 'ignore' });
    return true;
  } catch {
    console.error(`${python} cannot import cleanlab: the reference is left out (set PYTHON to one that can)`);
    return false;
  }
}

/** One fresh process; its JSON, or undefined where it failed (out of memory, for one). */
function run(command, args, env = {}) {
  try {
    const text = execFileSync(command, args, {
      env: { ...process.env, ...env },
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    return JSON.parse(text.trim().split('\n').at(-1));
  } catch (error) {
    console.error(`${args.join(' ')}: ${error.message.split('\n')[0]}`);
    return undefined;
  }
}

/**
 * Add one process's runs to what this run has found of a side (`package`, `package two workers`, `reference default`,
 * `reference one`); its first round replaces what was known.
 */
function collect(entry, side, mode, round, found) {
  if (!found) return;
  entry.sides[side] ??= { runs: {}, peak: {}, before: {} };
  const known = entry.sides[side];
  const before = (value) => (round > 0 ? value : undefined);
  for (const [step, runs] of Object.entries(found.runs)) {
    known.runs[step] = [...(before(known.runs[step]) ?? []), ...runs];
  }
  known.peak[mode] = Math.max(before(known.peak[mode]) ?? 0, found.peak);
  known.before[mode] = found.before;
  known.versions = found.versions;
  if (found.issues) known.issues = found.issues;
}

/** Both sides of one mode of a workload, in turns. */
function measureMode(entry, workload, mode, round, withReference) {
  const { name, n, d, K, repeat } = workload;
  const args = [mode, `${folder}/${name}`, n, d, K, repeat].map(String);
  const program = [`${root}benchmarks/package.mjs`, ...args];
  collect(entry, 'package', mode, round, run(process.execPath, program));
  if (workload.twoWorkers && mode !== 'steps') {
    collect(entry, 'package two workers', mode, round, run(process.execPath, program, { WORKERS: '2' }));
  }
  if (!withReference || mode === 'audit' || mode === 'search') return;
  for (const threads of options.threads.split(',')) {
    const one = threads === 'one';
    const found = run(
      python,
      [`${root}benchmarks/reference.py`, ...args, ...(one ? ['one'] : [])],
      one ? oneThread : {},
    );
    collect(entry, `reference ${threads}`, mode, round, found);
  }
}

function measure(workload, withReference) {
  const { name, n, d, K } = workload;
  const modes = workload.modes.filter((mode) => !options.steps || options.steps.split(',').includes(mode));
  const entry = { n, d, K, hash: writeWorkload(`${folder}/${name}`, n, d, K), sides: {} };
  if (options.steps) entry.sides = results.workloads[name]?.sides ?? {}; // what is not timed anew stays as it was
  if (workload.hash && entry.hash !== workload.hash) throw new Error(`${name}: the generator makes other bytes`);
  const rounds = Number(options.rounds ?? workload.rounds);
  for (let round = 0; round < rounds; round++) {
    for (const mode of modes) measureMode(entry, workload, mode, round, withReference);
    console.error(`${name}: round ${round + 1} of ${rounds}, load ${loadavg()[0].toFixed(1)}`);
  }
  return entry;
}

/** The core without JavaScript, in WebAssembly and native; undefined where assayer_bench was not built for wasm. */
function measureCore() {
  const tools = { native: [`${root}build/native/assayer_bench`], wasm: [`${root}build/wasm/assayer_bench.cjs`] };
  const found = {};
  for (const [where, [file]] of Object.entries(tools)) {
    if (!existsSync(file)) continue;
    // Without the baseline compiler: a program that never returns to its caller would stay in unoptimised code.
    const call = (...args) =>
      run(where === 'wasm' ? process.execPath : file, [...(where === 'wasm' ? ['--no-liftoff', file] : []), ...args]);
    found[where] = [
      call('tiles', '10000', '100', '10', '5'),
      call('tiles', '4000', '768', '10', '5'),
      call('neighbors', '10000', '20', '10', '5'),
      call('neighbors', '10000', '100', '10', '5'),
      call('neighbors', '50000', '20', '10', '1'),
      call('neighbors', '20000', '768', '10', '1'),
      call('neighbors', '10000', '100', '0', '3'),
      call('neighbors', '10000', '768', '0', '1'),
    ].filter(Boolean);
  }
  return found.wasm ? found : undefined;
}

mkdirSync(folder, { recursive: true });
const results = existsSync(resultsFile) ? JSON.parse(readFileSync(resultsFile, 'utf8')) : { workloads: {} };
if (!options.report) {
  const withReference = hasReference();
  const wanted = options.only?.split(',');
  results.machine = `${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} threads`;
  for (const workload of workloads) {
    if (wanted && !wanted.includes(workload.name)) continue;
    if (options.steps && !workload.modes.some((mode) => options.steps.split(',').includes(mode))) continue;
    results.workloads[workload.name] = measure(workload, withReference);
    writeFileSync(resultsFile, JSON.stringify(results));
  }
  if (!wanted || wanted.includes('core')) {
    results.core = measureCore();
    writeFileSync(resultsFile, JSON.stringify(results));
  }
}
writeReport(results, `${root}docs`);
const pages = ['md', 'svg'].map((extension) => `${root}docs/benchmarks.${extension}`);
execFileSync(`${root}node_modules/.bin/biome`, ['format', '--write', ...pages], { stdio: 'ignore' });

// Writes docs/benchmarks.md and docs/benchmarks.svg from what run.mjs measured.
import { writeFileSync } from 'node:fs';

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median wall and CPU seconds of a step on one side. */
function secondsOf(side, step) {
  const runs = side?.runs[step];
  if (!runs?.length) return undefined;
  return { wall: median(runs.map((run) => run[0])), cpu: median(runs.map((run) => run[1])), runs: runs.length };
}

/** The reference in its better thread mode. */
function bestReference(entry, step) {
  const found = ['reference default', 'reference one']
    .map((side) => secondsOf(entry.sides[side], step))
    .filter(Boolean);
  return found.sort((a, b) => a.wall - b.wall)[0];
}

/** Of the reference in the thread mode that takes less. */
function memoryOfReference(entry, mode) {
  return ['reference default', 'reference one']
    .map((side) => memoryOf(entry.sides[side], mode))
    .filter(Boolean)
    .sort((a, b) => a.peak - b.peak)[0];
}

/** Largest resident memory in MB, and how much of it came after modules and data were loaded. */
function memoryOf(side, mode) {
  const peak = side?.peak[mode];
  return peak ? { peak, added: peak - side.before[mode] } : undefined;
}

const format = (value, digits = 3) => (value === undefined ? '' : Number(value.toPrecision(digits)).toString());
const ratio = (a, b) => (!a || !b ? '' : `${format(a / b, 2)}x`);

function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map((_, i) => (i ? '---:' : '---'))), ...rows.map(line)].join('\n');
}

const timeColumns = ['wall s', 'CPU s', 'reference wall s', 'reference CPU s', 'wall ratio', 'CPU ratio'];

/** The cells of `timeColumns`: a step on one side, and of the reference in its better thread mode. */
function timeCells(entry, step, side = 'package') {
  const ours = secondsOf(entry.sides[side], step);
  const theirs = bestReference(entry, step);
  return [
    format(ours.wall),
    format(ours.cpu),
    format(theirs?.wall),
    format(theirs?.cpu),
    ratio(theirs?.wall, ours.wall),
    ratio(theirs?.cpu, ours.cpu),
  ];
}

function wholeTable(entries) {
  const rows = entries
    .filter(([, entry]) => entry.sides.package?.runs.whole)
    .map(([name, entry]) => [name, ...timeCells(entry, 'whole')]);
  return table(['workload', ...timeColumns], rows);
}

function memoryTable(entries) {
  const share = (ours, theirs) => (theirs ? format(ours / theirs, 2) : '');
  const rows = entries
    .filter(([, entry]) => entry.sides.package?.runs.whole)
    .map(([name, entry]) => {
      const ours = memoryOf(entry.sides.package, 'whole');
      const theirs = memoryOfReference(entry, 'whole');
      const cells = ['added', 'peak'].map((key) => [
        format(ours[key]),
        format(theirs?.[key]),
        share(ours[key], theirs?.[key]),
      ]);
      return [name, ...cells.flat()];
    });
  const head = ['added MB', 'reference MB', 'share', 'peak MB', 'reference MB', 'share'];
  return table(['workload', ...head], rows);
}

/** Two workers beside one. */
function workersTable(entries, step) {
  const rows = entries
    .filter(([, entry]) => entry.sides['package two workers']?.runs[step])
    .map(([name, entry]) => {
      const one = secondsOf(entry.sides.package, step);
      const two = secondsOf(entry.sides['package two workers'], step);
      return [name, ...timeCells(entry, step, 'package two workers'), ratio(one?.wall, two.wall)];
    });
  return rows.length ? table(['workload', ...timeColumns, 'one worker / two, wall'], rows) : 'Not measured.';
}

function stepTable(entries) {
  const rows = [];
  for (const [name, entry] of entries) {
    for (const step of Object.keys(entry.sides.package?.runs ?? {})) {
      if (step !== 'whole' && step !== 'search') rows.push([name, step, ...timeCells(entry, step)]);
    }
  }
  return table(['workload', 'step', ...timeColumns], rows);
}

/** log(time ratio) / log(rows ratio) between two workloads of about the same width. */
function exponentTable(results) {
  const pairs = [
    ['1kx10', '10kx20'],
    ['10kx20', '50kx20'],
    ['10kx100', '50kx128'],
  ];
  const rows = [];
  for (const [small, large] of pairs) {
    const [a, b] = [results.workloads[small], results.workloads[large]];
    if (!a || !b) continue;
    for (const step of Object.keys(a.sides.package?.runs ?? {})) {
      const exponent = (at) => {
        const [from, to] = [at(a), at(b)];
        return from && to && from.cpu > 0 ? format(Math.log(to.cpu / from.cpu) / Math.log(b.n / a.n), 2) : '';
      };
      const ours = exponent((entry) => secondsOf(entry.sides.package, step));
      if (ours) rows.push([`${small} to ${large}`, step, ours, exponent((entry) => bestReference(entry, step))]);
    }
  }
  return table(['between', 'step', 'exponent of rows', 'reference'], rows);
}

function coreTable(core) {
  const { peak, peak_of_integers: integerPeak } = core.wasm[0];
  const percent = (part, whole) => `${format((100 * part) / whole, 2)} %`;
  const rows = core.wasm.map((wasm, at) => {
    const native = core.native?.[at];
    if (wasm.step === 'tiles') {
      return [
        `arithmetic alone, ${wasm.n} x ${wasm.d}`,
        `${format(wasm.gigaops)} G/s`,
        percent(wasm.gigaops, peak),
        percent(wasm.gigaops, integerPeak),
        native ? `${format(native.gigaops)} G/s` : '',
        native ? ratio(native.gigaops, wasm.gigaops) : '',
      ];
    }
    const gigaops = (wasm.n * wasm.n * wasm.d) / wasm.cpu / 1e9;
    return [
      `neighbours, ${wasm.n} x ${wasm.d}${wasm.classes ? '' : ', no clusters'}`,
      `${format(wasm.cpu)} s`,
      percent(gigaops, peak),
      percent(gigaops, integerPeak),
      native ? `${format(native.cpu)} s` : '',
      native ? ratio(wasm.cpu, native.cpu) : '',
    ];
  });
  const columns = [
    'wasm',
    'of the single-precision peak',
    'of the integer peak',
    'native, same width',
    'wasm / native',
  ];
  return table(['core without JavaScript (CPU time)', ...columns], rows);
}

function plot(entries) {
  const bars = entries
    .map(([name, entry]) => [name, secondsOf(entry.sides.package, 'whole'), bestReference(entry, 'whole')])
    .filter(([, ours, theirs]) => ours && theirs);
  const [left, width, height] = [90, 520, 34];
  const low = -3;
  const x = (seconds) => left + ((Math.log10(Math.max(seconds, 1e-3)) - low) / 6) * width;
  const bar = (y, seconds, colour) =>
    `<rect x="${left}" y="${y}" width="${(x(seconds) - left).toFixed(1)}" height="12" fill="${colour}"/>` +
    `<text x="${(x(seconds) + 4).toFixed(1)}" y="${y + 10}">${format(seconds)} s</text>`;
  const rows = bars.map(([name, ours, theirs], i) => {
    const y = 40 + i * height;
    return `<text x="${left - 8}" y="${y + 16}" text-anchor="end">${name}</text>${bar(y, ours.cpu, '#0b6e4f')}${bar(y + 13, theirs.cpu, '#b9b9b9')}`;
  });
  const total = 56 + bars.length * height;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="${total}" viewBox="0 0 720 ${total}" font-family="sans-serif" font-size="11">
<title>Whole findIssues: CPU seconds of assayer and of the reference</title>
<rect width="720" height="${total}" fill="#fff"/>
<text x="${left}" y="20" font-size="13">Whole findIssues, CPU seconds (logarithmic): assayer, one WebAssembly thread (green), the reference (grey)</text>
${rows.join('\n')}
</svg>
`;
}

export function writeReport(results, folder) {
  const entries = Object.entries(results.workloads);
  const versions = entries.flatMap(([, entry]) => Object.values(entry.sides).map((side) => side.versions));
  const page = `# Benchmarks

Made by \`npm run bench\` (\`benchmarks/run.mjs\`): every number is measured, on ${results.machine ?? 'an unknown machine'};
${[...new Set(versions)].join('; ')}.
Both sides get the same bytes (\`benchmarks/workload.mjs\`), in turns, each in a fresh process with its modules loaded;
medians. The reference is called by its public functions, in its better thread mode. assayer is the built package in Node,
one WebAssembly thread. Wall time counts what else the machine does at the time; CPU time (of all threads, compiling
included) hardly does, so where the two ratios differ much the machine was busy: trust the second. Small workloads are timed
in a running process; from 10k rows on each run is the first of its process after \`init()\`, which has warmed the core up. Nothing here fails a test.
${results.note ?? ''}

## Whole findIssues: labels, features and predictions, all default checks

![Bars of the table below](benchmarks.svg)

${wholeTable(entries)}

Memory of the same runs: what the work adds to a process that has loaded its modules and the data, and the largest resident
memory of the process in all (of Node without anything about 45 MB, of the reference without data about 200).

${memoryTable(entries)}

The same with two workers (wall ratios count: the reference has both cores, too):

${workersTable(entries, 'whole')}

Where clusters leave the search little to do, most is work that one of them does for both. The search
alone, in data without clusters:

${workersTable(entries, 'search')}

The five folds of \`crossValPredict\` with two workers:

${workersTable(entries, 'cross_val_predict')}

## Steps

Each check alone, with the neighbours given to it; \`neighbors\` of the reference is what its outlier check takes with features
less what it takes with a graph. \`confident_joint\`, \`label_quality_scores\` and \`find_label_issues\` are the functions of
these names on labels and probabilities. \`1Mx10 audit\` is labels, nulls, imbalance, outliers and near duplicates.

${stepTable(entries)}

## Scaling

The exponent e of time ~ rows^e between two workloads, CPU time.

${exponentTable(results)}

## The core alone

${results.core ? coreTable(results.core) : 'Not measured: build the target assayer_bench (native and wasm) first.'}

Two operations for each pair of rows and dimension, each pair once: n^2 d in all. The peaks of one thread, multiplications
and additions in registers (\`benchmarks/core.cpp\`): ${results.core ? `${format(results.core.wasm[0].peak)} G/s in single precision, ${format(results.core.wasm[0].peak_of_integers)} of 16-bit integers` : 'not measured'},
which the search compares before exact distances decide. Where the data have clusters, the search leaves most pairs out, so
its share can be above 100 %. Run by \`node
--no-liftoff\`, because a program that never returns to its caller stays in unoptimised code.
`;
  writeFileSync(`${folder}/benchmarks.md`, page);
  writeFileSync(`${folder}/benchmarks.svg`, plot(entries));
}

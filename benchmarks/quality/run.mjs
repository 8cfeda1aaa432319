// How much of what was planted in real tables does `audit()` of the built package find, with no configuration but the
// name of the label column?  npm run bench:quality -- [--effort fast|balanced|thorough] [--jobs N] [FILE-PREFIX...]
//
// Data, truth and definitions: PROTOCOL.md; what reference pipelines reach on each file: peers.csv.
import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import Papa from 'papaparse';

const at = (path) => new URL(path, import.meta.url);
const { values, positionals: prefixes } = parseArgs({
  options: {
    effort: { type: 'string', default: 'balanced' },
    jobs: { type: 'string', default: String(Math.min(2, availableParallelism())) },
  },
  allowPositionals: true,
});

const { datasets } = JSON.parse(readFileSync(at('manifest.json'), 'utf8'));
const files = readdirSync(at('planted/'))
  .map((name) => name.replace(/\.csv$/, ''))
  .filter((file) => !prefixes.length || prefixes.some((prefix) => file.startsWith(prefix)))
  .map((file) => ({ file, dataset: datasets.find(({ name }) => file.startsWith(`${name}-`)) }));
const peers = readPeers();

/** Of each file: AUPRC and F1 of every peer. */
function readPeers() {
  const { data } = Papa.parse(readFileSync(at('peers.csv'), 'utf8'), { header: true, skipEmptyLines: true });
  const byFile = new Map();
  for (const { file, method, auprc, f1 } of data) {
    if (!byFile.has(file)) byFile.set(file, []);
    byFile.get(file).push({ method, isAverage: method.startsWith('peer_avg'), auprc: Number(auprc), f1: Number(f1) });
  }
  return byFile;
}

function bestPeer(file, isAverage = false) {
  const candidates = (peers.get(file) ?? []).filter((peer) => peer.isAverage === isAverage);
  const none = { auprc: Number.NaN, method: '-' }; // files with a leaking column have no peers
  return candidates.reduce((best, peer) => (best === none || peer.auprc > best.auprc ? peer : best), none);
}

/** Results in the order of the files; each worker takes the next file when it is done with one. */
async function auditAll(onResult) {
  const waiting = [...files];
  const work = () =>
    new Promise((resolve, reject) => {
      const worker = new Worker(at('audit-file.mjs'));
      const next = () => {
        const task = waiting.shift();
        if (task) worker.postMessage({ ...task, effort: values.effort });
        else worker.terminate().then(resolve, reject);
      };
      worker.on('message', (result) => {
        onResult(result);
        next();
      });
      worker.on('error', reject);
      next();
    });
  await Promise.all(Array.from({ length: Number(values.jobs) }, work));
}

const cell = (value, width = 7, digits = 3) => value.toFixed(digits).padStart(width);
const heads = [
  'AUPRC',
  'best1',
  'avg',
  'P@n',
  'F1',
  'suggest',
  'o-1%',
  'o-rec',
  'o-prec',
  'd-exact',
  'd-near',
  'd-prec',
];
console.log(`${'file'.padEnd(28)}${heads.map((head) => head.padStart(8)).join('')}  seconds`);

const results = [];
await auditAll((result) => {
  results.push(result);
  const { file, label, outlier, duplicate, seconds } = result;
  const best = bestPeer(file);
  const numbers = [
    ...[label.auprc, best.auprc, bestPeer(file, true).auprc, label.precisionAtN, label.f1, label.suggested],
    ...[outlier.inWorstPercent, outlier.recall, outlier.precision],
    ...[share(duplicate.exact), share(duplicate.near), duplicate.precision],
  ];
  const note = label.auprc < best.auprc - 0.02 ? `  worse than ${best.method}` : '';
  console.log(`${file.padEnd(28)}${numbers.map((value) => cell(value, 8)).join('')}  ${seconds.toFixed(1)}${note}`);
});

function share([found, all]) {
  return all ? found / all : Number.NaN;
}
function mean(list) {
  const numbers = list.filter((value) => !Number.isNaN(value));
  return numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
}
function meanOf(pick, list = results) {
  return mean(list.map(pick));
}
function sumPairs(kind) {
  const [found, all] = results.reduce(
    ([found, all], { duplicate }) => [found + duplicate[kind][0], all + duplicate[kind][1]],
    [0, 0],
  );
  return `${found} of ${all} (${((100 * found) / all).toFixed(1)} %)`;
}

const judged = results.filter(({ file }) => peers.has(file));
const worse = judged.filter(({ file, label }) => label.auprc < bestPeer(file).auprc - 0.02);
const leaking = results.filter(({ file }) => file.includes('-leak-'));
const wrongKinds = results.flatMap(({ file, guesses }) => guesses.wrong.map((what) => `${file}: ${what}`));
const numKinds = results.reduce((sum, { guesses }) => sum + guesses.judged, 0);
const wrongLabels = results.filter(({ guesses }) => !guesses.label);
const methods = ['lr', 'rf', 'hgb', 'knn', 'lgbm'];
const peerMeans = methods.map((method) => {
  const found = judged.flatMap(({ file }) => peers.get(file).filter((peer) => peer.method === method));
  return `${method} ${mean(found.map(({ auprc }) => auprc)).toFixed(3)}`;
});

const lines = [
  [
    'mean AUPRC of label errors',
    `${cell(
      meanOf(({ label }) => label.auprc, judged),
      0,
    )} over ${judged.length} files`,
  ],
  ['  peers', peerMeans.join(', ')],
  ['  best single peer (hindsight)', cell(mean(judged.map(({ file }) => bestPeer(file).auprc)), 0)],
  ['  best average of peers', cell(mean(judged.map(({ file }) => bestPeer(file, true).auprc)), 0)],
  [
    'mean precision at n',
    cell(
      meanOf(({ label }) => label.precisionAtN, judged),
      0,
    ),
  ],
  [
    'mean F1 of label flags',
    cell(
      meanOf(({ label }) => label.f1, judged),
      0,
    ),
  ],
  [
    'suggested label is the true one',
    cell(
      meanOf(({ label }) => label.suggested, judged),
      0,
    ),
  ],
  [
    'not worse than best single peer - 0.02',
    `${judged.length - worse.length} of ${judged.length}${worse.length ? `; worse: ${worse.map(({ file }) => file).join(', ')}` : ''}`,
  ],
  ['planted exact duplicates found', sumPairs('exact')],
  ['planted near duplicates found', sumPairs('near')],
  [
    'precision of duplicate flags',
    cell(
      meanOf(({ duplicate }) => duplicate.precision),
      0,
    ),
  ],
  [
    'outliers among the 1 % lowest scores',
    cell(
      meanOf(({ outlier }) => outlier.inWorstPercent),
      0,
    ),
  ],
  [
    'outlier average precision',
    cell(
      meanOf(({ outlier }) => outlier.auprc),
      0,
    ),
  ],
  [
    'outlier flags: recall, precision',
    `${cell(
      meanOf(({ outlier }) => outlier.recall),
      0,
    )}, ${cell(
      meanOf(({ outlier }) => outlier.precision),
      0,
    )}`,
  ],
  ['leaking column reported', `${leaking.filter(({ leaks }) => leaks.includes('code')).length} of ${leaking.length}`],
  ['label column guessed', `${results.length - wrongLabels.length} of ${results.length}`],
  ['column kinds guessed', `${numKinds - wrongKinds.length} of ${numKinds}`],
  ['seconds in all', `${results.reduce((sum, { seconds }) => sum + seconds, 0).toFixed(0)}, effort ${values.effort}`],
];
console.log(`\n${lines.map(([what, value]) => `${what.padEnd(40)} ${value}`).join('\n')}`);
for (const { file, guesses } of wrongLabels) console.log(`wrong label: ${file}: ${guesses.labelColumn}`);
for (const wrong of wrongKinds) console.log(`wrong kind: ${wrong}`);

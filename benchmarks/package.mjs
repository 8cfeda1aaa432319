// Times the built package (dist/; WORKERS threads, default 1) on a workload that run.mjs wrote:
//   node package.mjs whole|steps|crossval|labels|audit|search DIRECTORY N D K REPEAT     one JSON object on stdout
// Seconds are [wall, CPU of this process], one pair a run. `peak` is the process's largest resident memory in MB, `before`
// what it was when modules and data were loaded. `search` needs the features only (K = 0).
import { existsSync, readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import {
  computeConfidentJoint,
  crossValPredict,
  Datalab,
  findLabelIssues,
  getLabelQualityScores,
  init,
  knnGraph,
} from '../dist/index.node.js';

const [mode, directory, ...numbers] = process.argv.slice(2);
const [n, d, K, repeat] = numbers.map(Number);

function read(name, Type) {
  const bytes = readFileSync(`${directory}/${name}`);
  return new Type(bytes.buffer, bytes.byteOffset, bytes.byteLength / Type.BYTES_PER_ELEMENT);
}
const labels = K > 0 ? read('labels.i32', Int32Array) : undefined;
const predProbs = K > 0 ? { data: read('pred_probs.f64', Float64Array), rows: n, columns: K } : undefined;
const features = d > 0 ? { data: read('X.f64', Float64Array), rows: n, columns: d } : undefined;

function cpuSeconds() {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

async function timed(call) {
  const runs = [];
  let result;
  for (let r = 0; r < repeat; r++) {
    const wall = performance.now();
    const cpu = cpuSeconds();
    result = await call();
    runs.push([(performance.now() - wall) / 1000, cpuSeconds() - cpu]);
  }
  return [runs, result];
}

async function audit(inputs, types) {
  const lab = await Datalab.create({ labels });
  await lab.findIssues({ ...inputs, ...(types ? { issueTypes: types } : {}) });
  if (lab.failures.length) throw new Error(JSON.stringify(lab.failures));
  return lab;
}

async function whole() {
  const [runs, lab] = await timed(() => audit({ features, predProbs }));
  const summary = lab.issueSummary.toRows();
  return { runs: { whole: runs }, issues: Object.fromEntries(summary.map((row) => [row.issue_type, row.num_issues])) };
}

async function steps() {
  const runs = {};
  let graph;
  [runs.neighbors, graph] = await timed(() => knnGraph(features));
  const withGraph = { knnGraph: graph };
  for (const name of ['outlier', 'near_duplicate', 'non_iid', 'underperforming_group']) {
    [runs[name]] = await timed(() => audit({ ...withGraph, predProbs }, [name]));
  }
  for (const name of ['label', 'class_imbalance']) [runs[name]] = await timed(() => audit({ predProbs }, [name]));
  [runs.null] = await timed(() => audit({ features }, ['null']));
  [runs.data_valuation] = await timed(() => audit(withGraph, ['data_valuation']));
  return { runs: { ...runs, ...(n * d <= 4e6 ? (await crossValidation()).runs : {}) } };
}

async function crossValidation() {
  const [runs] = await timed(() => crossValPredict(features, labels, { folds: 5 }));
  return { runs: { cross_val_predict: runs } };
}

async function labelFunctions() {
  const runs = {};
  [runs.confident_joint] = await timed(() => computeConfidentJoint(labels, predProbs));
  [runs.label_quality_scores] = await timed(() => getLabelQualityScores(labels, predProbs));
  [runs.find_label_issues] = await timed(() => findLabelIssues(labels, predProbs, { rankBy: 'self_confidence' }));
  return { runs };
}

/** What an audit of very many rows asks for. */
async function labelsNullsImbalanceNeighbors() {
  const types = ['null', 'label', 'class_imbalance', 'outlier', 'near_duplicate'];
  const [runs] = await timed(() => audit({ features, predProbs }, types));
  return { runs: { audit: runs } };
}

async function search() {
  const [runs] = await timed(() => knnGraph(features));
  return { runs: { search: runs } };
}

/** Of this process only: getrusage's figure begins with that of the process which started it. */
function peakMegabytes() {
  const status = existsSync('/proc/self/status') ? readFileSync('/proc/self/status', 'utf8') : '';
  return Number(/VmHWM:\s*(\d+) kB/.exec(status)?.[1] ?? process.resourceUsage().maxRSS) / 1024;
}

await init({ workers: Number(process.env.WORKERS ?? 1) });
const work = {
  whole,
  steps,
  crossval: crossValidation,
  labels: labelFunctions,
  audit: labelsNullsImbalanceNeighbors,
  search,
}[mode];
const before = peakMegabytes();
const result = await work();
result.before = before;
result.peak = peakMegabytes();
result.versions = `Node ${process.versions.node}, ${cpus()[0]?.model ?? 'unknown processor'}`;
console.log(JSON.stringify(result));

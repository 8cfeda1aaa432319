// A fresh process that finds label issues and scores once, and prints how much memory that took.
// Usage: node memory-probe.mjs <examples> <classes> <Float32Array | Float64Array>
const [n, K] = process.argv.slice(2, 4).map(Number);
const kind = process.argv[4] === 'Float32Array' ? Float32Array : Float64Array;

// The module's memory, seen where it is made.
let memory;
const { instantiate } = WebAssembly;
WebAssembly.instantiate = async (...args) => {
  const result = await instantiate(...args);
  const { exports } = result.instance ?? result;
  memory = Object.values(exports).find((member) => member instanceof WebAssembly.Memory);
  return result;
};
const { findLabelIssues, getLabelQualityScores } = await import('../../../dist/index.node.js');
await findLabelIssues(
  [0, 1],
  [
    [0.9, 0.1],
    [0.1, 0.9],
  ],
); // the code itself is loaded before

const labels = new Int32Array(n);
const data = new kind(n * K);
let state = 1;
const random = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
for (let i = 0; i < n; i++) {
  labels[i] = i % K;
  const row = data.subarray(i * K, (i + 1) * K);
  row.fill(0.4 / K);
  row[random() < 0.1 ? Math.floor(random() * K) : labels[i]] += 0.6;
}
const before = { wasm: memory.buffer.byteLength, peak: process.resourceUsage().maxRSS * 1024 };
const predProbs = { data, rows: n, columns: K };
const cpu = process.cpuUsage();
const { indices } = await findLabelIssues(labels, predProbs);
const scores = await getLabelQualityScores(labels, predProbs);
const { user } = process.cpuUsage(cpu);
console.log(
  JSON.stringify({
    input: data.byteLength + labels.byteLength,
    wasm: memory.buffer.byteLength,
    peakGrowth: process.resourceUsage().maxRSS * 1024 - before.peak,
    issues: indices.length,
    scores: scores.length,
    cpuSeconds: user / 1e6,
  }),
);

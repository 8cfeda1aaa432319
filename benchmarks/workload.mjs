// A synthetic data set that JavaScript, Python (reference.py) and C++ (workload.cpp) make with the same bits: clusters
// with 10 % wrong labels, 1 % strays and 1 % copies (every second one with a trace of noise), and predicted
// probabilities that lean to the truth. Only + - * / on doubles of one mulberry32 stream, so that nothing depends on a
// mathematical library.
import { createHash } from 'node:crypto';

class Stream {
  #state = 20240607;

  integer() {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    const a = this.#state;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= (t + Math.imul(t ^ (t >>> 7), t | 61)) | 0;
    return (t ^ (t >>> 14)) >>> 0;
  }
  uniform() {
    return this.integer() / 4294967296;
  }
  /** Variance 1: the sum of four uniform draws. */
  normal() {
    const p = this.uniform();
    const q = this.uniform();
    const r = this.uniform();
    const s = this.uniform();
    return (p + q + r + s - 2) * 1.7320508075688772;
  }
}

/**
 * n examples with d features and K classes; d = 0 makes labels and predProbs only, K = 0 features only, without clusters.
 *
 * @returns {{ labels?: Int32Array, predProbs?: { data: Float64Array, rows: number, columns: number },
 *             features?: { data: Float64Array, rows: number, columns: number } }}
 */
export function makeWorkload(n, d, K) {
  const stream = new Stream();
  if (K === 0)
    return { features: { data: Float64Array.from({ length: n * d }, () => stream.normal()), rows: n, columns: d } };
  const truth = Int32Array.from({ length: n }, () => stream.integer() % K);
  const flip = Uint8Array.from({ length: n }, () => (stream.uniform() < 0.1 ? 1 : 0));
  const labels = Int32Array.from({ length: n }, (_, i) => {
    const shift = stream.integer() % (K - 1);
    return flip[i] ? (truth[i] + 1 + shift) % K : truth[i];
  });
  const features = d > 0 ? makeFeatures(stream, truth, d, K) : undefined;
  return { labels, ...(features ? { features } : {}), predProbs: makePredProbs(stream, truth, K) };
}

function makeFeatures(stream, truth, d, K) {
  const n = truth.length;
  const centres = Float64Array.from({ length: K * d }, () => 2 * stream.normal());
  const data = new Float64Array(n * d);
  for (let i = 0; i < n; i++) {
    for (let c = 0; c < d; c++) data[i * d + c] = centres[truth[i] * d + c] + stream.normal();
  }
  const kind = Float64Array.from({ length: n }, () => stream.uniform());
  const source = Uint32Array.from({ length: n }, () => stream.integer());
  const copies = [];
  for (let i = 0; i < n; i++) {
    if (kind[i] >= 0.02) continue;
    if (kind[i] >= 0.01) copies.push(i);
    else for (let c = 0; c < d; c++) data[i * d + c] = 6 * stream.normal();
  }
  const noise = Float64Array.from({ length: copies.length * d }, () => 0.001 * stream.normal());
  for (const [q, i] of copies.entries()) {
    if (i === 0) continue;
    const from = source[i] % i;
    for (let c = 0; c < d; c++) data[i * d + c] = data[from * d + c] + (q % 2 ? noise[q * d + c] : 0);
  }
  return { data, rows: n, columns: d };
}

function makePredProbs(stream, truth, K) {
  const data = new Float64Array(truth.length * K);
  for (let i = 0; i < truth.length; i++) {
    const row = data.subarray(i * K, (i + 1) * K);
    for (let k = 0; k < K; k++) {
      const u = stream.uniform();
      row[k] = u * u * (u * u);
    }
    row[truth[i]] += 0.25 * K;
    let total = 0;
    for (let k = 0; k < K; k++) total += row[k];
    for (let k = 0; k < K; k++) row[k] /= total;
  }
  return { data, rows: truth.length, columns: K };
}

/** First 16 hex digits of the SHA-256 of a typed array's bytes: what generators in other languages are compared by. */
export function hashOf(array) {
  return createHash('sha256')
    .update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength))
    .digest('hex')
    .slice(0, 16);
}

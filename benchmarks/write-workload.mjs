// Writes a workload as the files that package.mjs and reference.py read: X.f64, pred_probs.f64, labels.i32.
//   node write-workload.mjs DIRECTORY N D K
import { mkdirSync, writeFileSync } from 'node:fs';
import { hashOf, makeWorkload } from './workload.mjs';

/** @returns {string} the hash of the features (of the labels where there are none) */
export function writeWorkload(directory, n, d, K) {
  const { labels, features, predProbs } = makeWorkload(n, d, K);
  mkdirSync(directory, { recursive: true });
  if (labels) writeFileSync(`${directory}/labels.i32`, labels);
  if (predProbs) writeFileSync(`${directory}/pred_probs.f64`, predProbs.data);
  if (features) writeFileSync(`${directory}/X.f64`, features.data);
  return hashOf(features ? features.data : labels);
}

if (import.meta.filename === process.argv[1]) {
  const [directory, ...numbers] = process.argv.slice(2);
  console.log(writeWorkload(directory, ...numbers.map(Number)));
}

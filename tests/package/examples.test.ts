// Every exported function and class shows an example in its doc comment, and every example runs as it stands there.
import { readdirSync, readFileSync } from 'node:fs';
import * as api from 'assayer';
import { describe, expect, it } from 'vitest';

const sources = new URL('../../js/', import.meta.url);

interface Example {
  name: string;
  file: string;
  code: string;
}

/** The doc comment before each exported function or class of a source file, with its examples. */
function examplesOf(file: string): Example[] {
  const text = readFileSync(new URL(file, sources), 'utf8');
  const documented = /\/\*\*((?:(?!\*\/)[\s\S])*)\*\/\s*export (?:abstract )?(?:async )?(?:function|class) (\w+)/g;
  return [...text.matchAll(documented)].flatMap(([, comment, name]) => {
    const lines = comment!.split('\n').map((line) => line.replace(/^\s*\* ?/, ''));
    const parts = lines.join('\n').split(/^@/m);
    return parts
      .filter((part) => part.startsWith('example'))
      .map((part) => ({ name: name!, file, code: part.slice('example'.length).trim() }));
  });
}

const examples = readdirSync(sources, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .flatMap(examplesOf);

const labels = [0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1];
const features = labels.map((label, i) => [label * 3 + (i % 5) / 7, (i % 3) / 2]);
const predProbs = labels.map((label, i) => {
  const right = i === 3 || i === 8 ? 0.1 : 0.6 + i / 40;
  return label === 0 ? [right, 1 - right] : [1 - right, right];
});
const noiseMatrix = [
  [0.8, 0.3],
  [0.2, 0.7],
];
const image = {
  height: 4,
  width: 4,
  labels: Array.from({ length: 16 }, (_, i) => i % 2),
  predProbs: Float64Array.from({ length: 32 }, (_, i) => (i % 2 === Math.floor(i / 16) ? 0.9 : 0.1)),
};
const csv = `species,mass\n${labels.map((label, i) => `${label ? 'cat' : 'mouse'},${label * 9 + (i % 5)}`).join('\n')}`;

/** What examples take for granted: data of the reader's own. */
const common = {
  labels,
  predProbs,
  features: { data: Float64Array.from(features.flat()), rows: 12, columns: 2 },
  newFeatures: features,
  embeddings: features,
  classNames: ['cat', 'dog'],
  trueLabels: labels,
  noiseMatrix,
  inverseNoiseMatrix: noiseMatrix,
  mask: labels.map((_, i) => i === 3),
  forest: predProbs,
  network: predProbs,
  prices: labels.map((label, i) => 10 * label + i),
  texts: labels.map((_, i) => 'x'.repeat(i)),
  myTextRegressor: { fit() {}, predict: (given: unknown[]) => given.map((_, i) => i) },
  images: [image],
  files: ['one'],
  readLabels: async () => labels,
  readProbs: async () => predProbs,
  file: csv,
  lastMonth: csv.replace('species', 'churned'),
  thisMonth: csv.replace('species', 'churned'),
  console: { log() {} },
};

/** Where a name stands for something else. */
const particular: Record<string, object> = {
  'beyond/multilabel.ts': {
    labels: [...labels.map((label) => [label])],
    predProbs: predProbs.map(([a, b]) => [a!, b!, 0.2]).map(([a, b]) => [a!, b!]),
  },
  'beyond/object-detection.ts': {
    labels: Array.from({ length: 8 }, () => ({ bboxes: [[0, 0, 10, 10]], labels: [0] })),
    predictions: Array.from({ length: 8 }, () => [[[0, 0, 10, 9, 0.98]], []]),
  },
  'beyond/segmentation.ts': { issues: [Uint8Array.from(image.labels)] },
  'beyond/token-classification.ts': {
    tokens: [['in', 'may', '.'], ['yes'], ['no'], ['may']],
    issues: [[0, 1]],
    labels: [[0, 0, 1], [1], [1], [0]],
    predProbs: [predProbs.slice(0, 3), [predProbs[3]], [predProbs[4]], [predProbs[5]]].map((rows) =>
      rows.map((row) => [...row!, 0]),
    ),
  },
};

type Body = (...values: unknown[]) => Promise<unknown>;
const AsyncFunction = (async () => {}).constructor as new (...names: string[]) => Body;

async function run({ file, code }: Example, more: object = {}) {
  const context: Record<string, unknown> = { ...api, ...common, ...particular[file], ...more };
  // names that the example declares itself are its own
  const body = `{\n${code}\n}`;
  await new AsyncFunction(...Object.keys(context), body)(...Object.values(context));
}

describe('examples in doc comments', () => {
  it('are there for every function and class', () => {
    const shown = new Set(examples.map(({ name }) => name));
    const needsNone = ['AssayerError', 'AuditReport', 'CompareReport', 'Table']; // nobody makes one
    const missing = Object.keys(api).filter((name) => !shown.has(name) && !needsNone.includes(name));
    expect(missing).toEqual([]);
  });

  it.each(examples.map((example) => [example.name, example] as const))('%s', async (name, example) => {
    if (name === 'init') return; // loads from a server
    const needsReport = /\breport\b/.test(example.code) && !/const report\b/.test(example.code);
    const more: Record<string, unknown> = needsReport ? { report: await api.audit(csv, { label: 'species' }) } : {};
    if (/\bgraph\b/.test(example.code))
      Object.assign(more, { graph: await api.knnGraph(features, { k: 3 }), draw() {} });
    await run(example, more);
  });
});

// How well wrong numbers are found in a numeric label: numbers of real tables (the planted ones, whose labels are features
// here) are made wrong in three ways, a row in twenty of each, and audited with nothing but the name of the column.
//   node benchmarks/quality/regression.mjs        one line for each table and way, and the means
import { readFileSync } from 'node:fs';
import Papa from 'papaparse';
import { audit } from '../../dist/index.node.js';
import { averagePrecision, flagMeasures } from './measures.mjs';

const targets = {
  'winequality_red-sym-0': 'alcohol',
  'wdbc-sym-0': 'mean area',
  'weather-sym-0': 'temp_max',
  'penguins_raw-sym-0': 'Body Mass (g)',
  'titanic-sym-0': 'fare',
  'vehicle-sym-0': 'Comp',
  'banknote-sym-0': 'entropy',
};
const isLike = { 'wdbc-sym-0': ['mean radius', 'mean perimeter'] }; // give the area away

function generator(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Ways to be wrong: another row's number, one to three deviations more or less, a shifted decimal point. */
const ways = {
  swap: (_value, { random, values }) => values[Math.floor(random() * values.length)],
  shift: (value, { random, deviation }) => value + (random() < 0.5 ? -1 : 1) * (1 + 2 * random()) * deviation,
  decimal: (value, { random }) => value * (random() < 0.5 ? 10 : 0.1),
};

const found = [];
for (const [name, target] of Object.entries(targets)) {
  const text = readFileSync(new URL(`planted/${name}.csv`, import.meta.url), 'utf8');
  const { data, meta } = Papa.parse(text.trim(), { header: true });
  const kept = meta.fields.filter((field) => !isLike[name]?.includes(field));
  const rows = data.filter((row) => row[target] !== '' && Number.isFinite(Number(row[target]))).slice(0, 1500);
  const values = rows.map((row) => Number(row[target]));
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
  for (const [way, change] of Object.entries(ways)) {
    const random = generator(7);
    const isWrong = values.map(() => random() < 0.05);
    const planted = rows.map((row, i) => {
      const value = isWrong[i] ? Number(change(values[i], { random, values, deviation }).toPrecision(6)) : values[i];
      isWrong[i] = value !== values[i];
      return { ...row, [target]: String(value) };
    });
    const report = await audit(Papa.unparse({ fields: kept, data: planted }), {
      label: target,
      task: 'regression',
      issueTypes: ['label'],
    });
    const table = report.issues('label');
    const { f1 } = flagMeasures(table.column('is_label_issue'), isWrong);
    const auprc = averagePrecision(Array.from(table.column('label_score')), isWrong);
    found.push({ auprc, f1 });
    console.log(
      `${name.replace('-sym-0', '').padEnd(16)} ${way.padEnd(8)} AUPRC ${auprc.toFixed(3)}  F1 ${f1.toFixed(3)}`,
    );
  }
}
const meanOf = (key) => (found.reduce((sum, one) => sum + one[key], 0) / found.length).toFixed(3);
console.log(`mean of ${found.length}: AUPRC ${meanOf('auprc')}, F1 ${meanOf('f1')}`);

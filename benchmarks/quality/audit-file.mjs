// A worker of run.mjs: audits the planted files that it is sent with the built package, and sends back what it measured.
import { readFileSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import Papa from 'papaparse';
import { audit, inferSchema } from '../../dist/index.node.js';
import { duplicateMeasures, labelMeasures, outlierMeasures } from './measures.mjs';

const at = (path) => new URL(path, import.meta.url);

parentPort.on('message', async ({ file, dataset, effort }) => {
  const bytes = readFileSync(at(`planted/${file}.csv`));
  const text = readFileSync(at(`truth/${file}.csv`), 'utf8');
  const truth = Papa.parse(text, { header: true, skipEmptyLines: true }).data;
  const report = await audit(bytes, { name: `${file}.csv`, label: dataset.label, effort });
  parentPort.postMessage({
    file,
    rows: report.rowCount,
    seconds: report.run.milliseconds / 1000,
    label: labelMeasures(labels(report), truth),
    outlier: outlierMeasures(flagsAndScores(report, 'outlier'), truth),
    duplicate: duplicateMeasures(duplicates(report), truth, onlyCategories(dataset)),
    leaks: report.leaks.map(({ column }) => column),
    guesses: await guesses(bytes, file, dataset),
  });
});

function flagsAndScores(report, type) {
  const issues = report.issues(type);
  return { isIssue: [...issues.column(`is_${type}_issue`)], scores: issues.column(`${type}_score`) };
}

const labels = (report) => ({
  ...flagsAndScores(report, 'label'),
  predicted: Array.from(report.issues('label').column('predicted_label'), String),
});

const duplicates = (report) => ({
  ...flagsAndScores(report, 'near_duplicate'),
  sets: report.issues('near_duplicate').column('near_duplicate_sets'),
});

const onlyCategories = ({ kinds }) =>
  Object.values(kinds).every((kind) => ['categorical', 'label', 'identifier'].includes(kind));

/** What the columns are taken for when nothing is said, against the manifest; differences are told by name. */
async function guesses(bytes, file, { label, kinds }) {
  const schema = await inferSchema(bytes, { name: `${file}.csv` });
  const wrong = schema.columns.flatMap(({ name, kind, distinct }) => {
    const known = kinds[name];
    if (known === undefined || known === 'label' || agrees(kind, known) || distinct < 2) return [];
    return [`${name}: ${kind}, known as ${known}`];
  });
  const judged = schema.columns.filter(({ name }) => kinds[name] !== undefined && kinds[name] !== 'label').length;
  return { label: schema.labelColumn === label, labelColumn: schema.labelColumn, judged, wrong };
}

/** The manifest tells no yes-or-no columns from other categories; constant columns are not judged. */
function agrees(guessed, known) {
  return guessed === known || (known === 'categorical' && guessed === 'boolean');
}

// The quickstart: 132 examples, classes high, low, max and mid, some of them mislabelled.
import { readFileSync } from 'node:fs';
import { crossValPredict, Datalab } from 'assayer';

const text = readFileSync(new URL('data/quickstart.csv', import.meta.url), 'utf8');
const rows = text
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => line.split(','));
const features = rows.map(([x0, x1]) => [Number(x0), Number(x1)]);
const labels = rows.map(([, , label]) => label);

const lab = await Datalab.create({ labels });
const ids = labels.map((label) => lab.classNames.indexOf(label));
const predProbs = await crossValPredict(features, ids);
await lab.findIssues({ features, predProbs });
console.log(lab.report({ showSummaryScore: true, showAllIssues: true }));

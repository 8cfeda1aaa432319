// Words from the empty page to the running audit.

import { issues } from './issues.ts';
import { columnsInWords, plural, rowsInWords } from './numbers.ts';

const steps: Record<string, string> = {
  read: 'Read the file',
  columns: 'Look at the columns',
  encode: 'Turn the columns into numbers',
  text: 'Take the words of the texts',
  models: 'Choose among models',
  'cross-validation': 'Train models on parts of the rows, and ask them about the others',
  neighbors: 'Find the most similar rows',
  cells: 'Look for odd cells',
  covariance: 'Look for odd combinations of cells',
  texts: 'Look for odd texts',
  edges: 'Weigh the neighbours',
  projection: 'Draw the map',
  inputs: 'Check what was made',
  checks: 'Run the checks',
};

const kinds: Record<string, string> = {
  numeric: 'Number',
  categorical: 'Category',
  text: 'Text',
  datetime: 'Date or time',
  boolean: 'Yes or no',
  identifier: 'Identifier',
  ignore: 'Leave out',
};

export const opening = {
  empty: {
    title: 'What is wrong with your table?',
    lead: 'Wrong labels, outliers, duplicates, leaks, drift: found in seconds, explained row by row, fixed with a key.',
    drop: 'Drop a file here',
    or: 'or press to choose one, or paste cells from a spreadsheet',
    choose: 'Choose a file',
    formats:
      'CSV, TSV, JSON, NDJSON, Parquet or Arrow, also gzipped; up to about 100 MB or a million rows. Two files: compare them.',
    samplesTitle: 'No file at hand? Try one of these',
    dropNow: 'Let go to open it',
    loading: (name: string) => `Fetching ${name}`,
    sampleFailed: (status: number) => `The sample could not be fetched from this page’s own server (status ${status}).`,
    pasted: 'pasted.csv',
    steps: [
      ['Drop', 'The file is read here. There is no upload and no account.'],
      ['Look', 'Models are trained in this tab and disagree with rows that look wrong.'],
      ['Fix', 'Accept, edit or reject each suggestion, and take the cleaned file away.'],
    ] as [string, string][],
  },
  samples: {
    flowers: ['Flowers', '150 irises, some under a wrong name'],
    customers: ['Customers', '616 rows with copies, gaps and impossible ages'],
    house_prices: ['House prices', '500 sales, some with a zero too many'],
    support_texts: ['Support texts', '406 messages, some in the wrong drawer'],
    titanic: ['Titanic', '891 real passengers; who survived?'],
  } as Record<string, [string, string]>,
  reading: { title: (name: string) => `Reading ${name}` },
  schema: {
    title: 'Is this right?',
    size: (rows: number, columns: number, size: string) => `${rowsInWords(rows)}, ${columnsInWords(columns)}, ${size}`,
    labelTitle: 'Which column is the label?',
    labelHelp: 'The label is what a model should learn to tell. Without one, wrong labels cannot be found.',
    noLabel: 'There is no label',
    why: (reason: string) => `Because: ${reason}.`,
    task: 'Kind of label',
    tasks: { classification: 'Classes', regression: 'A number', multilabel: 'Several classes each' } as Record<
      string,
      string
    >,
    effort: 'Effort',
    efforts: { fast: 'Fast', balanced: 'Balanced', thorough: 'Thorough' } as Record<string, string>,
    columnsTitle: 'Columns',
    column: 'Column',
    kind: 'Taken for',
    missing: 'Missing',
    distinct: 'Different values',
    values: 'Values',
    examples: 'Examples',
    kindOf: (name: string) => `Kind of ${name}`,
    isLabel: 'label',
    leftOut: 'left out',
    start: 'Start the audit',
    startHint: 'Enter',
    estimate: (time: string, memory: string) => `The audit takes about ${time} and ${memory} of memory on a laptop.`,
    tooLarge: 'That is more than most browsers give a tab: audit a sample, or use the command line.',
    manyTitle: 'A long table',
    manyHelp: (rows: number) =>
      `${rowsInWords(rows)} take this tab a while; the first findings come early, and it can be stopped at any time. A random sample shows the same kinds of mistakes sooner, but not each of them.`,
    takeSample: (rows: number) => `Go on with a sample of ${rowsInWords(rows)}`,
    troubles: 'Worth knowing about the file',
    lines: (lines: string) => `(line ${lines})`,
    tasksFor: (classes: number) => plural(classes, { one: '# class', other: '# classes' }),
    kinds,
  },
  running: {
    title: (name: string) => `Auditing ${name}`,
    elapsed: (time: string) => `${time} s`,
    alive: 'The tab stays usable. Everything happens in a worker beside it.',
    found: 'Found so far',
    nothingYet: 'The first findings come before the models are trained.',
    stop: 'Stop, and look at what was found',
    stopping: 'Stopping',
    tabTitle: (percent: string) => `${percent} assayer`,
    step: (name: string) => steps[name] ?? issues[name]?.title ?? name.replaceAll(/[_-]/g, ' '),
    state: { done: 'done', now: 'at work' },
  },
};

// Every word of the page, in one place. What the package says (reasons, errors, descriptions) comes from the package.

const locale = 'en';
const numberFormat = new Intl.NumberFormat(locale);
const percentFormat = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 1 });
const scoreFormat = new Intl.NumberFormat(locale, { minimumFractionDigits: 2, maximumFractionDigits: 2 });
const smallFormat = new Intl.NumberFormat(locale, { maximumSignificantDigits: 4 });
const secondsFormat = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const rules = new Intl.PluralRules(locale);

/** A whole number. */
export const count = (value: number) => numberFormat.format(value);
export const share = (value: number) =>
  value > 0 && value < 0.001 ? `< ${percentFormat.format(0.001)}` : percentFormat.format(value);
/** A score in [0, 1]; a small one is not rounded to nothing. */
export const score = (value: number) =>
  value > 0 && value < 0.005 ? `< ${scoreFormat.format(0.01)}` : scoreFormat.format(value);
export const amount = (value: number) => smallFormat.format(value);
export const seconds = (milliseconds: number) => secondsFormat.format(milliseconds / 1000);

export function fileSize(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kilobyte'] : [bytes / 1e6, 'megabyte'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}

function plural(value: number, forms: { one: string; other: string }): string {
  return (rules.select(value) === 'one' ? forms.one : forms.other).replace('#', count(value));
}

/** An issue type as the page presents it. */
export interface IssueWords {
  title: string;
  /** What it finds, in a line. */
  meaning: string;
  /** Why it matters. */
  matters: string;
}

const issues: Record<string, IssueWords> = {
  label: {
    title: 'Wrong labels',
    meaning: 'Models that never saw the row disagree with its label.',
    matters: 'A model learns the mistakes, and a test set with mistakes praises the wrong model.',
  },
  outlier: {
    title: 'Outliers',
    meaning: 'Rows unlike all others, or with a very odd value.',
    matters: 'Often typing errors, wrong units, or rows of another kind; they pull fits towards themselves.',
  },
  near_duplicate: {
    title: 'Duplicates',
    meaning: 'Rows that repeat another one, exactly or nearly.',
    matters: 'Copies that fall into both training and test data make a model look better than it is.',
  },
  non_iid: {
    title: 'Order of the rows',
    meaning: 'Rows near each other in the file are alike.',
    matters: 'Sorted or drifting data must not be split by position; a model may learn the season, not the subject.',
  },
  class_imbalance: {
    title: 'Rare class',
    meaning: 'One class has very few rows.',
    matters: 'A model can ignore the rare class and still look accurate.',
  },
  underperforming_group: {
    title: 'Weak group',
    meaning: 'A group of similar rows for which models do much worse.',
    matters: 'An average hides that the model fails for these rows.',
  },
  null: {
    title: 'Empty rows',
    meaning: 'Rows in which every value is missing.',
    matters: 'There is nothing to learn from them, and many tools stop at them.',
  },
  data_valuation: {
    title: 'Worthless rows',
    meaning: 'Rows from which models learn little, or the wrong thing.',
    matters: 'Without them the model would be as good or better.',
  },
};

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

const english = {
  name: 'assayer',
  tagline: 'Find what is wrong with your table',
  skip: 'Skip to the content',
  close: 'Close',
  back: 'Back',
  cancel: 'Cancel',
  newFile: 'New file',
  about: 'Privacy',
  keys: 'Keyboard',
  theme: { label: 'Colours', system: 'As the system', light: 'Light', dark: 'Dark' },
  missing: 'missing',
  row: (row: number) => `Row ${count(row)}`,
  rows: (value: number) => plural(value, { one: '# row', other: '# rows' }),
  columns: (value: number) => plural(value, { one: '# column', other: '# columns' }),
  promise: 'Nothing leaves this tab.',
  promiseLink: 'See the proof',
  problem: (about: string) => `This did not work: ${about}`,
  problemNext: {
    invalid_input: 'Another file can be opened right away.',
    out_of_memory:
      'This tab ran out of memory. Try the sample that the page offers for long tables, fewer columns, or the command line (npx assayer audit), which has more room.',
    wasm_load: 'Reload the page; if that does not help, its files are incomplete on the server.',
    unsupported:
      'This browser lacks something that assayer needs: Chrome or Edge 95, Firefox 100, Safari 16.4 or newer.',
    internal: 'This is a defect of assayer. Another file can be opened right away.',
    aborted: 'It was stopped.',
  } as Record<string, string>,
  dismiss: 'Dismiss',
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
    size: (rows: number, columns: number, size: string) =>
      `${english.rows(rows)}, ${english.columns(columns)}, ${size}`,
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
    manyTitle: 'A long table',
    manyHelp: (rows: number) =>
      `${english.rows(rows)} take this tab a while; the first findings come early, and it can be stopped at any time. A random sample shows the same kinds of mistakes sooner, but not each of them.`,
    takeSample: (rows: number) => `Go on with a sample of ${english.rows(rows)}`,
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
  issue: (type: string): IssueWords =>
    issues[type] ?? { title: type.replaceAll('_', ' '), meaning: 'A check of your own.', matters: '' },
  report: {
    title: (name: string) => `Findings in ${name}`,
    summary: (rows: number, columns: number, time: string) =>
      `${english.rows(rows)}, ${english.columns(columns)}, checked in ${time} s`,
    label: (name: string) => `Label: ${name}`,
    noLabel: 'Without a label',
    views: {
      overview: 'Overview',
      rows: 'Rows',
      duplicates: 'Duplicates',
      classes: 'Classes',
      columns: 'Columns',
      groups: 'Groups',
      order: 'Order',
      fix: 'Fix',
      export: 'Take away',
    } as Record<string, string>,
    viewsLabel: 'Parts of the report',
    found: (value: number) => plural(value, { one: '# row worth a look', other: '# rows worth a look' }),
    nothing: 'Nothing worth a look was found.',
    part: 'The audit was stopped: only the checks that had finished are here.',
    runWhole: 'Run the whole audit',
    worst: 'Worst rows',
    worstOpen: (row: number) => `Why row ${count(row)}?`,
    worstAll: 'All of them',
    next: 'What next?',
    nextFix: (value: number) =>
      plural(value, { one: 'Decide on # suggested fix', other: 'Decide on # suggested fixes' }),
    nextTake: 'Take a report away',
    nextRows: 'Look at the rows and the map',
    columnsTitle: 'Columns worth a look',
    columnsAll: 'All columns',
    flagged: (value: number) => plural(value, { one: '# row', other: '# rows' }),
    ofRows: (part: string) => `${part} of the rows`,
    quality: (value: string) => `Quality ${value} of 1`,
    whyMatters: 'Why it matters',
    showRows: (rows: string, title: string) => `${rows}: ${title}`,
    clean: (value: number) => plural(value, { one: '# check found nothing', other: '# checks found nothing' }),
    failed: 'Could not run',
    warnings: 'Worth knowing',
    leaksTitle: 'Columns that give the label away',
    leak: (column: string, agreement: string) => `${column}: tells the label of ${agreement} of the rows`,
    leaksHelp: 'They were left out of the models; with them every label would look right.',
  },
  filters: {
    label: 'Filter',
    issue: 'Show',
    flagged: 'All flagged rows',
    all: 'All rows',
    search: 'Search in the cells',
    sort: 'Sort by',
    sortUsual: 'What suits best',
    sortWorst: 'Worst finding',
    sortFile: 'Order of the file',
    sortScore: (title: string) => `Quality: ${title}`,
    sortColumn: (name: string) => `Column: ${name}`,
    turn: 'Turn the order round',
    clear: 'Clear the filter',
    count: (shown: number, all: number) => `${count(shown)} of ${english.rows(all)}`,
    given: (name: string) => `Labelled ${name}`,
    predicted: (name: string) => `Models say ${name}`,
    pickedAs: (name: string, value: number) => `${name} (${count(value)})`,
    picked: (value: number) => plural(value, { one: '# picked on the map', other: '# picked on the map' }),
    remove: (what: string) => `Remove the filter ${what}`,
  },
  map: {
    title: 'Map',
    caption:
      'Along the two directions in which the rows differ most (principal components). Flagged rows are ringed. The table beside it is the same in words.',
    captionLayout:
      'Rows that are alike lie together; distances between groups mean little. Flagged rows are ringed. The table beside it is the same in words.',
    picture: 'Picture',
    byLayout: 'Neighbours',
    byComponents: 'Directions',
    settling: (part: string) => `Settling: ${part}`,
    label: (rows: number, flagged: number) =>
      `Map of ${english.rows(rows)}, ${plural(flagged, { one: '# of them shown', other: '# of them shown' })} in the table. Arrow keys move, plus and minus zoom, 0 resets, P picks what is in view.`,
    colour: 'Colour',
    byLabel: 'Label',
    byIssue: 'Issue',
    reset: 'Whole map',
    zoomIn: 'Nearer',
    zoomOut: 'Farther',
    pick: 'Lasso',
    pickHelp: 'Draw around points to see their rows only; hold Shift to do so at any time.',
    other: 'other',
    none: 'No map: there are no columns to draw it from.',
    flaggedMark: 'flagged',
  },
  table: {
    label: 'Rows with their findings. Arrow keys move, Enter opens a row.',
    row: 'Row',
    found: 'Found',
    score: 'Quality',
    label_: 'Label',
    disagree: (given: string, predicted: string) => `${given}, models say ${predicted}`,
    suggested: 'Models say',
    none: 'No row passes this filter.',
    open: (row: number) => `Why row ${count(row)}?`,
  },
  detail: {
    title: (row: number) => `Row ${count(row)}`,
    issues: 'What was found',
    passed: 'What the other checks say',
    nothing: 'Nothing was found in this row.',
    labels: 'Given and suggested label',
    given: 'given',
    suggested: 'suggested',
    odd: 'Cells that stand out',
    oddColumn: 'Column',
    oddValue: 'Value',
    oddness: 'How odd',
    values: 'All cells',
    neighbors: 'Most similar rows',
    neighbor: 'Row',
    distance: 'Distance',
    neighborLabel: 'Label',
    duplicates: 'Copies',
    previous: 'Row before in the table',
    next: 'Next row in the table',
    change: 'What to do',
    accept: (what: string) => `Accept: ${what}`,
    accepted: 'Accepted. Undo it on the Fix page.',
  },
  duplicates: {
    title: 'Duplicates',
    none: 'No row repeats another one.',
    conflict: 'Same cells, different labels',
    exact: 'Exact copies',
    near: 'Nearly the same',
    group: (rows: number) => plural(rows, { one: '# row', other: '# rows' }),
    help: 'Equal cells are faint, differing ones are marked.',
    differs: 'differs',
    more: (value: number) => plural(value, { one: 'Show # more group', other: 'Show # more groups' }),
    count: (value: number) => plural(value, { one: '# group', other: '# groups' }),
    keep: 'Keep the first, drop the others',
    keepAll: 'Keep all',
  },
  classes: {
    title: 'Classes',
    none: 'The label is no class, so there is nothing to set side by side.',
    heatmap: 'Given label against what models say',
    heatmapHelp: 'Each row of this table is a given label. Press a cell to see its rows.',
    cell: (given: string, predicted: string, rows: number) =>
      `Labelled ${given}, models say ${predicted}: ${english.rows(rows)}`,
    given: 'Given',
    predicted: 'Models say',
    quality: 'Quality of each class',
    class: 'Class',
    rows: 'Rows',
    flagged: 'Wrong labels',
    agree: 'Models agree',
    most: (given: string, predicted: string) => `Most often confused: ${given} and ${predicted}.`,
  },
  columnsView: {
    title: 'Columns',
    name: 'Column',
    findings: 'Findings',
    values: 'Values',
    none: 'nothing odd',
    constant: 'one value only',
    mixed: 'mixed: some cells are of another type than the rest',
    numbersAsText: 'numbers in writing',
    spellings: (list: string) => `probably the same: ${list}`,
    missingSpellings: (list: string) => `missing is written ${list}`,
    leak: (agreement: string) => `gives the label of ${agreement} of the rows away`,
    missingTitle: 'Missing values along the file',
    missingHelp: 'From the first row at the top to the last at the bottom; the darker, the more cells are missing.',
    missingPicture: (columns: number) =>
      `Missing cells of ${english.columns(columns)} along the file, as the list beside says`,
    together: (a: string, b: string, rows: number) => `${a} and ${b} are missing together in ${english.rows(rows)}`,
    missingPart: (part: string) => `${part} missing`,
    alone: (name: string, part: string) => `${name}: ${part} missing`,
    noMissing: 'No cell is missing.',
    marked: 'Flagged rows are marked in the pictures of the values.',
    range: (low: string, middle: string, high: string) => `from ${low} over ${middle} to ${high}`,
    top: (value: string, rows: string) => `${value} (${rows})`,
  },
  groups: {
    title: 'Groups',
    weak: 'Where models are weakest',
    weakIn: (rows: string, score: string) =>
      `A group of ${rows} in which models give the label ${score} as much trust as elsewhere.`,
    noWeak: 'No group of similar rows stands out: models do about as well everywhere.',
    conditions: 'In words',
    condition: 'Condition',
    fits: 'Of the rows that fit, in the group',
    covers: 'Of the group, fit',
    showGroup: 'Show the group',
    slices: 'Where findings gather',
    slicesHelp: (part: string) =>
      `Values whose rows are flagged much more often than the ${part} of all rows. Press one to see its rows.`,
    noSlices: 'Findings are spread evenly: no value of any column has many more than its share.',
    slice: (column: string, value: string) => `${column}: ${value}`,
    between: (low: string, high: string) => `${low} to ${high}`,
    value: 'Value',
    rows: 'Rows',
    flagged: 'Flagged',
    times: 'Times the average',
    ratio: (value: string) => `× ${value}`,
  },
  order: {
    change: (row: string) => `Something changes at ${row}.`,
    title: 'Score along the file',
    help: 'Each point is a stretch of rows; a low stretch holds many suspicious rows.',
    issue: 'Check',
    chart: (title: string, parts: number) => `${title}: mean quality in ${count(parts)} stretches of the file`,
    from: 'From row',
    to: 'to row',
    mean: 'Mean quality',
    flagged: 'Flagged',
    asTable: 'The same as a table',
  },
  fix: {
    title: 'Fix',
    none: 'There is nothing to suggest: no row is certain enough to be changed.',
    help: 'J and K move, A accepts, R rejects, E edits, U undoes.',
    list: 'Suggested fixes',
    kinds: { relabel: 'Relabel', drop: 'Drop', merge: 'Merge' } as Record<string, string>,
    relabel: (from: string, to: string) => `${from} → ${to}`,
    drop: 'leave the row out',
    merge: (row: number) => `the same as row ${count(row)}`,
    sure: (value: string) => `${value} sure`,
    accept: 'Accept',
    reject: 'Reject',
    edit: 'Edit',
    newLabel: (row: number) => `New label of row ${count(row)}`,
    undo: 'Undo',
    redo: 'Redo',
    accepted: (value: number) => plural(value, { one: '# accepted', other: '# accepted' }),
    rejected: (value: number) => plural(value, { one: '# rejected', other: '# rejected' }),
    open: (value: number) => plural(value, { one: '# open', other: '# open' }),
    keep: 'Copies',
    keepRule: 'Of each set of copies keep',
    keepRules: { first: 'the first row', last: 'the last row', complete: 'the most complete row' },
    keepNewest: (column: string) => `the newest by ${column}`,
    keepGreatest: (column: string) => `the greatest ${column}`,
    bulk: 'Accept many at once',
    bulkKind: 'Which',
    bulkAny: 'All kinds',
    bulkSure: 'At least this sure',
    bulkPreview: 'Preview',
    bulkMore: (value: number) => plural(value, { one: 'and # more', other: 'and # more' }),
    bulkGo: (value: number) => plural(value, { one: 'Accept # more', other: 'Accept # more' }),
    states: { open: 'open', accepted: 'accepted', rejected: 'rejected' } as Record<string, string>,
    again: 'Audit again with the accepted fixes',
    running: 'Auditing again',
    before: 'Before',
    after: 'After',
    check: 'Check',
    effect: 'What the accepted fixes change',
    changedSince: 'The fixes have changed since; audit again to see their effect.',
    next: 'Take the cleaned file away',
  },
  take: {
    title: 'Take away',
    cleaned: 'Cleaned file',
    cleanedHelp: (value: number) =>
      plural(value, { one: 'The table with # accepted fix.', other: 'The table with # accepted fixes.' }),
    issues: 'Findings as CSV',
    issuesHelp: 'A line for each row of your file, with flag and score of each check.',
    html: 'Report as HTML',
    htmlHelp: 'One file that opens offline, for a colleague.',
    json: 'Report as JSON',
    jsonHelp: 'For programs, gates and assayer fix.',
    log: 'Change log',
    logHelp: 'Each accepted fix with its reason.',
    save: (what: string) => `Save: ${what}`,
    saved: (name: string) => `Saved ${name}.`,
    redact: 'Leave all cell values out of the reports',
    redactHelp: 'Otherwise they hold cells of your table: mind who reads them.',
    formulas: 'Make cells that a spreadsheet would run as a formula harmless',
    formulasHelp: 'Off: the cells of the cleaned file stay as they are. The findings are always safe.',
    code: 'The same again without this page',
    cli: 'On the command line',
    snippet: 'In TypeScript',
    copy: 'Copy',
    copied: 'Copied.',
  },
  compare: {
    title: (old: string, now: string) => `From ${old} to ${now}`,
    question: 'Two files. What shall be done with them?',
    compare: 'Compare them',
    only: (name: string) => `Open only ${name}`,
    running: 'Comparing',
    checks: 'Findings in both',
    columns: 'Drift of each column',
    driftHelp:
      'From 0, no change, to 1, nothing in common: an effect size, not a test, since in large tables everything is significant.',
    check: 'Check',
    before: 'First file',
    after: 'Second file',
    change: 'Change',
    column: 'Column',
    drift: 'Drift',
    isDrift: 'drifted',
    what: 'What changed',
    missing: 'Missing',
    notCompared: 'not compared',
    fromTo: (before: string, after: string) => `${before} → ${after}`,
    mean: (before: string, after: string) => `mean ${before} → ${after}`,
    newValues: (list: string) => `new: ${list}`,
    lostValues: (list: string) => `gone: ${list}`,
    move: (value: string, before: string, after: string) => `“${value}”: ${before} → ${after} of the rows`,
    drifted: (drifted: number, compared: number) =>
      drifted
        ? `${count(drifted)} of ${english.columns(compared)} drifted.`
        : `No drift in ${english.columns(compared)}.`,
    newColumns: (list: string) => `New: ${list}.`,
    lostColumns: (list: string) => `Lost: ${list}.`,
    leaks: 'Rows that both have',
    leaked: (rows: number, part: string) =>
      `${english.rows(rows)} of the second file (${part}) repeat one of the first. As training and test data they would make a model look better than it is.`,
    noLeaks: 'No row of the second file repeats one of the first.',
    conflicts: (rows: number) =>
      plural(rows, { one: '# of them has another label.', other: '# of them have another label.' }),
    leak: (row: number, old: number, isExact: boolean) =>
      `Row ${count(row)} ${isExact ? 'is the same as' : 'is nearly the same as'} row ${count(old)} of the first file`,
    open: (name: string) => `Look at ${name}`,
    save: 'Save the comparison as JSON',
    same: 'the same',
  },
  proof: {
    title: 'Privacy and proof',
    lead: 'Your file is read, checked and changed in this tab. There is no server behind this page that could take it.',
    counter: (value: number) =>
      plural(value, {
        one: '# request since you opened your file',
        other: '# requests since you opened your file',
      }),
    counterBefore: 'No file is open yet. The requests after you open one are counted here.',
    counterHelp: 'Counted by the browser itself (resource timing), not by us.',
    tryOffline: 'Try it: switch off the network, and everything goes on working, even after a reload.',
    tryButton: 'Try to send something',
    tryHelp: 'The page asks the browser to fetch from example.com. Its own security policy forbids that.',
    refused: (directive: string) => `Refused by the browser: ${directive}. Nothing was sent.`,
    notRefused: 'It was not refused. This copy of the page is not to be trusted.',
    policy: 'Content Security Policy of this page',
    stored:
      'Nothing is stored: no cookies, no local storage, no analytics. The browser keeps a copy of the page itself, for use offline, and nothing of your data.',
    source:
      'assayer is open source under the licence that comes with it; the same checks run on your own machine with npx assayer.',
  },
  keyboard: {
    title: 'Keyboard',
    list: [
      ['?', 'This list'],
      ['Tab', 'Next control'],
      ['Enter', 'Open the row, start the audit'],
      ['Esc', 'Close what is open'],
      ['↑ ↓ Page Home End', 'Move in a table'],
      ['← → ↑ ↓ + − 0', 'Move and zoom the map'],
      ['P', 'Pick what the map shows'],
      ['J K', 'Next and previous fix'],
      ['A R E', 'Accept, reject, edit a fix'],
      ['U', 'Undo'],
    ] as [string, string][],
  },
  footer: { version: (version: string) => `assayer ${version}` },
};

type Strings = typeof english;

/** Every text in brackets and with accents, longer by a third: shows what is not in the catalogue and what does not fit. */
function pseudo(text: string): string {
  if (!/[a-z]/i.test(text)) return text;
  const accents: Record<string, string> = {
    a: 'á',
    e: 'é',
    i: 'í',
    o: 'ó',
    u: 'ú',
    A: 'Á',
    E: 'É',
    I: 'Í',
    O: 'Ó',
    U: 'Ú',
  };
  return `⟦${text.replace(/[aeiouAEIOU]/g, (letter) => accents[letter]!)}${'·'.repeat(Math.ceil(text.length / 3))}⟧`;
}

function inPseudo<T>(value: T): T {
  if (typeof value === 'string') return pseudo(value) as T;
  if (typeof value === 'function') return ((...args: unknown[]) => inPseudo(value(...args))) as T;
  if (Array.isArray(value)) return value.map(inPseudo) as T;
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, inPseudo(member)])) as T;
  }
  return value;
}

const isPseudo = typeof location !== 'undefined' && new URLSearchParams(location.search).get('locale') === 'pseudo';

export const t: Strings = isPseudo ? inPseudo(english) : english;

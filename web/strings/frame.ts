// Words around all screens, and of the screens about the page itself.

import { columnsInWords, count, plural, rowsInWords } from './numbers.ts';

export const frame = {
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
  rows: rowsInWords,
  columns: columnsInWords,
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
      'Nothing of your data is stored unless you ask for it under Take away: no cookies, no local storage, no analytics. The browser keeps a copy of the page itself, for use offline.',
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

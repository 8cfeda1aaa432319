// Arguments that functions take, and what is wrong with others like them: pairs of what is wrong, and the value.
export const labels = [0, 0, 0, 1, 1, 1];
export const predProbs = [
  [0.8, 0.2],
  [0.6, 0.4],
  [0.1, 0.9],
  [0.2, 0.8],
  [0.7, 0.3],
  [0.4, 0.6],
];
export const points = [
  [0, 1],
  [1, 0],
  [0.5, 0.2],
  [3, 4],
  [4, 3],
  [3.5, 3.1],
];
export const numbers = [1, 2, 3, 4, 5, 6];
export const square = [
  [0.8, 0.3],
  [0.2, 0.7],
];
export const with0 = (value: unknown, row = 1, column = 0) =>
  predProbs.map((p, i) => (i === row ? p.map((old, j) => (j === column ? value : old)) : p));
export const at = (list: unknown[], place: number, value: unknown) => list.map((old, i) => (i === place ? value : old));

export const badLabels: [string, unknown][] = [
  ['a label beyond the classes', at(labels, 1, 2)],
  ['a negative label', at(labels, 1, -1)],
  ['half a label', at(labels, 1, 0.5)],
  ['a huge label', at(labels, 1, 2 ** 33)],
  ['a label of NaN', at(labels, 1, Number.NaN)],
  ['a label of text', at(labels, 1, '1')],
  ['a label of null', at(labels, 1, null)],
  ['no labels', []],
  ['too few labels', [0, 1]],
  ['too many labels', [...labels, 0]],
  ['a number for labels', 5],
  ['null for labels', null],
  ['nothing for labels', undefined],
];
export const badMatrices: [string, unknown][] = [
  ['NaN', with0(Number.NaN)],
  ['infinity', with0(Number.POSITIVE_INFINITY)],
  ['text', with0('0.5')],
  ['uneven rows', with0(0).map((row, i) => (i === 2 ? [1] : row))],
  ['no rows', []],
  ['too few rows', predProbs.slice(1)],
  ['rows of nothing', predProbs.map(() => [])],
  ['a number', 5],
  ['null', null],
  ['nothing', undefined],
  ['data of another length', { data: new Float64Array(5), rows: 6, columns: 2 }],
  ['data that is no array of numbers', { data: ['a'], rows: 1, columns: 1 }],
  ['negative rows', { data: new Float64Array(0), rows: -1, columns: 0 }],
];
export const badProbabilities: [string, unknown][] = [
  ...badMatrices,
  ['a probability below 0', with0(-0.5)],
  ['a probability above 1', with0(1.5)],
];
export const badRowSums: [string, unknown][] = [['a row that sums to 0.9', with0(0.5)]];
export const badNumbers: [string, unknown][] = [
  ['NaN', at(numbers, 1, Number.NaN)],
  ['infinity', at(numbers, 1, Number.POSITIVE_INFINITY)],
  ['text', at(numbers, 1, '2')],
  ['none', []],
  ['too few', [1, 2]],
  ['a number', 5],
  ['null', null],
];

export const lists = labels.map((label) => [label]);
export const badLists: [string, unknown][] = [
  ['a class beyond the others', at(lists, 1, [2])],
  ['a negative class', at(lists, 1, [-1])],
  ['half a class', at(lists, 1, [0.5])],
  ['a huge class', at(lists, 1, [2 ** 33])],
  ['a class twice', at(lists, 1, [0, 0])],
  ['a number for a list', at(lists, 1, 0)],
  ['no lists', []],
  ['too few lists', lists.slice(1)],
  ['null', null],
];
export const votes = [
  [0, 0],
  [0, 1],
  [1, null],
  [1, 1],
  [null, 0],
  [1, 1],
];
export const badVotes: [string, unknown][] = [
  ['a vote beyond the classes', at(votes, 1, [0, 2])],
  ['a negative vote', at(votes, 1, [0, -1])],
  ['half a vote', at(votes, 1, [0, 0.5])],
  ['a huge vote', at(votes, 1, [0, 2 ** 33])],
  ['a vote of text', at(votes, 1, [0, '1'])],
  ['an example without votes', at(votes, 1, [null, null])],
  ['an annotator without votes', votes.map(([vote]) => [vote ?? 0, null])],
  ['one annotator', votes.map(() => [0])],
  ['uneven rows', at(votes, 1, [0])],
  ['no votes', []],
  ['a number for a row', at(votes, 1, 0)],
  ['null', null],
];
export const sentences = [
  [0, 0, 0],
  [1, 1, 1],
];
export const tokenProbs = [predProbs.slice(0, 3), predProbs.slice(3)];
export const badSentences: [string, unknown][] = [
  [
    'a label beyond the classes',
    [
      [0, 2, 0],
      [1, 1, 1],
    ],
  ],
  [
    'a negative label',
    [
      [0, -1, 0],
      [1, 1, 1],
    ],
  ],
  [
    'half a label',
    [
      [0, 0.5, 0],
      [1, 1, 1],
    ],
  ],
  [
    'a short sentence',
    [
      [0, 0],
      [1, 1, 1],
    ],
  ],
  ['too few sentences', [[0, 0, 0]]],
  ['a number for a sentence', [0, [1, 1, 1]]],
  ['no tokens', []],
  ['null', null],
];
export const badTokenProbs: [string, unknown][] = [
  ['NaN', [with0(Number.NaN).slice(0, 3), tokenProbs[1]]],
  ['a probability above 1', [with0(1.5).slice(0, 3), tokenProbs[1]]],
  ['a row that sums to 0.9', [with0(0.5).slice(0, 3), tokenProbs[1]]],
  ['a missing sentence', [tokenProbs[0]]],
  ['other classes', [tokenProbs[0], [[1], [1], [1]]]],
  ['null', null],
];
export const image = { height: 1, width: 2, labels: [0, 1], predProbs: Float64Array.of(0.9, 0.2, 0.1, 0.8) };
export const badImages: [string, unknown][] = [
  ['a label beyond the classes', [{ ...image, labels: [0, 2] }]],
  ['a negative label', [{ ...image, labels: [0, -1] }]],
  ['half a label', [{ ...image, labels: [0, 0.5] }]],
  ['too few labels', [{ ...image, labels: [0] }]],
  ['NaN', [{ ...image, predProbs: Float64Array.of(0.9, Number.NaN, 0.1, 0.8) }]],
  ['a probability above 1', [{ ...image, predProbs: Float64Array.of(1.9, 0.2, 0.1, 0.8) }]],
  ['probabilities that do not sum to 1', [{ ...image, predProbs: Float64Array.of(0.5, 0.2, 0.1, 0.8) }]],
  ['half a plane', [{ ...image, predProbs: Float64Array.of(0.9, 0.2, 0.1) }]],
  ['no height', [{ ...image, height: 0 }]],
  ['half a width', [{ ...image, width: 1.5 }]],
  ['images of other classes', [image, { ...image, labels: [0, 0], predProbs: Float64Array.of(1, 1) }]],
  ['no images', []],
  ['null for an image', [null]],
  ['null', null],
];
export const boxes = [{ bboxes: [[0, 0, 10, 10]], labels: [0] }];
export const found = [[[[0, 0, 10, 9, 0.98]], []]];
export const badBoxes: [string, unknown][] = [
  ['a negative class', [{ bboxes: [[0, 0, 10, 10]], labels: [-1] }]],
  ['half a class', [{ bboxes: [[0, 0, 10, 10]], labels: [0.5] }]],
  ['a huge class', [{ bboxes: [[0, 0, 10, 10]], labels: [2 ** 33] }]],
  ['a box inside out', [{ bboxes: [[10, 0, 0, 10]], labels: [0] }]],
  ['a box of NaN', [{ bboxes: [[0, Number.NaN, 10, 10]], labels: [0] }]],
  ['a box of text', [{ bboxes: [[0, '0', 10, 10]], labels: [0] }]],
  ['a box of three numbers', [{ bboxes: [[0, 0, 10]], labels: [0] }]],
  ['a box without class', [{ bboxes: [[0, 0, 10, 10]], labels: [] }]],
  ['more images', [...boxes, ...boxes]],
  ['no images', []],
  ['null for an image', [null]],
  ['null', null],
];
export const badFound: [string, unknown][] = [
  ['a probability above 1', [[[[0, 0, 10, 9, 1.5]], []]]],
  ['a probability of NaN', [[[[0, 0, 10, 9, Number.NaN]], []]]],
  ['a box of four numbers', [[[[0, 0, 10, 9]], []]]],
  ['a box inside out', [[[[0, 9, 10, 0, 0.9]], []]]],
  ['no list of boxes', [[5, []]]],
  ['more images', [...found, ...found]],
  ['null', null],
];

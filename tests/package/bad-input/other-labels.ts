// Functions over other kinds of labels: several classes, several annotators, numbers, tokens, pixels, boxes.
import {
  badBoxOptions,
  badFilter,
  badFlags,
  badJoint,
  badMultilabelFilter,
  badPlaces,
  badScore,
  badThresholds,
  detection,
  type Entry,
  multilabel,
  words,
} from './entries.ts';
import {
  badImages,
  badMatrices,
  badNumbers,
  badProbabilities,
  badRowSums,
  badSentences,
  badTokenProbs,
  badVotes,
  image,
  numbers,
  points,
  predProbs,
  sentences,
  square,
  tokenProbs,
  votes,
} from './values.ts';

export const otherLabels: Record<string, Entry> = {
  computeMultilabelConfidentJoint: multilabel([...badThresholds('thresholds'), { calibrate: 1 }]),
  formatMultiannotatorLabels: {
    good: [[['a', null]]],
    bad: {
      0: [
        ['mixed types', [['a', 1]]],
        ['uneven rows', [['a'], []]],
        ['a number', [5]],
        ['null', null],
      ],
    },
  },
  findMultilabelIssues: multilabel([
    ...badMultilabelFilter,
    { confidentJoint: [square] },
    { confidentJoint: 5 },
    { rankBy: 'margin' },
    { rankBy: { method: 'margin' } },
    { rankBy: { aggregation: 'mean' } },
    { rankBy: { alpha: 2 } },
    { rankBy: { temperature: 0, aggregation: 'softmin' } },
  ]),
  findMultilabelIssuesPerClass: multilabel([...badMultilabelFilter, { confidentJoint: [square] }]),
  getMultilabelQualityScores: multilabel([
    ...badScore,
    { aggregation: 'mean' },
    { alpha: 2 },
    { alpha: Number.NaN },
    { aggregation: 'softmin', temperature: 0 },
  ]),
  getMultilabelQualityScoresPerClass: multilabel(badScore),
  multilabelHealthSummary: multilabel([{ classNames: ['a'] }, { classNames: 5 }, { confidentJoint: [square] }]),
  commonMultilabelIssues: multilabel([{ classNames: ['a'] }]),
  rankClassesByMultilabelQuality: multilabel([{ classNames: ['a'] }]),
  overallMultilabelHealthScore: multilabel([{ confidentJoint: 5 }]),
  getLabelQualityMultiannotator: {
    good: [votes, predProbs],
    bad: { 0: badVotes, 1: [...badProbabilities, ...badRowSums] },
    badOptions: [
      ...badScore,
      { consensusMethod: 'mean' },
      { consensusMethod: [] },
      { consensusMethod: 5 },
      { qualityMethod: 'votes' },
      { voteCount: 'all' },
      { annotatorIds: ['a'] },
      { calibrateProbs: 1 },
    ],
    options: 2,
  },
  getLabelQualityMultiannotatorEnsemble: {
    good: [votes, [predProbs, predProbs]],
    bad: {
      0: badVotes,
      1: [
        ['no models', []],
        ['a matrix', predProbs],
        ['other rows', [predProbs, points.slice(1)]],
      ],
    },
    badOptions: [{ consensusMethod: 'majority_vote' }, { qualityMethod: 'agreement' }],
    options: 2,
  },
  getMajorityVoteLabel: {
    good: [votes],
    bad: {
      0: badVotes.filter(([what]) => !/beyond/.test(what)),
      1: badProbabilities.filter(([, value]) => value !== undefined),
    },
  },
  getActiveLearningScores: {
    good: [{ labelsMultiannotator: votes, predProbs }],
    bad: {
      0: [
        ...badVotes.map(([what, value]) => [what, { labelsMultiannotator: value, predProbs }] as [string, unknown]),
        ...badProbabilities.map(
          ([what, value]) => [what, { labelsMultiannotator: votes, predProbs: value }] as [string, unknown],
        ),
        ['nothing', {}],
        ['null', null],
        ['other classes', { labelsMultiannotator: votes, predProbs, predProbsUnlabeled: [[1]] }],
        ['an unknown input', { labels: votes, predProbs }],
      ],
    },
    badOptions: [{ voteCount: 'all' }],
    options: 1,
  },
  getActiveLearningScoresEnsemble: {
    good: [{ predProbsUnlabeled: [predProbs, predProbs] }],
    bad: {
      0: [
        ['nothing', {}],
        ['null', null],
        ['a matrix', { predProbsUnlabeled: predProbs }],
      ],
    },
    badOptions: [{ voteCount: 'all' }],
    options: 1,
  },
  convertLongToWideDataset: {
    good: [{ task: [1, 1, 2], annotator: ['a', 'b', 'a'], label: [0, 1, 1] }],
    bad: {
      0: [
        ['a second label', { task: [1, 1], annotator: ['a', 'a'], label: [0, 1] }],
        ['a missing label', { task: [1, 1], annotator: ['a', 'b'], label: [0, null] }],
        ['other lengths', { task: [1, 1], annotator: ['a'], label: [0, 1] }],
        ['nothing', {}],
        ['null', null],
      ],
    },
  },
  getRegressionLabelQualityScores: {
    good: [numbers, numbers],
    bad: { 0: badNumbers, 1: badNumbers },
    badOptions: [{ method: 'mean' }, { exactUpTo: -1 }, { sampleSize: 0 }, { seed: 0.5 }],
    options: 2,
  },
  findRegressionLabelIssues: {
    good: [points, numbers],
    bad: { 0: badMatrices, 1: badNumbers },
    badOptions: [
      { cvNFolds: 1 },
      { cvNFolds: 7 },
      { nBoot: -1 },
      { coarseSearchRange: [] },
      { coarseSearchRange: [1.5] },
      { fineSearchSize: -1 },
      { uncertainty: [1] },
      { uncertainty: -1 },
      { uncertainty: Number.NaN },
      { model: {} },
      { model: 'ridge' },
    ],
    options: 2,
  },
  issuesFromScores: {
    good: [numbers],
    bad: {
      0: [
        ['text', ['a']],
        ['null', null],
      ],
      1: [
        ['beyond 1', 1.5],
        ['NaN', Number.NaN],
      ],
      2: [['a word', 'above']],
    },
  },
  findTokenLabelIssues: {
    good: [sentences, tokenProbs],
    bad: { 0: badSentences, 1: badTokenProbs },
    badOptions: [...badFilter, ...badJoint],
    options: 2,
  },
  getTokenLabelQualityScores: {
    good: [sentences, tokenProbs],
    bad: { 0: badSentences, 1: badTokenProbs },
    badOptions: [
      { tokenScoreMethod: 'margin' },
      { sentenceScoreMethod: 'max' },
      { sentenceScoreMethod: 'softmin', temperature: -1 },
    ],
    options: 2,
  },
  tokenIssuesFromScores: {
    good: [[[0.9, 0.05]]],
    bad: {
      0: [
        ['text', [['a']]],
        ['a number', [0.5]],
        ['null', null],
      ],
      1: [
        ['beyond 1', 1.5],
        ['NaN', Number.NaN],
      ],
    },
  },
  commonTokenLabelIssues: {
    good: [[[0, 1]], words],
    bad: {
      0: badPlaces,
      1: [
        ['null', null],
        ['a number', [5]],
      ],
    },
    badOptions: [
      { labels: sentences },
      { predProbs: tokenProbs },
      { labels: [[0]], predProbs: tokenProbs },
      { exclude: [[0, 1]] },
      { labels: sentences, predProbs: tokenProbs, classNames: ['a'] },
    ],
    options: 2,
  },
  filterByToken: { good: ['may', [[0, 1]], words], bad: { 0: [['a number', 5]], 1: badPlaces, 2: [['null', null]] } },
  getSentence: {
    good: [words[0]],
    bad: {
      0: [
        ['a number', 5],
        ['null', null],
        ['numbers', [1]],
      ],
    },
  },
  displayTokenIssues: {
    good: [[[0, 1]], words],
    bad: { 0: badPlaces, 1: [['null', null]] },
    badOptions: [{ top: -1 }, { top: 0.5 }, { before: 5 }],
    options: 2,
  },
  mergeProbs: {
    good: [predProbs, [0, 0]],
    bad: {
      0: badProbabilities.filter(([what]) => what !== 'too few rows'),
      1: [
        ['too few', [0]],
        ['a gap', [0, 2]],
        ['below -1', [0, -2]],
        ['half a class', [0, 0.5]],
        ['null', null],
      ],
    },
  },
  getSegmentationLabelQualityScores: {
    good: [[image]],
    bad: { 0: badImages },
    badOptions: [
      { method: 'min' },
      { temperature: 0 },
      { method: 'num_pixel_issues', downsample: 0 },
      { method: 'num_pixel_issues', downsample: 2 },
    ],
    options: 1,
  },
  findSegmentationLabelIssues: {
    good: [[image]],
    bad: { 0: badImages },
    badOptions: [{ downsample: 0 }, { downsample: 2 }, { downsample: 0.5 }],
    options: 1,
  },
  commonSegmentationLabelIssues: {
    good: [[Uint8Array.of(1, 1)], [image]],
    bad: { 0: badFlags, 1: badImages },
    badOptions: [{ classNames: ['a'] }, { exclude: 5 }, { exclude: [0.5] }],
    options: 2,
  },
  filterSegmentationIssuesByClass: {
    good: [[1], [Uint8Array.of(1, 1)], [image]],
    bad: {
      0: [
        ['half a class', [0.5]],
        ['null', null],
      ],
      1: badFlags,
      2: badImages,
    },
  },
  getObjectDetectionLabelQualityScores: detection(badBoxOptions),
  getObjectDetectionBoxScores: detection(badBoxOptions),
  findObjectDetectionLabelIssues: detection(badBoxOptions),
  summarizeObjectDetection: detection(),
};

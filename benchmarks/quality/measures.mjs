// How good a ranking, flags and sets are against the truth; definitions as in PROTOCOL.md.

/** Average precision of a ranking (low score first); rows of equal score count together, in no order. */
export function averagePrecision(scores, isTrue) {
  const order = worstFirst(scores);
  const planted = isTrue.filter(Boolean).length;
  let found = 0;
  let sum = 0;
  for (let place = 0; place < order.length; ) {
    const score = scores[order[place]];
    let here = 0;
    for (; place < order.length && scores[order[place]] === score; place++) here += isTrue[order[place]] ? 1 : 0;
    found += here;
    sum += (here / planted) * (found / place);
  }
  return sum;
}

/** Share of the true ones among the `n` lowest scores, of n. */
export function precisionAt(n, scores, isTrue) {
  return (
    worstFirst(scores)
      .slice(0, n)
      .filter((i) => isTrue[i]).length / n
  );
}

/** Share of all true ones that are among the `n` lowest scores. */
export function recallAt(n, scores, isTrue) {
  return (precisionAt(n, scores, isTrue) * n) / isTrue.filter(Boolean).length;
}

/** Precision, recall and F1 of flags. Without a flag the precision is 1. */
export function flagMeasures(flags, isTrue) {
  let flagged = 0;
  let right = 0;
  flags.forEach((flag, i) => {
    flagged += flag ? 1 : 0;
    right += flag && isTrue[i] ? 1 : 0;
  });
  const planted = isTrue.filter(Boolean).length;
  return {
    precision: flagged ? right / flagged : 1,
    recall: planted ? right / planted : 1,
    f1: (2 * right) / (flagged + planted),
  };
}

function worstFirst(scores) {
  return Array.from(scores, (_, i) => i).sort((a, b) => scores[a] - scores[b] || a - b);
}

/** Label errors: ranking, flags, and how often the class suggested for a planted error is the true one. */
export function labelMeasures({ isIssue, scores, predicted }, truth) {
  const isError = truth.map((row) => row.is_label_error === '1');
  const planted = isError.filter(Boolean).length;
  const suggestedRight = truth.filter((row, i) => isError[i] && predicted[i] === row.true_label).length;
  return {
    auprc: averagePrecision(scores, isError),
    precisionAtN: precisionAt(planted, scores, isError),
    ...flagMeasures(isIssue, isError),
    suggested: suggestedRight / planted,
  };
}

export function outlierMeasures({ isIssue, scores }, truth) {
  const isOutlier = truth.map((row) => row.is_outlier === '1');
  return {
    auprc: averagePrecision(scores, isOutlier),
    inWorstPercent: recallAt(Math.ceil(truth.length / 100), scores, isOutlier),
    ...flagMeasures(isIssue, isOutlier),
  };
}

/** Pairs found (both rows flagged, in one set), by how they were planted; precision against planted and natural ones. */
export function duplicateMeasures({ isIssue, sets }, truth, allExact) {
  const found = { exact: [0, 0], near: [0, 0] };
  for (let group = 0; group < 5; group++) {
    const pair = truth.flatMap((row, i) => (row.duplicate_group === String(group) ? [i] : []));
    if (pair.length !== 2) continue;
    const [a, b] = pair;
    const counts = found[group > 2 && !allExact ? 'near' : 'exact'];
    counts[0] += isIssue[a] && isIssue[b] && sets[a].includes(b) ? 1 : 0;
    counts[1]++;
  }
  const isTwin = truth.map((row) => row.duplicate_group !== '-1' || row.natural_duplicate_group !== '-1');
  return { ...found, precision: flagMeasures(isIssue, isTwin).precision };
}

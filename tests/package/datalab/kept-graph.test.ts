// The neighbour graph that a Datalab keeps between calls belongs to the features it was found from.
import { audit, Datalab, type Matrix } from 'assayer';
import { describe, expect, it } from 'vitest';

/** Points on a ring, a few far away; another seed gives other points. */
function points(seed: number): Matrix {
  let state = seed;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  return { data: Float64Array.from({ length: 120 }, () => random() + (random() < 0.05 ? 8 : 0)), rows: 60, columns: 2 };
}

const labels = Array.from({ length: 60 }, (_, row) => row % 2);
const types = { outlier: {}, near_duplicate: {} };

async function scoresOf(lab: Datalab, features: Matrix): Promise<number[]> {
  await lab.findIssues({ features, issueTypes: types });
  return [...(lab.getIssues('outlier').column('outlier_score') as ArrayLike<number> as number[])];
}

describe('a kept neighbour graph', () => {
  it('is not used for other features', async () => {
    const lab = await Datalab.create({ labels });
    const first = await scoresOf(lab, points(1));
    const second = await scoresOf(lab, points(2));
    const fresh = await scoresOf(await Datalab.create({ labels }), points(2));
    expect(second).toEqual(fresh);
    expect(second).not.toEqual(first);
  });

  it('is not used for other features after it was saved and loaded', async () => {
    const lab = await Datalab.create({ labels });
    await scoresOf(lab, points(1));
    const loaded = await Datalab.load(lab.save());
    expect(await scoresOf(loaded, points(2))).toEqual(await scoresOf(await Datalab.create({ labels }), points(2)));
  });

  it('of an audit is not used for features of the user', async () => {
    const { data } = points(1);
    const rows = labels.map((label, row) => ({ x: data[2 * row], y: data[2 * row + 1], label: `class ${label}` }));
    const { lab } = await audit(rows, { label: 'label' });
    expect(await scoresOf(lab, points(2))).toEqual(await scoresOf(await Datalab.create({ labels }), points(2)));
  });

  it('is used again for the same features', async () => {
    const lab = await Datalab.create({ labels });
    const first = await scoresOf(lab, points(1));
    await lab.findIssues({ issueTypes: types });
    expect([...(lab.getIssues('outlier').column('outlier_score') as Float64Array)]).toEqual(first);
  });
});

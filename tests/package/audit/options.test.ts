import { audit, writeFixed } from 'assayer';
import { describe, expect, it } from 'vitest';

/** Patients who are seen five times: what is measured tells who they are, and nothing of their label. */
function visits() {
  let state = 5;
  const random = () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return (state >>> 8) / 2 ** 24;
  };
  const patients = Array.from({ length: 60 }, (_, patient) => ({
    patient: `p${patient}`,
    height: 150 + 40 * random(),
    weight: 50 + 60 * random(),
    label: random() < 0.5 ? 'ill' : 'well',
  }));
  return patients.flatMap((one) =>
    Array.from({ length: 5 }, () => ({
      ...one,
      height: one.height + 0.01 * random(),
      weight: one.weight + 0.01 * random(),
    })),
  );
}

function meanProbabilityOfGiven({ predProbs, classNames }: Awaited<ReturnType<typeof audit>>, labels: string[]) {
  const at = (row: number) => predProbs!.data[row * predProbs!.columns + classNames.indexOf(labels[row]!)]!;
  return labels.reduce((sum, _, row) => sum + at(row), 0) / labels.length;
}

describe('options of an audit', () => {
  it('group: rows of one group do not vouch for each other', async () => {
    const rows = visits();
    const labels = rows.map(({ label }) => label);
    const ignoring = await audit(rows, { label: 'label', columns: { patient: 'identifier' } });
    const grouped = await audit(rows, { label: 'label', group: 'patient' });
    expect(meanProbabilityOfGiven(ignoring, labels)).toBeGreaterThan(0.8);
    expect(meanProbabilityOfGiven(grouped, labels)).toBeLessThan(0.6);
    expect(grouped.schema.find(({ name }) => name === 'patient')).toMatchObject({
      role: 'ignored',
      reason: { code: 'group' },
    });
    await expect(audit(rows, { label: 'label', group: 'label' })).rejects.toThrow('group: expected another column');
  });

  it('model: only models of the family take part', async () => {
    const rows = visits();
    const names = async (model: 'auto' | 'linear' | 'trees') =>
      Object.keys((await audit(rows, { label: 'label', model, effort: 'fast' })).run.models!).sort();
    expect(await names('linear')).toEqual(['logistic', 'strict_logistic']);
    expect(await names('trees')).toEqual(['extra_trees', 'gradient_boosting']);
    expect(await names('auto')).toEqual(expect.arrayContaining(['extra_trees', 'logistic', 'neighbors']));
    const wrong = audit(rows, { label: 'label', model: 'oracle' as 'auto' });
    await expect(wrong).rejects.toThrow('model: expected "auto", "linear" or "trees", got oracle');
  });

  it('annotators: most of them are audited, and each is judged', async () => {
    const lines = ['size,weight,ann,bob,eve'];
    for (let row = 0; row < 120; row++) {
      const isBig = row % 2 === 1;
      const say = (isRight: boolean) => (isBig === isRight ? 'big' : 'small');
      const size = (isBig ? 8 : 2) + ((row * 7) % 11) / 10;
      // eve is wrong in every third row; in row 40 all are
      const eve = row % 5 === 4 ? '' : say(row % 3 !== 0 && row !== 40);
      lines.push(`${size},${size * 2 + (row % 7) / 7},${say(row !== 40)},${say(row !== 40 && row !== 7)},${eve}`);
    }
    const csv = lines.join('\n');
    const report = await audit(csv, { annotators: ['ann', 'bob', 'eve'] });
    expect(report.labelColumn).toBe('consensus');
    expect(report.annotators.map(({ name }) => name)).toEqual(['eve', 'bob', 'ann']);
    expect(report.annotators[0]).toMatchObject({ count: 96 });
    expect(report.annotators[0]!.quality).toBeLessThan(report.annotators[2]!.quality! - 0.1);
    const { issues, annotators } = report.toJSON();
    expect(issues.find(({ type }) => type === 'label')!.rows).toContain(40);
    expect(annotators).toEqual(report.annotators);
    expect(report.fixes().filter(({ kind }) => kind === 'relabel')).toEqual([]);
    const shown = [report.toText(), report.toMarkdown(), report.toHTML()];
    for (const text of shown)
      expect(text).toMatch(/eve: quality [\d.]+%, agrees with the consensus in [\d.]+% of 96 rows/);
    expect(await (await writeFixed(report.table, [{ row: 0, kind: 'drop' }])).text()).toBe(
      [lines[0], ...lines.slice(2)].join('\n'),
    );
    const refusals = [
      [{ annotators: ['ann'] }, 'annotators: expected the names of two label columns or more'],
      [{ annotators: ['ann', 'joe'] }, 'annotators: expected columns of the table, got "joe"'],
      [{ annotators: ['ann', 'bob'], label: 'eve' }, 'annotators: expected no label beside them'],
    ] as const;
    for (const [options, message] of refusals) {
      await expect(audit(csv, options as object)).rejects.toThrow(message);
    }
    const nobody = audit('x,a,b\n1,u,u\n2,,\n3,v,v\n', { annotators: ['a', 'b'] });
    await expect(nobody).rejects.toThrow('a label of at least one of them in every row, got none in row 1');
  });

  it('sample: a seed draws the same rows again, copies are told by their rows in the whole', async () => {
    const rows = visits();
    const draw = async (seed: number) => (await audit(rows, { label: 'label', sample: 200, seed })).toJSON();
    const report = await draw(1);
    expect((await draw(1)).issues).toEqual(report.issues);
    expect((await draw(2)).issues).not.toEqual(report.issues);
    const merges = report.fixes.filter(({ kind }) => kind === 'merge');
    expect(merges.length).toBeGreaterThan(10);
    for (const { row, to, reason } of merges) {
      expect(rows[row]!.patient).toBe(rows[to as number]!.patient);
      expect(reason).toMatch(new RegExp(`rows? .*\\b${to}\\b`));
    }
    const all = await audit(rows, { label: 'label', sample: 300 });
    expect(all.toJSON()).not.toHaveProperty('sampledFrom');
    const part = await audit(rows, { label: 'label', sample: 200 });
    expect(part.rows.rowCount).toBe(200);
    expect(part.table.rowCount).toBe(rows.length); // what its fixes are applied to
    await expect(audit(rows, { sample: 2.5 })).rejects.toThrow('sample: expected a number of rows');
    const predProbs = rows.map(() => [0.5, 0.5]);
    await expect(audit(rows, { label: 'label', sample: 10, predProbs })).rejects.toThrow('no predProbs');
  });
});

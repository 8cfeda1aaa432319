import { AssayerError, audit, readTable, writeFixed } from 'assayer';
import { describe, expect, it } from 'vitest';
import { smallTable } from '../cli/assayer.ts';
import { uglyFiles } from '../ingest/ugly-files.ts';

const options = { effort: 'fast' } as const;

describe('ugly files', () => {
  it.each(uglyFiles)(
    '$name ($what): audits or says why not, and the next audit works',
    async ({ name, bytes, refused }) => {
      const result = await audit(bytes, { ...options, name }).catch((error: unknown) => error);
      if (refused) {
        expect(result).toBeInstanceOf(AssayerError);
        expect(result).toMatchObject({ code: 'invalid_input', message: expect.stringMatching(refused) });
        if (name !== 'unlabelled.csv') expect((result as Error).message).toMatch(new RegExp(`^${name}: expected`));
      } else {
        if (result instanceof Error) throw result;
        const report = result as Awaited<ReturnType<typeof audit>>;
        // what a table has too little of for a check is said in the words of a refusal
        expect(report.failures.filter(({ message }) => !/expected .*, got /.test(message))).toEqual([]);
        expect(report.toText()).toMatch(/^\d+ rows?, \d+ columns?\n/);
        expect(report.toHTML()).not.toContain('<script>alert');
        JSON.parse(JSON.stringify(report.toJSON()));
        report.explain(0);
      }
      expect((await audit(smallTable(), options)).labelColumn).toBe('kind');
    },
  );

  it.each(uglyFiles.filter(({ refused }) => !refused))('$name: no fix, no changed byte', async ({ name, bytes }) => {
    const table = await readTable(bytes, { name });
    const written = new Uint8Array(await (await writeFixed(table, [])).arrayBuffer());
    expect(Buffer.from(written).equals(Buffer.from(bytes))).toBe(true);
  });
});

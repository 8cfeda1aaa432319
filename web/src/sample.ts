// A sample of a long table, as a file of its own: what is found and fixed in it is about the sample.
import type { SchemaData } from 'assayer/worker';
import { writeTable } from './engine.ts';
import { nameBeside } from './parts/download.ts';

/** From so many rows on a sample is offered. */
export const manyRows = 100_000;
export const sampleRows = 50_000;

/** Row numbers drawn without repetition, ascending; the same for the same number of rows (selection sampling, Knuth 3.4.2). */
export function drawRows(rows: number, wanted: number): Int32Array {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const chosen = new Int32Array(Math.min(rows, wanted));
  let size = 0;
  for (let row = 0; row < rows && size < chosen.length; row++) {
    if (random() * (rows - row) < chosen.length - size) chosen[size++] = row;
  }
  return chosen;
}

/** The file with randomly drawn rows alone, each as it stands in the file. */
export async function sampleOf(file: File, { table }: SchemaData): Promise<File> {
  const isKept = new Uint8Array(table.rowCount);
  for (const row of drawRows(table.rowCount, sampleRows)) isKept[row] = 1;
  const drop = Int32Array.from({ length: table.rowCount }, (_, row) => row).filter((row) => !isKept[row]);
  const written = await writeTable(table, { drop });
  const ending = /\.(csv|tsv|txt|ndjson|jsonl|json)(?=(\.gz)?$)/i.exec(file.name)?.[0] ?? '.csv';
  return new File([written], nameBeside(file.name, `sample${ending}`));
}

import { join } from 'node:path';
import { percent } from '../percent.ts';
import { searchCell } from '../shard/cells.ts';
import { type CellSettings, mergeFindings, mergeStatistics } from '../shard/merge.ts';
import { NeighborMerge } from '../shard/merge-neighbors.ts';
import type {
  CellNeighbors,
  CellRows,
  PartFindings,
  PartStatistics,
  ShardFindings,
  ShardPlan,
} from '../shard/part-files.ts';
import { type Part, readFindings, readStatistics } from '../shard/passes.ts';
import { type ReadFlags, readOptions } from './audit-command.ts';
import { CommandError, exitCodes } from './exit.ts';
import { filesIn, readInput, readJsonFile, writeInFolder, writeOutput } from './files.ts';
import { count } from './screen.ts';
import type { Terminal } from './terminal.ts';

/** Flags of `assayer shard`. */
export interface ShardFlags extends ReadFlags {
  out: string;
  plan?: string;
  label?: string;
  probabilities?: string;
  id?: string[];
  features?: string;
  name?: string;
  cells?: string;
}

/** Looks at one part: without a plan for what the whole has to know of it, with one for what is wrong in it; or at a cell. */
export async function shardCommand(
  path: string,
  flags: ShardFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const written =
    flags.plan === undefined
      ? await firstPass(path, flags, signal)
      : await followPlan(path, await readKind<ShardPlan>(flags.plan, 'assayer-shard-plan'), flags, signal);
  await writeOutput(terminal, flags.out, `${JSON.stringify(written)}\n`);
  return exitCodes.done;
}

async function readPart(path: string, flags: ShardFlags): Promise<Part> {
  const { bytes, name } = await readInput(path);
  return { name: flags.name ?? name, bytes, reading: readOptions(flags, name) };
}

async function firstPass(path: string, flags: ShardFlags, signal: AbortSignal): Promise<PartStatistics> {
  if (flags.cells !== undefined) throw new CommandError('shard: expected --cells in the second pass only, with --plan');
  const { label, probabilities, features, id: ids = [] } = flags;
  const columns = {
    ...(label === undefined ? {} : { label }),
    ...(probabilities ? { probabilities } : {}),
    ...(features ? { features } : {}),
    ids,
  };
  return readStatistics(await readPart(path, flags), columns, { signal });
}

/** A file is a part in the second pass; a folder is a cell in the third. */
async function followPlan(
  path: string,
  plan: ShardPlan,
  flags: ShardFlags,
  signal: AbortSignal,
): Promise<PartFindings | CellNeighbors> {
  const { label, probabilities, features, id = [], cells } = flags;
  if (label !== undefined || probabilities !== undefined || features !== undefined || id.length) {
    throw new CommandError(
      'shard: expected --label, --probabilities, --features and --id in the first pass only, got --plan too',
    );
  }
  const files = await filesIn(path);
  if (!files) {
    const part = await readPart(path, flags);
    return readFindings(part, plan, { signal }, cells === undefined ? undefined : (rows) => writeCell(cells, rows));
  }
  if (!files.length) throw new CommandError(`${path}: expected files with rows of a cell, got an empty folder`);
  return searchCell(await readAll<CellRows>(files, 'assayer-cell-rows'), plan, { signal });
}

function writeCell(folder: string, rows: CellRows): Promise<void> {
  const cell = join(folder, String(rows.cell).padStart(4, '0'));
  return writeInFolder(cell, `${encodeURIComponent(rows.part)}.rows`, `${JSON.stringify(rows)}\n`);
}

/** Flags of `assayer merge`. */
export interface MergeFlags extends CellSettings {
  out: string;
  plan?: string;
}

/** Merges what `assayer shard` wrote: to a plan after the first pass, to findings after the last. */
export async function mergeCommand(paths: string[], flags: MergeFlags, terminal: Terminal): Promise<number> {
  const { out, plan: planPath, k, numCells, copies } = flags;
  if (planPath === undefined) {
    const parts = await readAll<PartStatistics>(paths, 'assayer-part-statistics');
    await writeOutput(terminal, out, `${JSON.stringify(await mergeStatistics(parts, { k, numCells, copies }))}\n`);
    return exitCodes.done;
  }
  if (k !== undefined || numCells !== undefined || copies !== undefined) {
    throw new CommandError('merge: expected --k, --num-cells and --copies where the plan is made, got --plan too');
  }
  const plan = await readKind<ShardPlan>(planPath, 'assayer-shard-plan');
  const parts: PartFindings[] = [];
  let neighbors: NeighborMerge | undefined;
  for (const path of paths) {
    const found = await readKind<PartFindings | CellNeighbors>(path, 'assayer-part-findings', 'assayer-cell-neighbors');
    if (found.kind === 'assayer-part-findings') {
      parts.push(found);
    } else {
      neighbors ??= new NeighborMerge(plan);
      neighbors.add(found); // one at a time: together they are larger than what is kept of them
    }
  }
  const found = await mergeFindings(parts, plan, neighbors);
  await writeOutput(terminal, out, `${JSON.stringify(found, null, 2)}\n`);
  if (out !== '-') terminal.out(inWords(found));
  return exitCodes.done;
}

function inWords(findings: ShardFindings): string {
  const { parts, rows, label, null: missing, classImbalance, duplicates, outlier, nearDuplicate, neighbors } = findings;
  const copies = duplicates.reduce((sum, same) => sum + same.length, 0);
  return [
    `${count(rows, 'row')} in ${count(parts.length, 'part')}`,
    ...(label ? [`label            ${count(label.rows.length, 'row')}`] : []),
    `null             ${count(missing.rows.length, 'row')}`,
    ...(classImbalance
      ? [
          classImbalance.isIssue
            ? `class_imbalance  ${count(classImbalance.count, 'row')} of ${classImbalance.rarestClass}`
            : 'class_imbalance  0 rows',
        ]
      : []),
    `exact duplicates ${count(copies, 'row')} in ${count(duplicates.length, 'group')}`,
    ...(outlier ? [`outlier          ${count(outlier.rows.length, 'row')}`] : []),
    ...(nearDuplicate ? [`near_duplicate   ${count(nearDuplicate.rows.length, 'row')}`] : []),
    ...(neighbors
      ? [`${percent(neighbors.recall)} of the true neighbours found, measured on ${count(neighbors.queries, 'row')}`]
      : []),
    '',
  ].join('\n');
}

async function readKind<Content extends { kind: string }>(path: string, ...kinds: Content['kind'][]): Promise<Content> {
  const content = (await readJsonFile(path)) as Content | null;
  if (!content || !kinds.includes(content.kind)) {
    const expected = kinds.map((kind) => kind.replaceAll('-', ' ')).join(' or ');
    throw new CommandError(`${path}: expected ${expected}, got ${content?.kind ?? 'other JSON'}`);
  }
  return content;
}

async function readAll<Content extends { kind: string }>(paths: string[], kind: Content['kind']): Promise<Content[]> {
  const all: Content[] = [];
  for (const path of paths) all.push(await readKind<Content>(path, kind));
  return all;
}

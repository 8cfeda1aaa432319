import { mergeFindings, mergeStatistics } from '../shard/merge.ts';
import type { PartFindings, PartStatistics, ShardFindings, ShardPlan } from '../shard/part-files.ts';
import { readFindings, readStatistics } from '../shard/passes.ts';
import { type ReadFlags, readOptions } from './audit-command.ts';
import { CommandError, exitCodes } from './exit.ts';
import { readInput, readJsonFile, writeOutput } from './files.ts';
import { count } from './screen.ts';
import type { Terminal } from './terminal.ts';

/** Flags of `assayer shard`. */
export interface ShardFlags extends ReadFlags {
  out: string;
  plan?: string;
  label?: string;
  probabilities?: string;
  id?: string[];
  name?: string;
}

/** Looks at one part: without a plan for what the whole has to know of it, with one for what is wrong in it. */
export async function shardCommand(
  path: string,
  flags: ShardFlags,
  terminal: Terminal,
  signal: AbortSignal,
): Promise<number> {
  const { bytes, name } = await readInput(path);
  const part = { name: flags.name ?? name, bytes, reading: readOptions(flags, name) };
  const { label, probabilities, id: ids = [] } = flags;
  if (flags.plan !== undefined && (label !== undefined || probabilities !== undefined || ids.length)) {
    throw new CommandError('shard: expected --label, --probabilities and --id in the first pass only, got --plan too');
  }
  const written =
    flags.plan === undefined
      ? await readStatistics(
          part,
          { ...(label === undefined ? {} : { label }), ...(probabilities ? { probabilities } : {}), ids },
          { signal },
        )
      : await readFindings(part, await readKind<ShardPlan>(flags.plan, 'assayer-shard-plan'), { signal });
  await writeOutput(terminal, flags.out, `${JSON.stringify(written)}\n`);
  return exitCodes.done;
}

/** Flags of `assayer merge`. */
export interface MergeFlags {
  out: string;
  plan?: string;
}

/** Merges what `assayer shard` wrote: to a plan after the first pass, to findings after the second. */
export async function mergeCommand(paths: string[], flags: MergeFlags, terminal: Terminal): Promise<number> {
  if (flags.plan === undefined) {
    const parts = await readAll<PartStatistics>(paths, 'assayer-part-statistics');
    await writeOutput(terminal, flags.out, `${JSON.stringify(await mergeStatistics(parts))}\n`);
    return exitCodes.done;
  }
  const plan = await readKind<ShardPlan>(flags.plan, 'assayer-shard-plan');
  const found = await mergeFindings(await readAll<PartFindings>(paths, 'assayer-part-findings'), plan);
  await writeOutput(terminal, flags.out, `${JSON.stringify(found, null, 2)}\n`);
  if (flags.out !== '-') terminal.out(inWords(found));
  return exitCodes.done;
}

function inWords({ parts, rows, label, null: missing, classImbalance, duplicates }: ShardFindings): string {
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
    '',
  ].join('\n');
}

async function readKind<Content extends { kind: string }>(path: string, kind: Content['kind']): Promise<Content> {
  const content = (await readJsonFile(path)) as Content | null;
  if (content?.kind !== kind) {
    throw new CommandError(`${path}: expected ${kind.replaceAll('-', ' ')}, got ${content?.kind ?? 'other JSON'}`);
  }
  return content;
}

async function readAll<Content extends { kind: string }>(paths: string[], kind: Content['kind']): Promise<Content[]> {
  const all: Content[] = [];
  for (const path of paths) all.push(await readKind<Content>(path, kind));
  return all;
}

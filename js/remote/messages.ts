import type { InitOptions } from '../core.ts';
import { Table } from '../table.ts';

// What passes between a page and its worker. Not a library's RPC: calls report progress, can be stopped, hand over what
// was finished before the stop, and ask the page where a model or batches of data stay there.

export type Request =
  | { kind: 'init'; settings: InitOptions }
  /** `callbacks`: names of the functions among the options, which do not cross; they are called by events. */
  | { kind: 'call'; id: number; name: string; args: unknown[]; callbacks: string[] }
  | { kind: 'answer'; question: number; value: unknown }
  | { kind: 'no-answer'; question: number }
  | { kind: 'abort'; id: number };

export type Response =
  | { kind: 'event'; id: number; callback: string; value: unknown }
  /** An argument that is a function is asked for its result. */
  | { kind: 'question'; id: number; question: number; argument: number; args: unknown[] }
  | { kind: 'done'; id: number; value: unknown }
  | { kind: 'failed'; id: number; error: { name: string; code?: string; message: string }; partial?: unknown };

/** The memory that a message can hand over instead of copying it. */
export function transferables(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer);
  } else if (Array.isArray(value)) {
    // arrays of strings or numbers hold nothing to hand over
    if (typeof value[0] === 'object') for (const item of value) transferables(item, found);
  } else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    for (const member of Object.values(value)) transferables(member, found);
  }
  return found;
}

/** An argument that is a function: it stays where it is, and the worker asks for its results. */
interface SentFunction {
  $function: number;
}

/** Arguments as they can be sent. */
export function packFunctions(args: unknown[]): unknown[] {
  return args.map((arg, at) => (typeof arg === 'function' ? ({ $function: at } satisfies SentFunction) : arg));
}

/** Arguments as a function expects them; `ask` calls the function that stands at a place. */
export function unpackFunctions(args: unknown[], ask: (argument: number, args: unknown[]) => Promise<unknown>) {
  return args.map((arg) => {
    if (arg === null || typeof arg !== 'object' || !('$function' in arg)) return arg;
    const { $function } = arg as SentFunction;
    return (...given: unknown[]) => ask($function, given);
  });
}

/** A table on its way: classes lose their methods when they are sent. */
interface SentTable {
  $table: { rowCount: number; columns: [string, ArrayLike<unknown>][] };
}

/** A result as it can be sent; tables as plain data. */
export function packResult(value: unknown): unknown {
  return mapPlain(value, (item) =>
    item instanceof Table
      ? { $table: { rowCount: item.rowCount, columns: item.columnNames.map((name) => [name, item.column(name)]) } }
      : undefined,
  );
}

/** A result as its user expects it. */
export function unpackResult(value: unknown): unknown {
  return mapPlain(value, (item) =>
    '$table' in item ? new Table((item as SentTable).$table.rowCount, (item as SentTable).$table.columns) : undefined,
  );
}

/** Replace objects inside plain objects and short arrays; long arrays and typed arrays hold none. */
function mapPlain(value: unknown, replace: (item: object) => unknown): unknown {
  if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) return value;
  const replaced = replace(value);
  if (replaced !== undefined) return replaced;
  if (Array.isArray(value)) return value.length < 1000 ? value.map((item) => mapPlain(item, replace)) : value;
  if (Object.getPrototypeOf(value) !== Object.prototype) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, mapPlain(member, replace)]));
}

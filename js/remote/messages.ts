import type { InitOptions } from '../core.ts';
import type { Progress } from '../types.ts';

// What passes between a page and its worker. Not a library's RPC: calls report progress, can be stopped, and hand over
// what was finished before the stop.

export type Request =
  | { kind: 'init'; settings: InitOptions }
  | { kind: 'call'; id: number; name: string; args: unknown[]; wantsProgress: boolean }
  | { kind: 'abort'; id: number };

export type Response =
  | { kind: 'progress'; id: number; progress: Progress }
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

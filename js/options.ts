import { describe, reject } from './errors.ts';
import { toMatrix } from './matrix.ts';
import type { MatrixInput, RunOptions } from './types.ts';

/** What an option is: how it is checked, and how the core takes it. */
export type OptionKind = 'number' | 'integer' | 'boolean' | 'text' | 'numbers' | 'matrix' | 'any';

/** Options of a call of the core, and those of the run. */
export interface ReadOptions {
  settings: Record<string, unknown>;
  run: Pick<RunOptions, 'onProgress' | 'signal'>;
}

/**
 * Check the options of a function: a name it does not know, or a value of another kind, is refused. Values left
 * undefined are the core's defaults. Progress, signal and seed need not be listed.
 */
export function readOptions(options: object, kinds: Record<string, OptionKind>): ReadOptions {
  if (options === null || typeof options !== 'object') reject('options', 'an object', describe(options));
  const { onProgress, signal, ...rest } = options as RunOptions & Record<string, unknown>;
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(rest)) {
    const kind = kinds[name] ?? (name === 'seed' ? 'integer' : undefined);
    if (kind === undefined) {
      reject(name, `one of the options ${Object.keys(kinds).join(', ') || '(there are none)'}`, 'an unknown option');
    }
    if (value !== undefined && value !== null) settings[name] = readOption(name, kind, value);
  }
  return { settings, run: { onProgress, signal } };
}

function readOption(name: string, kind: OptionKind, value: unknown): unknown {
  switch (kind) {
    case 'matrix':
      return toMatrix(value as MatrixInput, name);
    case 'numbers':
      return toNumbers(value as ArrayLike<number>, name);
    case 'integer':
      if (!Number.isSafeInteger(value)) reject(name, 'a whole number', describe(value));
      return value;
    case 'number':
      if (typeof value !== 'number' || Number.isNaN(value)) reject(name, 'a number', describe(value));
      return value;
    case 'boolean':
      if (typeof value !== 'boolean') reject(name, 'true or false', describe(value));
      return value;
    case 'any': // the function looks at it itself
      return value;
    case 'text':
      if (typeof value !== 'string') reject(name, 'a text', describe(value));
      return value;
  }
}

/** Names of the classes, where they are given: one for each of K. */
export function expectClassNames(classNames: ArrayLike<string> | undefined, numClasses: number): void {
  if (classNames === undefined) return;
  const isList = classNames !== null && typeof classNames === 'object' && typeof classNames.length === 'number';
  if (!isList || classNames.length !== numClasses) {
    reject('classNames', `${numClasses} names, one for each class`, describe(classNames));
  }
}

/** An object with parts by name, none of them unknown. */
export function expectParts(input: unknown, name: string, parts: readonly string[]): void {
  if (input === null || typeof input !== 'object') reject(name, `an object with ${parts.join(', ')}`, describe(input));
  for (const part of Object.keys(input)) {
    if (!parts.includes(part)) reject(`${name}.${part}`, `one of ${parts.join(', ')}`, 'an unknown name');
  }
}

/** Numbers as the core takes them. */
export function toNumbers(values: ArrayLike<number>, name: string): Float64Array {
  if (values instanceof Float64Array) return values;
  if (values === null || typeof values !== 'object' || typeof values.length !== 'number') {
    reject(name, 'an array of numbers', describe(values));
  }
  const numbers = new Float64Array(values.length);
  for (let i = 0; i < numbers.length; i++) {
    const value = values[i];
    if (typeof value !== 'number') reject(`${name}[${i}]`, 'a number', describe(value));
    numbers[i] = value;
  }
  return numbers;
}

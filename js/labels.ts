import { describe, reject } from './errors.ts';
import type { ClassName } from './table.ts';
import type { LabelInput } from './types.ts';

/** Labels as the core takes them, and the classes in order of their ids. */
export interface EncodedLabels {
  ids: Int32Array;
  classNames: ClassName[];
}

/**
 * Number the classes: distinct labels sorted by value (numbers numerically, text by code point, false before true).
 *
 * @throws AssayerError `invalid_input` where labels are missing (with their rows) or of mixed types.
 */
export function encodeLabels(labels: LabelInput, name = 'labels'): EncodedLabels {
  if (labels === null || typeof labels !== 'object' || typeof labels.length !== 'number') {
    reject(name, 'an array with one label for each row', describe(labels));
  }
  refuseMissing(labels, name);
  const firstType = typeof labels[0];
  const isKnown = ['string', 'number', 'boolean'].includes(firstType);
  const appearances = new Map<ClassName, number>();
  const ids = new Int32Array(labels.length);
  for (let i = 0; i < ids.length; i++) {
    const label = labels[i] as ClassName;
    if (typeof label !== firstType || !isKnown) {
      reject(`${name}[${i}]`, `a ${firstType} as in the rows before`, describe(label));
    }
    const id = appearances.get(label) ?? appearances.size;
    if (id === appearances.size) appearances.set(label, id);
    ids[i] = id;
  }
  const classNames = [...appearances.keys()].sort(compareClasses);
  const sorted = new Int32Array(classNames.length);
  classNames.forEach((label, id) => {
    sorted[appearances.get(label)!] = id;
  });
  for (let i = 0; i < ids.length; i++) ids[i] = sorted[ids[i]!]!;
  return { ids, classNames };
}

function compareClasses(a: ClassName, b: ClassName): number {
  if (typeof a === 'string' && typeof b === 'string') return compareByCodePoint(a, b);
  return Number(a) - Number(b);
}

/** As Python, C++ and databases sort text; JavaScript's own order differs beyond the basic plane. */
function compareByCodePoint(a: string, b: string): number {
  const left = Array.from(a);
  const right = Array.from(b);
  for (let i = 0; i < Math.min(left.length, right.length); i++) {
    const difference = left[i]!.codePointAt(0)! - right[i]!.codePointAt(0)!;
    if (difference) return difference;
  }
  return left.length - right.length;
}

/** Numbers to predict. */
export function encodeTargets(labels: LabelInput, name = 'labels'): Float64Array {
  refuseMissing(labels, name);
  return Float64Array.from({ length: labels.length }, (_, i) => {
    const value = Number(labels[i]);
    if (!Number.isFinite(value)) reject(`${name}[${i}]`, 'a finite number', describe(labels[i]));
    return value;
  });
}

/** Sets of classes, flat: the set of row i is values[offsets[i], offsets[i + 1]). */
export interface EncodedLabelSets {
  values: Int32Array;
  offsets: Uint32Array;
  classNames: ClassName[];
}

/** Number the classes over all sets; an empty set is allowed. */
export function encodeLabelSets(sets: ArrayLike<unknown>, name = 'labels'): EncodedLabelSets {
  const all: ClassName[] = [];
  const offsets = new Uint32Array(sets.length + 1);
  for (let i = 0; i < sets.length; i++) {
    const set = sets[i];
    if (!Array.isArray(set) && !ArrayBuffer.isView(set)) {
      reject(`${name}[${i}]`, 'a list of classes for each row', describe(set));
    }
    all.push(...Array.from(set as ArrayLike<ClassName>));
    offsets[i + 1] = all.length;
  }
  refuseIndicators(all, offsets, name);
  const { ids, classNames } = encodeLabels(all, name);
  for (let i = 0; i < sets.length; i++) ids.subarray(offsets[i], offsets[i + 1]).sort();
  return { values: ids, offsets, classNames };
}

/** Rows of as many 0 and 1 as there are classes would be read as lists of the classes 0 and 1. */
function refuseIndicators(all: ClassName[], offsets: Uint32Array, name: string): void {
  const width = offsets[1]!;
  const isMatrix = width > 1 && offsets.every((end, i) => end === i * width) && all.every((x) => x === 0 || x === 1);
  if (!isMatrix || (width === 2 && all.every((x, at) => at % 2 === 0 || x !== all[at - 1]))) return;
  reject(name, 'lists of classes, such as [0, 2] for [1, 0, 1]', `a matrix of 0 and 1 (${width} in each row)`);
}

function refuseMissing(labels: LabelInput, name: string): void {
  const missing: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i];
    if (label === null || label === undefined || (typeof label === 'number' && Number.isNaN(label))) missing.push(i);
  }
  if (missing.length) {
    const rows = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ', …' : '');
    reject(name, 'a label in every row', `${missing.length} missing (row${missing.length > 1 ? 's' : ''} ${rows})`);
  }
}

// The public contract that users and other tools were promised: names may be added to it, none may be lost or narrowed.
import { readFileSync } from 'node:fs';
import * as here from 'assayer';
import * as inWorker from 'assayer/worker';
import { describe, expect, it } from 'vitest';
import type * as contract from './api.d.ts';

type Classes = 'Datalab' | 'AssayerError';
type Instances = { [Name in Exclude<Classes, 'AssayerError'>]: InstanceType<(typeof contract)[Name]> };
type Statics = Omit<(typeof contract)['Datalab'], 'prototype'>;

// These lines fail to compile where a signature no longer serves a caller who knows the contract alone.
const functions: Omit<typeof contract, Classes> = here;
const functionsInWorker: Pick<typeof contract, 'audit' | 'init' | 'crossValPredict' | 'knnGraph'> = inWorker;
const statics: Statics = here.Datalab;
const asPromised = (lab: here.Datalab): Instances['Datalab'] => lab;

const source = readFileSync(new URL('api.d.ts', import.meta.url), 'utf8');
const names = [...source.matchAll(/^export (?:function|class) (\w+)/gm)].map(([, name]) => name!);

describe('the contract', () => {
  it.each(names)('has %s, on the calling thread and in a worker', (name) => {
    expect(Object.entries({ ...functions, ...here }).filter(([key]) => key === name)).toHaveLength(1);
    expect(typeof ({ ...functionsInWorker, ...inWorker } as Record<string, unknown>)[name]).toBe('function');
  });

  it('has all parts of Datalab', async () => {
    const own = source.slice(source.indexOf('export class Datalab'), source.indexOf('export interface CheckInputs'));
    const members = [...own.matchAll(/^ {2}(static |readonly )?(\w+)\(/gm)].map(([, kind, name]) => [kind, name!]);
    expect(members.length).toBeGreaterThan(8);
    const lab = asPromised(await here.Datalab.create({ labels: ['a', 'b'] }));
    for (const [kind, name] of members) {
      const owner = (kind === 'static ' ? statics : lab) as unknown as Record<string, unknown>;
      expect([name, typeof owner[name as string]]).toEqual([name, 'function']);
    }
    expect([...lab.classNames]).toEqual(['a', 'b']);
  });
});

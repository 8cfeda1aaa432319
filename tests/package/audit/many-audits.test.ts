import { audit, init } from 'assayer';
import { describe, expect, it } from 'vitest';
import { smallTable } from '../cli/assayer.ts';

describe('300 audits in one process', () => {
  it('leave the memory of the module as large as the first ones made it', async () => {
    const memories: WebAssembly.Memory[] = [];
    const { instantiate } = WebAssembly;
    WebAssembly.instantiate = (async (...args: Parameters<typeof instantiate>) => {
      const result = (await instantiate(...args)) as unknown as WebAssembly.Instance;
      for (const value of Object.values(result.exports)) {
        if (value instanceof WebAssembly.Memory) memories.push(value);
      }
      return result;
    }) as unknown as typeof instantiate;
    try {
      await init();
    } finally {
      WebAssembly.instantiate = instantiate;
    }
    expect(memories).toHaveLength(1);
    const size = () => memories[0]!.buffer.byteLength;

    let afterFirst = 0;
    for (let i = 0; i < 300; i++) {
      const failing = i % 10 === 9; // what is refused must not leak either
      const data = failing ? 'a,kind\n1,x\n2,x\n' : smallTable();
      await audit(data, { label: 'kind', effort: 'fast' }).catch((error: unknown) => {
        if (!failing) throw error;
      });
      if (i === 20) afterFirst = size();
    }
    expect(size()).toBe(afterFirst);
  }, 240_000);
});

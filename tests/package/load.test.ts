import { AssayerError, init } from 'assayer';
import { afterEach, expect, it } from 'vitest';

afterEach(() => init());

it('loads the core from beside the package', async () => {
  await expect(init()).resolves.toBeUndefined();
});

it('says where it looked when the wasm is not there, and can be told again', async () => {
  await expect(init({ wasmUrl: '/nowhere/assayer.wasm' })).rejects.toThrow(/assayer\.wasm: expected WebAssembly at/);
  await expect(init({ wasmUrl: '/nowhere/assayer.wasm' })).rejects.toMatchObject({ code: 'wasm_load' });
  await expect(init({ wasmUrl: '/nowhere/assayer.wasm' })).rejects.toBeInstanceOf(AssayerError);
  await expect(init()).resolves.toBeUndefined();
});

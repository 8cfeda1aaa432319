// The only door to the package: everything runs in its worker.
import { audit, compare, inferSchema, init, layoutGraph, writeFixed, writeTable } from 'assayer/worker';

export { audit, compare, inferSchema, layoutGraph, writeFixed, writeTable };

/** Load the worker and its WebAssembly with the page, so that nothing has to be loaded once a file is open. */
export async function startEngine(): Promise<void> {
  await init();
}

/** Whatever was thrown, as text for people. */
export function asProblem(about: string, error: unknown): { about: string; message: string; code: string } {
  const { message, code } = error as { message?: unknown; code?: unknown };
  return {
    about,
    message: typeof message === 'string' && message ? message : String(error),
    code: typeof code === 'string' ? code : 'internal',
  };
}

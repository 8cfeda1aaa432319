import { AssayerError } from 'assayer';
import { expect } from 'vitest';

/** Expect a refusal in the words of all of them: `argument: expected ..., got ...`. */
export async function expectRefusal(call: () => unknown, what: string) {
  let result: unknown;
  try {
    result = await call();
  } catch (error) {
    if (!(error instanceof AssayerError)) {
      expect.soft(`${what}: ${error}`).toBe('refused');
      return;
    }
    expect.soft({ what, code: error.code }).toEqual({ what, code: 'invalid_input' });
    expect.soft(error.message, what).toMatch(/^[a-z][\w.]*(\[[^\]]*\][\w.]*)*: expected .+, got .+/i);
    return;
  }
  expect.soft(what, `took it, and gave ${JSON.stringify(result)?.slice(0, 200)}`).toBe('refused');
}

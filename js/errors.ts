/**
 * What went wrong, for programs: `invalid_input` (an argument or the data), `unsupported` (not possible here),
 * `aborted`, `out_of_memory`, `wasm_load` (the WebAssembly file was not found or is not one), `internal` (a defect of
 * assayer: please report it).
 */
export type AssayerErrorCode = 'invalid_input' | 'unsupported' | 'aborted' | 'out_of_memory' | 'wasm_load' | 'internal';

/** The only error that assayer throws by itself. The message says what was given, what was expected and where. */
export class AssayerError extends Error {
  override name = 'AssayerError';
  readonly code: AssayerErrorCode;
  constructor(code: AssayerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Refuse an argument in the words that the core uses: `<argument>: expected <expected>, got <got>`. */
export function reject(argument: string, expected: string, got: string | number): never {
  throw new AssayerError('invalid_input', `${argument}: expected ${expected}, got ${got}`);
}

/** A value as messages show it: short, and telling `"1"` from `1`. */
export function describe(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (Array.isArray(value)) return `an array of ${value.length}`;
  if (ArrayBuffer.isView(value)) return `a ${value.constructor.name} of ${(value as Uint8Array).length}`;
  if (typeof value === 'object' && value !== null) return `an object (${value.constructor?.name ?? 'no prototype'})`;
  return String(value);
}

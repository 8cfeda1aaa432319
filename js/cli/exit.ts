/** What the process ends with; the same for every output format. */
export const exitCodes = { done: 0, gateFailed: 1, couldNotRun: 2, interrupted: 130 } as const;

/** Stops a command with a message for the user. */
export class CommandError extends Error {}

/** Thrown where the user or a time limit stopped the work. */
export class Interrupted extends Error {}

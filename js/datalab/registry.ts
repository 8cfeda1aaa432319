import type { Task } from '../types.ts';
import type { CheckDescription } from './checks.ts';

/** `#checks`: what the core says of its checks, asked once when the package is built (scripts/build-package.mjs). */
declare const registry: {
  checks: CheckDescription[];
  possible: Record<Task, string[]>;
  defaults: Record<Task, string[]>;
};
export default registry;

import { builtInChecks } from '../datalab/checks.ts';
import { CommandError, exitCodes } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Lists the issue types, or tells one with its parameters. */
export function checksCommand(
  type: string | undefined,
  { format }: { format: 'text' | 'json' },
  terminal: Terminal,
): number {
  const all = builtInChecks();
  const chosen = type === undefined ? all : all.filter((check) => check.type === type);
  if (!chosen.length) {
    throw new CommandError(`checks: expected one of ${all.map((check) => check.type).join(', ')}, got "${type}"`);
  }
  const { bold, dim } = terminal.colors;
  if (format === 'json') {
    terminal.out(`${JSON.stringify(chosen, null, 2)}\n`);
  } else {
    const blocks = chosen.map(({ type: name, title, description, tasks, parameters }) => {
      const settings = parameters.map((parameter) => {
        const value = `--set ${name}.${parameter.name}=${JSON.stringify(parameter.default)}`;
        return `    ${value.padEnd(48)} ${dim(parameter.description)}`.trimEnd();
      });
      return [`${bold(name)}  ${title} ${dim(`(${tasks.join(', ')})`)}`, `  ${description}`, ...settings].join('\n');
    });
    terminal.out(`${blocks.join('\n\n')}\n`);
  }
  return exitCodes.done;
}

import type { Command } from 'commander';
import { CommandError } from './exit.ts';

export const shells = ['bash', 'zsh', 'fish'];

/** A script that completes commands, flags and their values, made from the program itself. */
export function completionScript(program: Command, shell: string): string {
  if (shell === 'bash') return bashScript(program);
  // zsh runs completions of bash
  if (shell === 'zsh') return `autoload -U +X bashcompinit && bashcompinit\n${bashScript(program)}`;
  if (shell === 'fish') return fishScript(program);
  throw new CommandError(`completion: expected ${shells.join(', ')}, got "${shell}"`);
}

const flagsOf = (command: Command) =>
  command.options
    .filter(({ hidden }) => !hidden)
    .map(({ long, short, description, argChoices }) => ({ long, short, description, choices: argChoices }));

function bashScript(program: Command): string {
  const names = program.commands.map((command) => command.name());
  const global = flagsOf(program).map(({ long }) => long);
  const cases = program.commands.map((command) => {
    const flags = [...flagsOf(command).map(({ long }) => long), ...global, '--help'].join(' ');
    return `    ${command.name()}) flags="${flags}" ;;`;
  });
  const choices = new Map(
    program.commands.flatMap(flagsOf).flatMap(({ long, choices }) => (choices && long ? [[long, choices]] : [])),
  );
  const values = [...choices].map(
    ([long, list]) => `    ${long}) COMPREPLY=($(compgen -W "${list.join(' ')}" -- "$word")); return ;;`,
  );
  return `# completion of assayer
_assayer() {
  local word="\${COMP_WORDS[COMP_CWORD]}" previous="\${COMP_WORDS[COMP_CWORD-1]}" flags=""
  if [ "$COMP_CWORD" -eq 1 ]; then
    COMPREPLY=($(compgen -W "${names.join(' ')} --help --version" -- "$word")); return
  fi
  case "$previous" in
${values.join('\n')}
  esac
  case "\${COMP_WORDS[1]}" in
${cases.join('\n')}
  esac
  if [[ "$word" == -* ]]; then COMPREPLY=($(compgen -W "$flags" -- "$word")); else COMPREPLY=($(compgen -f -- "$word")); fi
}
complete -o filenames -F _assayer assayer
`;
}

function fishScript(program: Command): string {
  const text = (words: string) => `'${words.replaceAll("'", "\\'")}'`;
  const lines = program.commands.flatMap((command) => [
    `complete -c assayer -n __fish_use_subcommand -a ${command.name()} -d ${text(command.description())}`,
    ...flagsOf(command).map(({ long, short, description, choices }) => {
      const when = `-n '__fish_seen_subcommand_from ${command.name()}'`;
      const name = `-l ${long!.slice(2)}${short ? ` -s ${short.slice(1)}` : ''}`;
      return `complete -c assayer ${when} ${name}${choices ? ` -x -a ${text(choices.join(' '))}` : ''} -d ${text(description)}`;
    }),
  ]);
  return `# completion of assayer\n${lines.join('\n')}\n`;
}

import { Command, InvalidArgumentError, Option } from 'commander';
import { version } from '../version.ts';
import { type AuditFlags, auditCommand, stdoutFormats } from './audit-command.ts';
import { checksCommand } from './checks-command.ts';
import { type CompareFlags, compareCommand, measures } from './compare-command.ts';
import { completionScript, shells } from './completion.ts';
import { demoCommand, demoNames } from './demo-command.ts';
import { exitCodes } from './exit.ts';
import { type FixFlags, fixCommand } from './fix-command.ts';
import { type MergeFlags, mergeCommand, type ShardFlags, shardCommand } from './shard-command.ts';
import { openTerminal, type Terminal } from './terminal.ts';

const columnKindsHelp = 'kinds of columns: numeric, categorical, text, date, boolean, identifier, ignore';
const exitCodesHelp = `
Exit codes: 0 done, gates held; 1 a gate failed; 2 could not run (arguments, file, column); 130 interrupted.`;

/** The commands and flags of `assayer`. `finish` is told the exit code of the command that ran. */
export function createProgram(signal: AbortSignal, finish: (code: number) => void): Command {
  const program = new Command('assayer')
    .description(
      'Finds wrong labels, outliers, duplicates and other mistakes in data sets. Nothing leaves your machine.',
    )
    .version(version, '-V, --version')
    .option('--color', 'colour the output even if it is no terminal')
    .option('--no-color', 'never colour the output (NO_COLOR and FORCE_COLOR are honoured)')
    .option('-q, --quiet', 'no progress and no notes on stderr')
    .option('-v, --verbose', 'tell more where something goes wrong')
    .showSuggestionAfterError()
    .enablePositionalOptions(false)
    .exitOverride()
    .addHelpText(
      'after',
      `
Examples:
  $ assayer demo
  $ assayer audit data.csv --label species --html report.html
${exitCodesHelp}`,
    );
  const act =
    <Args extends unknown[]>(command: (terminal: Terminal, ...args: Args) => Promise<number> | number) =>
    async (...args: unknown[]) => {
      const flags = (args.at(-1) as Command).optsWithGlobals();
      finish(await command(openTerminal(flags), ...(args as Args)));
    };

  const audit = readFlags(program.command('audit'))
    .argument('<file>', 'CSV, TSV, JSON, NDJSON, Parquet or Arrow, also gzipped; - is stdin')
    .description('audit a table: wrong labels, outliers, duplicates, drift, imbalance, missing values, weak groups')
    .option('--label <column>', 'the label column; guessed where absent')
    .option('--no-label', 'the table has no labels')
    .addOption(new Option('--task <task>', 'what the label is').choices(['classification', 'regression', 'multilabel']))
    .option('--id <column...>', 'columns that only name the rows')
    .option('--time <column...>', 'columns that are dates')
    .option('--text <column...>', 'columns that are words of a language')
    .option('--ignore <column...>', 'columns to leave out')
    .option('--types <column=kind...>', columnKindsHelp)
    .option('--group <column>', 'rows with the same value belong together: models are tested on other groups')
    .option('--annotators <column...>', 'label columns of several annotators: what most of them say is audited')
    .option('--pred-probs <file>', 'class probabilities of your own: a column for each class, in order')
    .option('--features <file>', 'features of your own, such as embeddings')
    .optionsGroup('What to look for:')
    .option('--only <type...>', 'these issue types only; see `assayer checks`')
    .option('--skip <type...>', 'all but these issue types')
    .option('--set <type.parameter=value...>', 'set a parameter, such as outlier.threshold=0.2')
    .addOption(
      new Option('--effort <effort>', 'how much work the models are worth').choices(['fast', 'balanced', 'thorough']),
    )
    .addOption(new Option('--model <model>', 'which models are trained').choices(['auto', 'linear', 'trees']))
    .option('--folds <number>', 'of the cross-validation; default 5', wholeNumber)
    .option('--k <number>', 'neighbours that each row is compared with; default 10', wholeNumber)
    .option('--sample <rows>', 'audit so many rows only, drawn at random; the report says so', wholeNumber)
    .option('--seed <number>', 'for the random parts', wholeNumber)
    .option('--threads <number>', 'that share the work; default: as many as the machine has, up to 8', fromOne)
    .option('--timeout <seconds>', 'give up after so long', positiveNumber)
    .optionsGroup('Output (each takes a path, or - for stdout):')
    .option('--json <path>', 'the report for programs, and for `assayer fix`')
    .option('--html <path>', 'the report as one page that opens offline')
    .option('--md <path>', 'the report as Markdown')
    .option('--csv <path>', 'a row for each example, a column for each issue type')
    .option('--fixed <path>', 'the table with all suggested fixes applied')
    .addOption(
      new Option(
        '--missing <what>',
        'suggest fixes of missing cells too, in --json and --fixed: empty those that say ' +
          'so in words (?, N/A), or fill in what similar rows have',
      ).choices(['keep', 'mark', 'fill']),
    )
    .option(
      '--keep <which>',
      'which row of a set of copies stays: first, last, complete (fewest gaps) or greatest=COLUMN (such as the newest)',
    )
    .option('--top <number>', 'how many of the worst rows are shown of each type', wholeNumber)
    .option('--redact', 'no cell values in any report')
    .addOption(new Option('--format <format>', 'what stdout is').choices(stdoutFormats).default('text'))
    .optionsGroup('Gates:')
    .option('--fail-on <gate...>', 'fail if a type has issues: label, "near_duplicate>10", "label>2%", "any>0"')
    .option('--fail-under <score...>', 'fail if a score is lower: 0.9 (of the labels), outlier=0.3')
    .option('--baseline <report.json>', 'count only what this earlier report does not hold')
    .addHelpText(
      'after',
      `
Examples:
  $ assayer audit data.csv --label species --html report.html
  $ gunzip -c big.csv.gz | assayer audit - --fail-on "label>2%" --format github
${exitCodesHelp}`,
    );
  audit.action(act((terminal, file: string, flags: AuditFlags) => auditCommand(file, flags, terminal, signal)));

  readFlags(program.command('compare'))
    .argument('<old>', 'the table as it was; - is stdin')
    .argument('<new>', 'the table as it is now')
    .description('compare two tables: drift, new and lost columns and categories, leaked rows, change of quality')
    .option('--label <column>', 'the label column of both; guessed where absent')
    .option('--no-label', 'the tables have no labels')
    .addOption(new Option('--task <task>', 'what the label is').choices(['classification', 'regression', 'multilabel']))
    .option('--id <column...>', 'columns that only name the rows')
    .option('--time <column...>', 'columns that are dates')
    .option('--text <column...>', 'columns that are words of a language')
    .option('--ignore <column...>', 'columns to leave out')
    .option('--types <column=kind...>', columnKindsHelp)
    .optionsGroup('What to compare:')
    .option('--no-audit', 'do not audit the tables: no change of quality, but much faster')
    .option('--no-near', 'look for rows that are in both exactly only')
    .option('--drift-threshold <number>', 'effect size from which a column counts as drifted; default 0.1', share)
    .addOption(
      new Option('--effort <effort>', 'how much work the models of the audits are worth').choices([
        ...['fast', 'balanced', 'thorough'],
      ]),
    )
    .option('--seed <number>', 'for the random parts', wholeNumber)
    .option('--timeout <seconds>', 'give up after so long', positiveNumber)
    .optionsGroup('Output (each takes a path, or - for stdout):')
    .option('--json <path>', 'the comparison for programs')
    .option('--md <path>', 'the comparison as Markdown')
    .option('--top <number>', 'how many columns and leaked rows are shown; default 20', wholeNumber)
    .option('--redact', 'no cell values in any output')
    .addOption(new Option('--format <format>', 'of stdout').choices(['text', 'json']).default('text'))
    .optionsGroup('Gates:')
    .option(
      '--fail-on <measure...>',
      'such as drift>0.2, leaked_rows>1%, lost_columns, new_categories>3, label>2% (percentage points more issues)',
    )
    .addHelpText(
      'after',
      `
Measures: ${Object.keys(measures).join(', ')}, and every issue type.

Examples:
  $ assayer compare train.csv serving.csv --label churned
  $ assayer compare monday.csv tuesday.csv --no-audit --fail-on "drift>0.2" --fail-on lost_columns
${exitCodesHelp}`,
    )
    .action(
      act((terminal, older: string, newer: string, flags: CompareFlags) =>
        compareCommand(older, newer, flags, terminal, signal),
      ),
    );

  readFlags(program.command('fix'))
    .argument('<file>', 'the file that was audited')
    .description('apply the fixes that a report suggests; nothing else in the file is touched')
    .requiredOption(
      '--from <report.json>',
      'a report written by `assayer audit --json`; fixes with "accepted": false are left out',
    )
    .option('-o, --out <path>', 'where to write; default: FILE.fixed.csv beside it; - is stdout')
    .option('--kinds <kind...>', 'only these kinds: relabel, drop, merge, fill, mark')
    .option('--min-confidence <number>', 'only fixes at least so certain, in [0, 1]', positiveNumber)
    .option('--rows <numbers>', 'only these rows, such as 3,17')
    .option('--log <path>', 'write what was changed as JSON')
    .option('--dry-run', 'print what would be changed, write nothing')
    .option('--reaudit', 'audit the file before and after, and tell what became of each issue type')
    .option('--escape-formulas', 'put a quote before cells that spreadsheets run as formulas')
    .addHelpText(
      'after',
      `
Examples:
  $ assayer audit data.csv --json report.json && assayer fix data.csv --from report.json
  $ assayer fix data.csv --from report.json --kinds relabel --min-confidence 0.9 -o clean.csv
${exitCodesHelp}`,
    )
    .action(act((terminal, file: string, flags: FixFlags) => fixCommand(file, flags, terminal, signal)));

  readFlags(program.command('shard'))
    .argument('<part>', 'a file with some of the rows, - is stdin; in the third pass: the folder of a cell')
    .description('look at a part of a table too large for one machine; `assayer merge` puts the parts together')
    .requiredOption('-o, --out <path>', 'where to write what was found; - is stdout')
    .option('--plan <plan.json>', 'of the merged first pass: this is the second pass; absent: the first')
    .option('--label <column>', 'the label column')
    .option(
      '--probabilities <prefix>',
      'columns PREFIX + class hold out-of-sample probabilities; without: no label issues',
    )
    .option('--id <column...>', 'columns that only name the rows')
    .option('--features <prefix>', 'columns PREFIX... are numbers that tell how near rows are; default: all columns do')
    .option('--name <name>', 'of the part; default: the name of the file')
    .option('--cells <folder>', 'second pass: seek outliers and near duplicates, too; rows to be compared go there')
    .addHelpText(
      'after',
      `
Examples:
  $ assayer shard part-0.csv --label y --probabilities p_ --out part-0.stats
  $ assayer shard part-0.csv --plan plan.json --out part-0.found --cells cells
  $ assayer shard cells/0007 --plan plan.json --out cell-7.near
${exitCodesHelp}`,
    )
    .action(act((terminal, part: string, flags: ShardFlags) => shardCommand(part, flags, terminal, signal)));

  program
    .command('merge')
    .argument('<files...>', 'what `assayer shard` wrote of all parts in the first pass; later: of all parts and cells')
    .description('merge what `assayer shard` found in the parts: to a plan, then to the findings of the whole')
    .requiredOption('-o, --out <path>', 'where to write the plan or the findings as JSON; - is stdout')
    .option('--plan <plan.json>', 'after the last pass: the plan that it followed')
    .optionsGroup('How neighbours are sought (goes into the plan):')
    .option('--k <number>', 'neighbours of each row; default 10', fromOne)
    .option('--num-cells <number>', 'cells that rows are put in; default: one for every 50,000 rows', fromOne)
    .option('--copies <number>', 'cells that each row is put in: more take longer and find more; default 3', fromOne)
    .addHelpText(
      'after',
      `
Examples:
  $ assayer merge *.stats --out plan.json
  $ assayer merge *.found *.near --plan plan.json --out findings.json
${exitCodesHelp}`,
    )
    .action(act((terminal, files: string[], flags: MergeFlags) => mergeCommand(files, flags, terminal)));

  program
    .command('checks')
    .argument('[type]', 'one issue type')
    .description('list the issue types and their parameters')
    .addOption(new Option('--format <format>').choices(['text', 'json']).default('text'))
    .addHelpText('after', '\nExamples:\n  $ assayer checks\n  $ assayer checks outlier')
    .action(
      act((terminal, type: string | undefined, flags: { format: 'text' | 'json' }) =>
        checksCommand(type, flags, terminal),
      ),
    );

  program
    .command('demo')
    .argument('[name]', `a sample: ${demoNames.join(', ')}`, demoNames[0])
    .description('write a small data set with planted faults, and audit it')
    .option('-o, --out <path>', 'where to write it; default: assayer-demo-NAME.csv')
    .addHelpText('after', '\nExamples:\n  $ assayer demo\n  $ assayer demo titanic -o faulty.csv')
    .action(act((terminal, name: string, flags: { out?: string }) => demoCommand(name, flags, terminal, signal)));

  program
    .command('completion')
    .argument('<shell>', shells.join(', '))
    .description('print a completion script for your shell')
    .addHelpText(
      'after',
      '\nExamples:\n  $ source <(assayer completion bash)\n  $ assayer completion fish > ~/.config/fish/completions/assayer.fish',
    )
    .action(
      act((terminal, shell: string) => {
        terminal.out(completionScript(program, shell));
        return exitCodes.done;
      }),
    );
  return program;
}

function readFlags(command: Command): Command {
  return command
    .addOption(
      new Option('--input-format <format>', 'of FILE; default: by extension, then content').choices([
        ...['csv', 'tsv', 'json', 'ndjson', 'parquet', 'arrow'],
      ]),
    )
    .option('--delimiter <character>', 'between cells; guessed where absent; tab is \\t')
    .option('--encoding <name>', 'of the file, such as utf-8 or windows-1252; guessed where absent')
    .option('--no-header', 'the first line is data')
    .option('--na <spellings>', 'further spellings of missing cells, such as "-999,unknown"');
}

function wholeNumber(text: string): number {
  if (!/^\d+$/.test(text)) throw new InvalidArgumentError('expected a whole number from 0.');
  return Number(text);
}

function fromOne(text: string): number {
  const value = wholeNumber(text);
  if (value < 1) throw new InvalidArgumentError('expected a whole number from 1.');
  return value;
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0) || !Number.isFinite(value))
    throw new InvalidArgumentError('expected a number from 0.');
  return value;
}

function share(text: string): number {
  const value = positiveNumber(text);
  if (value > 1) throw new InvalidArgumentError('expected a number in [0, 1].');
  return value;
}

// The tables of parameters in docs/issue-types.md, from what the core declares (build/checks.json):
//   node scripts/describe-parameters.mjs      writes them anew
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const at = (path) => new URL(`../${path}`, import.meta.url);

/** All parameters of a list, those of objects after them by their whole names. */
function flat(parameters, prefix = '') {
  return parameters.flatMap((parameter) => [
    { ...parameter, name: `${prefix}${parameter.name}` },
    ...flat(parameter.members ?? [], `${prefix}${parameter.name}.`),
  ]);
}

function range({ least, above, most }, what) {
  const from = above !== undefined ? `above ${above}` : least !== undefined ? `from ${least}` : '';
  const to = most !== undefined ? `up to ${most}` : '';
  return [what, from, to].filter(Boolean).join(' ');
}

function values(parameter) {
  switch (parameter.kind) {
    case 'boolean':
      return '`true`, `false`';
    case 'integer':
      return range(parameter, 'whole number');
    case 'number':
      return range(parameter, 'number');
    case 'text':
      return parameter.choices?.map((choice) => `\`${choice}\``).join(', ') ?? 'text';
    case 'metric':
      return 'name of a metric';
    case 'integers':
      return range(parameter, 'whole numbers');
    case 'numbers':
      return range(parameter, 'numbers');
    default:
      return parameter.kind;
  }
}

function written(value) {
  if (value === null || value === undefined) return 'none';
  return `\`${Array.isArray(value) ? `[${value.join(', ')}]` : value}\``;
}

/** The Markdown table of a check's parameters, one line each; [] where it has none. */
export function parameterTable(parameters) {
  if (!parameters.length) return [];
  const rows = flat(parameters).map((parameter) => [
    `\`${parameter.name}\``,
    values(parameter),
    written(parameter.default),
    parameter.description.replaceAll('|', '\\|'),
  ]);
  return [['Parameter', 'Values', 'Default', 'Meaning'], ['---', '---', '---', '---'], ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
}

/** The heading of a check's section begins with this. */
export function headingOf({ type, tasks }, checks) {
  return checks.filter((check) => check.type === type).length > 1
    ? `## \`${type}\` in ${tasks[0]}:`
    : `## \`${type}\`:`;
}

if (import.meta.filename === process.argv[1]) {
  const { checks } = JSON.parse(readFileSync(at('build/checks.json'), 'utf8'));
  let text = readFileSync(at('docs/issue-types.md'), 'utf8');
  for (const check of checks) {
    const start = text.indexOf(headingOf(check, checks));
    if (start < 0) throw new Error(`docs/issue-types.md: no section ${headingOf(check, checks)}`);
    const next = text.indexOf('\n## ', start);
    const end = next < 0 ? text.length : next;
    const kept = text
      .slice(start, end)
      .replace(/\n\| Parameter[\s\S]*?\n(?!\|)/, '\n')
      .replace('\nNo parameters.\n', '\n');
    const table = parameterTable(check.parameters);
    const section = `${kept.trimEnd()}\n\n${table.length ? table.join('\n') : 'No parameters.'}\n`;
    text = text.slice(0, start) + section + text.slice(end);
  }
  writeFileSync(at('docs/issue-types.md'), text);
  execFileSync('npx', ['biome', 'format', '--write', 'docs/issue-types.md'], { cwd: at('.'), stdio: 'ignore' });
}

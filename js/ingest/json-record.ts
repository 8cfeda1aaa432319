import { JsonArrayScanner } from './json-scanner.ts';

/** Change cells of one row, an object or a list, and nothing else: order, spaces and other values stay as they are. */
export function editJsonRecord(record: string, edits: ReadonlyMap<string, string | null>, names: string[]): string {
  const text = record.trimEnd();
  const isList = text.trimStart().startsWith('[');
  const open = new Map(edits);
  let edited = '';
  let at = 0;
  const members = new JsonArrayScanner().push(text);
  for (const [c, member] of members.entries()) {
    const key = isList ? '' : (/^"(?:[^"\\]|\\.)*"\s*:\s*/.exec(member.text)?.[0] ?? '');
    const name = isList ? names[c]! : (JSON.parse(key.slice(0, key.lastIndexOf(':'))) as string);
    const value = open.get(name);
    if (value === undefined) continue;
    open.delete(name);
    const old = member.text.slice(key.length).trimEnd();
    const start = member.start + key.length;
    edited += text.slice(at, start) + jsonCell(value, old);
    at = start + old.length;
  }
  edited += text.slice(at);
  if (!isList && open.size) {
    const added = [...open].map(([name, value]) => `${JSON.stringify(name)}: ${jsonCell(value, '')}`).join(', ');
    edited = edited.replace(/\s*\}$/, (end) => `${members.length ? ', ' : ''}${added}${end}`);
  }
  return edited + record.slice(text.length);
}

/** The value in the type of the one it replaces, if it can be. */
function jsonCell(value: string | null, old: string): string {
  if (value === null) return 'null';
  const isPlain = old !== '' && !old.startsWith('"');
  if (isPlain && /^(?:-?\d+(?:\.\d+)?(?:e[+-]?\d+)?|true|false|[[{].*)$/is.test(value) && isJson(value)) return value;
  return JSON.stringify(value);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

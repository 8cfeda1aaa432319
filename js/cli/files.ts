import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { CommandError } from './exit.ts';
import type { Terminal } from './terminal.ts';

/** Bytes and name of a file; `-` is stdin. */
export async function readInput(path: string): Promise<{ bytes: Uint8Array; name: string }> {
  if (path === '-') {
    const parts: Uint8Array[] = [];
    for await (const part of process.stdin) parts.push(part as Uint8Array);
    return { bytes: new Uint8Array(Buffer.concat(parts)), name: 'stdin' };
  }
  return { bytes: await attempt(path, 'a file to read', () => readFile(path)), name: basename(path) };
}

/** Write a result to a file, or to stdout where the path is `-`. */
export async function writeOutput(terminal: Terminal, path: string, content: string | Uint8Array): Promise<void> {
  if (path === '-') {
    terminal.out(content);
    return;
  }
  await attempt(path, 'a file to write', () => writeFile(path, content));
  terminal.note(`wrote ${path}`);
}

/** Write a file into a folder, which is made where it is missing. */
export async function writeInFolder(folder: string, name: string, content: string): Promise<void> {
  await attempt(folder, 'a folder to write to', async () => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, name), content);
  });
}

/** The files in a folder, in the order of their names; undefined where the path is no folder. */
export async function filesIn(path: string): Promise<string[] | undefined> {
  if (path === '-') return undefined;
  return attempt(path, 'a file or a folder to read', async () => {
    if (!(await stat(path)).isDirectory()) return undefined;
    return (await readdir(path)).sort().map((name) => join(path, name));
  });
}

/** Read a JSON file. */
export async function readJsonFile(path: string): Promise<unknown> {
  const { bytes } = await readInput(path);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new CommandError(`${path}: expected JSON, got text that is none (${(error as Error).message})`);
  }
}

async function attempt<Result>(path: string, expected: string, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new CommandError(`${path}: expected ${expected}, got ${reasons[code ?? ''] ?? message}`);
  }
}

const reasons: Record<string, string> = {
  ENOENT: 'none: there is no such file or directory',
  EISDIR: 'a directory',
  ENOTDIR: 'a path through something that is no directory',
  EACCES: 'no permission',
  ENOSPC: 'a full disk',
  ERR_FS_FILE_TOO_LARGE: 'one of more than 2 GB',
};

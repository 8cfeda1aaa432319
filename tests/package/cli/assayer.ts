import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const root = new URL('../../../', import.meta.url);
export const cli = fileURLToPath(new URL('dist/cli.js', root));
export const example = (name: string): string => fileURLToPath(new URL(`examples/data/${name}.csv`, root));

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Run the built command line as a user would. */
export function assayer(
  args: string[],
  { input, env = {}, cwd }: { input?: string | Uint8Array; env?: Record<string, string>; cwd?: string } = {},
): Promise<Outcome> {
  const { NO_COLOR: _, FORCE_COLOR: __, ...inherited } = process.env;
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], { env: { ...inherited, ...env }, cwd });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (data) => {
      stdout += data;
    });
    child.stderr.on('data', (data) => {
      stderr += data;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    child.stdin.on('error', () => {}); // it may end before it has read all
    child.stdin.end(input ?? '');
  });
}

/** A folder of its own, gone after the tests of the file. */
export async function scratchFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'assayer-cli-'));
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** A table with two clear classes, three wrong labels, an exact copy and a far row. */
export function smallTable(): string {
  const lines = ['id,width,height,kind'];
  for (let i = 0; i < 90; i++) {
    const isBig = i % 2 === 1;
    const width = (isBig ? 8 : 2) + ((i * 7) % 11) / 10;
    const height = (isBig ? 5 : 1) + ((i * 5) % 13) / 10;
    const wrong = i === 20 || i === 41 || i === 60;
    lines.push(`r${i},${width},${height},${isBig !== wrong ? 'big' : 'small'}`);
  }
  return `${lines.join('\n')}\n`;
}

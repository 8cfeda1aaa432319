// The package as npm would publish it, installed into an empty project of its own.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** A folder with nothing but a package.json and the packed package in node_modules; no registry is asked. */
export function installPacked(): string {
  const folder = mkdtempSync(join(tmpdir(), 'assayer-packed-'));
  const packed = execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
  write(folder, 'package.json', JSON.stringify({ name: 'empty', private: true, type: 'module' }));
  execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', join(folder, filename)], {
    cwd: folder,
    stdio: 'pipe',
  });
  return folder;
}

/** Write a file of a test project, with the folders above it. */
export function write(folder: string, name: string, content: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** Flowers with one wrong label among 40, the smallest table with something to find. */
export const flowers = [
  'petal,species',
  ...Array.from({ length: 40 }, (_, row) => `${(row % 2) * 5 + (row % 7) / 10},${row % 2 ? 'lily' : 'daisy'}`),
  '5.35,daisy',
].join('\n');

// Prints the sizes that users download, as a Markdown table; --check fails where one is over its budget.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const gzipped = (path) => gzipSync(readFileSync(join(root, path)), { level: 9 }).length;

/** All files that an entry of the browser build imports at once (not lazily). */
function withImports(entry, seen = new Set()) {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  const text = readFileSync(join(root, 'dist', entry), 'utf8');
  for (const [, file] of text.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) withImports(file, seen);
  return seen;
}
const entrySize = (entry) => [...withImports(entry)].reduce((sum, file) => sum + gzipped(`dist/${file}`), 0);

const [{ size: packed }] = JSON.parse(
  execFileSync('npm', ['pack', '--dry-run', '--json'], { cwd: root, encoding: 'utf8' }),
);
const rows = [
  ['`assayer` (JavaScript, gzip)', entrySize('index.js'), 78_000],
  ['`assayer.wasm` (gzip)', gzipped('dist/assayer.wasm'), 450_000],
  ['`assayer.wasm`', readFileSync(join(root, 'dist/assayer.wasm')).length, 1_400_000],
  ['npm package (packed)', packed, 2_000_000],
];
const page = join(root, 'web/dist/assets');
try {
  const html = readFileSync(join(root, 'web/dist/index.html'), 'utf8');
  const first = readdirSync(page).filter((file) => html.includes(`assets/${file}`) && /\.(js|css)$/.test(file));
  rows.push([
    'page before a file is dropped (JS + CSS, gzip)',
    first.reduce((sum, file) => sum + gzipped(`web/dist/assets/${file}`), 0),
    120_000,
  ]);
} catch {
  // the page is not built
}
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
console.log('| what | size | budget |\n| --- | ---: | ---: |');
for (const [name, size, budget] of rows) console.log(`| ${name} | ${kilobytes(size)} | ${kilobytes(budget)} |`);
const over = rows.filter(([, size, budget]) => size > budget);
if (process.argv.includes('--check') && over.length) {
  console.error(`over budget: ${over.map(([name]) => name).join(', ')}`);
  process.exit(1);
}

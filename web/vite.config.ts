import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
const out = at('./dist');

/** The samples of the page: copies of examples/data. */
const samples = ['flowers', 'customers', 'house_prices', 'support_texts', 'titanic'];

function copySamples(): Plugin {
  return {
    name: 'samples',
    apply: 'build',
    closeBundle() {
      mkdirSync(join(out, 'samples'), { recursive: true });
      for (const name of samples) cpSync(at(`../examples/data/${name}.csv`), join(out, 'samples', `${name}.csv`));
    },
  };
}

/** Give the service worker the list of files to keep, under a name that changes with any of them. */
function listFilesForServiceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    closeBundle: {
      order: 'post',
      handler() {
        const files = readdirSync(out, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile() && entry.name !== 'sw.js')
          .map((entry) => relative(out, join(entry.parentPath, entry.name)).split(sep).join('/'))
          .sort();
        const hash = createHash('sha256');
        for (const file of files) hash.update(file).update(readFileSync(join(out, file)));
        const script = readFileSync(at('./service-worker.js'), 'utf8')
          .replace('__VERSION__', hash.digest('hex').slice(0, 16))
          .replace("['__FILES__']", JSON.stringify(['./', ...files.map((file) => `./${file}`)]));
        writeFileSync(join(out, 'sw.js'), script);
      },
    },
  };
}

export default defineConfig({
  root: at('.'),
  base: './', // works from any folder of any static host
  resolve: { alias: { 'assayer/worker': at('../dist/worker.js') } },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: out,
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1000,
  },
  worker: { format: 'es' },
  plugins: [copySamples(), listFilesForServiceWorker()],
});

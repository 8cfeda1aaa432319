import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const dist = (name: string) => fileURLToPath(new URL(`./dist/${name}`, import.meta.url));

// The tests see the built package, as a user's program would.
export default defineConfig({
  resolve: {
    alias: [
      { find: /^assayer$/, replacement: dist('index.node.js') },
      { find: /^assayer\/worker$/, replacement: dist('worker.node.js') },
      { find: /^assayer\/inline$/, replacement: dist('inline.js') },
    ],
  },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    server: { deps: { external: [/\/dist\//] } },
    projects: [
      { extends: true, test: { name: 'package', include: ['tests/package/**/*.test.ts'] } },
      { extends: true, test: { name: 'distribution', include: ['tests/distribution/**/*.test.ts'] } },
      { extends: true, test: { name: 'spark', include: ['tests/spark/**/*.test.ts'] } },
      { extends: true, test: { name: 'page', include: ['tests/page/**/*.test.ts'], fileParallelism: false } },
    ],
  },
});

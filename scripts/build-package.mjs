// Builds dist/: the npm package. Two builds of the same sources, for browsers and for Node, that differ in `#platform`
// only; the wasm module lies beside them; `inline` carries it inside. Type declarations come from tsc.
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const at = (...parts) => join(root, ...parts);
rmSync(at('dist'), { recursive: true, force: true });
mkdirSync(at('dist'), { recursive: true });

const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
// What the core says of its checks, so that lists of issue types need no loaded module.
const { default: createCore } = await import(at('build/wasm/assayer.mjs'));
const core = await createCore({
  instantiateWasm(imports, receive) {
    WebAssembly.instantiate(readFileSync(at('build/wasm/assayer.wasm')), imports).then(({ instance, module }) =>
      receive(instance, module),
    );
    return {};
  },
});
const camelCase = (name) => name.replace(/_([a-z0-9])/g, (_, letter) => letter.toUpperCase());
/** Parameters by their names in JavaScript, lists as plain ones. */
const inJavaScript = (parameters) =>
  parameters.map(({ name, members, default: value, ...rest }) => ({
    name: camelCase(name),
    ...rest,
    default: value?.values ? [...value.values] : value,
    ...(members ? { members: inJavaScript(members) } : {}),
  }));
const checks = core.describeChecks().map((check) => ({ ...check, parameters: inJavaScript(check.parameters) }));
const byTask = (onlyDefault) =>
  Object.fromEntries(
    ['classification', 'regression', 'multilabel'].map((task) => [task, core.issueTypes(task, onlyDefault)]),
  );
writeFileSync(at('build/checks.json'), JSON.stringify({ checks, possible: byTask(false), defaults: byTask(true) }));

const common = {
  absWorkingDir: root,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  outdir: at('dist'),
  chunkNames: 'chunks/[name]-[hash]',
  splitting: true,
  minify: true,
  keepNames: false,
  sourcemap: false,
  legalComments: 'none',
  logLevel: 'warning',
  define: { ASSAYER_VERSION: JSON.stringify(version) },
};
const aliases = (platform) => ({
  '#platform': at('js/platform', `${platform}.ts`),
  '#core-module': at('build/wasm/assayer.mjs'),
  '#checks': at('build/checks.json'),
});

await build({
  ...common,
  platform: 'browser',
  entryPoints: { index: 'js/index.ts', worker: 'js/worker.ts', 'worker-entry': 'js/worker-entry.ts' },
  chunkNames: '[name]-[hash]', // beside the wasm file: `new URL('./assayer.wasm', import.meta.url)` stays true
  alias: aliases('browser'),
});
await build({
  ...common,
  platform: 'node',
  mainFields: ['module', 'main'],
  // commander asks for Node's own modules by require()
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  entryPoints: {
    'index.node': 'js/index.ts',
    'worker.node': 'js/worker.ts',
    'worker-entry.node': 'js/worker-entry.ts',
    cli: 'js/cli.ts',
  },
  chunkNames: '[name]-[hash].node',
  alias: aliases('node'),
});
await build({
  ...common,
  splitting: false,
  banner: { js: 'export {};' }, // tools that guess the module kind take a // in the bytes for a comment, and miss the real one
  platform: 'neutral',
  mainFields: ['browser', 'module', 'main'],
  conditions: ['browser'],
  entryPoints: { inline: 'js/index.ts' },
  alias: aliases('inline'),
  loader: { '.wasm': 'binary' },
});
cpSync(at('build/wasm/assayer.wasm'), at('dist/assayer.wasm'));
cpSync(at('js/report/report.schema.json'), at('dist/report.schema.json'));
chmodSync(at('dist/cli.js'), 0o755);
for (const sample of ['iris', 'penguins_raw', 'titanic', 'weather']) {
  cpSync(at('examples/data', `${sample}.csv`), at('dist/samples', `${sample}.csv`)); // of `assayer demo`
}

const types = spawnSync(process.execPath, [at('node_modules/typescript/bin/tsc'), '-p', at('js')], {
  stdio: 'inherit',
});
if (types.status !== 0) process.exit(types.status ?? 1);

// The same ten-line app through the bundlers that people use, then in a real Chromium under the strict policy of README.
import { mkdirSync, rmSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build as esbuild } from 'esbuild';
import { type Browser, chromium } from 'playwright-core';
import { build as vite } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import webpack from 'webpack';
import { chromiumPath } from '../../scripts/find-chromium.mjs';
import { flowers, installPacked, write } from './packed.ts';

const types: Record<string, string> = { '.html': 'text/html', '.js': 'text/javascript', '.wasm': 'application/wasm' };
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

let folder: string;
let browser: Browser;
let server: Server;
let origin: string;

beforeAll(async () => {
  folder = installPacked();
  browser = await chromium.launch({
    executablePath: chromiumPath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--disable-dev-shm-usage'],
  });
  server = createServer(async (request, response) => {
    const { pathname: path, search } = new URL(request.url ?? '/', 'http://x');
    const body = await readFile(join(folder, path)).catch(() => undefined);
    if (!body) return response.writeHead(404).end();
    const type = types[extname(path)] ?? 'application/octet-stream';
    const sent = search === '?no-workers' ? policy.replace("worker-src 'self'", "worker-src 'none'") : policy;
    return response.writeHead(200, { 'content-type': type, 'content-security-policy': sent }).end(body);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(folder, { recursive: true, force: true });
});

const app = (entry: string) => `
  import { audit } from '${entry}';
  audit(${JSON.stringify(flowers)}, { label: 'species' }).then(
    (report) => { document.title = 'found ' + report.issues('label').column('is_label_issue')[40]; },
    (error) => { document.title = 'failed ' + error; });`;
const page = (script: string) =>
  `<!doctype html><html lang="en"><title>waiting</title><script type="module" src="${script}"></script></html>`;

async function titleOf(path: string): Promise<string> {
  const tab = await browser.newPage();
  const complaints: string[] = [];
  tab.on('console', (message) => complaints.push(message.text()));
  tab.on('pageerror', (error) => complaints.push(error.message));
  await tab.goto(`${origin}/${path}`);
  await tab
    .waitForFunction(() => document.title !== 'waiting', undefined, { timeout: 30_000 })
    .catch((error) => complaints.push(String(error)));
  const title = await tab.title();
  await tab.close();
  return [title, ...complaints.filter((text) => !text.includes('favicon'))].join('\n');
}

describe.each(['assayer', 'assayer/worker'])('an app that imports %s', (entry) => {
  const name = entry.replace('/', '-');

  it('is built by Vite', async () => {
    const root = join(folder, `vite-${name}`);
    write(root, 'index.html', page('./main.js'));
    write(root, 'main.js', app(entry));
    await vite({ root, base: './', logLevel: 'silent', configFile: false, worker: { format: 'es' } });
    expect(await titleOf(`vite-${name}/dist/index.html`)).toBe('found true');
  });

  it('is built by webpack', async () => {
    const root = join(folder, `webpack-${name}`);
    write(root, 'dist/index.html', page('./main.js'));
    const compiler = webpack({
      mode: 'production',
      context: root,
      entry: write(root, 'main.js', app(entry)),
      output: { path: join(root, 'dist'), filename: 'main.js', publicPath: 'auto' },
      performance: false,
    });
    if (!compiler) throw new Error('webpack did not take its options');
    const stats = await promisify(compiler.run.bind(compiler))();
    await promisify(compiler.close.bind(compiler))();
    expect(stats?.toString({ all: false, errors: true, warnings: true })).toBe('');
    expect(await titleOf(`webpack-${name}/dist/index.html`)).toBe('found true');
  });

  it('runs without a bundler', async () => {
    const root = join(folder, `plain-${name}`);
    mkdirSync(root);
    await cp(join(folder, 'node_modules/assayer/dist'), join(root, 'assayer'), { recursive: true });
    write(root, 'index.html', page('./main.js'));
    write(root, 'main.js', app(entry === 'assayer' ? './assayer/index.js' : './assayer/worker.js'));
    expect(await titleOf(`plain-${name}/index.html`)).toBe('found true');
  });
});

describe('an app that shares work among workers', () => {
  const sharing = `
    import { crossValPredict, init, knnGraph } from 'assayer';
    const rows = Array.from({ length: 300 }, (_, i) => [i % 2 + Math.sin(i), Math.cos(3 * i), (i * 7) % 11, i % 5, 1 / (i + 1)]);
    const labels = rows.map((_, i) => i % 2);
    const results = async (workers) => {
      await init({ workers, share: 'always' });
      const [graph, probs] = [await knnGraph(rows), await crossValPredict(rows, labels)];
      return JSON.stringify([[...graph.indices], [...graph.distances], [...probs.data]]);
    };
    const [one, three] = [await results(1), await results(3)];
    document.title = one === three ? 'same ' + one.length : 'differs';`;

  const visit = async (path: string) => {
    const tab = await browser.newPage();
    const started: string[] = [];
    tab.on('worker', (worker) => started.push(worker.url()));
    await tab.goto(`${origin}/${path}`);
    await tab.waitForFunction(() => document.title !== 'waiting', undefined, { timeout: 30_000 });
    const title = await tab.title();
    await tab.close();
    return { title, started };
  };

  it('has them under a strict policy, without headers of its own, with the same results', async () => {
    const root = join(folder, 'vite-sharing');
    write(root, 'index.html', page('./main.js'));
    write(root, 'main.js', sharing);
    await vite({ root, base: './', logLevel: 'silent', configFile: false, worker: { format: 'es' } });
    const { title, started } = await visit('vite-sharing/dist/index.html');
    expect(title).toMatch(/^same \d{5,}$/);
    expect(started.length).toBeGreaterThanOrEqual(2);
    for (const url of started) expect(url.startsWith(origin)).toBe(true);
    // where the page allows none, its own thread does it all
    expect((await visit('vite-sharing/dist/index.html?no-workers')).title).toBe(title);
  });
});

it('is built by esbuild from assayer/inline, without a second file', async () => {
  const root = join(folder, 'esbuild');
  write(root, 'index.html', page('./out.js'));
  const built = await esbuild({
    entryPoints: [write(root, 'main.js', app('assayer/inline'))],
    absWorkingDir: fileURLToPath(new URL(`file://${root}/`)),
    bundle: true,
    format: 'esm',
    outfile: join(root, 'out.js'),
    logLevel: 'silent',
  });
  expect(built.warnings).toEqual([]);
  expect(await titleOf('esbuild/index.html')).toBe('found true');
});

// Measures the built page in Chromium: first paint, time from drop to schema and to the first two findings, time to stop,
// tasks of the main thread during an audit, memory and scrolling of a large table.
//   node benchmarks/page.mjs [rows=50000] [columns=20] [--scroll]
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { chromiumPath } from '../scripts/find-chromium.mjs';
import { chromiumArguments, servePage } from '../scripts/serve-page.mjs';

const numbers = process.argv
  .slice(2)
  .filter((word) => /^\d+$/.test(word))
  .map(Number);
const [rows = 50_000, columns = 20] = numbers;
const wantsScroll = process.argv.includes('--scroll');
const titanic = fileURLToPath(new URL('../examples/data/titanic.csv', import.meta.url));

/** A table with numbers, categories, missing cells, wrong labels and copies; the same at each call. */
function tableText() {
  let state = 1;
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const lines = [
    Array.from({ length: columns - 1 }, (_, at) => `c${at}`)
      .concat('label')
      .join(','),
  ];
  for (let row = 0; row < rows; row++) {
    if (random() < 0.01 && row > 10) {
      lines.push(lines[1 + Math.floor(random() * row)]);
      continue;
    }
    const id = Math.floor(random() * 3);
    const cells = Array.from({ length: columns - 1 }, (_, at) => {
      if (random() < 0.02) return '';
      if (at % 5 === 4) return `k${Math.floor((random() * 4 + id * 2) % 8)}`;
      return (random() + random() + (at % 3 === id ? 0.9 : 0)).toFixed(3);
    });
    lines.push(`${cells.join(',')},${random() < 0.03 ? 'abc'[(id + 1) % 3] : 'abc'[id]}`);
  }
  return `${lines.join('\n')}\n`;
}

const folder = mkdtempSync(join(tmpdir(), 'assayer-page-'));
const file = join(folder, 'table.csv');
writeFileSync(file, tableText());
const { address, server } = await servePage();
const browser = await chromium.launch({ executablePath: chromiumPath, args: chromiumArguments });
const note = (what, value, unit) => console.log(`${what}: ${Math.round(value * 10) / 10} ${unit}`);

const devtools = await browser.newBrowserCDPSession();
/** Seconds of processor time that the browser has taken: what a time would be on a machine with nothing else to do. */
async function processorTime() {
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}
/** Most memory that the tab's process (page and workers) has held at once, in MB; from /proc, so on Linux alone. */
let mostMemory = 0;
async function watchMemory() {
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  for (const { id, type } of processInfo) {
    if (type !== 'renderer') continue;
    try {
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1];
      mostMemory = Math.max(mostMemory, Number(kilobytes ?? 0) / 1e3);
    } catch {
      // it has ended, or there is no /proc
    }
  }
}
/** Do something, and tell how long it took by the clock and by the processors. */
async function timed(what, work) {
  const [before, started] = [await processorTime(), performance.now()];
  await work();
  note(what, performance.now() - started, 'ms');
  note(`  processor time of the whole browser`, ((await processorTime()) - before) * 1000, 'ms');
}

async function open() {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 } });
  await page.addInitScript(() => {
    globalThis.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { duration, startTime } of list.getEntries()) globalThis.longTasks.push({ duration, startTime });
    }).observe({ type: 'longtask', buffered: true });
  });
  await page.goto(address);
  await page.locator('html[data-ready]').waitFor();
  return page;
}
const drop = async (page, path) => {
  await page.setInputFiles('input[type=file]', path);
  await page.locator('.column-cards').waitFor({ timeout: 300_000 });
};
const longest = (page, from) =>
  page.evaluate((start) => {
    const found = globalThis.longTasks.filter(({ startTime }) => startTime >= start).map(({ duration }) => duration);
    return [Math.max(0, ...found), found.length];
  }, from);
const now = (page) => page.evaluate(() => performance.now());

try {
  let page = await open();
  const paint = await page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0);
  note('first contentful paint', paint, 'ms');

  await timed('titanic.csv: drop to results', async () => {
    await drop(page, titanic);
    await page.locator('.actions .main').click();
    await page.locator('nav.views').waitFor({ timeout: 120_000 });
  });
  await page.close();

  page = await open();
  const watch = setInterval(() => watchMemory().catch(() => clearInterval(watch)), 250);
  const name = `${rows} x ${columns}`;
  let from = await now(page);
  await timed(`${name}: drop to schema`, () => drop(page, file));
  const [whileReading] = await longest(page, from);
  note(`${name}: longest task while reading`, whileReading, 'ms');
  from = await now(page);
  const found = (check) =>
    page
      .locator('.found-list > li')
      .nth(check)
      .waitFor({ timeout: 600_000 })
      .catch(() => {
        throw new Error(`${name}: no finding within 10 minutes`);
      });
  await timed(`${name}: start to empty rows`, async () => {
    await page.locator('.actions .main').click();
    await found(0);
  });
  await timed(`${name}: from there to outliers`, () => found(1));
  await page.waitForTimeout(1500); // somewhere inside the models
  const stopping = await page.evaluate(
    () =>
      new Promise((done) => {
        const pressedAt = performance.now();
        new MutationObserver((_, observer) => {
          if (!document.querySelector('nav.views')) return;
          observer.disconnect();
          done(performance.now() - pressedAt);
        }).observe(document.body, { childList: true, subtree: true });
        document.querySelector('.work-actions button').click();
      }),
  );
  note(`${name}: stop to report of the finished parts`, stopping, 'ms');
  await page.locator('.brand').click();
  await drop(page, file);
  from = await now(page);
  const again = performance.now();
  await page.locator('.actions .main').click();
  await page.locator('.steps').waitFor();
  await page.waitForFunction(() => Number(document.querySelector('progress')?.value ?? 1) > 0.97, null, {
    timeout: 900_000,
    polling: 50,
  });
  const [whileAuditing, count] = await longest(page, from);
  note(`${name}: longest task while auditing`, whileAuditing, 'ms');
  note(`${name}: tasks over 50 ms while auditing`, count, '');
  await page.locator('nav.views').waitFor({ timeout: 900_000 });
  note(`${name}: start to results`, performance.now() - again, 'ms');
  const [atEnd] = await longest(page, from);
  note(`${name}: longest task with the results`, atEnd, 'ms');
  from = await now(page);
  await page.locator('#view-rows').click();
  await page.locator('.grid').waitFor();
  await page.waitForTimeout(3000);
  const [withMap] = await longest(page, from);
  note(`${name}: longest task when rows and map open`, withMap, 'ms');
  if (wantsScroll) {
    await page.locator('.filters select').first().selectOption('all');
    for (const [what, isDrag] of [
      ['hover over the map', false],
      ['drag the map', true],
    ]) {
      await page.locator('.map canvas').first().scrollIntoViewIfNeeded();
      const place = await page.locator('.map canvas').first().boundingBox();
      const middle = [place.x + place.width / 2, place.y + place.height / 2];
      await page.mouse.move(...middle);
      if (isDrag) await page.mouse.down();
      await page.evaluate(() => {
        const times = [];
        let last = performance.now();
        const step = (time) => {
          times.push(time - last);
          last = time;
          if (globalThis.frames_) requestAnimationFrame(step);
        };
        globalThis.frames_ = times;
        requestAnimationFrame(step);
      });
      for (let at = 0; at < 120; at++) {
        await page.mouse.move(middle[0] + 80 * Math.sin(at / 9), middle[1] + 60 * Math.cos(at / 7));
      }
      if (isDrag) await page.mouse.up();
      const frames = await page.evaluate(() => {
        const times = globalThis.frames_;
        globalThis.frames_ = undefined;
        return times.slice(5).sort((a, b) => a - b);
      });
      note(`${name}: median frame, ${what}`, frames[Math.floor(frames.length / 2)], 'ms');
      note(`${name}: 95 % of frames are under, ${what}`, frames[Math.floor(frames.length * 0.95)], 'ms');
    }
    const frames = await page.evaluate(
      () =>
        new Promise((done) => {
          const grid = document.querySelector('.grid');
          const times = [];
          let last = performance.now();
          const step = (time) => {
            times.push(time - last);
            last = time;
            grid.scrollTop += grid.scrollHeight / 120;
            if (times.length < 120) requestAnimationFrame(step);
            else done(times.slice(5));
          };
          requestAnimationFrame(step);
        }),
    );
    frames.sort((a, b) => a - b);
    note(`${name}: median frame while scrolling all rows`, frames[Math.floor(frames.length / 2)], 'ms');
    note(`${name}: 95 % of frames are under`, frames[Math.floor(frames.length * 0.95)], 'ms');
    const last = await page.evaluate(async () => {
      const grid = document.querySelector('.grid');
      grid.scrollTop = grid.scrollHeight;
      await new Promise((done) => setTimeout(done, 200));
      return Number([...document.querySelectorAll('.grid-row')].at(-1)?.getAttribute('aria-rowindex'));
    });
    if (last !== rows + 1) throw new Error(`the last row cannot be reached: ${last} of ${rows + 1}`);
  }
  clearInterval(watch);
  note(`${name}: most memory of the tab with its workers`, mostMemory, 'MB');
  const heap = await page.evaluate(() => performance.memory?.usedJSHeapSize ?? 0);
  note(`${name}: JavaScript heap of the page`, heap / 1e6, 'MB');
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true });
}

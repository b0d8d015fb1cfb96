// A guest list of 100,000 and 300,000, in the release build, in headless Chromium, with a sandbox tenant that has untidy guests and
// needs 150 ms for each response of Graph's.
//
//   cargo xtask bench --only guests [--dist DIR] [--rounds 3]
//
// - first rows, all rows: from the click on "Guests" until they are painted; the longest task on the way. Chromium reports tasks of
//   more than 50 ms; a dash means that there was none.
// - key: from a real key press in the search until the filtered rows are painted.
// - sort: from a click on a column's header until the rows are painted in their new order; the longest task on the way.
// - CSV: from the click on "Download CSV" until the page says that the file is there.
// - memory: after forced collection, the page's JavaScript heap and the WebAssembly memory, and the resident memory of the renderer;
//   and by how much the former has grown after 20 more searches.
// - fling: the longest time between two frames in a scroll of ten seconds at 20,000 pixels a second, and the time in which there was
//   no row in the middle of the list.
// - refresh: from the click on "Refresh" until the list is up to date, when nothing has changed.
// - units: what the load cost of the service's read quota in its busiest ten seconds, and how many requests were throttled, with the
//   limit at 80 % of that for the smallest tenants. This is another load, in which Playwright sees the requests.
// Each round has a new browser. Noise: a fixed piece of work is timed in each page before the list is opened.
import { readFileSync } from 'node:fs';
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { otherProgram } from '../support/other-program.js';
import { alone, refresh, searchbox } from '../support/steps.js';
import { dist, Tenant } from '../support/tenant.js';
import { control, probe } from './probe.js';

const PATIENCE_MS = 120_000;
const LATENCY_MS = 150;
/** 80 % of the resource units of an app in ten seconds in a tenant with fewer than 50 users. */
const UNITS = 2_800;
const WORDS = ['fabrikam', 'larsen', 'rossi', 'dario', 'litware', 'example'];
const COLUMNS = ['Name', 'Address', 'Company', 'Invited'];
const PACE_MS = 120;

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, sizes: { type: 'string', default: '100000,300000' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const sizes = values.sizes.split(',').map(Number);
const portal = positionals[0] ?? dist;

/** What each figure may be at most, for 100,000 and for 300,000 guests. */
const GOALS = {
  'first rows, ms': [250, 250],
  'longest task while loading, ms': [50, 50],
  'key to filtered rows, ms': [16, 33],
  'sort, ms': [300, 1_200],
  'longest task of a sort, ms': [50, 50],
  'CSV, ms': [1_000, undefined],
  'longest task of the CSV, ms': [50, 50],
  'heap and wasm, MB': [40, 110],
  'growth after 20 searches, %': [2, 2],
  'worst frame of a fling, ms': [17, 33],
  'time without rows, ms': [0, 0],
  'units in ten seconds': [UNITS, UNITS],
  'throttled requests': [0, 0],
};

const noise = [];
/** The name of a figure, then the size: all values. */
const found = new Map();
let version;
for (const size of sizes) {
  const tenant = await Tenant.start({ portal, guests: size });
  try {
    const limits = { enabled: true, tenantSize: 'S', resourceUnitsPer10s: UNITS };
    const total = await (await otherProgram(tenant)).count();
    await tenant.settings({ latencyMs: LATENCY_MS, limits });
    await inPage(tenant, (page) => quota(page, size, total), alone);
    for (let round = 1; round <= rounds; round += 1) {
      console.log(`${size.toLocaleString('en')} guests, round ${round} of ${rounds}`);
      await inPage(tenant, (page, browser) => session(page, browser, size, total));
    }
  } finally {
    await tenant.stop();
  }
}
report();

function note(name, size, ...numbers) {
  const all = found.get(name) ?? new Map();
  all.set(size, [...(all.get(size) ?? []), ...numbers]);
  found.set(name, all);
}

async function inPage(tenant, use, prepare = async () => {}) {
  const browser = await chromium.launch(config.use.launchOptions);
  version = browser.version();
  try {
    const viewport = { width: 1280, height: 900 };
    const context = await browser.newContext({ locale: config.use.locale, baseURL: tenant.portal, viewport });
    context.setDefaultTimeout(PATIENCE_MS);
    await prepare(context);
    await context.addInitScript(probe);
    const page = await context.newPage();
    await page.goto('/');
    await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
    await page.getByRole('button', { name: 'Guest Inviter' }).click();
    await page.getByText('Somebody from outside gets access to Contoso.').waitFor();
    // Until the code of the other pages is there.
    await pause(3_000);
    await use(page, browser);
  } finally {
    await browser.close();
  }
}

/** Runs in the page. Opens the list, and resolves when all rows are there. */
async function opened(total) {
  const { painted, rows, longest } = globalThis.__bench;
  const start = performance.now();
  [...document.querySelectorAll('nav a')].find((link) => link.textContent.trim() === 'Guests').click();
  let first;
  for (;;) {
    const now = await painted();
    if (first === undefined && rows().length >= 10) first = now - start;
    const there = document.querySelector('[data-total]')?.dataset.total === String(total);
    if (there && document.querySelector('#guests-refresh')?.ariaBusy === 'false') {
      return { first, all: now - start, longest: longest(start) };
    }
  }
}

/** What the load costs of the quota. A page costs one unit, a batch as many as it has requests. */
async function quota(page, size, total) {
  const asked = [];
  let throttled = 0;
  page.context().on('request', (request) => {
    if (!request.url().includes('/v1.0/') || request.method() === 'OPTIONS') return;
    const units = request.url().endsWith('/$batch')
      ? JSON.parse(request.postData() ?? '{"requests":[]}').requests.length
      : 1;
    asked.push({ at: performance.now(), units });
  });
  page.context().on('response', (response) => {
    if (response.status() === 429) throttled += 1;
  });
  await page.evaluate(opened, total);
  const within = (from) =>
    asked.filter(({ at }) => at >= from && at < from + 10_000).reduce((sum, { units }) => sum + units, 0);
  note('requests of a load', size, asked.length);
  note('units in ten seconds', size, Math.max(...asked.map(({ at }) => within(at))));
  note('throttled requests', size, throttled);
}

async function session(page, browser, size, total) {
  noise.push(await page.evaluate(control));
  const { first, all, longest } = await page.evaluate(opened, total);
  note('first rows, ms', size, first);
  note('all rows, s', size, all / 1_000);
  note('longest task while loading, ms', size, longest);
  await pause(1_000);
  await keys(page, size);
  await sorts(page, size);
  await csv(page, size);
  const before = await memory(page, browser, size);
  for (let cycle = 0; cycle < 20; cycle += 1) {
    await searchbox(page).fill(WORDS[cycle % WORDS.length]);
    await pause(200);
    await searchbox(page).fill('');
    await pause(200);
  }
  const after = await memory(page, browser);
  note('growth after 20 searches, %', size, (100 * (after - before)) / before);
  await fling(page, size);
  const refreshed = await follows(page, 'click', 1_500, () => refresh(page).click());
  note('refresh, ms', size, refreshed.took);
}

/** Does something in the page, and measures what follows from its event. */
async function follows(page, type, restMs, act) {
  // The page listens before the event comes.
  await page.evaluate(
    ([type, restMs]) => {
      globalThis.__bench.following = globalThis.__bench.after(type, restMs);
    },
    [type, restMs],
  );
  await act();
  return page.evaluate(() => globalThis.__bench.following);
}

async function keys(page, size) {
  const box = searchbox(page);
  const shown = () => page.locator('[data-shown]').getAttribute('data-shown');
  await box.click();
  for (const word of WORDS) {
    let before = await shown();
    for (const key of word) {
      const { took } = await follows(page, 'keydown', 250, () => page.keyboard.press(key));
      const after = await shown();
      if (after !== before) note('key to filtered rows, ms', size, took);
      before = after;
      await pause(PACE_MS);
    }
    await box.fill('');
    await pause(400);
  }
}

async function sorts(page, size) {
  for (const column of COLUMNS) {
    const header = page.getByRole('columnheader').getByRole('button', { name: column, exact: true });
    const { took, longest } = await follows(page, 'click', 1_500, () => header.click());
    note('sort, ms', size, took);
    note('longest task of a sort, ms', size, longest);
  }
}

async function csv(page, size) {
  const button = page.getByRole('button', { name: 'Export', exact: true });
  if (!(await button.isVisible())) return;
  await button.click();
  const download = page.waitForEvent('download');
  await page.evaluate(() => {
    const { painted, longest } = globalThis.__bench;
    globalThis.__bench.following = new Promise((done) => {
      const written = async ({ timeStamp }) => {
        let end;
        do end = await painted();
        while (!/ (is|are) in [^ ]*\.csv/.test(document.body.innerText) && end < timeStamp + 60_000);
        done({ took: end - timeStamp, longest: longest(timeStamp) });
      };
      addEventListener('click', written, { capture: true, once: true });
    });
  });
  await page.getByRole('button', { name: 'Download CSV' }).click();
  await download;
  const figures = await page.evaluate(() => globalThis.__bench.following);
  note('CSV, ms', size, figures.took);
  note('longest task of the CSV, ms', size, figures.longest);
  await page.keyboard.press('Escape');
}

async function memory(page, browser, size) {
  const protocol = await page.context().newCDPSession(page);
  for (let times = 0; times < 3; times += 1) {
    await protocol.send('HeapProfiler.collectGarbage');
    await pause(300);
  }
  const { usedSize } = await protocol.send('Runtime.getHeapUsage');
  await protocol.detach();
  const wasm = await page.evaluate(() =>
    [...globalThis.__bench.memories].reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
  );
  const megabytes = (usedSize + wasm) / 1e6;
  if (size) {
    const { processInfo } = await (await browser.newBrowserCDPSession()).send('SystemInfo.getProcessInfo');
    const resident = ({ id }) => Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1] ?? 0);
    const renderers = processInfo.filter(({ type }) => type === 'renderer').map(resident);
    note('heap and wasm, MB', size, megabytes);
    note('renderer resident, MB', size, Math.max(...renderers) / 1e3);
  }
  return megabytes;
}

async function fling(page, size) {
  const protocol = await page.context().newCDPSession(page);
  const place = await page.evaluate(async () => {
    const { rows, painted } = globalThis.__bench;
    let list = rows()[0];
    while (
      list &&
      !(list.scrollHeight > list.clientHeight + 200 && /auto|scroll/.test(getComputedStyle(list).overflowY))
    ) {
      list = list.parentElement;
    }
    list ??= document.scrollingElement;
    list.scrollTop = 0;
    await painted();
    const box = list.getBoundingClientRect();
    const [x, y] = [box.left + box.width / 3, Math.min(box.top + box.height / 2, innerHeight * 0.7)];
    const frames = [];
    let [last, blank, watching] = [performance.now(), 0, true];
    const frame = (now) => {
      frames.push(now - last);
      const row = document.elementFromPoint(x, y)?.closest('[role="row"], tr');
      if (!row?.textContent.trim()) blank += now - last;
      last = now;
      if (watching) requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
    globalThis.__bench.flung = () => {
      watching = false;
      return { worst: Math.max(...frames.slice(2)), blank, top: list.scrollTop };
    };
    return { x, y };
  });
  await protocol.send('Input.synthesizeScrollGesture', {
    ...place,
    yDistance: -200_000,
    speed: 20_000,
    gestureSourceType: 'mouse',
    preventFling: false,
  });
  const { worst, blank, top } = await page.evaluate(() => globalThis.__bench.flung());
  await protocol.detach();
  if (top < 100_000) throw new Error(`the list scrolled to ${top} only`);
  note('worst frame of a fling, ms', size, worst);
  note('time without rows, ms', size, blank);
}

function report() {
  const spread = Math.round((100 * (Math.max(...noise) - median(noise))) / median(noise));
  console.log(
    `\nChromium ${version}, ${rounds} rounds, ${cpus().length} processors, load ${loadavg()[0].toFixed(1)}, ${LATENCY_MS} ms for a response`,
  );
  console.log(
    `control work: median ${median(noise).toFixed(0)} ms, at most ${spread} % above it${spread > 15 ? ': NOISY' : ''}\n`,
  );
  const heads = sizes.map((size) => `${size.toLocaleString('en')} guests: median (95th percentile; range) | goal`);
  console.log(`| | ${heads.join(' | ')} |`);
  console.log(`|${'---|'.repeat(1 + 2 * sizes.length)}`);
  for (const [name, all] of found) {
    const cells = sizes.flatMap((size) => {
      const some = all.get(size) ?? [];
      const goal = GOALS[name]?.[size <= 100_000 ? 0 : 1] ?? '';
      if (some.length === 0) return ['', goal];
      const [low, high] = [Math.min(...some), Math.max(...some)];
      if (high === 0 && name.startsWith('longest')) return ['-', goal];
      const spread = some.length > 1 ? ` (${show(part(some, 0.95))}; ${show(low)} to ${show(high)})` : '';
      return [`${show(median(some))}${spread}`, goal];
    });
    console.log(`| ${name} | ${cells.join(' | ')} |`);
  }
}

function show(number) {
  return Math.abs(number) >= 100 || Number.isInteger(number) ? number.toFixed(0) : number.toFixed(1);
}

function median(numbers) {
  return part(numbers, 0.5);
}

function part(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)];
}

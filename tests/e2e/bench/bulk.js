// How long a pasted list takes until its numbers are shown, in the release build, in headless Chromium, with a sandbox tenant.
//
//   cargo xtask bench --only bulk [--dist DIR] [--rounds 5]
//
// - until checked: from the paste event until all rows are read, their columns found, and each row is checked, before they are drawn.
// - until shown: from the paste event until the page has the numbers of all rows: reading, columns, and the checks of each row.
//   A person waits for this. Time of other programs counts.
// - work: the processor time of the page's main thread in that time, and the longest task. Chromium reports tasks of more than
//   50 ms; a dash means that there was none.
// - sending: the tasks of more than 50 ms while a list is searched for in the directory and sent.
// - directory: from the paste until all addresses were searched for, by filters (a hundred addresses in a request), beside the
//   time in which the page Guests reads the whole list (999 guests in a request), at 150 ms for a response.
// Each round has a new page. Noise: a fixed piece of work is timed in each page before the paste.
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { dist, Tenant } from '../support/tenant.js';

const PATIENCE_MS = 120_000;
const SETTLED_MS = 2_000;
/** The rows of the run whose tasks are measured. */
const SENT = 300;

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, sizes: { type: 'string', default: '10000,50000' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);
const sizes = values.sizes.split(',').map(Number);

const FIRST = ['Ana', 'Björn', 'Chloé', 'Đorđe', 'Élodie', 'François', 'Grażyna', 'Håkon', 'İpek', 'José'];
const LAST = ['Müller', 'Nguyễn', 'O’Brien', 'Świątek', 'Çelik', '山田', 'Κώστας', 'Žižek', 'Łukasz', 'Ñandú'];
const shapes = {
  'two columns': (count) => ['Name\tEmail', ...each(count, (at) => `Guest ${at}\tguest${at}@fabrikam.com`)].join('\n'),
  'Name <address>;': (count) => each(count, (at) => `Guest ${at} <guest${at}@fabrikam${at % 97}.com>`).join(';\n'),
  'names in other scripts': (count) =>
    [
      'Vorname;Nachname;E-Mail',
      ...each(count, (at) => `${FIRST[at % 10]};${LAST[(at * 7) % 10]} ${at};gast${at}@fabrikam.com`),
    ].join('\n'),
};

function each(count, row) {
  return Array.from({ length: count }, (_, at) => row(at + 1));
}

const browser = await chromium.launch(config.use.launchOptions);
const tenant = await Tenant.start({ portal: positionals[0] ?? dist });
const noise = [];
const found = new Map();
try {
  await measured('two columns', 1_000); // A first run for server and browser, which is not counted.
  for (let round = 1; round <= rounds; round += 1) {
    console.log(`round ${round} of ${rounds}`);
    const order = Object.keys(shapes).flatMap((shape) => sizes.map((size) => [shape, size]));
    for (const [shape, size] of round % 2 ? order : order.toReversed()) {
      note(`${shape}, ${size.toLocaleString('en')} rows`, await measured(shape, size));
    }
  }
  report();
  await sending();
  await directory();
} finally {
  await tenant.stop();
  await browser.close();
}

function note(name, figures) {
  found.set(name, [...(found.get(name) ?? []), figures]);
}

async function inPage(use, of = tenant) {
  const context = await browser.newContext({ locale: config.use.locale, baseURL: of.portal });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await page.getByRole('navigation').getByRole('link', { name: 'Bulk invite' }).click();
  await page.getByRole('textbox', { name: 'Paste guests', exact: true }).waitFor();
  // Until the rules of the organization are known, so that no row is checked twice.
  await pause(SETTLED_MS);
  try {
    return await use(page);
  } finally {
    await context.close();
  }
}

/** Runs in the page. A fixed piece of work, to show how evenly the machine runs. */
function control() {
  let x = 1;
  const begun = performance.now();
  for (let at = 0; at < 3e7; at += 1) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  return performance.now() - begun + (x === 0.5 ? 1 : 0);
}

/** Runs in the page. Pastes the text that is there, and resolves with the times when the numbers of all rows are there. */
async function pasted(rows) {
  const element = [...document.querySelectorAll('textarea')].find((of) =>
    of.labels?.[0]?.textContent.includes('Paste guests'),
  );
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  observer.observe({ type: 'longtask' });
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/plain', globalThis.__text);
  element.focus();
  const start = performance.now();
  element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  const shown = () => document.querySelector('[data-rows]')?.dataset.rows === String(rows);
  await new Promise((done) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => (shown() ? done() : channel.port2.postMessage(0));
    channel.port2.postMessage(0);
  });
  const end = performance.now();
  await new Promise((next) => setTimeout(next, 300));
  observer.disconnect();
  const inside = tasks.filter(({ startTime }) => startTime < end);
  const [checked] = performance.getEntriesByName('guestlist: rows checked').slice(-1);
  return {
    checked: checked.startTime - start,
    took: end - start,
    longest: Math.max(0, ...inside.map(({ duration }) => duration)),
  };
}

function measured(shape, size) {
  const text = shapes[shape](size);
  return inPage(async (page) => {
    const protocol = await page.context().newCDPSession(page);
    await protocol.send('Performance.enable', { timeDomain: 'threadTicks' });
    const busy = async () => {
      const { metrics } = await protocol.send('Performance.getMetrics');
      return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value;
    };
    noise.push(await page.evaluate(control));
    await page.evaluate((text) => (globalThis.__text = text), text);
    const before = await busy();
    const figures = await page.evaluate(pasted, size);
    return { ...figures, work: (await busy()) - before };
  });
}

function report() {
  const spread = Math.round((100 * (Math.max(...noise) - median(noise))) / median(noise));
  console.log(
    `\nChromium ${browser.version()}, ${rounds} rounds, ${cpus().length} processors, load ${loadavg()[0].toFixed(1)}`,
  );
  console.log(`control work: median ${median(noise).toFixed(0)} ms, at most ${spread} % above it\n`);
  console.log(`${''.padEnd(38)}until checked, ms    until shown, ms      work, ms             longest task, ms`);
  for (const [name, all] of found) {
    const cell = (key) => {
      const some = all.map((figures) => figures[key]);
      const [low, middle, high] = [Math.min(...some), median(some), Math.max(...some)].map((value) => value.toFixed(0));
      return high === '0' ? '-' : `${middle} (${low} to ${high})`;
    };
    console.log(
      `${name.padEnd(38)}${cell('checked').padEnd(21)}${cell('took').padEnd(21)}${cell('work').padEnd(21)}${cell('longest')}`,
    );
  }
}

/** The long tasks of a page while a list is searched for and sent. */
async function sending() {
  const figures = await inPage(async (page) => {
    await page.evaluate((text) => (globalThis.__text = text), shapes['two columns'](SENT));
    await page.evaluate(pasted, SENT);
    await page.getByText('The directory was searched for all addresses.').waitFor();
    await page.evaluate(() => {
      globalThis.__tasks = [];
      const observer = new PerformanceObserver((list) =>
        globalThis.__tasks.push(...list.getEntries().map(({ duration }) => duration)),
      );
      observer.observe({ type: 'longtask' });
    });
    await page.getByRole('button', { name: `Invite ${SENT} guests` }).click();
    await page.getByRole('button', { name: `Send ${SENT} invitations` }).click();
    await page.locator(`[data-sent="${SENT}"]`).waitFor({ state: 'attached' });
    return page.evaluate(() => globalThis.__tasks);
  });
  const longest = figures.length ? `${figures.length}, the longest ${Math.max(...figures).toFixed(0)} ms` : 'none';
  console.log(`\nTasks over 50 ms while ${SENT} are confirmed and sent: ${longest}`);
}

/** How long the search of the directory takes, and how long it takes to read all guests. */
async function directory() {
  console.log(`\n${'guests in the tenant'.padEnd(22)}${'rows'.padEnd(8)}${'by filters'.padEnd(26)}whole list`);
  for (const guests of [1_000, 50_000]) {
    const large = await Tenant.start({ portal: positionals[0] ?? dist, guests, untidy: 0 });
    try {
      await large.settings({ latencyMs: 150 });
      const whole = await inPage(async (page) => {
        const begun = performance.now();
        await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
        await page.locator(`[data-total="${guests}"]`).waitFor({ state: 'attached' });
        return (performance.now() - begun) / 1000;
      }, large);
      for (const rows of [300, 1_000, 5_000]) {
        const took = await inPage(async (page) => {
          const begun = performance.now();
          await page.evaluate((text) => (globalThis.__text = text), shapes['two columns'](rows));
          await page.evaluate(pasted, rows);
          await page.getByText('The directory was searched for all addresses.').waitFor();
          return (performance.now() - begun) / 1000;
        }, large);
        const filters = `${Math.ceil(rows / 100)} requests, ${took.toFixed(1)} s`;
        const pages = `${Math.ceil(guests / 999)} requests, ${whole.toFixed(1)} s`;
        console.log(
          `${guests.toLocaleString('en').padEnd(22)}${rows.toLocaleString('en').padEnd(8)}${filters.padEnd(26)}${pages}`,
        );
      }
    } finally {
      await large.stop();
    }
  }
}

function median(of) {
  const sorted = of.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) / 2)];
}

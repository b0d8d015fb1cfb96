// How long a person waits when opening and using the portal, compared with another application in the same Chromium, in turns.
//
//   cargo xtask bench --only start [--dist DIR] [--rounds 15]
//
// `../shared/peer` contains the other application, a static host, and a simulation of Entra and Graph that signs in without a
// person. cargo xtask builds a copy of it. Its own program measures how soon Sign in works; this one measures the rest:
// - return: from the browser's return from Microsoft's page (its navigation start) until the Invite form takes an address.
//   "first": the cache was empty when the portal was opened, and Sign in was clicked after all requests had ended.
//   "at once": Sign in was clicked as soon as it was visible, so that almost nothing had been fetched in advance.
//   "again": everything is in the cache, from an earlier sign-in of the same browser.
// - click to form: the same runs, from the click on Sign in, with both navigations.
// - reload: the page is loaded again while signed in. The other application keeps its tokens in sessionStorage; the portal
//   keeps none, and signs in again without asking.
// - Guests: from the click on the link until ten rows are painted, with 1,000 guests.
// "4x CPU + Fast 4G" is the browser's own throttling. It slows pages and frames, but not the requests and the compiling of
// workers, in either application.
import { once } from 'node:events';
import { fork } from 'node:child_process';
import { cpus } from 'node:os';
import { resolve } from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    peer: { type: 'string' },
    portal: { type: 'string' },
    against: { type: 'string', default: 'peer' },
    rounds: { type: 'string', default: '15' },
  },
});
const peer = resolve(values.peer);
const from = (path) => import(pathToFileURL(resolve(peer, path)));
const { apps } = await from('bench/apps.mjs');
const { serve } = await from('bench/serve.mjs');
const { makeTls } = await from('fake/tls.mjs');
const { median, p95, table } = await from('bench/stats.mjs');
const { chromium } = createRequire(resolve(peer, 'package.json'))('playwright-core');

const tenantId = '11111111-1111-4111-8111-111111111111';
const clientId = '22222222-2222-4222-8222-222222222222';
const GUESTS = 1_000;
/** How long no request must be open before Sign in is clicked, and how long to wait for that at most. */
const QUIET_MS = 1_000;
const SETTLED_MS = 20_000;
const PATIENCE_MS = 90_000;
/** Chromium's preset for a phone on a fast mobile network. */
const NETWORK = {
  offline: false,
  latency: 165,
  downloadThroughput: (9e6 * 0.9) / 8,
  uploadThroughput: (1.5e6 * 0.9) / 8,
};

const tls = makeTls();
const service = fork(
  resolve(peer, 'fake/server.mjs'),
  ['--https', '0', '--http', '0', '--client', clientId, '--tls', tls.dir, '--guests', String(GUESTS), '--latency', '0'],
  { silent: true },
);
const [ports] = await once(service, 'message');
const browser = await chromium.launch({
  executablePath: process.env.GUESTLIST_CHROMIUM,
  args: [
    '--headless=new',
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    `--ignore-certificate-errors-spki-list=${tls.spki}`,
    `--host-resolver-rules=${['login.microsoftonline.com', 'graph.microsoft.com'].map((host) => `MAP ${host}:443 127.0.0.1:${ports.https}`).join()}, MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1`,
  ],
});

async function prepare(kind, dist) {
  const app = apps[kind];
  const configJson = (url) =>
    app.config({
      url,
      tenantId,
      clientId,
      authority: 'https://login.microsoftonline.com',
      graph: 'https://graph.microsoft.com',
    });
  return { name: kind, ...(await serve({ dist, tls, configJson, headers: app.headers() })) };
}

/** Runs in each page before the application. Records when the form accepts an address, and when rows are painted. */
function probe() {
  const seen = {};
  globalThis.__seen = seen;
  const painted = (then) =>
    requestAnimationFrame(() => {
      const channel = new MessageChannel();
      channel.port1.onmessage = () => then(performance.now());
      channel.port2.postMessage(0);
    });
  const visible = (element) => element.checkVisibility() && !element.disabled;
  const takesAddress = () =>
    [...document.querySelectorAll('input')].some(
      (input) => input.labels?.[0]?.textContent.trim().startsWith('Email address') && visible(input),
    );
  const watch = () => {
    if (!takesAddress()) return requestAnimationFrame(watch);
    painted((at) => (seen.form = at));
  };
  watch();
  seen.guests = () =>
    new Promise((done) => {
      const start = performance.now();
      [...document.querySelectorAll('a')].find((link) => link.textContent.trim() === 'Guests').click();
      const rows = () =>
        [...document.querySelectorAll('[role=row],tbody tr')].filter((row) => row.textContent.includes('@'));
      const look = () => (rows().length < 10 ? requestAnimationFrame(look) : painted((at) => done(at - start)));
      look();
    });
}

const results = new Map();
function note(metric, app, value) {
  if (!results.has(metric)) results.set(metric, { unit: 'ms', values: {} });
  const { values } = results.get(metric);
  values[app.name] ??= [];
  values[app.name].push(value);
}

// A fixed amount of work, measured before each run, to show how evenly the machine ran.
const noise = [];
async function control() {
  await pause(500);
  const start = performance.now();
  let x = 1;
  for (let i = 0; i < 3e7; i += 1) x = (Math.imul(x, 1_664_525) + 1_013_904_223) | 0;
  noise.push(performance.now() - start + (x === 0.5 ? 1 : 0));
}

async function open(context, slow) {
  const page = await context.newPage();
  if (slow) {
    const protocol = await context.newCDPSession(page);
    await protocol.send('Network.enable');
    await protocol.send('Network.emulateNetworkConditions', NETWORK);
    await protocol.send('Emulation.setCPUThrottlingRate', { rate: 4 });
  }
  return page;
}

/** Waits until the page has no open requests. */
async function settled(page) {
  let last = Date.now();
  let under = 0;
  const change = (by) => () => {
    under += by;
    last = Date.now();
  };
  const [begun, ended] = [change(1), change(-1)];
  page.on('request', begun).on('requestfinished', ended).on('requestfailed', ended);
  const late = Date.now() + SETTLED_MS;
  while (Date.now() < late && (under > 0 || Date.now() - last < QUIET_MS)) await pause(50);
  page.off('request', begun).off('requestfinished', ended).off('requestfailed', ended);
}

/** Clicks Sign in and waits for the form. Returns the times since the return and since the click. */
async function signIn(page) {
  const button = page.getByRole('button', { name: 'Sign in', exact: true });
  await button.waitFor({ timeout: PATIENCE_MS });
  const clicked = await page.evaluate(() => performance.timeOrigin + performance.now());
  await button.click();
  const { form, origin } = await formIn(page);
  return { back: form, whole: origin + form - clicked };
}

async function formIn(page) {
  await page.getByRole('link', { name: 'Guests', exact: true }).waitFor({ timeout: PATIENCE_MS });
  const found = await page.waitForFunction(
    () => globalThis.__seen.form && { form: globalThis.__seen.form, origin: performance.timeOrigin },
    null,
    { timeout: PATIENCE_MS },
  );
  return found.jsonValue();
}

async function measure(app, slow) {
  const on = slow ? '4x CPU + Fast 4G' : '1x';
  const fresh = async () => {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'en-US' });
    await context.addInitScript(probe);
    return context;
  };

  let context = await fresh();
  let page = await open(context, slow);
  await page.goto(app.url, { waitUntil: 'commit' });
  const atOnce = await signIn(page);
  note(`return at once, ${on}`, app, atOnce.back);
  note(`click to form, at once, ${on}`, app, atOnce.whole);
  await context.close();

  context = await fresh();
  page = await open(context, slow);
  const quiet = settled(page);
  await page.goto(app.url);
  await quiet;
  const first = await signIn(page);
  note(`return, first, ${on}`, app, first.back);
  note(`click to form, first, ${on}`, app, first.whole);
  note(`Guests, ${on}`, app, await page.evaluate(() => globalThis.__seen.guests()));
  await page.close();
  // The portal's session outlives its last page for ten seconds.
  await pause(11_000);

  page = await open(context, slow);
  const calm = settled(page);
  await page.goto(app.url);
  await calm;
  const again = await signIn(page);
  note(`return, again, ${on}`, app, again.back);
  note(`click to form, again, ${on}`, app, again.whole);
  await settled(page);
  // The portal redirects to a silent sign-in and back, so the form is in another document than the reloaded one.
  const reloaded = await page.evaluate(() => performance.timeOrigin + performance.now());
  await page.reload({ waitUntil: 'commit' });
  const { form, origin } = await formIn(page);
  note(`reload, ${on}`, app, origin + form - reloaded);
  await context.close();
}

const pair = [
  await prepare(values.against, resolve(peer, 'app/dist')),
  await prepare('portal', resolve(values.portal)),
];
try {
  // A first run for server and browser, which is not counted.
  for (const app of pair) await measure(app, false);
  results.clear();
  for (const slow of [false, true]) {
    for (let round = 0; round < Number(values.rounds); round += 1) {
      for (const app of round % 2 ? pair.toReversed() : pair) {
        await control();
        console.error(`${slow ? 'throttled' : '1x'}, round ${round + 1} of ${values.rounds}: ${app.name}`);
        await measure(app, slow);
      }
    }
  }
  const spread = (100 * (p95(noise) - median(noise))) / median(noise);
  console.log(`Chromium ${browser.version()}, Node ${process.version}, ${cpus().length} cores`);
  console.log(
    `control work: median ${median(noise).toFixed(1)} ms, p95 ${spread.toFixed(0)} % above it${spread > 15 ? ': too noisy to publish' : ''}\n`,
  );
  console.log(
    table(
      results,
      pair.map(({ name }) => name),
    ),
  );
} finally {
  await browser.close();
  for (const app of pair) app.close();
  service.kill();
}

// Faults of the browser, of its tabs, its storage and its clock.
import { expect } from '@playwright/test';
import { button, list, paste } from '../support/bulk.js';
import { landing, posts } from '../support/steps.js';
import { Browser, WorkerSession } from './browser.js';
import { Stage } from './stage.js';

/** How soon another tab must have the run when its tab has ended. */
const TAKEN_OVER_MS = 5_000;
/** How soon after Resume a first invitation must have its effect. */
const RESUMED_MS = 2_000;

const seconds = (ms) => `${(ms / 1000).toFixed(1)} s`;

/** Continues in a new page after the first one has ended, and compares. */
async function continued(stage, moment) {
  await moment.release(stage);
  await stage.reopen();
  await stage.until(({ heading }) => heading !== undefined);
  await stage.finish();
  return { found: await stage.compare() };
}

async function crash(stage, moment) {
  const cdp = await stage.context.newCDPSession(stage.page);
  const crashed = stage.page.waitForEvent('crash');
  cdp.send('Page.crash').catch(() => {});
  await crashed;
  stage.page.close().catch(() => {});
  return continued(stage, moment);
}

/** Kills the browser, starts it again with its profile, and continues. `note` gets the time until the next invitation. */
export async function kill(stage, moment) {
  await stage.browser.kill();
  await moment.release(stage);
  stage.worker = undefined;
  stage.browser = await Browser.start(stage.browser.profile);
  stage.context = stage.browser.kept;
  stage.page = await stage.newPage();
  await stage.signIn();
  await stage.until(({ heading }) => heading === 'Paused');
  const before = (await posts(stage.tenant)).length;
  await button(stage.page, 'Resume').click();
  const pressed = Date.now();
  const first = async () => {
    const { entries } = await stage.tenant.ledger();
    return entries.filter(({ method, path }) => method === 'POST' && path.endsWith('/invitations'))[before];
  };
  await expect.poll(first, { timeout: 20_000, intervals: [20] }).toBeTruthy();
  const took = Date.now() - pressed;
  const late = took > RESUMED_MS ? [`first invitation ${seconds(took)} after Resume`] : [];
  await stage.finish();
  return { found: await stage.compare(), note: `next invitation ${seconds(took)} after Resume`, late, took };
}

async function closeWithSecondTab(stage, moment) {
  const other = await stage.newPage();
  await other.goto(`${stage.tenant.portal}/bulk`);
  await expect(other.getByText('Another tab is sending')).toBeVisible();
  await moment.release(stage);
  await stage.page.close({ runBeforeUnload: false });
  const closed = Date.now();
  stage.page = other;
  await stage.until(({ resume }) => resume);
  const took = Date.now() - closed;
  const late = took > TAKEN_OVER_MS ? [`taken over after ${seconds(took)}`] : [];
  await stage.finish();
  return { found: await stage.compare(), note: `taken over after ${seconds(took)}`, late };
}

async function leaveAndReturn(stage, moment) {
  await stage.page.goto(landing(stage.tenant));
  await moment.release(stage);
  await stage.page.goBack();
  await stage.until(({ heading }) => heading !== undefined);
  await stage.finish();
  return { found: await stage.compare() };
}

async function freeze(stage, moment) {
  const cdp = await stage.context.newCDPSession(stage.page);
  await cdp.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((next) => setTimeout(next, 3_000));
  await cdp.send('Page.setWebLifecycleState', { state: 'active' });
  await moment.release(stage);
  await stage.finish();
  return { found: await stage.compare() };
}

/** The worker has no connection for some seconds; with `jump`, half an hour passes by the page's clock. */
const offline = (jump) => async (stage, moment) => {
  const worker = await WorkerSession.attach(stage.browser.playwright, stage.tenant.portal);
  const connection = (offline) =>
    worker.send('Network.emulateNetworkConditions', {
      offline,
      latency: 0,
      downloadThroughput: -1,
      uploadThroughput: -1,
    });
  await worker.send('Network.enable');
  await connection(true);
  await moment.release(stage);
  const late = [];
  await stage
    .until(({ pace, heading }) => pace.startsWith('No connection') || heading === 'Paused', { time: 15_000 })
    .then(({ heading, why }) => heading === 'Paused' && late.push(`paused instead of waiting: ${why}`))
    .catch(() => late.push('the page did not say that there is no connection'));
  if (jump) await stage.shift(jump);
  await new Promise((next) => setTimeout(next, 5_000));
  await connection(false);
  await worker.detach();
  await stage.finish({ resumes: 1 });
  return { found: await stage.compare(), late };
};

/** The computer's clock jumps several times. New guests are listed late, so that a wait which ends too early doubles them. */
async function clockJumps(stage, moment) {
  await stage.tenant.settings({ replicationSeconds: 12 });
  const minute = 60_000;
  const day = 24 * 60 * minute;
  for (const by of [10 * minute, -10 * minute, 2 * day]) await stage.shift(by);
  await moment.release(stage);
  await new Promise((next) => setTimeout(next, 2_000));
  await stage.shift(-2 * day);
  await new Promise((next) => setTimeout(next, 2_000));
  await stage.shift(0);
  // What is unknown is found when the directory lists it.
  await stage.finish();
  const note = stage.signedInAgain ? 'the sign-in ended, as its answer was not valid by the clock' : undefined;
  return { found: await stage.compare(), note };
}

async function quota(stage, moment) {
  const cdp = await stage.context.newCDPSession(stage.page);
  const other = await stage.context.newPage();
  await other.goto(`${stage.tenant.portal}/config.json`);
  // Something else of this origin has used the quota up.
  await other.evaluate(async () => {
    const opening = indexedDB.open('filler');
    opening.onupgradeneeded = () => opening.result.createObjectStore('bytes');
    await new Promise((done) => (opening.onsuccess = done));
    const transaction = opening.result.transaction('bytes', 'readwrite');
    transaction.objectStore('bytes').put(crypto.getRandomValues(new Uint8Array(65_536)), 1);
    for (let at = 2; at < 40; at += 1) transaction.objectStore('bytes').put(new Uint8Array(65_536).fill(at), at);
    await new Promise((done) => (transaction.oncomplete = done));
  });
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: stage.tenant.portal, quotaSize: 100_000 });
  await moment.release(stage);
  const state = await stage.until(({ heading }) => heading === 'Paused' || heading === 'Finished', { time: 40_000 });
  const found = await stage.compare();
  await cdp.send('Storage.overrideQuotaForOrigin', { origin: stage.tenant.portal });
  if (state.heading === 'Finished') return { found, note: 'the browser accepted the writes' };
  const late = state.why.includes('no longer stores') ? [] : [`paused for another reason: ${state.why}`];
  await stage.finish();
  return { found: await stage.compare(), late, note: `paused with ${found.sent} sent, continued` };
}

/** Another page deletes the database, as a browser does that needs room or whose user clears the site's data. */
async function evicted(stage, moment) {
  const other = await stage.context.newPage();
  await other.goto(`${stage.tenant.portal}/config.json`);
  const deleted = other.evaluate(() => {
    const request = indexedDB.deleteDatabase('guestlist.run');
    return new Promise((done) => (request.onsuccess = request.onerror = done));
  });
  await moment.release(stage);
  await deleted;
  const state = await stage.until(({ heading }) => heading === 'Paused' || heading === 'Finished', { time: 40_000 });
  const late = state.why.includes('no longer stores') || state.heading === 'Finished' ? [] : [state.why];
  const after = (await posts(stage.tenant)).length;
  await stage.until(({ numbers }) => numbers.unknown === '0' || numbers.unknown !== undefined);
  if (state.heading === 'Paused') await button(stage.page, 'Resume').click();
  const end = await stage.until(({ heading }) => heading === 'Paused' || heading === 'Finished', { time: 60_000 });
  if (end.heading === 'Paused' && (await posts(stage.tenant)).length > after) late.push('went on without a journal');
  return {
    found: await stage.compare(),
    late,
    truthful: true,
    note: `${end.heading.toLowerCase()}, ${end.numbers.left} left`,
  };
}

/** A later version of the portal, in another tab, opens the database with a later version. */
async function otherVersion(stage, moment) {
  const other = await stage.context.newPage();
  await other.goto(`${stage.tenant.portal}/config.json`);
  const opened = other.evaluate(() => {
    const request = indexedDB.open('guestlist.run', 2);
    return new Promise(
      (done) => (request.onsuccess = request.onerror = () => done(request.error?.message ?? 'opened')),
    );
  });
  await moment.release(stage);
  await opened;
  const state = await stage.until(({ heading }) => heading === 'Paused' || heading === 'Finished', { time: 60_000 });
  return {
    found: await stage.compare(),
    truthful: true,
    note: `${state.heading.toLowerCase()}, ${state.numbers.left} left`,
  };
}

/** The other tabs are open before the run begins, since a run of few rows ends while four pages are loaded. */
const manyTabs = Object.assign(
  async (stage, moment) => {
    const late = [];
    for (const page of stage.others) {
      await expect(page.getByText('Another tab is sending')).toBeVisible();
      if (await button(page, 'Resume').isVisible()) late.push('a second tab offers Resume');
    }
    const [other] = stage.others;
    await paste(other, list(stage.rows));
    await expect(other.getByText('The directory was searched for all addresses.')).toBeVisible();
    const again = other.getByRole('button', { name: /^Invite \d+ guests?$/ });
    if ((await again.getAttribute('aria-disabled')) !== 'true') {
      await again.click();
      await other.getByRole('button', { name: /^Send \d+ invitations?$/ }).click();
      await expect(other.getByText('Another tab of this browser has a bulk invitation open.')).toBeVisible();
    }
    await moment.release(stage);
    await stage.finish({ resumes: 0 });
    return { found: await stage.compare(), late };
  },
  {
    async before(stage) {
      stage.others = await Promise.all(Array.from({ length: 4 }, () => stage.newPage()));
      for (const page of stage.others) {
        await page.goto(`${stage.tenant.portal}/bulk`);
        await expect(page.getByLabel('Paste guests')).toBeVisible();
      }
    },
  },
);

/**
 * Another person invites the same list in another browser. What both have searched for before one of them sends it is doubled:
 * nothing in Graph closes this race. All else is found by reading, and is reported. Where the first run stands still at the
 * moment, the second one ends meanwhile, and only what the first was sending can be doubled.
 */
const twoBrowsers = Object.assign(
  async (stage, moment) => {
    const { second } = stage;
    await second.confirm();
    const late = [];
    let race = 'both ran at the same time';
    let raced = stage.rows;
    if (moment.standsStill) {
      await second.finish();
      // A row that was searched for a while ago is searched for again before it is sent.
      await new Promise((next) => setTimeout(next, 16_000));
      raced = (await stage.state()).rows.filter(({ outcome }) => outcome.startsWith('Being sent')).length;
      race = `${raced} were being sent`;
    }
    await moment.release(stage);
    await Promise.all([stage.finish(), second.finish()]);
    const found = await stage.compare();
    const other = await second.compare();
    late.push(...[...other.lost, ...other.wrong].map((text) => `second browser: ${text}`));
    if (found.doubled.length > raced) late.push(`${found.doubled.length} doubled, although ${race}`);
    const note = `${race}; left out as invited elsewhere: ${found.elsewhere} and ${other.elsewhere}; doubled in the race: ${found.doubled.length}`;
    found.doubled = [];
    return { found, late, note, elsewhere: true };
  },
  {
    async before(stage) {
      stage.second = await Stage.open(stage.browser, { tenant: stage.tenant, role: 'User Administrator' });
      await stage.second.prepare();
    },
  },
);

/** Ends the program inside its loop, as a panic does: the next reading of the clock traps. */
async function panic(stage, moment) {
  await stage.page.evaluate(() => (globalThis.__trap = { armed: true }));
  await moment.release(stage);
  await stage.until(({ stopped }) => stopped.includes('stopped-broken'), { time: 20_000 });
  await stage.page.goto(`${stage.tenant.portal}/bulk`);
  await stage.until(({ heading }) => heading !== undefined);
  await stage.finish();
  return { found: await stage.compare(), note: 'the page said that it has stopped' };
}

/** Changes a state and a row in the database after the page has crashed. */
async function tampering(stage, moment) {
  const other = await stage.context.newPage();
  await other.goto(`${stage.tenant.portal}/config.json`);
  const cdp = await stage.context.newCDPSession(stage.page);
  const crashed = stage.page.waitForEvent('crash');
  cdp.send('Page.crash').catch(() => {});
  await crashed;
  await moment.release(stage);
  await other.evaluate(async () => {
    const settled = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const database = await settled(indexedDB.open('guestlist.run'));
    for (const name of ['state 1', 'row 20']) {
      const store = database.transaction('records', 'readwrite').objectStore('records');
      const bytes = await settled(store.get(name));
      if (bytes) bytes[20] ^= 1;
      if (bytes) await settled(store.put(bytes, name));
    }
    database.close();
  });
  await stage.reopen();
  await stage.until(({ heading }) => heading !== undefined);
  const { notices } = await stage.finish();
  const late = notices.some((text) => text.includes('1 row cannot be read')) ? [] : ['the row is not reported'];
  return {
    found: await stage.compare({ unreadable: 1 }),
    late,
    missing: 1,
    note: 'the changed row is set aside and reported',
  };
}

export const ofBrowser = [
  { name: 'tab crash', variants: { crash } },
  { name: 'browser SIGKILL', ownBrowser: true, variants: { kill } },
  {
    name: 'close, navigate, freeze',
    variants: { closed: closeWithSecondTab, 'left and back': leaveAndReturn, frozen: freeze },
  },
  { name: 'offline 5 s, 30 min', variants: { '5 s': offline(0), '30 min': offline(30 * 60_000) } },
  { name: 'clock skew and jumps', variants: { jumps: clockJumps } },
  { name: 'storage full, evicted, other version', variants: { full: quota, evicted, version: otherVersion } },
  { name: 'five tabs, one job', variants: { tabs: manyTabs } },
  { name: 'two browsers, one list', variants: { browsers: twoBrowsers } },
  { name: 'wasm panic in the loop', variants: { trap: panic } },
  { name: 'journal tampered with', variants: { changed: tampering } },
];

// The five moments at which a fault strikes. Each is prepared before the run begins (`arm`), is awaited (`reached`), and lets
// the run go on (`release`). At some of them, the run stands still until then (`standsStill`).
import { expect } from '@playwright/test';
import { posts } from '../support/steps.js';
import { WorkerSession } from './browser.js';

const POST = { method: 'POST', path: '/invitations' };
/** So many invitations are sent before the moment. */
const BEFORE = 4;
/** How long a response is delayed that is under way at the moment. */
const HELD_MS = 4_000;

const struck = (tenant) =>
  expect.poll(async () => (await tenant.struck())[0] ?? 1, { timeout: 20_000 }).toBeGreaterThan(0);

/** Runs in the worker. Holds the invitations after some, before they leave it. */
function heldRequests(before) {
  const send = globalThis.fetch;
  const gate = { held: 0, seen: 0 };
  gate.opened = new Promise((open) => (gate.open = open));
  globalThis.__gate = gate;
  globalThis.fetch = async (...args) => {
    const request = args[0] instanceof Request ? args[0] : new Request(...args);
    if (request.method === 'POST' && request.url.endsWith('/invitations')) {
      gate.seen += 1;
      if (gate.seen > before) {
        gate.held += 1;
        await gate.opened;
      }
    }
    return send(...args);
  };
}

export const phases = {
  'before POST': {
    standsStill: true,
    async arm(stage) {
      stage.worker = await WorkerSession.attach(stage.browser.playwright, stage.tenant.portal);
      await stage.worker.send('Runtime.evaluate', { expression: `(${heldRequests})(${BEFORE})` });
    },
    async reached({ worker }) {
      const held = async () => {
        const { result } = await worker.send('Runtime.evaluate', { expression: 'globalThis.__gate.held' });
        return result.value;
      };
      await expect.poll(held, { timeout: 20_000 }).toBeGreaterThan(0);
    },
    async release(stage) {
      // The browser may have been killed.
      await stage.worker?.send('Runtime.evaluate', { expression: 'globalThis.__gate.open()' }).catch(() => {});
      await stage.worker?.detach();
      stage.worker = undefined;
    },
  },
  'POST in flight': {
    arm: ({ tenant }) => tenant.faults({ ...POST, skip: BEFORE, times: 3, fault: { hold: { ms: HELD_MS } } }),
    reached: ({ tenant }) => struck(tenant),
    release() {},
  },
  'response lost': {
    arm: ({ tenant }) => tenant.faults({ ...POST, skip: BEFORE, times: 1, fault: { hangUp: { after: true } } }),
    reached: ({ tenant }) => struck(tenant),
    release() {},
  },
  // Invitations are single requests. The reads of the directory are batched, and throttled one by one: this is the moment
  // between a batch and the next one, which has the throttled reads again.
  'between batch parts': {
    arm: ({ tenant }) =>
      tenant.faults({ method: 'GET', path: '/users', skip: 2, times: 2, fault: { throttle: { retryAfter: '3' } } }),
    reached: ({ tenant }) => struck(tenant),
    release() {},
  },
  'journal commit': {
    standsStill: true,
    arm: ({ page }) => page.evaluate(() => Object.assign(globalThis.__commits, { armed: true, from: 4, seen: 0 })),
    reached: ({ page }) => page.waitForFunction(() => globalThis.__commits.held > 0, null, { timeout: 20_000 }),
    release: ({ page }) =>
      page
        .evaluate(() => {
          if (globalThis.__commits) globalThis.__commits.hold = false;
        })
        // The page may have ended.
        .catch(() => {}),
  },
};

/** The number of invitations that reached the tenant. */
export const sentSoFar = async (tenant) => (await posts(tenant)).length;

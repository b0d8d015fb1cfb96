// What every journey starts from: a tenant as new, a page that is watched, and the few things that all journeys do.
//
//   import { test, expect, signIn, axe } from './fixtures.js';
//
// `tenant` is the worker's sandbox, as new for each test; `page.goto('/')` is the portal. A test fails on any
// console error, exception or policy violation, unless it named the message with `watch.allow(...)`.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { test as base, expect } from '@playwright/test';
import { Tenant } from './tenant.js';
import { Watch } from './watch.js';

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

export { expect };

export const test = base.extend({
  sandbox: [
    async ({}, use) => {
      const tenant = await Tenant.start();
      await use(tenant);
      await tenant.stop();
    },
    { scope: 'worker' },
  ],

  tenant: [
    async ({ sandbox }, use) => {
      await sandbox.reset();
      await use(sandbox);
    },
    { auto: true },
  ],

  baseURL: async ({ tenant }, use) => use(tenant.portal),

  watch: async ({}, use) => {
    const watch = new Watch();
    await use(watch);
    expect(watch.problems, 'console errors, exceptions and policy violations').toEqual([]);
  },

  /** Whether a shared worker ends with its last page, as in browsers that do not know `extendedLifetime`. */
  workersEndWithPages: [false, { option: true }],

  context: async ({ context, watch, workersEndWithPages }, use) => {
    await watch.over(context);
    if (workersEndWithPages) await context.addInitScript(withoutLongerLife);
    await use(context);
  },

  /** A second person: another browser context, watched like the first. `await visitor()` gives its page. */
  visitor: async ({ browser, baseURL, watch, workersEndWithPages }, use) => {
    const contexts = [];
    await use(async (options = {}) => {
      const context = await browser.newContext({ baseURL, ...options });
      contexts.push(context);
      await watch.over(context);
      if (workersEndWithPages) await context.addInitScript(withoutLongerLife);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

/** Runs in the page: the browser does not know the option. */
function withoutLongerLife() {
  const Original = globalThis.SharedWorker;
  if (!Original) return;
  globalThis.SharedWorker = class extends Original {
    constructor(url, { extendedLifetime, ...options }) {
      super(url, options);
    }
  };
}

/** Signs in with the account whose role is `role`; opens the portal first if the page is still blank. */
export async function signIn(page, role) {
  if (page.url() === 'about:blank') await page.goto('/');
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
  await page.getByRole('button', { name: role }).click();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
}

/** Asserts that axe finds nothing serious or critical on the page as it is now. */
export async function axe(page, { exclude = [] } = {}) {
  // Evaluated, not added as a script: the page's policy allows no foreign script.
  await page.evaluate(axeSource);
  const violations = await page.evaluate(async (exclude) => {
    const found = await globalThis.axe.run({ include: [['html']], exclude }, { resultTypes: ['violations'] });
    return found.violations.map(({ id, impact, help, nodes }) => ({
      id,
      impact,
      help,
      where: nodes.map((node) => `${node.target.join(' ')}  ${node.html}`),
    }));
  }, exclude);
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(grave, 'serious and critical accessibility violations').toEqual([]);
}

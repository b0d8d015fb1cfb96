// The start of every journey: a tenant that was reset, a watched page, signing in, and the check for accessibility.
//
//   import { test, expect, signIn, axe } from './fixtures.js';
//
// `tenant` is the worker's sandbox, which is reset before each test; `page.goto('/')` opens the portal. A test fails on any
// console error, exception or policy violation, unless it allows the message by `watch.allow(...)`.
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

  /** Whether a shared worker ends with its last page, as in browsers that do not support `extendedLifetime`. */
  workersEndWithPages: [false, { option: true }],

  context: async ({ context, watch, workersEndWithPages }, use) => {
    await watch.over(context);
    if (workersEndWithPages) await context.addInitScript(withoutLongerLife);
    await use(context);
  },

  /** A second person, in another browser context, which is also watched. `await visitor()` returns its page. */
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

/** Runs in the page, and makes the browser ignore the option `extendedLifetime`. */
function withoutLongerLife() {
  const Original = globalThis.SharedWorker;
  if (!Original) return;
  globalThis.SharedWorker = class extends Original {
    constructor(url, { extendedLifetime, ...options }) {
      super(url, options);
    }
  };
}

/** The button that opens the account menu. Only a person who is signed in has it. */
export const account = (page) => page.getByRole('button', { name: /^(Signed in as|Connecté en tant que) / });

/** Signs in with the account whose role is `role`. Opens the portal first if the page is blank. */
export async function signIn(page, role) {
  if (page.url() === 'about:blank') await page.goto('/');
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
  await page.getByRole('button', { name: role }).click();
  await expect(account(page)).toBeVisible();
}

/** Asserts that axe finds no violation at all on the page in its current state. */
export async function axe(page, { exclude = [] } = {}) {
  // The page's policy does not allow another script tag, so the source is evaluated.
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
  expect(violations, 'accessibility violations').toEqual([]);
}

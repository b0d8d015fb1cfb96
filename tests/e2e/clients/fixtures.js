// The start of the tests of Microsoft's clients: a sandbox with Microsoft's host names, and a browser and a Node process in
// which these names lead to it. The clients keep the addresses and settings of production. No other host can be reached.
//
//   import { test, expect, TENANT, LOGIN, GRAPH } from './fixtures.js';
//
// `tenant` is reset before each test; `node.run(…)` runs code in the Node process; `site` is an app's web site.
import { test as base, expect } from '../support/fixtures.js';
import { Tenant } from '../support/tenant.js';
import { mappedTo } from './mapped.js';
import { NodeProcess } from './node-process.js';
import { Site } from './site.js';

export { expect };

export const TENANT = '5bd2bd29-8a51-4a6c-9d0a-4c7f6f3b6c10';
export const LOGIN = 'https://login.microsoftonline.com';
export const GRAPH = 'https://graph.microsoft.com';
/** An app of the sandbox that reads and invites users with its own permissions. */
export const DAEMON = { clientId: '3d8f1f0a-6b0e-4c5e-9d7a-21f3c0a4e5b7', secret: 'sandbox-daemon-secret' };

export const test = base.extend({
  /** The number of guests in the directory. */
  guests: [250, { scope: 'worker', option: true }],

  // Tidy guests: each has a user type, so that counts by user type add up.
  sandbox: [
    async ({ guests }, use) => {
      const tenant = await Tenant.start({ tls: true, portal: null, guests, untidy: 0 });
      await use(tenant);
      await tenant.stop();
    },
    { scope: 'worker' },
  ],

  site: [
    async ({}, use) => {
      const site = await Site.start();
      await use(site);
      await site.stop();
    },
    { scope: 'worker' },
  ],

  launchOptions: [
    async ({ launchOptions, sandbox, site }, use) => {
      const mapped = await mappedTo(
        sandbox,
        [LOGIN, GRAPH].map((url) => new URL(url).hostname),
        [site.keyHash],
      );
      await use({ ...launchOptions, args: [...launchOptions.args, ...mapped] });
    },
    { scope: 'worker' },
  ],

  baseURL: async ({ site }, use) => use(site.origin),

  node: async ({ tenant }, use) => {
    const node = new NodeProcess(tenant);
    await use(node);
    await node.stop();
  },
});

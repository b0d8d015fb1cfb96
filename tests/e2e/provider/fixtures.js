// The unmodified release bundle with a `config.json` that names another authority than Entra, on this machine. The tenant and
// its Graph are the sandbox's, as in the journeys.
//
//   import { test, expect, signInAs } from './fixtures.js';
import { test as base, expect } from '../support/fixtures.js';
import { Tenant } from '../support/tenant.js';
import { CLIENT, Provider, TENANT } from './provider.js';

export { expect };

export const test = base.extend({
  pair: [
    async ({}, use) => {
      const provider = await Provider.start();
      const tenant = await Tenant.start({ trust: provider.issuer });
      provider.serve(tenant);
      await use({ provider, tenant });
      await tenant.stop();
      await provider.stop();
    },
    { scope: 'worker' },
  ],

  sandbox: [async ({ pair }, use) => use(pair.tenant), { scope: 'worker' }],

  provider: async ({ pair }, use) => {
    pair.provider.tokens.length = 0;
    pair.provider.tokenSeconds = 60;
    pair.provider.onTheWay = (location) => location;
    await use(pair.provider);
  },

  /** The content of `config.json`. */
  config: async ({ provider, tenant }, use) => {
    await use({
      tenant: TENANT,
      clientId: CLIENT,
      cloud: { login: provider.issuer, graph: tenant.graph, issuer: provider.issuer },
      defaultRedirectUrl: `${tenant.graph}/_sandbox/landing`,
    });
  },

  context: async ({ context }, use) => {
    for (const pattern of DECORATION) await context.route(pattern, (route) => route.fulfill({ status: 200, body: '' }));
    await use(context);
  },

  tenant: [
    async ({ sandbox }, use) => {
      await sandbox.reset();
      await use(sandbox);
    },
    { auto: true },
  ],

  configured: [
    async ({ tenant, config }, use) => {
      await tenant.setConfig(config);
      // The sandbox tries to reach the provider once a second until it answers.
      await tenant.trusts(config.cloud.issuer);
      await use();
    },
    { auto: true },
  ],
});

/** Files that the provider's pages load from hosts that tests cannot reach. */
const DECORATION = ['https://fonts.googleapis.com/**', '**/favicon.ico'];

/** Signs in at the provider and, unless `consents` is false, consents to the permissions that the portal asks for. */
export async function signInAs(page, login, { consents = true } = {}) {
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await atProvider(page, login);
  if (consents) await consent(page);
}

export async function atProvider(page, login) {
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('any');
  await page.getByRole('button', { name: 'Sign-in' }).click();
}

export async function consent(page) {
  await page.getByRole('button', { name: 'Continue' }).click();
}

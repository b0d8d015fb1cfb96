// A short visit in Firefox and WebKit, with the sandbox's sign-in and with the certified `oidc-provider`: sign in, list,
// invite, sign out.
import { test, expect } from '@playwright/test';
import { CLIENT, Provider, TENANT } from '../provider/provider.js';
import { Tenant } from '../support/tenant.js';
import * as firefox from './firefox.js';
import { Page } from './page.js';
import * as webkit from './webkit.js';

/** The authorities: how to start each, and what a person does there to sign in, to consent to inviting, and to sign out. */
const AUTHORITIES = {
  'the sandbox': {
    async start() {
      const tenant = await Tenant.start();
      return { tenant, stop: () => tenant.stop() };
    },
    async signsIn(page) {
      await page.press('button', 'Guest Inviter');
    },
    async lets() {},
    async leaves() {},
  },
  'oidc-provider': {
    async start() {
      const provider = await Provider.start();
      const tenant = await Tenant.start({ trust: provider.issuer });
      provider.serve(tenant);
      await tenant.setConfig({
        tenant: TENANT,
        clientId: CLIENT,
        cloud: { login: provider.issuer, graph: tenant.graph, issuer: provider.issuer },
        defaultRedirectUrl: `${tenant.graph}/_sandbox/landing`,
      });
      await tenant.trusts(provider.issuer);
      const stop = async () => {
        await tenant.stop();
        await provider.stop();
      };
      return { tenant, stop };
    },
    async signsIn(page) {
      await page.type('Enter any login', 'ines');
      await page.type('and password', 'any');
      await page.press('button', 'Sign-in');
      await page.press('button', 'Continue');
    },
    async lets(page) {
      await page.press('link', 'Invite');
      await page.press('button', 'Ask for permission');
      await page.press('button', 'Continue');
    },
    async leaves(page) {
      await page.press('button', 'Yes, sign me out');
    },
  },
};

for (const engine of [firefox, webkit]) {
  for (const [who, authority] of Object.entries(AUTHORITIES)) {
    test(`${engine.name}, signed in by ${who}: see the guests, invite one, sign out`, async () => {
      const { tenant, stop } = await authority.start();
      const driver = await engine.start();
      try {
        const page = new Page(driver);
        await page.goto(`${tenant.portal}/guests`);
        await driver.watch();
        await page.press('button', 'Sign in');
        await authority.signsIn(page);
        await page.sees('button', 'Signed in as');
        await driver.watch();
        await page.sees('heading', 'Guests');
        const counted = () => page.run(() => document.body.innerText.match(/\d+ of \d+ guests/)?.[0]);
        await expect.poll(counted).toBe('250 of 250 guests');

        await authority.lets(page);
        await page.press('link', 'Invite');
        await page.sees('heading', 'Invite a guest');
        // With `oidc-provider` this is a new document.
        await driver.watch();
        await page.type('Email address', 'engine@fabrikam.com');
        await page.press('button', 'Send invitation');
        await page.sees('heading', 'Invitation sent to engine@fabrikam.com');

        const has = () => [isSecureContext, typeof Worker, Boolean(navigator.locks)];
        expect(await page.run(has)).toEqual([true, 'function', true]);
        expect(await driver.problems(), 'errors and policy violations').toEqual([]);
        // A violation is reported, so the list above is meaningful.
        await page.run(() => document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/' })));
        await expect.poll(async () => (await driver.problems()).length).toBeGreaterThan(0);

        await page.press('button', 'Signed in as');
        await page.press('button', 'Sign out');
        await authority.leaves(page);
        await page.sees('button', 'Sign in');
      } finally {
        await driver.stop();
        await stop();
      }
    });
  }
}

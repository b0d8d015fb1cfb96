// The same short way through the portal in the second and the third engine: sign in, list, invite, sign out.
import { test, expect } from '@playwright/test';
import { Tenant } from '../tenant.js';
import * as firefox from './firefox.js';
import { Page } from './page.js';
import * as webkit from './webkit.js';

let tenant;
test.beforeAll(async () => {
  tenant = await Tenant.start();
});
test.beforeEach(() => tenant.reset());
test.afterAll(() => tenant?.stop());

for (const engine of [firefox, webkit]) {
  test(`${engine.name}: sign in, see the guests, invite one, sign out`, async () => {
    const driver = await engine.start();
    try {
      const page = new Page(driver);
      await page.goto(`${tenant.portal}/guests`);
      await driver.watch();
      await page.press('button', 'Sign in');
      await page.press('button', 'Guest Inviter');
      await page.sees('button', 'Sign out');
      await driver.watch();
      await page.sees('heading', 'Guests');
      const counted = () => page.run(() => document.body.innerText.match(/\d+ of \d+ guests/)?.[0]);
      await expect.poll(counted).toBe('250 of 250 guests');

      await page.press('link', 'Invite');
      await page.sees('heading', 'Invite a guest');
      await page.type('Email address', 'engine@fabrikam.com');
      await page.press('button', 'Send invitation');
      await page.sees('heading', 'Invitation sent to engine@fabrikam.com');

      expect(await page.run(() => [isSecureContext, typeof Worker, Boolean(navigator.locks)])).toEqual([
        true,
        'function',
        true,
      ]);
      expect(await driver.problems(), 'errors and policy violations').toEqual([]);
      // And they would have been seen.
      await page.run(() => document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/' })));
      await expect.poll(async () => (await driver.problems()).length).toBeGreaterThan(0);

      await page.press('button', 'Sign out');
      await page.sees('button', 'Sign in');
    } finally {
      await driver.stop();
    }
  });
}

// What a person can do when Microsoft's pages do not open, do not answer, or refuse every token.
import { test, expect, signIn } from '../support/fixtures.js';
import {
  expectFilledIn,
  fillIn,
  inviteForm,
  listLoaded,
  openGuests,
  pressSignOut,
  requests,
  signInButton,
  signInToInvite,
  tokenEnds,
} from '../support/steps.js';
import { interruption, tokenRequests } from './session.js';

const AUTHORIZE = '/*/oauth2/v2.0/authorize?**';
const NOT_OPENED = "Microsoft's sign-in page has not opened yet.";

test('S-46: a sign-in page that does not open leaves the button, and words', async ({ page, context, tenant }) => {
  await context.route(tenant.login + AUTHORIZE, (route) => route.fulfill({ status: 204 }));
  await page.goto('/guests');
  await signInButton(page).click();
  await expect(page.getByText('Going to Microsoft…')).toBeVisible();
  await expect(page.getByText(NOT_OPENED)).toBeVisible();
  await expect(signInButton(page)).toBeFocused();
  await context.unroute(tenant.login + AUTHORIZE);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await listLoaded(page, 250);
});

test('S-46: offline, the sign-in page says so and stays; with a connection it opens Microsoft’s', async ({
  page,
  context,
  tenant,
  watch,
}) => {
  // What the sign-in page fetches meanwhile for the portal.
  watch.allow(/ERR_INTERNET_DISCONNECTED/);
  const told = page.getByText('Your browser is offline. Check your connection');
  await page.goto('/invite');
  await expect(signInButton(page)).toBeVisible();
  await context.setOffline(true);
  await signInButton(page).click();
  await expect(told).toBeVisible();
  await expect(signInButton(page)).toBeFocused();
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await context.setOffline(false);
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  const form = inviteForm(page);
  await fillIn(form, { email: 'kim@fabrikam.com' });

  // A person whose sign-in has ended stays with the form.
  watch.allow(/status of 40[01]/);
  await tenant.expireSessions();
  await tokenEnds(tenant);
  await form.send.click();
  await expect(interruption(page)).toBeVisible();
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await expect(told).toBeInViewport();
  await expectFilledIn(form, { email: 'kim@fabrikam.com' });
  await context.setOffline(false);
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await expect(interruption(page)).toBeHidden();
  await expectFilledIn(form, { email: 'kim@fabrikam.com' });
});

test.describe('after a reload', () => {
  // The worker ends with its last page, so a reload of the only tab signs in again.
  test.use({ workersEndWithPages: true });

  test('a sign-in host that is down is told, and the button stays', async ({ page, context, tenant, watch }) => {
    watch.allow(/ERR_FAILED/);
    await signIn(page, 'Guest Inviter');
    await page.goto('/guests');
    await listLoaded(page, 250);
    await context.route(tenant.login + AUTHORIZE, (route) => route.fulfill({ status: 204 }));
    await context.route(`${tenant.login}/**/openid-configuration`, (route) => route.abort());
    await page.reload();
    await expect(page.getByText("Microsoft's sign-in service could not be reached.")).toBeVisible({ timeout: 30_000 });
    await context.unrouteAll();
    await signInButton(page).click();
    await expect(page).toHaveURL(`${tenant.portal}/guests`);
    await listLoaded(page, 250);
  });

  test('after many reloads in a short time the page waits, and one press continues with what was typed', async ({
    page,
    context,
    tenant,
  }) => {
    const form = await signInToInvite(page);
    await fillIn(form, { email: 'kim@fabrikam.com', name: 'Kim Lee' });
    await context.route(tenant.login + AUTHORIZE, (route) => route.fulfill({ status: 204 }));
    const asked = requests(context, /\/authorize\?/);
    const reloads = 10;
    for (let reload = 1; reload <= reloads; reload += 1) {
      await page.reload({ waitUntil: 'commit' });
      await expect.poll(() => asked.length).toBe(reload);
    }
    const waits = page.getByText('This page was loaded several times in a short time');
    for (let reload = 0; reload < 2; reload += 1) {
      await page.reload({ waitUntil: 'commit' });
      await expect(waits).toBeVisible({ timeout: 30_000 });
    }
    expect(asked).toHaveLength(reloads);
    await context.unrouteAll();
    await signInButton(page).click();
    await expectFilledIn(form, { email: 'kim@fabrikam.com', name: 'Kim Lee' });
  });
});

test('S-44: two tabs whose tokens Graph refuses renew once each time somebody acts, and rest', async ({
  page,
  context,
  tenant,
  watch,
}) => {
  watch.allow(/status of 401/);
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  const second = await context.newPage();
  await second.goto('/guests');
  await listLoaded(second, 250);
  await tenant.faults({ fault: { unauthorized: {} } });
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(interruption(page)).toBeVisible();
  await expect(interruption(second)).toBeVisible();
  const { refresh_token } = await tokenRequests(tenant);
  expect(refresh_token).toBeLessThanOrEqual(2);
  await second.getByRole('button', { name: 'Refresh' }).click();
  await expect(second.getByRole('button', { name: 'Try again' })).toBeVisible();
  // Whatever one tab's renewal started in the other would show up by now.
  await expect(interruption(page)).toBeVisible();
  expect((await tokenRequests(tenant)).refresh_token).toBeLessThanOrEqual(refresh_token + 2);
});

test('S-45: a configuration that was changed is told in an open tab, and a new tab uses the new one', async ({
  page,
  context,
  tenant,
}) => {
  await page.clock.install();
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'kim@fabrikam.com' });
  const config = await (await page.request.get('/config.json')).json();
  // The sandbox's portal of type "web" is another app of the same tenant.
  await tenant.setConfig(JSON.stringify({ ...config, clientId: 'b7c9a3de-52f4-4f0c-8a1b-6e90d2c4f813' }));
  const second = await context.newPage();
  const asked = requests(context, /client_id=b7c9a3de/);
  await second.goto('/guests');
  await signInButton(second).click();
  await expect(second.getByRole('heading', { name: 'Need admin approval' })).toBeVisible();
  expect(asked.length).toBeGreaterThan(0);

  await page.clock.fastForward('01:01');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange', { bubbles: true })));
  await expect(page.getByRole('heading', { name: 'This portal was set up anew' })).toBeVisible();
  await expectFilledIn(form, { email: 'kim@fabrikam.com' });
});

test('S-47: signing out in one tab reaches a tab that shows another site', async ({ page, context, tenant }) => {
  const form = await signInToInvite(page);
  const second = await context.newPage();
  await second.goto('/invite');
  await expect(second.getByText('Ines Duarte')).toBeVisible();
  await second.goto(`${tenant.graph}/_sandbox`);
  await fillIn(form, { email: 'kim@fabrikam.com' });
  await pressSignOut(page);
  await expect(page.getByText('You are signed out.')).toBeVisible();
  const asked = requests(context, /\/authorize/);
  await second.goBack();
  await expect(signInButton(second)).toBeVisible();
  await expect(second.getByText('Ines Duarte')).toBeHidden();
  expect(asked).toEqual([]);
});

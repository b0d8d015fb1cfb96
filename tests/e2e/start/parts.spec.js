// When each part of the program is loaded, and what happens if one is late, missing, blocked or from another build: the page
// says so and offers a next step, and keeps what was typed.
import { test, expect, axe, account } from '../support/fixtures.js';
import {
  expectFilledIn,
  fillIn,
  inviteForm,
  listLoaded,
  openAccess,
  requests,
  signInButton,
  signInToInvite,
} from '../support/steps.js';

const GUESTS = /\/assets\/guestlist-guests-[0-9a-f]+\.wasm$/;
const PORTAL = /\/assets\/guestlist-[0-9a-f]+\.wasm$/;
const PROGRAM = /\/assets\/sign-in-[0-9a-f]+\.wasm$/;
const typed = { email: 'kim@fabrikam.com', name: 'Kim', message: 'Welcome to the project' };

const guestsLink = (page) => page.getByRole('navigation').getByRole('link', { name: 'Guests' });
const missing = (page) => page.getByRole('alert').filter({ hasText: 'This page could not be loaded' });

test('the sign-in page loads nothing of the portal before it works, and the portal while the person signs in', async ({
  page,
  context,
}) => {
  const loaded = requests(context, /\/assets\//);
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(PROGRAM, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/');
  await expect(signInButton(page)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Invite guests to your organization' })).toBeVisible();
  await axe(page);
  expect(loaded.filter((request) => /guestlist-/.test(request))).toEqual([]);
  release();
  await expect.poll(() => loaded.some((request) => PORTAL.test(request))).toBe(true);
});

test('a click before the program is there is kept and acted on', async ({ page }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(PROGRAM, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/guests?state=pending');
  await signInButton(page).click();
  await expect(page.getByRole('status').filter({ hasText: 'Going to Microsoft…' })).toBeFocused();
  await expect(signInButton(page)).toBeHidden();
  release();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await listLoaded(page, 250);
  await expect(page).toHaveURL(/\/guests\?state=pending$/);
});

test('theme and language of the sign-in page work before any program is there', async ({ page }) => {
  await page.route(PROGRAM, () => undefined);
  await page.goto('/');
  await page.getByRole('combobox', { name: 'Language' }).selectOption('Français');
  await expect(page.getByRole('button', { name: 'Se connecter', exact: true })).toBeVisible();
  await expect(page).toHaveTitle('Se connecter – Guestlist');
  await page.getByRole('combobox', { name: 'Thème' }).selectOption('Sombre');
  expect(await page.evaluate(() => [document.documentElement.lang, document.documentElement.dataset.theme])).toEqual([
    'fr',
    'dark',
  ]);
  await page.reload();
  await expect(page.getByRole('combobox', { name: 'Thème' })).toHaveValue('dark');
  await expect(page.getByRole('button', { name: 'Se connecter', exact: true })).toBeVisible();
});

const FAULTS = {
  'is not there': (route) => route.fulfill({ status: 404, body: 'gone' }),
  'is held back on the way': (route) => route.abort('blockedbyclient'),
  'is replaced by a proxy’s page': (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>Please log in to the Wi-Fi</p>' }),
};

test('a part that fails after the person has left its page changes nothing', async ({ page, watch }) => {
  watch.allow('ERR_', 'Failed to fetch', /integrity/i, 'Failed to load resource');
  let fail;
  let requested = 0;
  const failing = new Promise((resolve) => (fail = resolve));
  await page.route(GUESTS, async (route) => {
    requested += 1;
    await failing;
    await route.abort('failed');
  });
  await fillIn(await signInToInvite(page), typed);
  await guestsLink(page).click();
  await expect(page).toHaveURL(/\/guests$/);
  await expect.poll(() => requested).toBeGreaterThan(0);
  await page.getByRole('link', { name: 'Invite', exact: true }).click();
  await expectFilledIn(inviteForm(page), typed);
  // The portal then asks for the page, to see whether its host has another build.
  const asked = page.waitForResponse((response) => new URL(response.url()).pathname === '/');
  fail();
  await asked;
  await page.unroute(GUESTS);
  await guestsLink(page).click();
  await listLoaded(page, 250);
});

for (const [what, fault] of Object.entries(FAULTS)) {
  test(`a page whose part ${what} says so, the next try opens it, and what was typed stays`, async ({
    page,
    watch,
  }) => {
    watch.allow(/status of 404/, 'ERR_', 'Failed to fetch', /integrity/i, /WebAssembly/, 'Failed to load resource');
    await page.route(GUESTS, fault);
    await fillIn(await signInToInvite(page), typed);
    await guestsLink(page).click();
    await expect(missing(page)).toContainText('What you typed is kept.');
    await expect(page).toHaveTitle('Guests – Guestlist');
    await axe(page);
    await missing(page).getByRole('button', { name: 'Try again' }).press('Enter');
    await expect(missing(page)).toBeVisible();
    await expect(page.locator('main')).toBeFocused();
    await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
    await expectFilledIn(inviteForm(page), typed);
    await guestsLink(page).click();
    await expect(missing(page)).toBeVisible();
    await page.unroute(GUESTS);
    await missing(page).getByRole('button', { name: 'Try again' }).click();
    await listLoaded(page, 250);
  });
}

test('a page whose part is late is waited for, and says so', async ({ page }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(GUESTS, async (route) => {
    await held;
    await route.continue();
  });
  await signInToInvite(page);
  await guestsLink(page).click();
  await expect(page.getByRole('status').filter({ hasText: 'Loading this page…' })).toBeVisible();
  await axe(page);
  // Meanwhile the other pages work. The late page appears when the person opens it again.
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(inviteForm(page).email).toBeVisible();
  release();
  await guestsLink(page).click();
  await listLoaded(page, 250);
});

test('offline after signing in: a page that was fetched meanwhile opens, one that was not says so', async ({
  page,
  context,
  watch,
}) => {
  watch.allow('ERR_', 'Failed to fetch', /WebAssembly/, 'Failed to load resource');
  await page.route(GUESTS, (route) => route.abort());
  const access = page.waitForResponse(/guestlist-access-[0-9a-f]+\.wasm$/);
  await fillIn(await signInToInvite(page), typed);
  await (await access).finished();
  await page.unroute(GUESTS);
  await context.setOffline(true);
  await guestsLink(page).click();
  await expect(missing(page)).toBeVisible();
  await openAccess(page);
  await expect(missing(page)).toBeHidden();
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expectFilledIn(inviteForm(page), typed);
});

test('a proxy’s page in place of the host’s own is no newer version', async ({ page, tenant, watch }) => {
  watch.allow(/status of 404/, 'Failed to load resource', /WebAssembly/, /integrity/i, 'Failed to fetch');
  await page.route(GUESTS, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await fillIn(await signInToInvite(page), typed);
  const asked = page.waitForRequest(`${tenant.portal}/`);
  await page.route(`${tenant.portal}/`, (route) =>
    route.fulfill({ contentType: 'text/html', body: '<p>Please log in to the Wi-Fi</p>' }),
  );
  await guestsLink(page).click();
  await asked;
  await expect(missing(page)).toContainText('What you typed is kept.');
  await expect(page.getByText('There is a newer version of Guestlist')).toBeHidden();
});

test('a tab that is older than what its host has says so, and the new version has what was typed', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 404/, 'Failed to load resource', /WebAssembly/, /integrity/i, 'Failed to fetch');
  // The host now has another build, whose files have other names. The old files are gone.
  await page.route(GUESTS, (route) => route.fulfill({ status: 404, body: 'gone' }));
  await fillIn(await signInToInvite(page), typed);
  const newBuild = async (route) => {
    const response = await route.fetch();
    const html = await response.text();
    const other = html.replace(/guestlist-[0-9a-f]+\.js/g, 'guestlist-0123456789abcdef.js');
    expect(other).not.toBe(html);
    await route.fulfill({ response, body: other });
  };
  await page.route(`${tenant.portal}/`, newBuild);
  await guestsLink(page).click();
  const newer = page.getByRole('status').filter({ hasText: 'There is a newer version of Guestlist' });
  await expect(newer).toContainText('what you typed into the Invite form is kept');
  await axe(page);
  await page.unroute(GUESTS);
  await page.unroute(`${tenant.portal}/`);
  await newer.getByRole('button', { name: 'Load the new version' }).click();
  await listLoaded(page, 250);
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expectFilledIn(inviteForm(page), typed);
});

test('a portal that does not come after signing in says so', async ({ page, watch }) => {
  watch.allow('ERR_', 'Failed to fetch', 'Failed to load resource');
  await page.route(PORTAL, (route) => route.abort());
  await page.goto('/');
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Guestlist was not started.' });
  await expect(alert).toBeVisible();
  await page.unroute(PORTAL);
  await alert.getByRole('link', { name: 'Load the page again' }).click();
  // The person is still signed in at Microsoft and need not pick an account.
  await signInButton(page).click();
  await expect(account(page)).toBeVisible();
});

// Accessibility of every page: axe finds nothing serious in both themes, at two widths, and no page scrolls sideways.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { Tenant } from '../support/tenant.js';
import {
  alone,
  fillIn,
  invite,
  inviteForm,
  listLoaded,
  openAccess,
  searchbox,
  setting,
  signInButton,
  signInToInvite,
  signOut,
} from '../support/steps.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

// Without transitions, so that axe measures the final colours.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 375, height: 700 };
const NARROWEST = { width: 320, height: 600 };

/** Runs axe in both themes at both widths. At the narrowest width nothing may be wider than the window. */
async function accessible(page, what) {
  for (const [size, theme] of [
    [WIDE, 'Light'],
    [WIDE, 'Dark'],
    [NARROW, 'Dark'],
    [NARROW, 'Light'],
  ]) {
    await test.step(`${what}: ${size.width} px, ${theme}`, async () => {
      await page.setViewportSize(size);
      await (await setting(page, 'Theme')).selectOption(theme);
      if (!what.endsWith('menu')) await page.keyboard.press('Escape');
      await axe(page);
    });
  }
  await test.step(`${what}: ${NARROWEST.width} px, no sideways scrolling`, async () => {
    await page.setViewportSize(NARROWEST);
    const width = () => page.evaluate(() => document.documentElement.scrollWidth);
    await expect
      .poll(width, `${what}: width of the page at ${NARROWEST.width} px`)
      .toBeLessThanOrEqual(NARROWEST.width);
  });
  await page.setViewportSize(WIDE);
}

test('the way in and out: sign-in, signed out, cancelled', async ({ page }) => {
  await page.goto('/');
  await expect(signInButton(page)).toBeVisible();
  await accessible(page, 'sign-in');
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Details').click();
  await accessible(page, 'cancelled');
  await signIn(page, 'Guest Inviter');
  await signOut(page);
  await accessible(page, 'signed out');
});

test('the stop page, and an address without a page', async ({ page, tenant }) => {
  await tenant.setConfig('{}');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'Guestlist cannot start' })).toBeVisible();
  await accessible(page, 'stop');
  await tenant.clearConfig();
  await page.goto('/no/such/page');
  await signIn(page, 'Guest Inviter');
  await expect(page.getByRole('heading', { name: 'Page not found' })).toBeVisible();
  await accessible(page, 'not found');
  await page.getByRole('link', { name: 'Go to Invite' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Invite a guest' })).toBeVisible();
});

test('the account menu, the shortcuts and About', async ({ page, tenant }) => {
  await tenant.setConfig({
    ...(await tenant.config()),
    organizationName: 'Contoso, a name that takes more than one line',
  });
  await page.goto('/');
  await expect(page.getByText('Contoso, a name')).toBeVisible();
  await accessible(page, 'sign-in with a name');
  await signInToInvite(page);
  // The theme is chosen in the menu, so it is open.
  await accessible(page, 'account menu');
  for (const name of ['Keyboard shortcuts', 'About Guestlist']) {
    for (const theme of ['Light', 'Dark']) {
      await (await setting(page, 'Theme')).selectOption(theme);
      await page.getByRole('button', { name }).click();
      await expect(page.getByRole('dialog', { name }).getByRole('definition').first()).toBeVisible();
      for (const size of [WIDE, NARROW, NARROWEST]) {
        await page.setViewportSize(size);
        await axe(page);
        expect(await page.getByRole('dialog').evaluate((dialog) => dialog.scrollWidth <= dialog.clientWidth)).toBe(
          true,
        );
      }
      await page.setViewportSize(WIDE);
      await page.keyboard.press('Escape');
    }
  }
});

test('Invite: empty, with errors and warnings, without rights', async ({ page, visitor }) => {
  const form = await signInToInvite(page);
  await accessible(page, 'empty');
  await fillIn(form, {
    email: 'kim',
    name: 'x'.repeat(257),
    cc: 'a;b',
    redirect: 'http://x',
    message: 'Hello',
    language: 'fr-FR',
  });
  await form.send.click();
  await expect(page.getByText('4 fields need your attention.')).toBeVisible();
  await accessible(page, 'errors');
  await fillIn(form, { sendMail: false });
  await accessible(page, 'mail off');

  const reader = await visitor({ reducedMotion: 'reduce' });
  await signIn(reader, 'Reader without rights');
  await expect(reader.getByRole('heading', { name: 'You cannot invite guests yet' })).toBeVisible();
  await accessible(reader, 'without rights');
});

test('Your access: all there, and with what is missing', async ({ page, tenant, visitor, watch }) => {
  watch.allow(/status of 403/);
  await signInToInvite(page);
  await openAccess(page);
  await expect(page.getByText('Guest Inviter').first()).toBeVisible();
  await accessible(page, 'your access');

  await tenant.faults({
    method: 'GET',
    path: '/me/transitiveMemberOf/microsoft.graph.directoryRole',
    fault: { status: { code: 403 } },
  });
  await tenant.settings({ rolesInIdToken: false, initialDomainIsDefault: true, invitersHaveMailbox: false });
  const reader = await visitor({ reducedMotion: 'reduce' });
  await signIn(reader, 'Reader without rights');
  await inviteForm(reader).message.fill('Hello');
  await expect(reader.getByText('Your account has no mailbox.')).toBeVisible();
  await accessible(reader, 'notes before sending');
  await openAccess(reader);
  await expect(reader.getByText('Unknown: Microsoft does not show your roles')).toBeVisible();
  await accessible(reader, 'your access with gaps');
});

test('Invite: results, an existing guest, a refusal', async ({ page, tenant, watch }) => {
  watch.allow(/status of 403/);
  const form = await signInToInvite(page, 'Member');
  await invite(page, 'a.rather.long.name.that.does.not.break@subsidiary.of.a.very.long.domain.name.example.com');
  await accessible(page, 'result');
  await page.getByRole('button', { name: 'Invite another' }).click();
  await invite(page, 'second@fabrikam.com');
  await accessible(page, 'earlier results');
  await page.getByRole('button', { name: 'Invite another' }).click();
  await form.email.fill('second@fabrikam.com');
  await form.send.click();
  await expect(page.getByRole('button', { name: 'Resend invitation' })).toBeVisible();
  await accessible(page, 'existing guest');
  await tenant.settings({ allowInvitesFrom: 'none' });
  await form.email.fill('third@fabrikam.com');
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'The invitation was not sent' })).toBeVisible();
  await page.getByText('Details').click();
  await accessible(page, 'refusal');
});

test('Guests: the list, no match, failed', async ({ page, context, tenant, watch }) => {
  await alone(context);
  watch.allow(/ERR_FAILED/);
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  await accessible(page, 'list');
  await searchbox(page).fill('nobody has this name');
  await expect(page.getByRole('heading', { name: 'No guest matches' })).toBeVisible();
  await accessible(page, 'no match');
  await page.route(`${tenant.graph}/v1.0/users?**`, (route) => route.abort());
  await page.reload();
  await expect(page.getByRole('heading', { name: 'The guest list could not be loaded' })).toBeVisible();
  await accessible(page, 'failed');
});

test('Guests: a tenant without any', async ({ page }) => {
  const empty = await Tenant.start({ guests: 0 });
  try {
    await page.goto(`${empty.portal}/guests`);
    await signIn(page, 'Guest Inviter');
    await expect(page.getByRole('heading', { name: 'No guests yet' })).toBeVisible();
    await accessible(page, 'no guests');
  } finally {
    await empty.stop();
  }
});

test('a sign-in that has ended', async ({ page, tenant, watch }) => {
  watch.allow(/status of 40[01]/);
  const form = await signInToInvite(page);
  await form.email.fill('kim@fabrikam.com');
  await tenant.expireSessions();
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeVisible();
  await expect(inviteForm(page).email).toHaveValue('kim@fabrikam.com');
  await accessible(page, 'ended');
});

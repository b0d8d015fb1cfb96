// Accessibility of states that last for a moment or come from a failure: axe finds nothing in both themes, at two widths.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { graphError } from '../support/replies.js';
import { Tenant } from '../support/tenant.js';
import {
  alone,
  fillIn,
  invite,
  openGuests,
  outcome,
  refusal,
  refresh,
  rows,
  signInButton,
  signInToInvite,
} from '../support/steps.js';

// Without transitions, so that axe measures the final colours.
test.use({ contextOptions: { reducedMotion: 'reduce' } });
// A journey runs axe up to twenty times.
test.describe.configure({ timeout: 180_000 });

const ADDRESS = 'kim@fabrikam.com';

/** Runs axe in both themes at both widths. It presses and opens nothing, so that the state stays. */
async function accessible(page, what) {
  for (const size of [
    { width: 1280, height: 800 },
    { width: 375, height: 700 },
  ])
    for (const colorScheme of ['light', 'dark'])
      await test.step(`${what}: ${size.width} px, ${colorScheme}`, async () => {
        await page.setViewportSize(size);
        await page.emulateMedia({ colorScheme });
        await axe(page);
      });
  await page.setViewportSize({ width: 320, height: 600 });
  await expect
    .poll(() => page.evaluate(() => document.documentElement.scrollWidth), `${what}: width of the page at 320 px`)
    .toBeLessThanOrEqual(320);
  await page.setViewportSize({ width: 1280, height: 800 });
}

/** A 201 with these changes. */
const created = (tenant, change) =>
  tenant.reply(
    { method: 'POST', path: '/invitations', times: 1 },
    {
      status: 201,
      body: {
        id: 'aaaaaaaa-0000-4000-8000-000000000002',
        inviteRedeemUrl: `${tenant.login}/redeem?rd=x`,
        invitedUserEmailAddress: ADDRESS,
        sendInvitationMessage: true,
        status: 'PendingAcceptance',
        invitedUser: { id: 'aaaaaaaa-0000-4000-8000-000000000001' },
        ...change,
      },
    },
  );

test('Invite: the hold, taken back, left before it was sent', async ({ page, tenant }) => {
  await tenant.setConfig({ ...(await tenant.config()), undoSeconds: 60 });
  const form = await signInToInvite(page);
  await fillIn(form, { email: ADDRESS });
  await form.send.click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await accessible(page, 'hold');
  await page.keyboard.press('Escape');
  await expect(page.getByText('Nothing was sent. The form has your text.')).toBeVisible();
  await accessible(page, 'taken back');
  await form.send.click();
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(page.getByText('because you left the page before')).toBeVisible();
  await accessible(page, 'left before');
});

test('Invite: a lost answer, the question after it, nothing sent, a wait', async ({ page, tenant, watch }) => {
  watch.allow(/ERR_EMPTY_RESPONSE/, /status of 429/);
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'lost-answer@fabrikam.com', name: 'Kim Lee' });
  await form.send.click();
  await expect(refusal(page, 'No clear answer from Microsoft')).toBeVisible();
  await accessible(page, 'lost answer');
  await form.send.click();
  await expect(outcome(page)).toContainText("Microsoft's answer to your last attempt was lost");
  await accessible(page, 'question after a lost answer');
  await page.getByRole('button', { name: 'Leave as is' }).click();
  await expect(page.getByText('Nothing was sent.')).toBeVisible();
  await accessible(page, 'nothing was sent');
  await tenant.faults({ method: 'POST', path: '/invitations', fault: { throttle: { retryAfter: '100' } } });
  await fillIn(form, { email: ADDRESS });
  await form.send.click();
  await expect(page.getByRole('button', { name: 'Stop waiting' })).toBeVisible();
  await accessible(page, 'wait');
});

test('Invite: warnings, a known address, options that are kept, a form that is set aside, a draft', async ({
  page,
}) => {
  const form = await signInToInvite(page);
  await fillIn(form, {
    email: 'ann@f\u0430brikam.com',
    message: 'x'.repeat(2_000),
    redirect: 'https://c\u043Entoso.com',
  });
  await form.name.focus();
  await expect(page.getByText('its letters look like others')).toBeVisible();
  await accessible(page, 'warnings');
  await fillIn(form, { redirect: 'https://contoso.com' });
  await invite(page, ADDRESS, { name: 'Kim Lee', message: 'Hello' });
  await page.getByRole('button', { name: 'Invite another' }).click();
  await expect(page.getByText('are kept.')).toBeVisible();
  await accessible(page, 'kept options and a row of this session');
  await fillIn(form, { email: ADDRESS });
  await form.name.focus();
  await expect(page.getByText(/^Kim Lee is already a guest\./)).toBeVisible();
  await accessible(page, 'known address');
  await openGuests(page, 251);
  await rows(page)
    .nth(1)
    .getByRole('link', { name: /^Invite again/ })
    .click();
  await expect(page.getByText('is set aside.')).toBeVisible();
  await accessible(page, 'set aside');
  await page.reload();
  await expect(page.getByText('Draft restored.')).toBeVisible();
  await accessible(page, 'restored');
});

test('Invite: results with an error, accepted before, without a link, on an unknown host, and a failed copy', async ({
  page,
  tenant,
}) => {
  await page.addInitScript(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  const form = await signInToInvite(page);
  for (const [what, change, heading] of [
    ['a reported error', { status: 'Error' }, /reports an error/],
    ['accepted before', { status: 'Completed' }, /has accepted already/],
    ['an unknown state, no link', { status: 'Paused', inviteRedeemUrl: null }, /^Invitation sent/],
    ['a link on an unknown host', { inviteRedeemUrl: 'https://example.org/redeem' }, /^Invitation sent/],
    ['a copy that failed', {}, /^Invitation sent/],
  ]) {
    await created(tenant, change);
    await fillIn(form, { email: ADDRESS });
    await form.send.click();
    const resend = page.getByRole('button', { name: 'Resend invitation' });
    const result = page.getByRole('heading', { name: heading });
    await expect(resend.or(result)).toBeVisible();
    if (await resend.isVisible()) await resend.click();
    await expect(result).toBeVisible();
    if (what.startsWith('a copy')) {
      await page.getByRole('button', { name: 'Copy redemption link' }).click();
      await expect(page.getByText(/^The browser did not allow copying/)).toBeVisible();
    }
    await accessible(page, what);
    await page.getByRole('button', { name: 'Invite another' }).click();
  }
});

test('Guests: no state, a state that is not known, a failed refresh, no right to read', async ({
  page,
  context,
  tenant,
  watch,
}) => {
  watch.allow(/ERR_FAILED/, /status of 403/);
  await alone(context);
  const users = `${tenant.graph}/v1.0/users?**`;
  await page.route(users, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.value[0].externalUserState = 'Paused';
    await route.fulfill({ response, json });
  });
  await signInToInvite(page);
  await openGuests(page, 250);
  for (const tab of ['No state', 'Other']) {
    await page.getByRole('tab', { name: tab }).click();
    await expect(rows(page).first()).toBeVisible();
    await accessible(page, `tab ${tab}`);
  }
  await page.unroute(users);
  await page.route(users, (route) => route.abort());
  await refresh(page).click();
  await expect(page.getByRole('heading', { name: 'The list could not be refreshed' })).toBeVisible();
  await accessible(page, 'failed refresh');
  await page.unroute(users);
  await tenant.reply({ method: 'GET', path: '/users' }, graphError(403, 'Authorization_RequestDenied', 'No.'));
  await page.reload();
  await expect(page.getByRole('heading', { name: 'You cannot see guests' })).toBeVisible();
  await accessible(page, 'no right to read');
});

test('Guests: while it loads, and a list that is not complete', async ({ page, context, watch }) => {
  watch.allow(/status of 400/);
  await alone(context);
  const tenant = await Tenant.start({ guests: 1_200 });
  try {
    await page.goto(`${tenant.portal}/invite`);
    await signIn(page, 'Guest Inviter');
    await tenant.faults([
      { method: 'GET', path: '/users', query: 'displayName', times: 1, fault: { hold: { ms: 600_000 } } },
      { method: 'GET', path: '/users', fault: { status: { code: 400 } } },
    ]);
    await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
    await expect(page.getByText('Loading guests…').first()).toBeVisible();
    await accessible(page, 'loading');
    await tenant.faults({ method: 'GET', path: '/users', query: 'skiptoken', fault: { status: { code: 400 } } });
    await page.reload();
    await expect(page.getByRole('heading', { name: 'The list is not complete' })).toBeVisible();
    await accessible(page, 'not complete');
  } finally {
    await tenant.stop();
  }
});

test('a sign-in that will end soon', async ({ page }) => {
  await page.clock.install();
  await signInToInvite(page);
  await page.clock.fastForward('23:40:00');
  await page.clock.fastForward('00:01:00');
  await expect(page.getByRole('heading', { name: 'Your sign-in will end soon' })).toBeVisible();
  await accessible(page, 'ends soon');
});

test('pages in place of the portal: a part that is missing, a program that is missing, an unusable config.json', async ({
  page,
  visitor,
  watch,
  tenant,
}) => {
  watch.allow('ERR_', 'Failed to fetch', 'Failed to load resource');
  await page.route(/guests.*\.wasm/, (route) => route.abort());
  await signInToInvite(page);
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'This page could not be loaded' })).toBeVisible();
  await accessible(page, 'a part that is missing');

  const stranger = await visitor({ reducedMotion: 'reduce' });
  await stranger.route(/guestlist-.*\.(js|wasm)/, (route) => route.abort());
  await stranger.goto('/');
  await signInButton(stranger).click();
  await stranger.getByRole('button', { name: 'Guest Inviter' }).click();
  await expect(stranger.getByRole('alert').filter({ hasText: 'Guestlist was not started.' })).toBeVisible();
  await accessible(stranger, 'a program that is missing');

  await stranger.unrouteAll();
  await tenant.setConfig('{"tenant": "contoso.com", "tenant": "contoso.com"}');
  await stranger.goto('/');
  await expect(stranger.getByRole('heading', { name: 'Guestlist cannot start' })).toBeVisible();
  await accessible(stranger, 'an unusable config.json');
});

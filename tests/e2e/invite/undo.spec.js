// An invitation waits some seconds before it is sent (`undoSeconds` in config.json). Undo, Escape, leaving and signing out
// give the form back, and nothing is sent. The journeys have a long hold, which they never wait for, and a short one.
import { account, test, expect } from '../support/fixtures.js';
import {
  countingClock,
  expectFilledIn,
  fillIn,
  inviteForm,
  loadsAnew,
  posts,
  pressSignOut,
  signInAgain,
  signInToInvite,
  signOut,
} from '../support/steps.js';

const typed = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Welcome' };

/** The token endpoint's answer when the person must sign in again. */
const EXPIRED = {
  error: 'invalid_grant',
  error_description: 'AADSTS50173: The provided grant has expired due to it being revoked.',
};

/** Begins with this hold, in seconds, and fills in the form. */
async function begin(page, tenant, undoSeconds) {
  const config = await (await page.request.get('/config.json')).json();
  await tenant.setConfig({ ...config, undoSeconds });
  const form = await signInToInvite(page);
  await fillIn(form, typed);
  return form;
}

const undo = (page) => page.getByRole('button', { name: 'Undo' });

test('what is not taken back is sent after the hold, once', async ({ page, tenant }) => {
  const form = await begin(page, tenant, 2);
  await form.email.press('Enter');
  await expect(undo(page)).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Sending in 2 seconds. Press Escape to undo.' })).toHaveCount(
    1,
  );
  expect(await posts(tenant)).toHaveLength(0);
  // Undo is right beside the pressed button, and the words follow.
  const [busy, button, words] = await Promise.all(
    [page.getByRole('button', { name: 'Sending…' }), undo(page), page.locator('.form__actions p[aria-hidden]')].map(
      (one) => one.boundingBox(),
    ),
  );
  expect(button.x - (busy.x + busy.width)).toBeLessThan(16);
  expect(words.x).toBeGreaterThan(button.x + button.width);
  await page.getByRole('button', { name: 'Sending…' }).click({ force: true });
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeFocused();
  expect(await posts(tenant)).toHaveLength(1);
});

test('the seconds of the hold count down for the eye, and are read out once', async ({ page, tenant }) => {
  await countingClock(page);
  const form = await begin(page, tenant, 3);
  await page.clock.pauseAt(Date.now() + 3_600_000);
  await form.email.press('Enter');
  const read = page.getByRole('status').filter({ hasText: 'Sending in 3 seconds. Press Escape to undo.' });
  const seen = page.locator('.form__actions p[aria-hidden]');
  await expect(seen).toHaveText('Sending in 3 seconds. Press Escape to undo.');
  await expect(read).toHaveCount(1);
  for (const left of ['2 seconds', '1 second']) {
    await page.clock.runFor(1_000);
    await expect(seen).toHaveText(`Sending in ${left}. Press Escape to undo.`);
    await expect(read).toHaveCount(1);
    expect(await posts(tenant)).toHaveLength(0);
  }
  await page.clock.runFor(1_000);
  await page.clock.resume();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  expect(await posts(tenant)).toHaveLength(1);
});

for (const [name, takesBack] of [
  ['the button Undo', (page) => undo(page).click()],
  ['Escape, wherever the focus is', (page) => page.keyboard.press('Escape')],
  ['a change of the form', (page) => inviteForm(page).name.fill('Kim Lee Park')],
]) {
  test(`${name} takes the invitation back`, async ({ page, tenant }) => {
    const form = await begin(page, tenant, 60);
    await form.send.click();
    await expect(undo(page)).toBeVisible();
    await takesBack(page);
    await expect(page.getByText('Nothing was sent. The form has your text.')).toBeVisible();
    await expect(form.send).toHaveAttribute('aria-disabled', 'false');
    await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
    await expectFilledIn(form, { email: typed.email, message: typed.message });
    expect(await posts(tenant)).toHaveLength(0);
  });
}

test('leaving the page, a reload and another site take the invitation back', async ({ page, tenant }) => {
  const form = await begin(page, tenant, 60);
  await form.send.click();
  await expect(undo(page)).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  const told = 'The invitation to kim@fabrikam.com was not sent, because you left the page before.';
  await expect(page.getByText(told)).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expectFilledIn(form, typed);

  await form.send.click();
  await expect(undo(page)).toBeVisible();
  await loadsAnew(page, () => page.reload());
  await expectFilledIn(form, typed);
  await expect(page.getByText('Draft restored. Not sent yet')).toBeVisible();

  await form.send.click();
  await expect(undo(page)).toBeVisible();
  await page.goto(`${tenant.graph}/_sandbox/landing`);
  await page.goBack();
  await expectFilledIn(form, typed);
  expect(await posts(tenant)).toHaveLength(0);
});

test('a sign-out in another tab takes the invitation back, and says so', async ({ page, context, tenant }) => {
  const form = await begin(page, tenant, 60);
  const second = await context.newPage();
  await second.goto('/guests');
  await expect(account(second)).toBeVisible();
  await form.send.click();
  await expect(undo(page)).toBeVisible();
  await pressSignOut(second);
  await expect(page.getByText(/^The invitation to .+ was not made: you were signed out/)).toBeVisible();
  expect(await posts(tenant)).toHaveLength(0);
});

test('a sign-in that ends, and a sign-out, take the invitation back', async ({ page, tenant, watch }) => {
  watch.allow(/status of 40[01]/);
  const form = await begin(page, tenant, 60);
  await form.send.click();
  await expect(undo(page)).toBeVisible();
  await tenant.reply({ site: 'login', path: '/oauth2/v2.0/token', times: 1 }, { status: 400, body: EXPIRED });
  const second = await page.context().newPage();
  await second.goto('/access');
  await second.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeVisible();
  await expect(undo(page)).toBeHidden();
  await expect(page.getByRole('alert').filter({ hasText: 'The invitation was not sent.' })).toBeVisible();
  await expect(page.getByText('Nothing was sent. The form has your text.')).toBeHidden();
  await expectFilledIn(form, typed);
  await second.close();
  await signInAgain(page);
  await expectFilledIn(form, typed);
  await form.send.click();
  await expect(undo(page)).toBeVisible();
  await signOut(page);
  expect(await posts(tenant)).toHaveLength(0);
});

// Several tabs with one session: they are signed in, renewed, interrupted and signed out together.
import { test, expect, signIn, account } from '../support/fixtures.js';
import {
  cell,
  rows,
  alone,
  expectFilledIn,
  fillIn,
  inviteForm,
  listLoaded,
  openGuests,
  pressSignOut,
  refresh,
  requests,
  signInAgain,
  signInButton,
  signInToInvite,
  storages,
  tokenEnds,
} from '../support/steps.js';
import { ENDED, interruption, tokenRequests } from './session.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

/** The page's content and storage, where another person could find something. */
const leftovers = async (page) => (await page.content()) + (await storages(page));

/** Opens the list in another tab. Without a shared worker, the sign-in button must be pressed there. */
async function another(context, shared = true) {
  const page = await context.newPage();
  await page.goto('/guests');
  if (!shared) await signInButton(page).click();
  await listLoaded(page, 250);
  return page;
}

/** Waits until tokens of eight seconds are due in all tabs, which is after half of their time. New tokens are valid for long. */
async function expireTogether(tenant) {
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await tenant.settings({ caeTokenSeconds: 3_600 });
}

test('S-15: five tabs that expire together cause one renewal, and none fails', async ({ page, context, tenant }) => {
  await tenant.settings({ caeTokenSeconds: 8 });
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  const pages = [page];
  while (pages.length < 5) pages.push(await another(context));
  await expireTogether(tenant);
  const before = await tokenRequests(tenant);
  await Promise.all(pages.map((one) => refresh(one).click()));
  for (const one of pages) {
    await listLoaded(one, 250);
    await expect(one.getByText(ENDED)).toBeHidden();
  }
  const after = await tokenRequests(tenant);
  expect(after.refresh_token - before.refresh_token).toBe(1);
  expect(after.authorization_code).toBe(1);
});

test('S-15: without shared workers, tabs that expire together renew one at a time', async ({
  page,
  context,
  tenant,
}) => {
  await alone(context);
  await tenant.settings({ caeTokenSeconds: 8 });
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  const pages = [page, await another(context, false), await another(context, false)];
  await expireTogether(tenant);
  const before = (await tenant.tokens()).length;
  await tenant.settings({ latencyMs: 600 });
  await Promise.all(pages.map((one) => refresh(one).click()));
  for (const one of pages) await listLoaded(one, 250);
  const renewals = (await tenant.tokens()).slice(before);
  expect(renewals.map(({ grantType, status }) => [grantType, status])).toEqual(pages.map(() => ['refresh_token', 200]));
  const times = renewals.map(({ time }) => Date.parse(time));
  for (const [earlier, later] of [times.slice(0, 2), times.slice(1)]) expect(later - earlier).toBeGreaterThan(500);
});

for (const shared of [true, false]) {
  test(`S-18: signing out in one tab empties the others within a second${shared ? '' : ', without shared workers too'}`, async ({
    page,
    context,
    tenant,
  }) => {
    if (!shared) await alone(context);
    const form = await signInToInvite(page);
    await fillIn(form, { email: 'kim@fabrikam.com', message: 'A secret plan' });
    const second = await another(context, shared);
    const name = await cell(rows(second).first(), 'Name').innerText();
    await pressSignOut(second);
    await expect(page.getByText('You are signed out.')).toBeVisible({ timeout: 1_000 });
    await expect(second.getByText('You are signed out.')).toBeVisible();
    for (const one of [page, second]) {
      const left = await leftovers(one);
      for (const text of ['ines@', 'Ines Duarte', 'kim@', 'A secret plan', name]) expect(left).not.toContain(text);
    }
    // Neither tab signs in again by itself.
    await page.goto('/guests');
    await expect(signInButton(page)).toBeVisible();
    expect((await tokenRequests(tenant)).authorization_code).toBe(shared ? 1 : 2);
  });
}

test('S-18: without a network the page stays, says what is still open, and ends it later', async ({
  page,
  context,
  watch,
}) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  await context.setOffline(true);
  await pressSignOut(page);
  const notice = page.getByRole('status').filter({ hasText: 'You are signed out of Guestlist, but not of Microsoft' });
  await expect(notice).toContainText('Your Microsoft session is still open in this browser');
  expect(await leftovers(page)).not.toMatch(/ines@|Ines Duarte|fabrikam/);
  await context.setOffline(false);
  await notice.getByRole('button', { name: 'End the Microsoft session' }).click();
  await expect(page.getByText('You are signed out.', { exact: true })).toBeVisible();
  await signInButton(page).click();
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
});

test('S-19: where somebody else signs in, nothing of the former person is left in any tab', async ({
  page,
  context,
  tenant,
}) => {
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'kim@fabrikam.com', message: 'A secret plan' });
  const second = await another(context);
  await tenant.expireSessions();
  await refresh(second).click();
  await expect(second.getByRole('heading', { name: ENDED })).toBeVisible();
  await expect(page.getByRole('heading', { name: ENDED })).toBeVisible();
  await signInAgain(second);
  await second.getByRole('button', { name: 'Member' }).click();
  // Microsoft's list of accounts shows her name, too.
  await expect(account(second)).toBeVisible();
  await expect(second.getByText('Mira Falk')).toBeVisible();
  // The other tab now belongs to Mira and shows nothing that Ines typed or saw.
  await expect(page.getByText('Mira Falk')).toBeVisible();
  await expectFilledIn(inviteForm(page), { email: '', message: '' });
  for (const one of [page, second]) {
    expect(await leftovers(one)).not.toMatch(/Ines Duarte|ines@|A secret plan|kim@/);
  }
});

test('S-16: a second factor at a renewal comes back to the same page with everything typed, in both tabs', async ({
  page,
  context,
  tenant,
  watch,
}) => {
  watch.allow(/status of 40[01]/);
  const form = await signInToInvite(page);
  const typed = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello Kim' };
  await fillIn(form, typed);
  const second = await another(context);
  await tenant.settings({ accounts: { 'ines@contoso.com': { mfaOnRefresh: true } } });
  await tokenEnds(tenant);
  await form.send.click();
  const notice = interruption(page);
  await expect(notice).toContainText('Microsoft needs one more step from you, such as a second factor.');
  await expect(second.getByRole('heading', { name: ENDED })).toBeVisible();
  await expectFilledIn(form, typed);
  const asked = requests(context, /\/authorize\?/);
  await signInAgain(page);
  const approve = page.getByRole('button', { name: 'Approve' });
  await expect(approve).toBeVisible();
  // Earlier than this, Microsoft would not have asked.
  await tenant.settings({ accounts: { 'ines@contoso.com': { mfaOnRefresh: false } } });
  await approve.click();
  await expectFilledIn(form, typed);
  await expect(second.getByRole('heading', { name: ENDED })).toBeHidden();
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  expect(asked).toHaveLength(1);
});

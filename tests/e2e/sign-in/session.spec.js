// Signing in, staying signed in, and signing out: which page is shown, and what stays in the browser.
import { test, expect, signIn } from '../support/fixtures.js';
import {
  alone,
  expectFilledIn,
  fillIn,
  inviteForm,
  listLoaded,
  openGuests,
  requests,
  signInAgain,
  signInButton,
  signInToInvite,
  signOut,
  storages,
} from '../support/steps.js';
import { tokenRequests } from './session.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

const TYPED = {
  email: 'kim@fabrikam.com',
  name: 'Kim Lee',
  message: 'A secret plan',
  cc: 'ann@contoso.com',
  redirect: 'https://contoso.com/x',
};

test('a reload signs in again silently, on the same view of the list', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await page.goto('/guests?state=pending&search=a&sort=name');
  await listLoaded(page, 250);
  await page.reload();
  await listLoaded(page, 250);
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=pending&search=a&sort=name`);
  await expect(page.getByRole('tab', { name: 'Pending' })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByRole('searchbox', { name: 'Search guests' })).toHaveValue('a');
});

test('a reload keeps what was typed, and no storage holds it afterwards', async ({ page }) => {
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  await page.reload();
  await expect(page.getByText('Ines Duarte')).toBeVisible();
  await expectFilledIn(form, TYPED);
  const stored = await storages(page);
  for (const text of Object.values(TYPED)) expect(stored).not.toContain(text);
});

test('what was typed is not handed to somebody else who signs in in this tab', async ({ page }) => {
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  await signOut(page);
  await signIn(page, 'Member');
  await expectFilledIn(inviteForm(page), { email: '', name: '', message: '', cc: '' });
});

test('a deep link leads to its page, after signing in', async ({ page, tenant }) => {
  for (const path of ['/guests?state=accepted&search=a', '/invite', '/no/such/page?x=1']) {
    await page.goto(path);
    await expect(signInButton(page)).toBeVisible();
    await signIn(page, 'Guest Inviter');
    await expect(page).toHaveURL(tenant.portal + path);
    await signOut(page);
  }
});

test('a second tab is signed in without leaving its page, and disturbs nothing', async ({ page, context, tenant }) => {
  const form = await signInToInvite(page);
  await form.email.fill('kim@fabrikam.com');
  const asked = requests(context, /\/authorize/);
  const second = await context.newPage();
  await second.goto('/guests?state=pending');
  await listLoaded(second, 250);
  await expect(second).toHaveURL(`${tenant.portal}/guests?state=pending`);
  // A tab that is loaded again while another one is open is signed in the same way.
  await page.reload();
  await expectFilledIn(form, { email: 'kim@fabrikam.com' });
  expect(asked).toEqual([]);
  expect(await tokenRequests(tenant)).toEqual({ authorization_code: 1, refresh_token: 0 });
});

test('without shared workers a second tab shows Sign in and disturbs nothing', async ({ page, context, tenant }) => {
  await alone(context);
  const form = await signInToInvite(page);
  await form.email.fill('kim@fabrikam.com');
  const second = await context.newPage();
  const asked = requests(context, /\/authorize/);
  await second.goto('/guests');
  await expect(signInButton(second)).toBeVisible();
  await expect(second).toHaveURL(`${tenant.portal}/guests`);
  expect(asked).toEqual([]);
  await openGuests(page, 250);
  await page.goBack();
  await expectFilledIn(form, { email: 'kim@fabrikam.com' });
  // The button is enough to sign in the second tab, because the person is still signed in at Microsoft.
  await signInButton(second).click();
  await listLoaded(second, 250);
});

test('signing out leaves nothing behind, and a reload does not sign in again', async ({ page, context }) => {
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  await signOut(page);
  const stored = await storages(page);
  for (const text of ['ines', 'Ines', 'eyJ', ...Object.values(TYPED)]) expect(stored).not.toContain(text);
  const asked = requests(context, /\/authorize/);
  await page.reload();
  await expect(signInButton(page)).toBeVisible();
  await expect(page.getByText('You are signed out.')).toBeHidden();
  await page.goto('/guests');
  await expect(signInButton(page)).toBeVisible();
  expect(asked).toEqual([]);
  // The session at Microsoft has ended, too, so Microsoft asks for an account.
  await signInButton(page).click();
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
});

test('going back after signing out shows nothing of the person', async ({ page }) => {
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  await signOut(page);
  await page.goBack();
  await expect(signInButton(page)).toBeVisible();
  await expect(page.getByText('Ines Duarte')).toBeHidden();
});

test('a cancelled sign-in says so, with what support asks for', async ({ page, tenant }) => {
  await page.goto('/guests?state=pending');
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Signing in did not work' });
  await expect(alert).toContainText('You cancelled the sign-in.');
  await alert.getByText('Details').click();
  await expect(alert.getByText('Code: AADSTS65004')).toBeVisible();
  await expect(alert.getByText(/^Correlation id: [\da-f]{8}-/)).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=pending`);
  await signIn(page, 'Guest Inviter');
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=pending`);
});

test('a sign-in that ends under the page keeps what was typed, and comes back to it', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 40[01]/);
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  await tenant.expireSessions();
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeVisible();
  await expectFilledIn(form, TYPED);
  await signInAgain(page);
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await expect(page.getByText('Ines Duarte')).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await expectFilledIn(form, TYPED);
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
});

test('a sign-in that ends under the list comes back to the same view of it', async ({ page, tenant, watch }) => {
  watch.allow(/status of 40[01]/);
  await signIn(page, 'Guest Inviter');
  await page.goto('/guests?state=pending');
  await listLoaded(page, 250);
  await tenant.expireSessions();
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeVisible();
  await signInAgain(page);
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await listLoaded(page, 250);
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=pending`);
});

test('a reload after the session has ended says so', async ({ page, context, tenant }) => {
  await alone(context);
  // This is the portal's last request after a sign-in. It must be answered before the session ends.
  const answered = page.waitForResponse((response) => response.url().startsWith(`${tenant.graph}/v1.0/me?`));
  await signIn(page, 'Guest Inviter');
  await answered;
  await tenant.expireSessions();
  await page.reload();
  await expect(page.getByText('Your sign-in has ended. Sign in again to go on.')).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await signIn(page, 'Guest Inviter');
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
});

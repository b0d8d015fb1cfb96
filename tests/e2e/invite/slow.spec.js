// Slow answers, and a directory that shows a new guest late: the page says what it is doing, and nothing is sent twice.
import { test, expect } from '../support/fixtures.js';
import {
  expectFilledIn,
  fillIn,
  invitations,
  invite,
  inviteForm,
  listLoaded,
  openGuests,
  posts,
  refusal,
  row,
  signInToInvite,
} from '../support/steps.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

const ADDRESS = 'kim@fabrikam.com';
const navigate = (page, name) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();

test('while Microsoft is slow, words say what is being done; leaving and coming back sends nothing twice', async ({
  page,
  tenant,
}) => {
  const slow = 'slow@fabrikam.com';
  const form = await signInToInvite(page);
  await fillIn(form, { email: slow, name: 'Kim Lee', message: 'Hello' });
  await form.send.dblclick();
  await expect(page.getByRole('button', { name: 'Sending…' })).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: 'Sending…' })).toHaveCount(1);
  await expectFilledIn(form, { email: slow, name: 'Kim Lee', message: 'Hello' });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');

  await openGuests(page, 251);
  await navigate(page, 'Invite');
  // The form shows that the same invitation is still being sent.
  await expect(page.getByRole('button', { name: 'Sending…' })).toHaveAttribute('aria-disabled', 'true');
  await form.email.press('Enter');
  await expect(page.getByRole('heading', { name: `Invitation sent to ${slow}` })).toBeFocused();
  expect(await posts(tenant)).toHaveLength(1);
  expect(await invitations(tenant)).toEqual({ [slow]: 1 });
  await page.getByRole('button', { name: 'Invite another' }).click();
  await expectFilledIn(form, { email: '', name: '', message: 'Hello' });
});

test('looking takes its time, too, and says so', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await tenant.faults({ method: 'GET', path: '/users', times: 1, fault: { hold: { ms: 8_000 } } });
  await form.email.fill(ADDRESS);
  await form.send.click();
  const looking = 'Checking for an existing guest…';
  await expect(page.getByRole('button', { name: looking })).toBeFocused();
  await expect(page.getByRole('status').filter({ hasText: looking })).toHaveCount(1);
  expect(await posts(tenant)).toEqual([]);
  await expect(page.getByRole('heading', { name: `Invitation sent to ${ADDRESS}` })).toBeVisible();
  expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
});

test('what was typed for the next guest while the last one is on the way stays', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await tenant.faults({ method: 'POST', path: '/invitations', times: 1, fault: { hold: { ms: 8_000 } } });
  await form.email.fill(ADDRESS);
  await form.send.click();
  await expect(page.getByRole('button', { name: 'Sending…' })).toBeVisible();
  await fillIn(form, { email: 'lee@fabrikam.com', name: 'Lee' });
  await expect(page.getByRole('heading', { name: `Invitation sent to ${ADDRESS}` })).toBeVisible();
  await page.getByRole('button', { name: 'Invite another' }).click();
  await expectFilledIn(form, { email: 'lee@fabrikam.com', name: 'Lee' });
  expect(await posts(tenant)).toHaveLength(1);
});

test('a refusal that comes while one is elsewhere is told on coming back', async ({ page, tenant, watch }) => {
  watch.allow(/status of 403/);
  const form = await signInToInvite(page);
  await tenant.settings({ allowInvitesFrom: 'none', latencyMs: 700 });
  await fillIn(form, { email: ADDRESS, message: 'Hello' });
  await form.send.click();
  await openGuests(page, 250);
  await expect.poll(() => posts(tenant)).toHaveLength(1);
  await navigate(page, 'Invite');
  await expect(refusal(page)).toContainText(/you may not invite guests|does not let your account invite guests/);
  await expectFilledIn(form, { email: ADDRESS, message: 'Hello' });
});

test('a guest whom the directory does not show yet stands in the list, and is not invited twice', async ({
  page,
  tenant,
  visitor,
}) => {
  await tenant.settings({ replicationSeconds: 600 });
  await signInToInvite(page);
  await openGuests(page, 250);
  await navigate(page, 'Invite');
  await invite(page, ADDRESS, { name: 'Kim Lee' });
  await page.getByRole('link', { name: 'See all guests' }).click();
  await expect(row(page, ADDRESS)).toContainText('Pending');
  await listLoaded(page, 251);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await listLoaded(page, 251);
  await expect(row(page, ADDRESS)).toContainText('Kim Lee');

  // Microsoft does not yet find anybody with this address, but the portal knows the invitation of this session.
  await navigate(page, 'Invite');
  const form = inviteForm(page);
  await form.email.fill('Kim@Fabrikam.com');
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Kim Lee is already a guest' })).toBeVisible();
  await page.getByRole('button', { name: 'Leave as is' }).click();
  expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });

  // Another person sees the guest when the directory shows it.
  const colleague = await visitor();
  await signInToInvite(colleague, 'User Administrator');
  await openGuests(colleague, 250);
  await tenant.settings({ clockOffsetSeconds: 601, replicationSeconds: 0 });
  await colleague.getByRole('button', { name: 'Refresh' }).click();
  await listLoaded(colleague, 251);
  await expect(row(colleague, ADDRESS)).toContainText('Pending');
});

test('a lost answer and a lagging directory: the advice to wait a minute is right', async ({ page, tenant, watch }) => {
  watch.allow(/ERR_EMPTY_RESPONSE/);
  await tenant.settings({ replicationSeconds: 50 });
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'lost-answer@fabrikam.com', name: 'Kim Lee' });
  await form.send.click();
  await expect(refusal(page, 'No clear answer from Microsoft')).toContainText(
    'Wait a minute, then you can safely send again',
  );
  await tenant.settings({ clockOffsetSeconds: 60 });
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Kim Lee is already a guest' })).toBeVisible();
  expect(await invitations(tenant)).toEqual({ 'lost-answer@fabrikam.com': 1 });
});

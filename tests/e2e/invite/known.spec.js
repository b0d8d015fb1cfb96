// The portal finds out before sending whether somebody with the address is already in the directory.
import { test, expect } from '../support/fixtures.js';
import {
  cell,
  rows,
  alone,
  expectFilledIn,
  fillIn,
  invite,
  openGuests,
  posts,
  refresh,
  requests,
  row,
  signInToInvite,
} from '../support/steps.js';
import { copyLink, redeem } from './redeem.js';

const ADDRESS = 'kim@fabrikam.com';

/** Invites ADDRESS without a mail and tries to invite it again. Returns the first link. */
async function inviteTwice(page) {
  const form = await signInToInvite(page);
  await invite(page, ADDRESS, { name: 'Kim Lee', sendMail: false });
  const link = await copyLink(page);
  await page.getByRole('button', { name: 'Invite another' }).click();
  // Another spelling of the same mailbox.
  await form.email.fill('Kim@Fabrikam.com');
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Kim Lee is already a guest' })).toBeVisible();
  return link;
}

test('an existing guest can be left as they are: nothing is sent, and the link stays good', async ({
  page,
  tenant,
  visitor,
}) => {
  const link = await inviteTwice(page);
  await expect(page.getByText(/Invited on .*, not accepted yet\. Resending creates a new link/)).toBeVisible();
  await page.getByRole('button', { name: 'Leave as is' }).click();
  await expect(page.getByText('Nothing was sent. Kim Lee stays a guest as before.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Resend invitation' })).toBeHidden();
  expect(await posts(tenant)).toHaveLength(1);
  const guest = await visitor();
  await guest.goto(link);
  await expect(guest.getByRole('heading', { name: 'Sign in with your work account' })).toBeVisible();
});

test('resending is a second invitation: the older link is dead, and the new one redeems', async ({
  page,
  tenant,
  visitor,
  watch,
}) => {
  watch.allow(/status of 404/); // the older link
  const older = await inviteTwice(page);
  await page.getByRole('button', { name: 'Resend invitation' }).click();
  await expect(page.getByRole('heading', { name: /^Invitation created for kim@fabrikam\.com/i })).toBeVisible();
  expect(await posts(tenant)).toHaveLength(2);
  const newer = await copyLink(page);
  expect(newer).not.toBe(older);
  // The row of this session and that of the list say when it was.
  await page.getByRole('button', { name: 'Invite another' }).click();
  const sentRow = page.getByRole('listitem').filter({ hasText: /kim@fabrikam\.com/i });
  await expect(sentRow).toHaveCount(1);
  await expect(sentRow).toContainText(/Pending · Created again \d+:\d\d/);
  await openGuests(page, 251);
  await expect(row(page, ADDRESS)).toContainText(/resent \d+:\d\d/);
  const guest = await visitor();
  await guest.goto(older);
  await expect(guest.getByRole('heading', { name: 'This invitation no longer works' })).toBeVisible();
  await redeem(guest, newer);
  await refresh(page).click();
  await expect(row(page, ADDRESS)).toContainText('Accepted');
});

test('a guest who has accepted is told as such', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await openGuests(page, 250);
  await page.getByRole('tab', { name: 'Accepted' }).click();
  const first = rows(page).first();
  await expect(cell(first, 'State')).toHaveText('Accepted');
  const [name, address] = [await cell(first, 'Name').innerText(), await cell(first, 'Address').innerText()];
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await form.email.fill(address);
  await form.send.click();
  await expect(page.getByRole('heading', { name: `${name} is already a guest` })).toBeVisible();
  await expect(page.getByText('Accepted already, so no new invitation is needed.')).toBeVisible();
  expect(await posts(tenant)).toEqual([]);
});

test('an address of an internal account is refused in words, and nothing is posted', async ({
  page,
  context,
  tenant,
}) => {
  await alone(context);
  const attempts = requests(context, /\/v1\.0\/invitations/);
  const form = await signInToInvite(page);
  const typed = { email: 'tove.marchetti@adatum.com', name: 'Tove', message: 'Hello' };
  await fillIn(form, typed);
  await form.send.click();
  const alert = page.getByRole('alert').filter({ hasText: 'The invitation was not sent' });
  await expect(alert).toContainText(
    'This address belongs to somebody who already has an account in your organization.',
  );
  await expect(alert).toContainText('no invitation is needed');
  // Microsoft did answer, so the details must not say that no answer arrived.
  await expect(alert).not.toContainText('no answer arrived');
  await expectFilledIn(form, typed);
  expect(attempts).toEqual([]);
  expect(await posts(tenant)).toEqual([]);
});

test('without an answer nothing is lost, and sending again looks first', async ({ page, context, tenant, watch }) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED/);
  await alone(context);
  const form = await signInToInvite(page);
  await fillIn(form, { email: ADDRESS, name: 'Kim Lee', message: 'Hello' });
  await context.setOffline(true);
  await form.send.click();
  await expect(
    page.getByText('Microsoft Graph could not be reached. Check your connection, then try again.'),
  ).toBeVisible();
  await expectFilledIn(form, { email: ADDRESS, name: 'Kim Lee', message: 'Hello' });
  await context.setOffline(false);
  await form.send.click();
  await expect(page.getByRole('heading', { name: `Invitation sent to ${ADDRESS}` })).toBeVisible();
  expect(await posts(tenant)).toHaveLength(1);
});

// Who may not invite: they learn what is missing and whom to ask, before or after the service refuses.
import { test, expect, signIn } from './fixtures.js';
import { expectFilledIn, fillIn, inviteForm, openGuests, posts, requests, signInToInvite } from './steps.js';

const RETURN = 'Return to the application without granting consent';

test('a reader without rights sees what is missing and whom to ask, and cannot send', async ({ page, tenant, context }) => {
  const attempts = requests(context, /\/v1\.0\/invitations/);
  await signIn(page, 'Reader without rights');
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  const notice = page.getByRole('status').filter({ hasText: 'You cannot invite guests yet' });
  await expect(notice).toContainText('User.Invite.All');
  await expect(notice).toContainText('ask a Global Administrator or Cloud Application Administrator of Contoso');

  const form = inviteForm(page);
  await expect(form.send).toBeDisabled();
  await expect(form.send).toHaveAccessibleDescription('Sending is off until you have the permission to invite.');
  await form.email.fill('kim@fabrikam.com');
  await form.email.press('Enter');
  await form.send.focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Space');
  // A read that comes later has been answered, so an invitation would have been, too.
  await openGuests(page, 250);
  expect(attempts).toEqual([]);
  expect(await posts(tenant)).toEqual([]);
});

test('asking for the permission ends at an administrator, and back on Invite with what was typed', async ({ page, tenant }) => {
  await signIn(page, 'Reader without rights');
  const form = inviteForm(page);
  await fillIn(form, { email: 'kim@fabrikam.com', message: 'Hello Kim' });
  await page.getByRole('button', { name: 'Ask for permission' }).click();
  await expect(page.getByRole('heading', { name: 'Need admin approval' })).toBeVisible();
  await expect(page.getByText('Invite guest users to the organization')).toBeVisible();
  await page.getByRole('button', { name: RETURN }).click();

  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await expect(page.getByText('Rune Okafor')).toBeVisible();
  await expect(page.getByText('Microsoft says that only an administrator can give this permission.')).toBeVisible();
  await expectFilledIn(form, { email: 'kim@fabrikam.com', message: 'Hello Kim' });
  await openGuests(page, 250);
});

test('the answer to one request for permission is not told again after a reload', async ({ page }) => {
  await signIn(page, 'Reader without rights');
  await page.getByRole('button', { name: 'Ask for permission' }).click();
  await page.getByRole('button', { name: RETURN }).click();
  const refused = page.getByText('Microsoft says that only an administrator can give this permission.');
  await expect(refused).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'You cannot invite guests yet' })).toBeVisible();
  await expect(refused).toBeHidden();
});

test('a member whom the tenant’s policy excludes is refused in words, with the request id', async ({ page, tenant, watch }) => {
  watch.allow(/status of 403/);
  await tenant.settings({ allowInvitesFrom: 'adminsAndGuestInviters' });
  const form = await signInToInvite(page, 'Member');
  const typed = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello Kim', cc: 'sponsor@contoso.com' };
  await fillIn(form, typed);
  const reply = page.waitForResponse((response) => response.url().endsWith('/v1.0/invitations') && response.request().method() === 'POST');
  await form.send.click();

  const alert = page.getByRole('alert').filter({ hasText: 'The invitation was not sent' });
  await expect(alert).toContainText('Your organization does not let your account invite guests.');
  await expect(alert).toContainText('Ask an administrator for the role Guest Inviter');
  await alert.getByText('Details').click();
  const id = (await reply).headers()['request-id'];
  await expect(alert.getByText(`Request id: ${id}`)).toBeVisible();
  await expect(alert.getByText('Status: 403')).toBeVisible();
  await expectFilledIn(form, typed);
  expect(await posts(tenant)).toMatchObject([{ caller: 'mira@contoso.com', status: 403 }]);

  // Once the policy has changed, the same form goes through.
  await tenant.settings({ allowInvitesFrom: 'everyone' });
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
});

test('a member may invite where the policy lets members', async ({ page, tenant }) => {
  await tenant.settings({ allowInvitesFrom: 'adminsGuestInvitersAndAllMembers' });
  const form = await signInToInvite(page, 'Member');
  await form.email.fill('kim@fabrikam.com');
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
});

test('“Member” is offered only to those who may choose it, and the others read why', async ({ page, visitor }) => {
  const form = await signInToInvite(page, 'Guest Inviter');
  await expect(form.inviteAs.getByRole('option', { name: 'Member' })).toBeDisabled();
  await expect(form.inviteAs).toHaveAccessibleDescription(
    'Only a User Administrator or Global Administrator can invite somebody as a member',
  );
  const admin = await signInToInvite(await visitor(), 'User Administrator');
  await expect(admin.inviteAs.getByRole('option', { name: 'Member' })).toBeEnabled();
});

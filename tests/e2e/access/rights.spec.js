// People who may not invite learn what is missing and whom to ask, either before sending or when the service refuses.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import {
  alone,
  expectFilledIn,
  fillIn,
  invite,
  inviteForm,
  listLoaded,
  openGuests,
  posts,
  requests,
  row,
  signInAgain,
  signInButton,
  signInToInvite,
  signOut,
  tokenEnds,
} from '../support/steps.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

const RETURN = 'Return to the application without granting consent';

test('a reader without rights sees what is missing and whom to ask, and cannot send', async ({
  page,
  tenant,
  context,
}) => {
  await alone(context);
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
  // The list is loaded by later requests, so an invitation that had been sent would be in the ledger now.
  await openGuests(page, 250);
  expect(attempts).toEqual([]);
  expect(await posts(tenant)).toEqual([]);
});

test('asking for the permission ends at an administrator, and back on Invite with what was typed', async ({
  page,
  tenant,
}) => {
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

test('a member whom the tenant’s policy excludes is refused in words, with the request id', async ({
  page,
  context,
  tenant,
  watch,
}) => {
  await alone(context);
  watch.allow(/status of 403/);
  await tenant.settings({ allowInvitesFrom: 'adminsAndGuestInviters' });
  const form = await signInToInvite(page, 'Member');
  const typed = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello Kim', cc: 'sponsor@contoso.com' };
  await fillIn(form, typed);
  const reply = page.waitForResponse(
    (response) => response.url().endsWith('/v1.0/invitations') && response.request().method() === 'POST',
  );
  await form.send.click();

  const alert = page.getByRole('alert').filter({ hasText: 'The invitation was not sent' });
  await expect(alert).toContainText(/you may not invite guests|does not let your account invite guests/);
  await expect(alert).toContainText('Ask an administrator for the role Guest Inviter');
  await alert.getByText('Details').click();
  const id = (await reply).headers()['request-id'];
  await expect(alert.getByText(`Request id: ${id}`)).toBeVisible();
  await expect(alert.getByText('Status: 403')).toBeVisible();
  await expectFilledIn(form, typed);
  expect(await posts(tenant)).toMatchObject([{ caller: 'mira@contoso.com', status: 403 }]);

  // When the policy has changed, the same form can be sent.
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

test('somebody who may not read guests is told so and whom to ask, and can go on inviting', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 403/);
  await tenant.faults({ method: 'GET', path: '/users', fault: { status: { code: 403 } } });
  await page.goto('/guests?state=pending');
  await signIn(page, 'Guest Inviter');
  const alert = page.getByRole('alert').filter({ hasText: 'You cannot see guests' });
  await expect(alert).toContainText('Your account is not allowed to read guests.');
  await expect(alert).toContainText(
    'Ask an administrator for the role Directory Readers, or for consent to the permission User.Read.All. A new role takes up to an hour; then check again under Your access.',
  );
  await expect(page.getByRole('heading', { name: 'No guests yet' })).toBeHidden();
  await axe(page);

  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await invite(page, 'kim@fabrikam.com');
  // The guests invited in this session are shown, with a message that the list is not complete.
  await page.getByRole('link', { name: 'See all guests' }).click();
  await expect(alert).toBeVisible();
  await expect(row(page, 'kim@fabrikam.com')).toContainText('Pending');

  await tenant.clearFaults();
  await alert.getByRole('button', { name: 'Try again' }).click();
  await listLoaded(page, 251);
  await expect(alert).toBeHidden();
  await expect(page.getByRole('button', { name: 'Refresh' })).toBeFocused();
});

test.describe('a consent that was withdrawn', () => {
  test.afterEach(({ tenant }) => tenant.restoreConsents());

  test('is told at the next sign-in, with whom to ask', async ({ page, tenant }) => {
    await signIn(page, 'Guest Inviter');
    await signOut(page);
    await tenant.withdraw(['User.Read.All']);
    await page.goto('/guests?state=pending');
    await signInButton(page).click();
    await page.getByRole('button', { name: 'Guest Inviter' }).click();
    await expect(page.getByRole('heading', { name: 'Need admin approval' })).toBeVisible();
    await page.getByRole('button', { name: RETURN }).click();
    const alert = page.getByRole('alert').filter({ hasText: 'Signing in did not work' });
    await expect(alert).toContainText(
      'Ask a Global Administrator or Cloud Application Administrator to grant admin consent to the app',
    );
    await expect(signInButton(page)).toBeVisible();
    // The link that the person can send to an administrator.
    const link = new URL(
      await alert.getByRole('link', { name: 'Consent page for administrators' }).getAttribute('href'),
    );
    expect(link.pathname).toMatch(/\/v2\.0\/adminconsent$/);
    expect(link.searchParams.get('scope')).toContain('/User.Read.All');
    await axe(page);
    // After the consent is given again, signing in leads to the page that was first asked for.
    await tenant.restoreConsents();
    await signInButton(page).click();
    await listLoaded(page, 250);
    await expect(page).toHaveURL(`${tenant.portal}/guests?state=pending`);
  });

  test('ends a session at its next renewal, and loses nothing typed', async ({ page, tenant, watch }) => {
    watch.allow(/status of 40[01]/);
    const form = await signInToInvite(page);
    const typed = { email: 'kim@fabrikam.com', message: 'Hello Kim' };
    await fillIn(form, typed);
    await tenant.withdraw(['User.Read.All']);
    await tokenEnds(tenant);
    await form.send.click();
    await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeVisible();
    await expectFilledIn(form, typed);
    expect(await posts(tenant)).toEqual([]);
    await tenant.restoreConsents();
    await signInAgain(page);
    await expectFilledIn(form, typed);
    await form.send.click();
    await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  });
});

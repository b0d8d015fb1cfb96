// The page "Your access": what a person can do, what is missing for the rest, and whom to ask. A refused request disables one
// capability, never the whole page.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import {
  fillIn,
  listLoaded,
  openAccess,
  openAccount,
  posts,
  refusal,
  setting,
  signInButton,
  signInToInvite,
  signOut,
} from '../support/steps.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

const ID = /^[0-9a-f-]{36}Copy/;
const READ_USERS = { method: 'GET', path: '/users' };
const POLICY = { method: 'GET', path: '/policies/authorizationPolicy' };
const ROLES = { method: 'GET', path: '/me/transitiveMemberOf/microsoft.graph.directoryRole' };

/** The list item of one capability. */
const capability = (page, name) => page.getByRole('listitem').filter({ has: page.getByText(name, { exact: true }) });

/** The value beside a name in the list of facts. */
const fact = (page, name) => page.getByRole('definition').and(page.locator(`dt:text-is("${name}") + dd`));

test.afterEach(({ tenant }) => tenant.restoreConsents());

test('account, tenant, roles and permissions are named, and what they allow', async ({ page }) => {
  await signInToInvite(page);
  await openAccess(page);
  await expect(page).toHaveTitle('Your access – Guestlist');
  await expect(page).toHaveURL(/\/access$/);
  await openAccount(page);
  await expect(page.getByRole('link', { name: 'Your access' })).toHaveAttribute('aria-current', 'page');
  await page.keyboard.press('Escape');
  await expect(fact(page, 'Name')).toHaveText('Ines Duarte');
  await expect(fact(page, 'User name')).toHaveText('ines@contoso.com');
  await expect(fact(page, 'Organization')).toHaveText('Contoso');
  await expect(fact(page, 'Tenant id')).toHaveText(ID);
  await expect(fact(page, 'Roles')).toHaveText('Guest Inviter');
  await expect(fact(page, 'Permissions granted')).toHaveText('User.Invite.All, User.Read, User.Read.All');
  await expect(page.getByText('activate your role')).toBeVisible();
  await expect(page.getByText('Changes take up to an hour.')).toBeVisible();

  await expect(capability(page, 'See guests')).toContainText('Allowed');
  await expect(capability(page, 'Look for an existing guest before inviting')).toContainText('Allowed');
  await expect(capability(page, 'Invite guests')).toContainText('Allowed');
  await expect(capability(page, 'Invite guests')).toContainText(
    'unless your organization has switched all invitations off',
  );
  await expect(capability(page, 'Invite somebody as a member')).toContainText('Needs the role User Administrator');
  await expect(capability(page, 'Add a personal message')).toContainText('Allowed');
  await expect(page.getByRole('button', { name: 'Ask for permission' })).toBeHidden();
  await axe(page);
});

test('a reader sees which permission is missing and whom to ask, and comes back here from asking', async ({ page }) => {
  await signIn(page, 'Reader without rights');
  await openAccess(page);
  await expect(fact(page, 'Roles')).toHaveText('None');
  await expect(capability(page, 'See guests')).toContainText('Allowed');
  for (const name of ['Invite guests', 'Invite somebody as a member']) {
    await expect(capability(page, name)).toContainText('Permission missing');
    await expect(capability(page, name)).toContainText(
      'The permission User.Invite.All is missing. Ask a Global Administrator',
    );
  }
  await page.getByRole('button', { name: 'Ask for permission' }).click();
  await page.getByRole('button', { name: 'Return to the application without granting consent' }).click();
  await expect(page).toHaveURL(/\/access$/);
  await expect(page.getByText('Microsoft says that only an administrator can give this permission.')).toBeVisible();
  await axe(page);
});

for (const [where, rolesInIdToken] of [
  ['token', true],
  ['directory', false],
]) {
  test(`a role that was activated meanwhile is seen by checking again, where the ${where} names it`, async ({
    page,
    tenant,
  }) => {
    await tenant.settings({ rolesInIdToken });
    // Without this permission the directory answers with the number of roles but without their names.
    await tenant.grant(['Directory.Read.All']);
    await signInToInvite(page);
    await openAccess(page);
    await expect(fact(page, 'Roles')).toHaveText('Guest Inviter');
    await tenant.roles('ines@contoso.com', ['User Administrator']);
    await page.getByRole('button', { name: 'Check again' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Checked just now.' })).toBeVisible();
    await expect(fact(page, 'Roles')).toHaveText('User Administrator');
    await expect(page).toHaveURL(/\/access$/);
    await expect(capability(page, 'Invite somebody as a member')).toContainText('Allowed');
  });
}

test('roles that the directory only hints at are unknown, and trying is allowed', async ({ page, tenant }) => {
  await tenant.settings({ rolesInIdToken: false });
  await signInToInvite(page);
  await openAccess(page);
  await expect(fact(page, 'Roles')).toContainText('Unknown');
  await expect(capability(page, 'Invite somebody as a member')).toContainText('Not known');
});

test('the roles come from the directory where the token does not name them', async ({ page, tenant, watch }) => {
  await tenant.settings({ rolesInIdToken: false });
  await tenant.grant(['Directory.Read.All']);
  await tenant.roles('ines@contoso.com', ['Guest Inviter', 'Reports Reader']);
  const form = await signInToInvite(page);
  await expect(form.inviteAs).toHaveAccessibleDescription(/Guestlist cannot see your roles/);
  await openAccess(page);
  await expect(fact(page, 'Roles')).toHaveText('Guest Inviter, Reports Reader');
  await expect(capability(page, 'Invite somebody as a member')).toContainText('Needs the role User Administrator');
  // The Invite page uses what the page "Your access" has found out.
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(form.inviteAs).toHaveAccessibleDescription(/Only a User Administrator or Global Administrator/);

  for (const code of [403, 404, 501]) {
    watch.allow(new RegExp(`status of ${code}`));
    await tenant.faults({ ...ROLES, fault: { status: { code } } });
    await page.reload();
    await openAccess(page);
    await expect(fact(page, 'Roles')).toContainText('Unknown');
    await expect(capability(page, 'Invite guests')).toContainText('Not known');
    await expect(capability(page, 'Invite guests')).toContainText('You can try');
    await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
    await expect(form.send).toBeEnabled();
    await expect(form.inviteAs.getByRole('option', { name: 'Member' })).toBeEnabled();
  }
});

test('the organization’s setting is read only for whoever wants to know, and decides then', async ({
  page,
  tenant,
  visitor,
}) => {
  await tenant.settings({ allowInvitesFrom: 'adminsAndGuestInviters' });
  await signIn(page, 'Global Administrator');
  await openAccess(page);
  await expect(page.getByText('Guestlist needs the permission Policy.Read.All')).toBeVisible();
  await page.getByRole('button', { name: 'Read the setting' }).click();
  await expect(page.getByRole('heading', { name: 'Permissions requested' })).toBeVisible();
  await expect(page.getByText('Policy.Read.All')).toBeVisible();
  await page.getByRole('checkbox', { name: 'Consent on behalf of your organization' }).check();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page).toHaveURL(/\/access$/);
  await expect(page.getByText('Administrators and people with the role Guest Inviter.')).toBeVisible();
  await axe(page);

  const member = await visitor();
  const form = await signInToInvite(member, 'Member');
  await expect(form.send).toBeEnabled();
  await openAccess(member);
  await expect(capability(member, 'Invite guests')).toContainText('Needs the role Guest Inviter');
  await expect(capability(member, 'Invite guests')).toContainText('Ask an administrator for the role Guest Inviter');
  await member.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(form.send).toBeDisabled();
  await expect(form.send).toHaveAccessibleDescription(
    /only people with the role Guest Inviter or a higher one can invite/,
  );
  await form.email.fill('kim@fabrikam.com');
  await form.email.press('Enter');
  await openAccess(member);
  expect(await posts(tenant)).toEqual([]);

  for (const [setting, words, verdict] of [
    ['none', 'Nobody, not even administrators.', 'Switched off'],
    ['adminsGuestInvitersAndAllMembers', 'All members; not guests.', 'Allowed'],
    ['everyone', 'Everybody, guests too.', 'Allowed'],
  ]) {
    await tenant.settings({ allowInvitesFrom: setting });
    await member.reload();
    await expect(member.getByText(words)).toBeVisible();
    await expect(capability(member, 'Invite guests')).toContainText(verdict);
  }
});

for (const [code, words] of [
  [403, 'Your account is not allowed to read it: ask an administrator for the role Global Reader.'],
  [404, 'Microsoft does not find this in the directory.'],
  [501, "Your organization's licence or cloud does not offer this."],
]) {
  test(`a setting that answers ${code} is told in words, and the rest of the page stands`, async ({
    page,
    tenant,
    watch,
  }) => {
    watch.allow(new RegExp(`status of ${code}`));
    await tenant.grant(['Policy.Read.All']);
    await tenant.faults({ ...POLICY, fault: { status: { code } } });
    await signInToInvite(page);
    await openAccess(page);
    await expect(page.getByText('This setting cannot be shown.')).toContainText(words);
    await expect(page.getByText('Details')).toBeVisible();
    await expect(capability(page, 'Invite guests')).toContainText('Allowed');
    await expect(fact(page, 'Tenant id')).toHaveText(ID);
    await axe(page);
  });
}

test('S-41: a 403 is shown as a missing role, and what does not need it goes on', async ({ page, tenant, watch }) => {
  watch.allow(/status of 403/);
  await tenant.faults({ ...READ_USERS, fault: { status: { code: 403 } } });
  await page.goto('/guests');
  await signIn(page, 'Reader without rights');
  await expect(page.getByRole('heading', { name: 'You cannot see guests' })).toBeVisible();
  await openAccess(page);
  await expect(capability(page, 'See guests')).toContainText('Needs the role Directory Readers');
  await expect(capability(page, 'See guests')).toContainText('Ask an administrator for the role Directory Readers');
  await tenant.clearFaults();
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await listLoaded(page, 250);
  await openAccess(page);
  await expect(capability(page, 'See guests')).toContainText('Allowed');
});

test('a refusal of what the sign-in shows as given names the setting as the likely cause', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 40[13]/);
  await tenant.settings({ allowInvitesFrom: 'none' });
  const contradiction = 'although your role allows it';
  const form = await signInToInvite(page);
  await form.email.fill('kim@fabrikam.com');
  await form.send.click();
  await expect(refusal(page)).toContainText(contradiction);
  await signOut(page);
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Member' }).click();
  await form.email.fill('kim@fabrikam.com');
  await form.send.click();
  await expect(refusal(page)).toContainText('does not let your account invite guests');
  await expect(refusal(page)).not.toContainText(contradiction);
});

test.describe('before sending', () => {
  const notes = (page) => page.getByRole('status').filter({ has: page.locator('p.field__say--warning') });

  test('who has no mailbox learns that the message will be dropped', async ({ page, tenant }) => {
    await tenant.settings({ invitersHaveMailbox: false });
    const form = await signInToInvite(page);
    await expect(notes(page)).toBeHidden();
    await form.message.fill('Hello');
    await expect(notes(page)).toContainText('Your account has no mailbox.');
    await expect(form.send).toHaveAccessibleDescription(/Your account has no mailbox/);
    await axe(page);
    await fillIn(form, { sendMail: false });
    await expect(notes(page)).toBeHidden();
    await openAccess(page);
    await expect(capability(page, 'Add a personal message')).toContainText('Needs a mailbox');
  });

  test('an organization whose main domain is Microsoft’s learns that mail is often lost', async ({ page, tenant }) => {
    await tenant.settings({ initialDomainIsDefault: true });
    const form = await signInToInvite(page);
    await expect(notes(page)).toContainText('The main domain of your organization is contoso.onmicrosoft.com.');
    await expect(notes(page)).toContainText('Pass the redemption link on yourself');
    await axe(page);
    await fillIn(form, { sendMail: false });
    await expect(notes(page)).toBeHidden();
  });

  test('the sender of the mail follows from the domains of the organization', async ({ page, tenant }) => {
    const form = await signInToInvite(page);
    const from = page.getByText('Microsoft sends the email on behalf of contoso.com, usually from');
    await expect(from).toContainText('invites@contoso.onmicrosoft.com');
    await expect(notes(page)).toBeHidden();
    await fillIn(form, { sendMail: false });
    await expect(from).toBeHidden();
    await fillIn(form, { sendMail: true, email: 'kim@fabrikam.com' });
    await form.send.click();
    await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
    expect((await tenant.outbox())[0].from).toContain('invites@contoso.onmicrosoft.com');
  });
});

test('Your access follows the language, and a role has one name in it', async ({ page, visitor }) => {
  const inviter = await visitor({ locale: 'fr-FR' });
  await inviter.goto('/access');
  await inviter.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await inviter.getByRole('button', { name: 'Guest Inviter' }).click();
  await expect(inviter.getByRole('definition').filter({ hasText: 'Inviteur d’invités' })).toBeVisible();
  await expect(inviter.getByRole('main').getByText('Guest Inviter')).toBeHidden();

  await signIn(page, 'Reader without rights');
  await (await setting(page, 'Language')).selectOption('Français');
  await page.getByRole('link', { name: 'Vos accès' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Vos accès' })).toBeVisible();
  await expect(page.getByRole('listitem').filter({ hasText: 'Autorisation manquante' })).toHaveCount(2);
  await axe(page);
});

// The portal asks for a permission only when a person needs it, and sends nothing by itself after the person comes back.
import { test, expect, account, axe, signIn } from '../support/fixtures.js';
import {
  expectFilledIn,
  fillIn,
  openAccess,
  openGuests,
  posts,
  requests,
  setting,
  signInButton,
  signInToInvite,
  signOut,
} from '../support/steps.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

const RETURN = 'Return to the application without granting consent';
const TYPED = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello Kim', cc: 'sponsor@contoso.com' };
const GRANTED = 'Microsoft answers that the permission is granted for the organization.';
const NOT_GRANTED = 'Microsoft answers that the permission was not granted.';
const RESTORED = 'Draft restored. Not sent yet.';

/** The scopes of every authorize request, oldest first, without the host in their names. */
function scopesAsked(context) {
  const seen = requests(context, /\/oauth2\/v2\.0\/authorize\?/);
  const of = (line) => new URL(line.split(' ')[1]).searchParams.get('scope').replaceAll(/https?:\/\/\S+\//g, '');
  return () => seen.map(of);
}

test.afterEach(({ tenant }) => tenant.restoreConsents());

test('S-10: a session that only reads never asks for the permission to invite', async ({ page, context }) => {
  const asked = scopesAsked(context);
  await signIn(page, 'Reader without rights');
  await openGuests(page, 250);
  await openAccess(page);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Your access' })).toBeVisible();
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await signOut(page);
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Reader without rights' }).click();
  await expect(account(page)).toBeVisible();
  expect(asked().length).toBeGreaterThanOrEqual(3);
  for (const scope of asked()) expect(scope).toBe('openid profile offline_access User.Read User.Read.All');

  // The button asks for exactly this permission.
  await page.getByRole('button', { name: 'Ask for permission' }).click();
  await expect(page.getByRole('heading', { name: 'Need admin approval' })).toBeVisible();
  expect(asked().at(-1)).toBe('openid profile offline_access User.Read User.Read.All User.Invite.All');
});

test('S-34: sending leads to consent first, and back to a full form; nothing is sent by itself', async ({
  page,
  tenant,
  context,
}) => {
  const asked = scopesAsked(context);
  const form = await signInToInvite(page, 'Global Administrator');
  await expect(form.send).toBeEnabled();
  await expect(form.send).toHaveAccessibleDescription(
    /^Sending first opens Microsoft's page, .*nothing is sent until you press the button again\.$/,
  );
  // A form with errors does not lead to Microsoft.
  await form.send.click();
  await expect(page.getByText('One field needs your attention.')).toBeVisible();
  expect(asked()).toHaveLength(1);

  await fillIn(form, TYPED);
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Permissions requested' })).toBeVisible();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await expectFilledIn(form, TYPED);
  await expect(page.getByText(RESTORED)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'You cannot invite guests yet' })).toBeHidden();
  // The list is loaded by later requests, so an invitation that had been sent would be in the ledger now.
  await openGuests(page, 250);
  expect(await posts(tenant)).toEqual([]);

  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expectFilledIn(form, TYPED);
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  await expect(page.getByText(RESTORED)).toBeHidden();
  expect(await posts(tenant)).toMatchObject([{ caller: 'gael@contoso.com', status: 201 }]);
});

test('who declines comes back to a full form, and may ask again', async ({ page, tenant }) => {
  const form = await signInToInvite(page, 'Global Administrator');
  await fillIn(form, TYPED);
  await form.send.click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await expect(page.getByText('The permission was not given, because the request was cancelled.')).toBeVisible();
  await expectFilledIn(form, TYPED);
  expect(await posts(tenant)).toEqual([]);
  // After a visit to another page the message is gone.
  await openGuests(page, 250);
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'You cannot invite guests yet' })).toBeVisible();
  await expect(page.getByText('because the request was cancelled')).toBeHidden();
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Permissions requested' })).toBeVisible();
});

test('a link for an administrator grants for everybody what one may not grant oneself', async ({
  page,
  visitor,
  context,
  tenant,
}) => {
  const form = await signInToInvite(page, 'Reader without rights');
  await fillIn(form, TYPED);
  const link = page.getByRole('link', { name: 'Consent page for administrators' });
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  const url = new URL(await link.getAttribute('href'));
  expect(url.origin).toBe(tenant.login);
  expect(url.pathname).toMatch(/\/v2\.0\/adminconsent$/);
  expect(url.searchParams.get('scope')).toContain(`${tenant.graph}/User.Invite.All`);
  expect(url.searchParams.get('redirect_uri')).toBe(`${tenant.portal}/`);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.getByRole('button', { name: 'Copy link to grant User.Invite.All' }).click();
  await expect(page.getByText('Link copied')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(url.href);

  // The administrator has never used the portal. After consenting they come to its sign-in page.
  const administrator = await visitor();
  await administrator.goto(url.href);
  await administrator.getByRole('button', { name: 'Global Administrator' }).click();
  await expect(administrator.getByText('Review for your organization')).toBeVisible();
  await administrator.getByRole('button', { name: 'Accept' }).click();
  await expect(signInButton(administrator)).toBeVisible();
  await expect(administrator.getByRole('alert')).toBeHidden();
  await expect(administrator.getByText(GRANTED)).toBeVisible();
  await expect(administrator.getByText(NOT_GRANTED)).toBeHidden();
  await axe(administrator);
  // Who signs in there reads it once more, and not again after closing it.
  await signInButton(administrator).click();
  await expect(account(administrator)).toBeVisible();
  await expect(administrator.getByText(GRANTED)).toBeVisible();
  await administrator.getByRole('button', { name: 'Close' }).click();
  await expect(administrator.getByText(GRANTED)).toBeHidden();
  await expect(administrator.getByRole('main')).toBeFocused();
  await administrator.reload();
  await expect(account(administrator)).toBeVisible();
  await expect(administrator.getByText(GRANTED)).toBeHidden();

  await page.getByRole('button', { name: 'Ask for permission' }).click();
  await expect(page.getByText(RESTORED)).toBeVisible();
  await expect(form.send).toHaveAccessibleDescription('');
  await expectFilledIn(form, TYPED);
  expect(await posts(tenant)).toEqual([]);
});

test('where roles cannot be seen, trying is allowed, and the refusal says whom to ask', async ({ page, tenant }) => {
  await tenant.settings({ rolesInIdToken: false });
  const form = await signInToInvite(page, 'Reader without rights');
  await fillIn(form, TYPED);
  await expect(form.send).toBeEnabled();
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Need admin approval' })).toBeVisible();
  await page.getByRole('button', { name: RETURN }).click();
  await expect(page.getByText('Microsoft says that only an administrator can give this permission.')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Consent page for administrators' })).toBeVisible();
  await expectFilledIn(form, TYPED);
});

test('an administrator who cancels reads that nothing was granted', async ({ page, visitor }) => {
  await signInToInvite(page, 'Reader without rights');
  const url = await page.getByRole('link', { name: 'Consent page for administrators' }).getAttribute('href');
  const administrator = await visitor();
  await administrator.goto(url);
  await administrator.getByRole('button', { name: 'Global Administrator' }).click();
  await administrator.getByRole('button', { name: 'Cancel' }).click();
  await expect(administrator.getByText(NOT_GRANTED)).toBeVisible();
  await expect(administrator.getByText(GRANTED)).toBeHidden();
  await (await setting(administrator, 'Language')).selectOption('Français');
  await expect(administrator.getByText('Microsoft répond que l’autorisation n’a pas été accordée.')).toBeVisible();
});

test('who is signed in comes back from the consent page into the portal, and reads the answer there', async ({
  page,
  context,
}) => {
  await signInToInvite(page, 'Reader without rights');
  const opened = context.waitForEvent('page');
  await page.getByRole('link', { name: 'Consent page for administrators' }).click();
  const other = await opened;
  await other.getByRole('button', { name: RETURN }).click();
  await expect(account(other)).toBeVisible();
  await expect(other.getByText(NOT_GRANTED)).toBeVisible();
  await expect(other.getByRole('heading', { level: 1, name: 'Invite a guest' })).toBeVisible();
});

test('an address that only looks like an answer says nothing', async ({ page }) => {
  for (const query of [
    'admin_consent=True',
    'admin_consent=True&state=x',
    'error=access_denied',
    'state=admin-consent',
  ]) {
    await page.goto(`/?${query}`);
    await expect(signInButton(page)).toBeVisible();
    for (const answer of [GRANTED, NOT_GRANTED]) await expect(page.getByText(answer)).toBeHidden();
  }
});

/** What stands in the page before something else. */
const before = (first, second) =>
  first.evaluate(
    (first, second) => Boolean(first.compareDocumentPosition(second) & Node.DOCUMENT_POSITION_FOLLOWING),
    second,
  );

test('who cannot consent gets the link for an administrator first; who can is told so', async ({ page, visitor }) => {
  await signInToInvite(page, 'Reader without rights');
  const places = { Invite: () => undefined, 'Your access': () => openAccess(page) };
  for (const [name, open] of Object.entries(places)) {
    await test.step(name, async () => {
      await open();
      const copy = page.getByRole('button', { name: 'Copy link to grant User.Invite.All' });
      const ask = page.getByRole('button', { name: 'Ask for permission' });
      await expect(copy).toHaveClass(/button--primary/);
      await expect(ask).not.toHaveClass(/button--primary/);
      expect(await before(copy, await ask.elementHandle())).toBe(true);
      await expect(page.getByText('It will most likely say that an administrator is needed').first()).toBeVisible();
      await expect(page.getByText('Or pass this link on')).toBeHidden();
    });
  }
  const administrator = await visitor();
  await signInToInvite(administrator, 'Global Administrator');
  const notice = administrator.getByRole('status').filter({ hasText: 'You cannot invite guests yet' });
  await expect(notice).toContainText('Your role lets you grant it');
  await expect(notice).not.toContainText('ask a Global Administrator');
  const ask = administrator.getByRole('button', { name: 'Ask for permission' });
  const copy = administrator.getByRole('button', { name: 'Copy link to grant User.Invite.All' });
  expect(await before(ask, await copy.elementHandle())).toBe(true);
});

test('after a consent for all, “Check again” is enough', async ({ page, visitor }) => {
  await signInToInvite(page, 'Reader without rights');
  const url = await page.getByRole('link', { name: 'Consent page for administrators' }).getAttribute('href');
  await openAccess(page);
  const administrator = await visitor();
  await administrator.goto(url);
  await administrator.getByRole('button', { name: 'Global Administrator' }).click();
  await administrator.getByRole('button', { name: 'Accept' }).click();
  await expect(administrator.getByText(GRANTED)).toBeVisible();
  await page.getByRole('button', { name: 'Check again' }).click();
  await expect(page.getByText('Checked just now.')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Ask for permission' })).toBeHidden();
});

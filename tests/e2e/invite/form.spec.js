// The Invite form: every rule has a message beside its field, and nothing that was typed is lost.
import { test, expect } from '../support/fixtures.js';
import { expectFilledIn, fillIn, openGuests, posts, signInToInvite, storages } from '../support/steps.js';

const long = (length) => 'x'.repeat(length);

/** The field, the text to type, and the message beside the field. */
const WRONG = [
  ['email', `${long(250)}@fabrikam.com`, 'This address is too long: 254 characters at most.'],
  ['email', 'kim.fabrikam.com', 'An email address has an @, as in name@company.com.'],
  ['email', 'kim@lee@fabrikam.com', 'There is more than one @ in this address. Enter one address only.'],
  ['email', 'kim lee@fabrikam.com', 'There is a space in this address. Remove it.'],
  ['email', '@fabrikam.com', 'Something is missing before the @.'],
  ['email', '.kim@fabrikam.com', 'The part before the @ cannot start or end with ..'],
  ['email', 'kim-@fabrikam.com', 'The part before the @ cannot start or end with -.'],
  ['email', 'kim@fabrikam', 'The part after the @ is not a domain, such as company.com.'],
  ['email', 'kim@fabrikam..com', 'The part after the @ is not a domain, such as company.com.'],
  [
    'email',
    'kim@contoso.com',
    'This address belongs to your own organization. Only people from outside can be invited.',
  ],
  [
    'email',
    'kim@Contoso.OnMicrosoft.com',
    'This address belongs to your own organization. Only people from outside can be invited.',
  ],
  [
    'email',
    'projects@contoso.com',
    'This address belongs to your own organization. Only people from outside can be invited.',
  ],
  ['name', long(257), 'This name is too long: 256 characters at most.'],
  ['cc', 'ann@contoso.com; bo@contoso.com', 'Only one address can get a copy. Remove the others.'],
  ['cc', 'ann@contoso.com,bo@contoso.com', 'Only one address can get a copy. Remove the others.'],
  ['cc', 'ann', 'An email address has an @, as in name@company.com.'],
  ['cc', 'ann lee@contoso.com', 'There is a space in this address. Remove it.'],
  ['redirect', '', 'Enter the address of the page that the guest sees after accepting.'],
  ['redirect', 'fabrikam.com/welcome', 'This is not a web address. Start with https://'],
  ['redirect', 'http://fabrikam.com', 'The address has to start with https://'],
  ['redirect', 'javascript:alert(1)', 'The address has to start with https://'],
  ['redirect', 'https://contoso.com@evil.example/', 'Remove the user name and the @ from this address.'],
  ['redirect', 'https://10.0.0.1/', 'Use a name instead of an IP address.'],
];
const REFUSED = [...'~!#$%^&*()+=[]{}\\/|;:<>?,"'];
const GOOD = {
  email: 'kim@fabrikam.com',
  name: 'Kim Lee',
  cc: 'sponsor@contoso.com',
  redirect: 'https://myapps.microsoft.com',
};

test('each wrong input is told beside its field on leaving it, and again on send', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await fillIn(form, { ...GOOD, message: 'Hello' });
  for (const [name, typed, says] of WRONG) {
    await test.step(`${name}: ${typed.slice(0, 40)}`, async () => {
      const field = form[name];
      await field.fill(typed);
      await field.press('Tab');
      await expect(field).toHaveAccessibleDescription(new RegExp(`${literally(says)}`));
      await expect(page.getByText(says, { exact: true })).toBeVisible();
      await form.send.click();
      await expect(field).toBeFocused();
      await expect(page.getByText('One field needs your attention.')).toBeVisible();
      await expectFilledIn(form, { ...GOOD, message: 'Hello', [name]: typed });
      await field.fill(GOOD[name]);
      await expect(page.getByText(says, { exact: true })).toBeHidden();
    });
  }
  expect(await posts(tenant)).toEqual([]);
  // Without errors the same form can be sent.
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  expect(await posts(tenant)).toHaveLength(1);
});

test('each character that an invited address may not have is named', async ({ page }) => {
  const form = await signInToInvite(page);
  for (const char of REFUSED) {
    await form.email.fill(`kim${char}lee@fabrikam.com`);
    await form.email.press('Tab');
    await expect(form.email).toHaveAccessibleDescription(
      new RegExp(`${literally(`The character ${char} is not allowed in an invited address.`)}`),
    );
  }
});

test('an empty address is told on send only, and nobody is scolded for passing by', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await form.email.focus();
  await form.email.press('Tab');
  await expect(form.name).toBeFocused();
  await expect(form.email).toHaveAccessibleDescription('The address that they sign in with');
  await form.send.click();
  await expect(form.email).toBeFocused();
  await expect(form.email).toHaveAccessibleDescription(/Enter an email address\./);
  expect(await posts(tenant)).toEqual([]);
});

test('with several wrong fields, all are told and the focus goes to the first on the page', async ({
  page,
  tenant,
}) => {
  const form = await signInToInvite(page);
  const typed = { email: 'kim', name: long(257), cc: 'nobody', redirect: 'http://fabrikam.com' };
  await fillIn(form, typed);
  const next = ['email', 'name', 'cc', 'redirect'];
  for (const [at, name] of next.entries()) {
    await form.send.click();
    await expect(form[name]).toBeFocused();
    const left = next.length - at;
    await expect(
      page.getByText(left === 1 ? 'One field needs your attention.' : `${left} fields need your attention.`),
    ).toBeVisible();
    for (const wrong of next.slice(at)) await expect(form[wrong]).toHaveAttribute('aria-invalid', 'true');
    await form[name].fill(GOOD[name]);
  }
  expect(await posts(tenant)).toEqual([]);
});

test('a wrong copy address does not matter while no mail is sent', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'kim@fabrikam.com', cc: 'nobody', sendMail: false });
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation created for kim@fabrikam.com' })).toBeVisible();
  expect(await posts(tenant)).toHaveLength(1);
});

test('what is only worth a word does not stop anything', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await fillIn(form, { email: "o'brien@fabrikam.com", redirect: 'https://myapps.azure.com' });
  await form.redirect.press('Tab');
  await expect(form.email).toHaveAccessibleDescription(/Microsoft may refuse an apostrophe\./);
  await expect(form.redirect).toHaveAccessibleDescription(/This address no longer answers/);
  await form.send.click();
  await expect(page.getByRole('heading', { name: "Invitation sent to o'brien@fabrikam.com" })).toBeVisible();
  expect(await posts(tenant)).toMatchObject([{ address: "o'brien@fabrikam.com", status: 201 }]);
});

test('a configured list of hosts limits where guests may land', async ({ page, tenant }) => {
  const config = await (await fetch(`${tenant.portal}/config.json`)).json();
  await tenant.setConfig({
    ...config,
    redirectHosts: ['contoso.com'],
    defaultRedirectUrl: 'https://portal.contoso.com/',
  });
  const form = await signInToInvite(page);
  await expect(form.redirect).toHaveValue('https://portal.contoso.com/');
  await fillIn(form, { email: 'kim@fabrikam.com', redirect: 'https://evilcontoso.com/' });
  await form.send.click();
  await expect(form.redirect).toBeFocused();
  await expect(form.redirect).toHaveAccessibleDescription(/Your organization does not allow evilcontoso\.com here\./);
  expect(await posts(tenant)).toEqual([]);
});

test('an address pasted with its name is taken apart', async ({ page }) => {
  const form = await signInToInvite(page);
  await form.email.fill('"Ann Lee" <ann.lee@fabrikam.com>');
  await form.email.press('Tab');
  await expectFilledIn(form, { email: 'ann.lee@fabrikam.com', name: 'Ann Lee' });
  await fillIn(form, { name: 'Dr. Lee', email: 'Ann Lee <ann@fabrikam.com>' });
  await form.email.press('Tab');
  await expectFilledIn(form, { email: 'ann@fabrikam.com', name: 'Dr. Lee' });
});

test('what was typed survives another page, and stands in no storage', async ({ page, tenant }) => {
  const form = await signInToInvite(page, 'User Administrator');
  const typed = {
    email: 'kim@',
    name: 'Kim Lee',
    inviteAs: 'member',
    message: 'A secret plan',
    language: 'fr-FR',
    cc: 'ann',
    redirect: 'http://x',
  };
  await fillIn(form, typed);
  const stored = await storages(page);
  for (const text of ['kim@', 'Kim Lee', 'A secret plan', 'fr-FR', 'http://x']) expect(stored).not.toContain(text);
  await openGuests(page, 250);
  expect(await storages(page)).not.toContain('A secret plan');
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expectFilledIn(form, typed);
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Guests' })).toBeVisible();
  await page.goForward();
  await expectFilledIn(form, typed);
  expect(await posts(tenant)).toEqual([]);
});

test('leaving the page from within a field loses nothing', async ({ page }) => {
  const form = await signInToInvite(page);
  await openGuests(page, 250);
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await form.email.fill('kim@fabrikam.com');
  await form.email.focus();
  await page.goBack();
  await expect(page.getByRole('heading', { level: 1, name: 'Guests' })).toBeVisible();
  await page.goForward();
  await expectFilledIn(form, { email: 'kim@fabrikam.com' });
});

function literally(text) {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

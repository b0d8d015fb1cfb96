// The main task: a person invites a guest, the mail arrives, the guest accepts, and the list shows it.
import { test, expect, signIn } from '../support/fixtures.js';
import {
  cell,
  fillIn,
  invite,
  inviteForm,
  landing,
  listLoaded,
  openGuests,
  posts,
  row,
  signInToInvite,
  openAccount,
} from '../support/steps.js';
import { acceptReview } from './redeem.js';

const MESSAGE = 'Welcome, Kim! Commas, <b>tags</b> and “quotes” arrive as typed.\nSee you on Monday.';

test('an invitation with every field is mailed, redeemed, and shown as accepted', async ({ page, tenant, visitor }) => {
  await signIn(page, 'Guest Inviter');
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await expect(page.getByText('Ines Duarte')).toBeVisible();
  await openAccount(page);
  await expect(page.getByText('Contoso', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');

  const form = inviteForm(page);
  await fillIn(form, {
    email: 'kim.lee@fabrikam.com',
    name: 'Kim Lee',
    inviteAs: 'Guest',
    message: MESSAGE,
    language: 'fr-FR',
    cc: 'sponsor+copy@contoso.com',
    redirect: landing(tenant),
  });
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim.lee@fabrikam.com' })).toBeFocused();
  await expect(page.getByRole('main').getByText('Pending', { exact: true })).toBeVisible();
  expect(await posts(tenant)).toMatchObject([
    { caller: 'ines@contoso.com', address: 'kim.lee@fabrikam.com', status: 201 },
  ]);

  await openGuests(page, 251);
  await expect(row(page, 'kim.lee@fabrikam.com')).toContainText('Pending');
  await expect(row(page, 'kim.lee@fabrikam.com')).toContainText('Kim Lee');

  const [mail, ...others] = await tenant.outbox();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    to: 'kim.lee@fabrikam.com',
    cc: ['sponsor+copy@contoso.com'],
    customizedMessageBody: MESSAGE,
    requestedLanguage: 'fr-FR', // sent, though the service ignores it beside a message
    inviterName: 'Ines Duarte',
    redirectUrl: landing(tenant),
  });

  const guest = await visitor();
  await guest.goto(`${tenant.graph}/_sandbox/outbox`);
  const letter = guest.getByRole('article');
  await expect(letter).toContainText('kim.lee@fabrikam.com');
  await expect(letter).toContainText('sponsor+copy@contoso.com');
  await expect(letter).toContainText('fr-FR');
  await expect(letter).toContainText('Commas, <b>tags</b> and “quotes” arrive as typed.');
  await letter.getByRole('link', { name: 'Accept invitation' }).click();
  await acceptReview(guest);
  await expect(guest).toHaveURL(landing(tenant));

  await page.getByRole('button', { name: 'Refresh' }).click();
  const accepted = row(page, 'kim.lee@fabrikam.com');
  await expect(accepted).toContainText('Accepted');
  await listLoaded(page, 251);
  const { entries } = await tenant.ledger();
  const redeemed = entries.find(({ path }) => path === '/invitations/redeem');
  const changed = cell(accepted, 'Accepted');
  const shown = (await changed.getAttribute('title')).replaceAll(/\s/g, ' ');
  // The list shows no seconds.
  expect(Math.abs(Date.parse(shown) - Date.parse(redeemed.time)), shown).toBeLessThanOrEqual(60_000);
});

test('a mail without an own message is written in the chosen language', async ({ page, tenant, visitor }) => {
  await signInToInvite(page);
  await invite(page, 'rene.petit@fabrikam.com', { language: 'fr-FR' });
  expect(await tenant.outbox()).toMatchObject([
    {
      to: 'rene.petit@fabrikam.com',
      language: 'fr-FR',
      requestedLanguage: 'fr-FR',
      customizedMessageBody: null,
      cc: [],
    },
  ]);
  const guest = await visitor();
  await guest.goto(`${tenant.graph}/_sandbox/outbox`);
  await expect(guest.getByRole('link', { name: 'Accepter l’invitation' })).toBeVisible();
});

test('a message of one’s own takes the place of the language, and the form says so', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  const ignored = page.getByText('Not used: Microsoft ignores the language when there is a personal message');
  await form.language.selectOption('fr-FR');
  await expect(ignored).toBeHidden();
  await form.message.fill('Bonjour');
  await expect(ignored).toBeVisible();
  await form.message.fill('');
  await expect(ignored).toBeHidden();
  await invite(page, 'rene.petit@fabrikam.com', { message: 'Bonjour' });
  expect(await tenant.outbox()).toMatchObject([{ language: 'en-US', customizedMessageBody: 'Bonjour' }]);
});

test('a display name is optional: the address stands in for it', async ({ page, tenant }) => {
  await signInToInvite(page);
  await invite(page, 'nameless@fabrikam.com');
  await openGuests(page, 251);
  await expect(row(page, 'nameless@fabrikam.com')).toHaveCount(1);
  expect(await posts(tenant)).toHaveLength(1);
});

test('an inviter without a mailbox is told that the message will not arrive', async ({ page, tenant }) => {
  await tenant.settings({ invitersHaveMailbox: false });
  const form = await signInToInvite(page);
  const warning = page.getByText('Your account has no mailbox.');
  await expect(warning).toBeHidden();
  await form.message.fill('Hello');
  await expect(warning).toBeVisible();
});

test('a User Administrator can invite a member', async ({ page, tenant }) => {
  await signInToInvite(page, 'User Administrator');
  await invite(page, 'colleague@fabrikam.com', { inviteAs: 'Member' });
  expect(await posts(tenant)).toMatchObject([{ caller: 'ada@contoso.com', status: 201 }]);
  await openGuests(page, 251);
  await expect(row(page, 'colleague@fabrikam.com')).toContainText('Pending');
});

test('Enter in a field sends, and the portal goes on', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await form.email.fill('kim@fabrikam.com');
  await form.email.press('Enter');
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  await page.getByRole('button', { name: 'Invite another' }).click();
  await form.email.fill('lee@fabrikam.com');
  await form.email.press('Enter');
  await expect(page.getByRole('heading', { name: 'Invitation sent to lee@fabrikam.com' })).toBeVisible();
  expect(await posts(tenant)).toHaveLength(2);
});

test('impatient presses send one invitation', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await tenant.settings({ latencyMs: 500 });
  await form.email.fill('kim@fabrikam.com');
  await form.send.dblclick();
  for (let press = 0; press < 3; press += 1) await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  await tenant.settings({ latencyMs: 0 });
  await openGuests(page, 251);
  expect(await posts(tenant)).toHaveLength(1);
});

test('an invitation that is under way is not lost on leaving the page', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await tenant.settings({ latencyMs: 700 });
  await form.email.fill('kim@fabrikam.com');
  await form.send.click();
  await openGuests(page, 251);
  await expect(row(page, 'kim@fabrikam.com')).toContainText('Pending');
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(page.getByRole('button', { name: 'Copy link for kim@fabrikam.com' })).toBeVisible();
  await expect(form.email).toHaveValue('');
  expect(await posts(tenant)).toHaveLength(1);
});

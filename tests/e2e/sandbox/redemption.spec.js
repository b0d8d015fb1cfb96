// The guest's pages between the mail and the application: one-time passcode, consent, and blocking further invitations.
import { test, expect, axe } from '../support/fixtures.js';
import { invite, landing, posts, signInToInvite } from '../support/steps.js';

test('a guest without an account signs in with a mailed code, and later visits lead straight on', async ({
  page,
  tenant,
  visitor,
}) => {
  await signInToInvite(page);
  await invite(page, 'kim@fourthcoffee.com', { redirect: landing(tenant) });
  const guest = await visitor();
  await guest.goto(`${tenant.graph}/_sandbox/outbox`);
  await guest.getByRole('link', { name: 'Accept invitation' }).click();
  await expect(guest.getByRole('heading', { name: 'Sign in with a code' })).toBeVisible();
  await axe(guest);
  await guest.getByRole('button', { name: 'Send code' }).click();

  const field = guest.getByRole('textbox', { name: 'Code' });
  await field.fill('12');
  await field.press('Enter');
  await expect(guest.getByText('That code is not right.')).toBeVisible();
  await expect(field).toHaveAccessibleDescription(/That code is not right/);
  await axe(guest);
  await guest.getByRole('button', { name: 'Send a new code' }).click();
  await expect(guest.getByText('That code is not right.')).toBeHidden();
  const [mail, ...older] = await tenant.outbox();
  expect(older).toHaveLength(2);
  expect(mail).toMatchObject({ kind: 'passcode', to: 'kim@fourthcoffee.com' });
  await field.fill(mail.code);
  await guest.getByRole('button', { name: 'Sign in' }).click();
  await expect(guest.getByRole('heading', { name: 'Review permissions' })).toBeVisible();
  await axe(guest);
  await guest.getByRole('button', { name: 'Accept' }).click();
  await expect(guest).toHaveURL(landing(tenant));

  const [, , invitation] = await tenant.outbox();
  await guest.goto(invitation.acceptUrl);
  await expect(guest).toHaveURL(landing(tenant));
});

test('a guest blocks further invitations: the next one is made, and no mail goes out', async ({
  page,
  tenant,
  visitor,
}) => {
  const form = await signInToInvite(page);
  await invite(page, 'kim@fabrikam.com');
  const guest = await visitor();
  await guest.goto(`${tenant.graph}/_sandbox/outbox`);
  await guest.getByRole('link', { name: 'Block future invitations from this organization' }).click();
  await expect(guest.getByRole('heading', { name: 'Block future invitations from Contoso?' })).toBeVisible();
  await axe(guest);
  await guest.getByRole('button', { name: 'Block invitations' }).click();
  await guest.getByRole('link', { name: 'Manage blocked invitations' }).click();
  await expect(guest.getByRole('heading', { name: 'Blocked invitations' })).toBeVisible();
  await axe(guest);
  await expect(guest.getByText('kim@fabrikam.com', { exact: true })).toBeVisible();

  await page.getByRole('button', { name: 'Invite another' }).click();
  await form.email.fill('kim@fabrikam.com');
  await form.send.click();
  await page.getByRole('button', { name: 'Resend invitation' }).click();
  await expect.poll(async () => (await posts(tenant)).length).toBe(2);
  expect((await posts(tenant)).map(({ status }) => status)).toEqual([201, 201]);
  expect(await tenant.outbox()).toHaveLength(1);
  await guest.getByRole('button', { name: 'Allow again for kim@fabrikam.com' }).click();
  await expect(guest.getByText('Nobody has blocked invitations')).toBeVisible();
});

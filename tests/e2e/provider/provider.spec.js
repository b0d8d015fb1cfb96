// The release bundle with another authority than Entra, the certified `oidc-provider`. It needs nothing beyond the standards
// to sign in, to get a further permission, to renew tokens, and to sign out.
import { setTimeout as pause } from 'node:timers/promises';
import { test, expect, consent, signInAs } from './fixtures.js';
import { CLIENT } from './provider.js';
import {
  expectFilledIn,
  fillIn,
  invitations,
  invite,
  inviteForm,
  listLoaded,
  openGuests,
  pressSignOut,
  requests,
  row,
  signInAgain,
  tokenEnds,
} from '../support/steps.js';

const ADDRESS = 'kim@fabrikam.com';
const renewals = (provider) => provider.tokens.filter(({ grant }) => grant === 'refresh_token');
/** Waits until all tokens issued so far have expired. The tests are about expiry in real time, so no clock is moved. */
const runOut = (provider) => pause((provider.tokenSeconds + 1) * 1_000);
const failures = (provider) => provider.tokens.filter(({ error }) => error);

/** Signs Ines in and asks for the permission to invite. */
async function signInToInvite(page) {
  await page.goto('/');
  await signInAs(page, 'ines');
  await page.getByRole('button', { name: 'Ask for permission' }).click();
  await consent(page);
  await expect(inviteForm(page).send).toBeEnabled();
}

test('S-10: a standard provider signs in, is asked for more only when somebody invites, and lists', async ({
  page,
  provider,
  tenant,
  context,
}) => {
  const asked = requests(context, /\/auth\?/);
  await page.goto('/');
  await signInAs(page, 'ines');
  await expect(page.getByText('Ines Duarte')).toBeVisible();
  expect(asked.join()).not.toContain('User.Invite.All');

  await page.getByRole('button', { name: 'Ask for permission' }).click();
  await consent(page);
  await expect(inviteForm(page).send).toBeEnabled();
  expect(asked.at(-1)).toContain('User.Invite.All');
  await invite(page, ADDRESS);
  expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
  await openGuests(page, 251);
  await expect(row(page, ADDRESS)).toContainText('Pending');

  // After a reload the person is still signed in.
  await page.reload();
  await listLoaded(page, 251);
  expect(failures(provider)).toEqual([]);
});

test('tokens of a few seconds run out for real, and renewals rotate: none is used twice, none fails', async ({
  page,
  provider,
  tenant,
}) => {
  provider.tokenSeconds = 4;
  await signInToInvite(page);
  await runOut(provider);
  await invite(page, ADDRESS);
  await runOut(provider);
  await openGuests(page, 251);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await listLoaded(page, 251);
  expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
  const used = renewals(provider).map(({ refresh }) => refresh);
  expect(used.length).toBeGreaterThanOrEqual(2);
  expect(new Set(used).size).toBe(used.length);
  expect(failures(provider)).toEqual([]);
  await expect(page.getByText('Your sign-in has ended')).toBeHidden();
});

test('S-15: tabs that expire together at a provider that takes a second use for theft renew once for each token, and none fails', async ({
  page,
  context,
  provider,
}) => {
  provider.tokenSeconds = 6;
  await page.goto('/guests');
  await signInAs(page, 'ines');
  await listLoaded(page, 250);
  const pages = [page];
  while (pages.length < 5) {
    const another = await context.newPage();
    await another.goto('/guests');
    await listLoaded(another, 250);
    pages.push(another);
  }
  await runOut(provider);
  const before = renewals(provider).length;
  provider.tokenSeconds = 3_600;
  await Promise.all(pages.map((one) => one.getByRole('button', { name: 'Refresh' }).click()));
  for (const one of pages) {
    await listLoaded(one, 250);
    await expect(one.getByText('Your sign-in has ended')).toBeHidden();
  }
  expect(renewals(provider).length - before).toBe(1);
  const used = renewals(provider).map(({ refresh }) => refresh);
  expect(new Set(used).size).toBe(used.length);
  expect(failures(provider)).toEqual([]);
});

test('a stolen refresh token ends the sign-in for both, and nothing typed is lost', async ({
  page,
  provider,
  tenant,
  watch,
}) => {
  watch.allow(/status of 40[01]/);
  await signInToInvite(page);
  const form = inviteForm(page);
  await tokenEnds(tenant);
  await fillIn(form, { email: 'first@fabrikam.com' });
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to first@fabrikam.com' })).toBeVisible();
  const [{ refresh }] = renewals(provider);
  const body = new URLSearchParams({ client_id: CLIENT, grant_type: 'refresh_token', refresh_token: refresh });
  const stolen = await fetch(`${provider.issuer}/token`, { method: 'POST', body, headers: { origin: tenant.portal } });
  expect((await stolen.json()).error).toBe('invalid_grant');

  await page.getByRole('button', { name: 'Invite another' }).click();
  await fillIn(form, { email: ADDRESS, message: 'A plan' });
  await tokenEnds(tenant);
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeVisible();
  await signInAgain(page);
  await consent(page);
  await expectFilledIn(form, { email: ADDRESS, message: 'A plan' });
});

test('signing out ends the session at the provider, which then asks who one is', async ({ page, provider, tenant }) => {
  await page.goto('/guests');
  await signInAs(page, 'ada');
  await listLoaded(page, 250);
  await pressSignOut(page);
  await page.getByRole('button', { name: 'Yes, sign me out' }).click();
  await expect(page.getByText('You are signed out.')).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/`);
  await signInAs(page, 'ines');
  await expect(page.getByText('Ines Duarte')).toBeVisible();
  expect(failures(provider)).toEqual([]);
});

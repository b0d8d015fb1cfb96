// Errors that the tenant does not make by itself: a test writes Microsoft's response, and the portal explains it.
import { test, expect, axe } from '../support/fixtures.js';
import { authorizeError, graphError, inUtf16, tokenError } from '../support/replies.js';
import { expectFilledIn, fillIn, loadsAnew, posts, refusal, signInButton, signInToInvite } from '../support/steps.js';

const TYPED = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello Kim' };

const failed = (page) => page.getByRole('alert').filter({ hasText: 'Signing in did not work' });

test('a text of Graph that the tenant never says is provoked, and the portal has words for it', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 403/);
  const said = graphError(
    403,
    'Authentication_RequestFromNonPremiumTenantOrB2CTenant',
    "Neither tenant is B2C or tenant doesn't have premium license",
  );
  await tenant.reply({ method: 'POST', path: '/invitations', contains: TYPED.email, times: 1 }, said);
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  await form.send.click();
  const alert = refusal(page);
  await expect(alert).toContainText("Your organization's licence or cloud does not offer this.");
  await alert.getByText('Details', { exact: true }).click();
  await expect(alert.getByText(`Request id: ${said.headers['request-id']}`)).toBeVisible();
  await expectFilledIn(form, TYPED);
  expect(await tenant.struck()).toEqual([1]);
  expect(await posts(tenant)).toMatchObject([{ status: 403, fault: true }]);
  expect(await tenant.outbox()).toEqual([]);
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeFocused();
});

test('errors of the sign-in page and of the token endpoint are provoked with their numbers', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 400/);
  const blocked = 'Access has been blocked by Conditional Access policies.';
  await tenant.reply(
    { site: 'login', path: '/authorize', times: 1 },
    authorizeError(tenant, 'access_denied', 53003, blocked),
  );
  await page.goto('/guests');
  await signInButton(page).click();
  await expect(failed(page)).toContainText('A Conditional Access policy of your organization blocked this sign-in');
  await failed(page).getByText('Details', { exact: true }).click();
  await expect(failed(page).getByText('Code: AADSTS53003')).toBeVisible();

  await tenant.reply(
    { site: 'login', path: '/token', contains: 'grant_type=authorization_code', times: 1 },
    tokenError('invalid_grant', 50105, 'Your administrator has configured the application to block users.'),
  );
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await expect(failed(page)).toContainText('Your account is not assigned to this app.');
  await failed(page).getByText('Details', { exact: true }).click();
  await expect(failed(page).getByText('Code: AADSTS50105')).toBeVisible();
  expect(await tenant.tokens()).toMatchObject([{ status: 400, error: 'invalid_grant' }]);
});

test('a config.json that was saved in UTF-16 stops the portal in words', async ({ page, tenant }) => {
  const text = JSON.stringify(await tenant.config(), null, 2);
  await tenant.reply({ site: 'portal' }, inUtf16(text));
  await page.goto('/');
  await expect(page.getByRole('heading', { level: 1, name: 'Guestlist cannot start' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'config.json' })).toHaveText(
    /^config\.json is saved as UTF-16/,
  );
  await axe(page);
  await tenant.clearFaults();
  await loadsAnew(page, () => page.getByRole('button', { name: 'Load again' }).click());
  await expect(signInButton(page)).toBeVisible();
});

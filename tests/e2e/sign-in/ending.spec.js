// Sessions that end, by a demand of Microsoft or by their age: the page says so, keeps what was typed, and offers to sign in
// again.
import { test, expect, signIn } from '../support/fixtures.js';
import {
  alone,
  expectFilledIn,
  fillIn,
  listLoaded,
  refresh,
  requests,
  signInAgain,
  signInButton,
  signInToInvite,
} from '../support/steps.js';
import { ENDED, interruption } from './session.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

test('S-41: a claims challenge leads through Microsoft once, and the page goes on', async ({
  page,
  context,
  tenant,
}) => {
  await page.goto('/guests?state=pending');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  await tenant.settings({ requiredAuthContext: 'c1' });
  await refresh(page).click();
  const notice = interruption(page);
  await expect(notice).toContainText('Microsoft needs one more step from you');
  const asked = requests(context, /\/authorize\?/);
  await signInAgain(page);
  await page.getByRole('button', { name: 'Approve' }).click();
  await listLoaded(page, 250);
  await refresh(page).click();
  await listLoaded(page, 250);
  await expect(page.getByText(ENDED)).toBeHidden();
  expect(asked).toHaveLength(1);
  const claims = JSON.parse(new URL(asked[0].replace('GET ', '')).searchParams.get('claims'));
  expect(claims.access_token.xms_cc).toEqual({ values: ['cp1'] });
  expect(JSON.stringify(claims)).toContain('c1');
});

test('S-17: half an hour before the sign-in ends, one can sign in again and go on', async ({ page }) => {
  await page.clock.install();
  await signInToInvite(page);
  const warning = page.getByRole('status').filter({ hasText: 'Your sign-in will end soon' });
  await page.clock.fastForward('23:00:00');
  await page.clock.fastForward('00:01:00');
  await expect(warning).toBeHidden();
  await page.clock.fastForward('00:40:00');
  await page.clock.fastForward('00:01:00');
  await expect(warning).toContainText('24 hours after you signed in');
  await warning.getByRole('button', { name: 'Sign in again now' }).click();
  await expect(page.getByText('Ines Duarte')).toBeVisible();
  await expect(page).toHaveURL(/\/invite$/);
  await expect(warning).toBeHidden();
});

test('S-17: after 24 hours it says that the sign-in has ended, without anything being asked', async ({ page }) => {
  await page.clock.install();
  const form = await signInToInvite(page);
  const typed = { email: 'kim@fabrikam.com', message: 'Tomorrow' };
  await fillIn(form, typed);
  await page.clock.fastForward('24:00:01');
  await page.clock.fastForward('00:01:00');
  await expect(interruption(page).getByRole('button', { name: 'Sign in again' })).toBeVisible();
  await expectFilledIn(form, typed);
});

test('a browser that is sent round in circles stops, and says so', async ({ page, context, tenant }) => {
  await alone(context);
  await signIn(page, 'Guest Inviter');
  const asked = requests(context, /\/authorize\?/);
  await context.route(`${tenant.login}/*/oauth2/v2.0/authorize?**`, (route) =>
    route.fulfill({ status: 302, headers: { location: `${tenant.portal}/` } }),
  );
  await page.reload();
  const waits = page.getByText('This page was loaded several times in a short time');
  await expect(waits).toBeVisible({ timeout: 50_000 });
  expect(asked).toHaveLength(10);
  await page.reload();
  await expect(waits).toBeVisible();
  await expect(signInButton(page)).toBeVisible();
  expect(asked).toHaveLength(10);
});

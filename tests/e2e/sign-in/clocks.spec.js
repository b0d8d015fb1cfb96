// Clocks that differ, and answers that take seconds: signing in, renewing and inviting work all the same.
import { test, expect, signIn } from '../support/fixtures.js';
import {
  alone,
  invitations,
  invite,
  listLoaded,
  openGuests,
  row,
  signInButton,
  signInToInvite,
  status,
  tokenEnds,
} from '../support/steps.js';
import { tokenRequests } from './session.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

const ADDRESS = 'kim@fabrikam.com';
const CLOCK = "not valid by this computer's clock, nor by the clock of the portal's host";

for (const minutes of [-10, 10]) {
  test(`a computer whose clock is ${minutes} minutes off signs in, renews and invites as usual`, async ({
    page,
    tenant,
  }) => {
    await tenant.settings({ caeTokenSeconds: 2 });
    await page.clock.install({ time: Date.now() + minutes * 60_000 });
    await signIn(page, 'Guest Inviter');
    await invite(page, ADDRESS);
    await openGuests(page, 251);
    await page.reload();
    await listLoaded(page, 251);
  });
}

for (const minutes of [-10, 10]) {
  test(`a tenant whose clock is ${minutes} minutes off signs in, renews and invites as usual`, async ({
    page,
    tenant,
    watch,
  }) => {
    watch.allow(/status of 401/);
    await tenant.settings({ clockOffsetSeconds: minutes * 60 });
    await signInToInvite(page);
    await tokenEnds(tenant);
    await invite(page, ADDRESS);
    expect((await tokenRequests(tenant)).refresh_token).toBeGreaterThan(0);
    await openGuests(page, 251);
    await expect(row(page, ADDRESS)).toContainText('Pending');
    await page.reload();
    await listLoaded(page, 251);
    expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
  });
}

test('S-06: where the host tells no time, a clock ten minutes off is named as the reason', async ({
  page,
  context,
  tenant,
}) => {
  // Only the requests of a dedicated worker can be changed by a route.
  await alone(context);
  await tenant.settings({ clockOffsetSeconds: 600 });
  await context.route('**/config.json', async (route) => {
    const response = await route.fetch();
    const { date, ...headers } = response.headers();
    expect(date).toBeTruthy();
    await route.fulfill({ response, headers });
  });
  await page.goto('/');
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Signing in did not work' })).toContainText(CLOCK);
});

test('four seconds for every answer: signing in, inviting and the list all come through', async ({ page, tenant }) => {
  await tenant.settings({ latencyMs: 4_000 });
  await page.goto('/guests');
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await expect(page.getByText('Signing you in…')).toBeVisible();
  await expect(status(page)).toHaveText('Loading guests…');
  await listLoaded(page, 250);
});

// The list while it loads, when it is empty, very long or cannot be loaded: the page shows the state and offers a next step.
import { test, expect, signIn } from '../support/fixtures.js';
import { Tenant } from '../support/tenant.js';
import { alone, grid, listLoaded, openGuests, rows, searchbox, status } from '../support/steps.js';
import { column } from './list.js';

test('while the list is on its way, words say so', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await tenant.settings({ latencyMs: 2_000 });
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(status(page)).toHaveText('Loading guests…');
  await expect(page.getByRole('tab').first()).toHaveText('All', { useInnerText: true });
  await listLoaded(page, 250);
  await expect(page.getByText(/^Updated \d+:\d\d/)).toBeVisible();
});

test('a tenant without guests says so, and leads to the first invitation', async ({ page }) => {
  const empty = await Tenant.start({ guests: 0 });
  try {
    await page.goto(`${empty.portal}/guests`);
    await signIn(page, 'Guest Inviter');
    await expect(page.getByRole('heading', { name: 'No guests yet' })).toBeVisible();
    await expect(status(page)).toHaveText('0 of 0 guests');
    await page.getByRole('link', { name: 'Invite the first guest' }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Invite a guest' })).toBeVisible();
  } finally {
    await empty.stop();
  }
});

test('5,000 guests all load; only the rows in sight are drawn, down to the last one', async ({ page }) => {
  // Tidy guests: all of them have a user type, so that the list contains them, and an address to sort by.
  const large = await Tenant.start({ guests: 5_000, untidy: 0 });
  try {
    await page.goto(`${large.portal}/guests?sort=address`);
    await signIn(page, 'Guest Inviter');
    await listLoaded(page, 5_000);
    await expect(status(page)).toHaveText('5,000 of 5,000 guests');
    await expect(grid(page)).toHaveAttribute('aria-rowcount', '5001');
    expect(await rows(page).count()).toBeLessThanOrEqual(100);
    const [first] = await column(page, 'Address');

    await grid(page).focus();
    await page.keyboard.press('End');
    await expect(rows(page).last()).toHaveAttribute('aria-rowindex', '5001');
    await expect(rows(page).last()).toBeInViewport();
    expect(await rows(page).count()).toBeLessThanOrEqual(100);
    const last = (await column(page, 'Address')).at(-1);
    expect(last.localeCompare(first)).toBeGreaterThan(0);
    await page.keyboard.press('Home');
    await expect(rows(page).first()).toHaveAttribute('aria-rowindex', '2');
    await expect(rows(page).first()).toContainText(first);

    // In descending order the last row comes first.
    await page.getByRole('columnheader').getByRole('button', { name: 'Address' }).click();
    await expect(rows(page).first()).toContainText(last);
    await searchbox(page).fill(first);
    await expect(rows(page).first()).toContainText(first);
  } finally {
    await large.stop();
  }
});

test('when Graph cannot be reached, words say so and “Try again” works', async ({ page, context, tenant, watch }) => {
  await alone(context);
  watch.allow(/ERR_FAILED/);
  await signIn(page, 'Guest Inviter');
  const users = `${tenant.graph}/v1.0/users?**`;
  await page.route(users, (route) => route.abort());
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'The guest list could not be loaded' });
  await expect(alert).toContainText('Microsoft Graph could not be reached. Check your connection, then try again.');
  await expect(page.getByRole('heading', { name: 'No guests yet' })).toBeHidden();
  // No number is shown, since none is known.
  await expect(status(page)).toHaveText('');
  expect(await page.getByRole('tablist').innerText()).not.toMatch(/\d/);
  await page.unroute(users);
  await alert.getByRole('button', { name: 'Try again' }).click();
  await listLoaded(page, 250);
  await expect(alert).toBeHidden();
});

test('a refresh that fails keeps the list, which is still complete', async ({ page, context, tenant, watch }) => {
  await alone(context);
  watch.allow(/ERR_FAILED/);
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  const users = `${tenant.graph}/v1.0/users?**`;
  await page.route(users, (route) => route.abort());
  await page.getByRole('button', { name: 'Refresh' }).click();
  const failed = page.getByRole('alert').filter({ hasText: 'Microsoft Graph could not be reached.' });
  await expect(failed).toContainText('The list could not be refreshed');
  await expect(failed).toContainText(/You see the last complete list \(\d+:\d\d/);
  await expect(failed).not.toContainText('not complete');
  await expect(status(page)).toHaveText('250 of 250 guests');
  await page.unroute(users);
  await page.getByRole('button', { name: 'Refresh' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Microsoft Graph could not be reached.' })).toBeHidden();
  await listLoaded(page, 250);
});

test('the first row that is drawn is the first of the list, also after the list was measured', async ({ page }) => {
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  const places = async () => {
    const all = await rows(page).evaluateAll((rows) => rows.map((row) => Number(row.getAttribute('aria-rowindex'))));
    return all.filter((place) => place > 0);
  };
  // A lower window needs fewer rows, and a higher one more.
  for (const height of [720, 600, 1_000, 500]) {
    await page.setViewportSize({ width: 1280, height });
    await expect.poll(async () => (await places()).at(0)).toBe(2);
    const now = await places();
    expect(now).toEqual(now.toSorted((one, other) => one - other));
  }
});

// The address of the list and the tab's history: a filter is an entry, typing is not; a reload, Back and Forward bring the same view,
// also as far as it was scrolled.
import { test, expect, signIn } from '../support/fixtures.js';
import { Tenant } from '../support/tenant.js';
import { listLoaded, searchbox, status } from '../support/steps.js';

const tab = (page, name) => page.getByRole('tab', { name });
const selected = (page, name) => expect(tab(page, name)).toHaveAttribute('aria-selected', 'true');
const query = (page, query) => expect(page).toHaveURL(new RegExp(`/guests${query.replaceAll(/[?+.]/g, '\\$&')}$`));
const entries = (page) => page.evaluate(() => history.length);
const grid = (page) => page.getByRole('grid');
/** Rows that are not needed at the moment are hidden. */
const firstRow = (page) => page.locator('[data-row]:not([hidden])').first();
const top = (page) => grid(page).evaluate((grid) => grid.scrollTop);
const scrollTo = (page, place) => grid(page).evaluate((grid, place) => grid.scrollTo(0, place), place);
/** Waits until the place is kept with the entry. */
const kept = (page) => expect.poll(() => page.evaluate(() => Number(history.state))).toBeGreaterThan(0);

async function openList(page, query = '', total = 250) {
  await page.goto(`/guests${query}`);
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, total);
}

test('tab, age, order and a removed pill are steps; Back and Forward go through them with what was typed', async ({
  page,
}) => {
  await openList(page);
  const begin = await entries(page);
  await searchbox(page).fill('a');
  // Before the address has the text, another filter is chosen.
  await tab(page, 'Pending').click();
  await query(page, '?state=pending&search=a');
  await searchbox(page).fill('a domain:com');
  await query(page, '?state=pending&search=a+domain%3Acom');
  await page.getByRole('button', { name: 'Over 90 days' }).click();
  await query(page, '?state=pending&age=over-90&search=a+domain%3Acom');
  await page.getByRole('button', { name: 'Remove filter: Domain: com' }).click();
  await query(page, '?state=pending&age=over-90&search=a');
  await page.getByRole('columnheader').getByRole('button', { name: 'Name', exact: true }).click();
  await query(page, '?state=pending&age=over-90&search=a&sort=name');
  expect((await entries(page)) - begin).toBe(4);

  await page.goBack();
  await query(page, '?state=pending&age=over-90&search=a');
  await expect(page.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute('aria-sort', 'none');
  await page.goBack();
  await query(page, '?state=pending&age=over-90&search=a+domain%3Acom');
  await expect(searchbox(page)).toHaveValue('a domain:com');
  await expect(page.getByRole('button', { name: 'Remove filter: Domain: com' })).toBeVisible();
  await page.goBack();
  await query(page, '?state=pending&search=a+domain%3Acom');
  await expect(page.getByRole('button', { name: 'Over 90 days' })).toHaveAttribute('aria-pressed', 'false');
  await page.goBack();
  await query(page, '?search=a');
  await selected(page, 'All');
  await expect(searchbox(page)).toHaveValue('a');
  for (let step = 0; step < 4; step += 1) await page.goForward();
  await query(page, '?state=pending&age=over-90&search=a&sort=name');
  await selected(page, 'Pending');
  await page.reload();
  await listLoaded(page, 250);
  await query(page, '?state=pending&age=over-90&search=a&sort=name');
  await expect(page.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute('aria-sort', 'ascending');
});

test('“Clear all” is a step that can be taken back', async ({ page }) => {
  await openList(page, '?search=a+e');
  await page.getByRole('button', { name: 'Clear all' }).click();
  await query(page, '');
  await page.goBack();
  await query(page, '?search=a+e');
  await expect(searchbox(page)).toHaveValue('a e');
});

test('a key that is held makes few entries', async ({ page }) => {
  await openList(page);
  const begin = await entries(page);
  await tab(page, 'All').focus();
  // One time more than the five tabs in eight rounds, each in a task of its own.
  await page.evaluate(async () => {
    for (let press = 0; press <= 40; press += 1) {
      document.activeElement.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight', bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
  await selected(page, 'Pending');
  await query(page, '?state=pending');
  // A slow computer makes a pause between some of them.
  expect((await entries(page)) - begin).toBeLessThan(20);
});

test('the place in the list comes back with a reload, Back and Forward, and another view begins at its top', async ({
  page,
}) => {
  await openList(page);
  await scrollTo(page, 3_000);
  await kept(page);
  const first = await firstRow(page).getAttribute('aria-rowindex');
  await tab(page, 'Accepted').click();
  await query(page, '?state=accepted');
  await expect.poll(() => top(page)).toBe(0);
  await scrollTo(page, 400);
  await kept(page);
  await page.goBack();
  await selected(page, 'All');
  await expect.poll(() => top(page)).toBe(3_000);
  await expect(firstRow(page)).toHaveAttribute('aria-rowindex', first);
  await page.goForward();
  await selected(page, 'Accepted');
  await expect.poll(() => top(page)).toBe(400);
  await page.reload();
  await listLoaded(page, 250);
  await expect.poll(() => top(page)).toBe(400);

  // From another page, too.
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Invite a guest' })).toBeVisible();
  await page.goBack();
  await expect.poll(() => top(page)).toBe(400);
  // What is typed begins at the top, and stays there.
  await searchbox(page).fill('a');
  await query(page, '?state=accepted&search=a');
  await expect.poll(() => top(page)).toBe(0);
  await page.reload();
  await listLoaded(page, 250);
  expect(await top(page)).toBe(0);
});

test('on a phone the page comes back to its place', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 700 });
  await openList(page);
  await page.evaluate(() => scrollTo(0, 4_000));
  await kept(page);
  await page.reload();
  await listLoaded(page, 250);
  await expect.poll(() => page.evaluate(() => Math.abs(scrollY - 4_000))).toBeLessThan(4);
});

test('while the rest of the list is coming, the place is waited for, and a person who scrolls meanwhile stays where they are', async ({
  page,
}) => {
  const large = await Tenant.start({ guests: 3_000, untidy: 0 });
  try {
    await page.goto(`${large.portal}/guests`);
    await signIn(page, 'Guest Inviter');
    await listLoaded(page, 3_000);
    await scrollTo(page, 100_000);
    await kept(page);
    await large.settings({ latencyMs: 1_500 });
    await page.reload();
    await expect(firstRow(page)).toBeVisible();
    await listLoaded(page, 3_000);
    await expect.poll(() => top(page)).toBe(100_000);

    await page.reload();
    await expect(firstRow(page)).toBeVisible();
    await grid(page).hover();
    await page.mouse.wheel(0, 200);
    await expect.poll(() => top(page)).toBeGreaterThan(0);
    await listLoaded(page, 3_000);
    expect(await top(page)).toBeLessThan(1_000);
  } finally {
    await large.stop();
  }
});

test('a link opens the same view in another browser', async ({ page, visitor }) => {
  await openList(page, '?state=pending&age=over-90&search=a&sort=-name');
  await expect(status(page)).not.toHaveAttribute('data-shown', '0');
  const count = await status(page).getAttribute('data-shown');
  const other = await visitor();
  await other.goto(page.url());
  await signIn(other, 'Guest Inviter');
  await listLoaded(other, 250);
  await expect(status(other)).toHaveAttribute('data-shown', count);
  await expect(other.getByRole('columnheader', { name: 'Name', exact: true })).toHaveAttribute(
    'aria-sort',
    'descending',
  );
  await expect(other.getByRole('button', { name: 'Remove filter: Waiting for: Over 90 days' })).toBeVisible();
});

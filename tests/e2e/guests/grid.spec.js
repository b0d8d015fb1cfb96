// The list as a grid: its keys, what is selected and copied, the order of the language, paper, and a phone.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { Tenant } from '../support/tenant.js';
import { cell, grid, listLoaded, row, rows, searchbox, status } from '../support/steps.js';
import { active, activeRow, bar, column, copied, openList } from './list.js';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

const box = (page, at) => rows(page).nth(at).getByRole('checkbox');

test('the list is one stop of Tab, and keys move in it and select', async ({ page }) => {
  await openList(page);
  const names = await column(page, 'Name');
  const addresses = await column(page, 'Address');
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  expect(await active(page)).toBe(names[1]);
  await page.keyboard.press('ArrowRight');
  expect(await active(page)).toBe(addresses[1]);
  await page.keyboard.press('Control+c');
  await expect.poll(() => copied(page)).toBe(addresses[1]);

  await page.keyboard.press('Space');
  await expect(row(page, addresses[1])).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(bar(page)).toContainText('3 guests selected');
  await page.keyboard.press('Control+c');
  await expect.poll(async () => (await copied(page)).split('\n').length).toBe(5);
  const lines = (await copied(page)).split('\n').map((line) => line.split('\t'));
  expect(lines[0]).toEqual(['Name', 'Address', 'Company', 'State', 'Blocked', 'Invited', 'Accepted']);
  expect(lines[1].slice(0, 2)).toEqual([names[1], addresses[1]]);
  for (const [, , , , , invited] of lines.slice(1, 4)) expect(invited).toMatch(/^(\d{4}-\d\d-\d\dT[\d:]{8}Z)?$/);

  await page.keyboard.press('End');
  await expect.poll(() => activeRow(page)).toBe(251);
  await page.keyboard.press('PageUp');
  const above = await activeRow(page);
  expect(above).toBeLessThan(245);
  expect(above).toBeGreaterThan(200);
  await page.keyboard.press('PageDown');
  await expect.poll(() => activeRow(page)).toBe(251);
  await page.keyboard.press('Home');
  await expect.poll(() => activeRow(page)).toBe(2);
  expect(await active(page)).toBe(addresses[0]);

  await page.keyboard.press('Escape');
  await expect(bar(page)).toBeHidden();
  await page.keyboard.press('Control+a');
  await expect(bar(page)).toContainText('250 guests selected');
  // Between the list and what is behind it, Tab stops at the headers only: rows have no stops of their own.
  for (let stops = 0; stops < 8; stops++) await page.keyboard.press('Tab');
  await expect(bar(page).getByRole('button', { name: 'Copy rows' })).toBeFocused();
});

test('what is selected stays selected while one searches, and its addresses are copied', async ({ page }) => {
  await openList(page);
  const [first, second, third] = await column(page, 'Address');
  await box(page, 0).check();
  await box(page, 2).click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('3 guests selected');
  await box(page, 1).uncheck();

  await searchbox(page).fill('fabrikam');
  await expect(status(page)).not.toHaveAttribute('data-shown', '250');
  const found = Number(await status(page).getAttribute('data-shown'));
  await bar(page)
    .getByRole('button', { name: `Select all ${found} that match` })
    .click();
  await searchbox(page).fill('');
  await expect(status(page)).toHaveAttribute('data-shown', '250');
  await expect(box(page, 0)).toBeChecked();
  await expect(box(page, 2)).toBeChecked();
  await expect(box(page, 1)).toBeChecked({ checked: second.includes('fabrikam') });

  await bar(page).getByRole('button', { name: 'Copy addresses' }).click();
  await expect.poll(async () => (await copied(page)).split('; ').slice(0, 1)).toEqual([first]);
  expect((await copied(page)).split('; ')).toContain(third);
  await page.getByRole('checkbox', { name: 'Select all 250 that match' }).check();
  await expect(bar(page)).toContainText('250 guests selected');
  await bar(page).getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();
});

test('guests who are selected and not found are counted apart', async ({ page }) => {
  await openList(page);
  await box(page, 0).check();
  await searchbox(page).fill('no such guest, surely');
  await expect(page.getByRole('heading', { name: /^No guest matches/ })).toBeVisible();
  await searchbox(page).fill('');
  await expect(bar(page)).toContainText('1 guest selected');
  const [other] = (await column(page, 'Address')).slice(3);
  await searchbox(page).fill(other);
  await expect(bar(page)).toContainText('1 guest selected · 1 of them is not shown here');
});

test('a long list is sorted in the order of the language, numbers by value, while the page can be used', async ({
  page,
}) => {
  const large = await Tenant.start({ guests: 6_000 });
  try {
    await page.goto(`${large.portal}/guests`);
    await signIn(page, 'Guest Inviter');
    await expect(page.getByRole('button', { name: 'Refresh' })).toHaveAttribute('aria-busy', 'false');
    await page.getByRole('columnheader').getByRole('button', { name: 'Name', exact: true }).click();
    const isInOrder = async () => {
      const names = (await column(page, 'Name')).slice(0, 15);
      const { compare } = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
      return names.length > 10 && names.every((name, at) => at === 0 || compare(names[at - 1], name) <= 0);
    };
    await expect.poll(isInOrder).toBe(true);
    await page.getByRole('columnheader').getByRole('button', { name: 'Name', exact: true }).click();
    await expect.poll(isInOrder).toBe(false);
  } finally {
    await large.stop();
  }
});

test('on a phone the page scrolls as one, and the order is a list of options', async ({ page }) => {
  await page.setViewportSize({ width: 375, height: 667 });
  await openList(page);
  const list = grid(page);
  expect(await list.evaluate((element) => element.scrollHeight - element.clientHeight)).toBeLessThanOrEqual(1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await page.getByRole('combobox', { name: 'Sort by' }).selectOption({ label: 'Address, from A' });
  await expect(page).toHaveURL(/sort=address/);
  const first = await cell(rows(page).first(), 'Address').textContent();
  await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
  await expect(rows(page).last()).toHaveAttribute('aria-rowindex', '251');
  await expect(rows(page).last()).toBeInViewport();
  await page.evaluate(() => scrollTo(0, 0));
  await expect(cell(rows(page).first(), 'Address')).toHaveText(first);
  await axe(page);
});

test('paper shows the rows without controls, and says when it has not all of them', async ({ page }) => {
  await openList(page);
  // Elements that have been moved while a person scrolled are in the order of the list all the same, as soon as paper is made.
  const first = () => grid(page).evaluate((list) => list.querySelector('[data-row]:not([hidden])').ariaRowIndex);
  await grid(page).evaluate((list) => list.scrollTo(0, 3_000));
  await expect.poll(async () => Number(await first())).toBeGreaterThan(50);
  await page.emulateMedia({ media: 'print' });
  const order = await page.evaluate(async () => {
    dispatchEvent(new Event('beforeprint'));
    for (let tasks = 0; tasks < 50; tasks++) await undefined;
    return [...document.querySelectorAll('[data-row]:not([hidden])')].map((row) => Number(row.ariaRowIndex));
  });
  expect(order).toEqual(Array.from({ length: 250 }, (_, at) => at + 2));
  await expect.poll(() => rows(page).count()).toBe(250);
  await expect(searchbox(page)).toBeHidden();
  await expect(page.getByText('On paper:')).toBeHidden();
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await expect.poll(() => rows(page).count()).toBeLessThan(250);
  await page.emulateMedia({ media: 'screen' });

  const large = await Tenant.start({ guests: 2_500, untidy: 0 });
  try {
    await page.goto(`${large.portal}/guests`);
    await signIn(page, 'Guest Inviter');
    await listLoaded(page, 2_500);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
    await expect(page.getByText('On paper: the first 2,000 of 2,500 guests.')).toBeVisible();
  } finally {
    await large.stop();
  }
});

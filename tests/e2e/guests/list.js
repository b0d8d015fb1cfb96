// What the journeys of the list of guests have in common.
import { expect, signIn } from '../support/fixtures.js';
import { grid, openGuests, rows, searchbox, status } from '../support/steps.js';
import { Tenant } from '../support/tenant.js';

/** More than eight pages of 999: a shorter list is read one page after the other. */
export const MANY = 8_600;

/** Fixtures for a tenant with so many guests. */
export const ofGuests = (guests) => ({
  sandbox: [
    async ({}, use) => {
      const tenant = await Tenant.start({ guests });
      await use(tenant);
      await tenant.stop();
    },
    { scope: 'worker' },
  ],
});

export const goTo = (page, name) => page.getByRole('navigation').getByRole('link', { name, exact: true }).click();
export const stop = (page) => page.getByRole('button', { name: 'Stop loading' });
export const loadRest = (page) => page.getByRole('button', { name: 'Load the rest' });
export const problems = (page) => page.getByRole('alert');

/** Searches for a text, and expects that so many guests are found. */
export async function find(page, text, count) {
  await searchbox(page).fill(text);
  await expect(status(page)).toHaveAttribute('data-shown', String(count));
}

/**
 * The texts of one column in the rows that are in the document now. Rows change some time after a search or a new order, so
 * compare the result in `expect.poll` or `toPass`. `what` is `innerText`, or `title` for what a cell shows when one points at it.
 */
export async function column(page, name, what = 'innerText') {
  const headers = await page.getByRole('columnheader').allInnerTexts();
  const at = headers.findIndex((text) => text.trim() === name);
  expect(at, `column ${name}`).toBeGreaterThanOrEqual(0);
  await expect(rows(page).first()).toBeVisible();
  return rows(page).evaluateAll(
    (all, [at, what]) => all.map((row) => row.querySelectorAll('[role="gridcell"]')[at][what]),
    [at, what],
  );
}

/** What can be done with the selected guests. */
export const bar = (page) => page.getByRole('group', { name: 'Selected guests' });
/** The text in the clipboard. */
export const copied = (page) => page.evaluate(() => navigator.clipboard.readText());
/** The text of the active cell, which the grid names to a screen reader. */
export const active = (page) =>
  grid(page).evaluate((list) => document.getElementById(list.getAttribute('aria-activedescendant'))?.innerText);
/** The number of the active cell's row, as it is told to a screen reader. */
export const activeRow = (page) =>
  grid(page).evaluate((list) =>
    Number(
      document
        .getElementById(list.getAttribute('aria-activedescendant'))
        ?.closest('[role=row]')
        .getAttribute('aria-rowindex'),
    ),
  );

/** Signs in and opens the list of 250 guests. */
export async function openList(page) {
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  await expect(rows(page).first()).toHaveAttribute('aria-rowindex', '2');
}

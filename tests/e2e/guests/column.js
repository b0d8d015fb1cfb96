// Reads many rows at once.
import { expect } from '../support/fixtures.js';
import { rows } from '../support/steps.js';

/**
 * The texts of one column in the rows that are in the document now. Rows change some time after a search or a new order, so
 * compare the result in `expect.poll` or `toPass`.
 */
export async function column(page, name) {
  const headers = await page.getByRole('columnheader').allInnerTexts();
  const at = headers.findIndex((text) => text.trim() === name);
  expect(at, `column ${name}`).toBeGreaterThanOrEqual(0);
  await expect(rows(page).first()).toBeVisible();
  return rows(page).evaluateAll(
    (all, at) => all.map((row) => row.querySelectorAll('[role="gridcell"]')[at].innerText),
    at,
  );
}

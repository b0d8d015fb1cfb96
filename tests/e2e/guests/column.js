// Reads many rows at once.
import { expect } from '../support/fixtures.js';
import { rows } from '../support/steps.js';

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

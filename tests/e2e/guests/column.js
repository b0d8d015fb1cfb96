// The texts of the list, for journeys that look at many rows at once.
import { expect } from '../support/fixtures.js';
import { rows } from '../support/steps.js';

/** The texts of one column, in the rows that are drawn. */
export async function column(page, name) {
  const headers = await page.getByRole('columnheader').allInnerTexts();
  const at = headers.findIndex((text) => text.trim() === name);
  expect(at, `column ${name}`).toBeGreaterThanOrEqual(0);
  const all = await rows(page).all();
  return Promise.all(all.map((one) => one.getByRole('cell').nth(at).innerText()));
}

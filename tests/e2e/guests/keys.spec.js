// What an active cell, a range and the focus do when rows come, go and move; and the helps of the search.
import { test, expect } from '../support/fixtures.js';
import { cell, grid, row, rows, searchbox, status } from '../support/steps.js';
import { active, activeRow, bar, column, copied, openList } from './list.js';

test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

/** The row and column of the cell with the ring that a person sees. */
const ring = (page) =>
  grid(page).evaluate((list) => {
    const cell = list.querySelector('.is-active');
    const shown = cell && getComputedStyle(cell).outlineStyle !== 'none';
    return shown ? Number(cell.closest('[role=row]').getAttribute('aria-rowindex')) : undefined;
  });

test('the active cell has a ring, also in a row that was never shown before', async ({ page }) => {
  await openList(page);
  await searchbox(page).press('ArrowDown');
  await page.keyboard.press('Control+End');
  await expect.poll(() => activeRow(page)).toBe(251);
  await expect.poll(() => ring(page)).toBe(251);
});

test('a list that becomes shorter keeps an active cell', async ({ page }) => {
  await openList(page);
  await grid(page).focus();
  await page.keyboard.press('End');
  await expect.poll(() => activeRow(page)).toBe(251);
  await searchbox(page).fill('fabrikam');
  await expect(status(page)).not.toHaveAttribute('data-shown', '250');
  const found = Number(await status(page).getAttribute('data-shown'));
  await grid(page).focus();
  await expect.poll(() => activeRow(page)).toBe(found + 1);
  await page.keyboard.press('Space');
  await expect(bar(page)).toContainText('1 guest selected');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => activeRow(page)).toBe(found);
});

test('a range becomes shorter again, by keys and by clicks', async ({ page }) => {
  await openList(page);
  await grid(page).focus();
  await page.keyboard.press('Space');
  for (let steps = 0; steps < 5; steps++) await page.keyboard.press('Shift+ArrowDown');
  await expect(bar(page)).toContainText('6 guests selected');
  for (let steps = 0; steps < 3; steps++) await page.keyboard.press('Shift+ArrowUp');
  await expect(bar(page)).toContainText('3 guests selected');
  await page.keyboard.press('Escape');
  const box = (at) => rows(page).nth(at).getByRole('checkbox');
  await box(9).check();
  await box(3).click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('7 guests selected');
  await box(6).click({ modifiers: ['Shift'] });
  await expect(bar(page)).toContainText('4 guests selected');
});

test('when the row with the focus is scrolled away, the list has the focus', async ({ page }) => {
  await openList(page);
  const [address] = await column(page, 'Address');
  await row(page, address).getByRole('button', { name: 'Copy' }).click();
  await expect.poll(() => copied(page)).toBe(address);
  await grid(page).hover();
  await page.mouse.wheel(0, 3_000);
  await expect(row(page, address)).toBeHidden();
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('Home');
  await expect.poll(() => activeRow(page)).toBe(2);
});

test('keys leave out the columns for which there is no room', async ({ page }) => {
  await page.setViewportSize({ width: 1000, height: 700 });
  await openList(page);
  await grid(page).focus();
  const [state] = await column(page, 'State');
  for (let steps = 0; steps < 8; steps++) await page.keyboard.press('ArrowRight');
  await expect.poll(() => active(page)).toBe(await cell(rows(page).first(), 'Invited').innerText());
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => active(page)).toBe(state);
});

test('Arrow down leads from the search into the list', async ({ page }) => {
  await openList(page);
  await searchbox(page).press('ArrowDown');
  await expect(grid(page)).toBeFocused();
});

test('the help puts an example into the search, behind what is there', async ({ page }) => {
  await openList(page);
  await searchbox(page).fill('"an');
  await page.getByRole('button', { name: 'Search help' }).click();
  await page.getByRole('button', { name: 'state:pending' }).click();
  await expect(searchbox(page)).toHaveValue('"an" state:pending');
  await expect(searchbox(page)).toBeFocused();
  await expect(page.getByRole('button', { name: 'Remove filter: State: Pending' })).toBeVisible();
});

for (const [typed, said] of Object.entries({
  'stat:pending': '“stat:” is not a search word',
  'state:pendng': '“pendng” is no state',
  'older:abc': '“older:” needs a number of days',
})) {
  test(`a search for ${typed} says what it was taken for`, async ({ page }) => {
    await openList(page);
    await searchbox(page).fill(typed);
    await expect(page.getByRole('tabpanel')).toContainText(said);
  });
}

test('what was typed is in the address before the person goes on', async ({ page }) => {
  await openList(page);
  await searchbox(page).pressSequentially('weber');
  await page.getByRole('link', { name: 'Invite', exact: true }).first().click();
  await expect(page.getByRole('textbox', { name: 'Email address' })).toBeVisible();
  await page.goBack();
  await expect(searchbox(page)).toHaveValue('weber');
});

test('a narrower window shows the same place of the list', async ({ page }) => {
  await openList(page);
  await grid(page).evaluate((list) => list.scrollTo(0, 4_000));
  const top = () =>
    rows(page).evaluateAll((all) => {
      const head = document.querySelector('.list__head').getBoundingClientRect();
      const edge = Math.max(0, head.bottom);
      const first = all.find((row) => row.getBoundingClientRect().bottom > edge + 1);
      return Number(first?.getAttribute('aria-rowindex'));
    });
  await expect.poll(top).toBeGreaterThan(95);
  const before = await top();
  await page.setViewportSize({ width: 375, height: 667 });
  await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(3);
  await page.setViewportSize({ width: 1280, height: 720 });
  await expect.poll(async () => Math.abs((await top()) - before)).toBeLessThan(3);
});

test('rows that get their order in the document do not end a press', async ({ page }) => {
  await openList(page);
  await page.clock.install();
  const first = () => grid(page).evaluate((list) => list.querySelector('[data-row]:not([hidden])').ariaRowIndex);
  await grid(page).evaluate((list) => list.scrollTo(0, 3_000));
  const at = await grid(page).boundingBox();
  await page.mouse.move(at.x + 100, at.y + 200);
  await page.mouse.down();
  // For as long as the mouse is down, elements stay where they are.
  const before = await first();
  await page.clock.runFor(2_000);
  expect(await first()).toBe(before);
  await page.mouse.up();
  await expect(page.getByRole('dialog')).toBeVisible();
  await expect.poll(async () => Number(await first())).toBeGreaterThan(50);
});

test('a row opens its details wherever it is pressed', async ({ page }) => {
  await openList(page);
  const panel = page.getByRole('dialog');
  for (const y of [2, 37]) {
    await rows(page)
      .nth(3)
      .click({ position: { x: 200, y } });
    await expect(panel).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(panel).toBeHidden();
  }
});

test('what is selected can be copied and cleared where nothing is found', async ({ page }) => {
  await openList(page);
  await rows(page).first().getByRole('checkbox').check();
  await searchbox(page).fill('nothing has this name');
  await expect(status(page)).toHaveAttribute('data-shown', '0');
  await expect(bar(page)).toContainText('1 guest selected · 1 of them is not shown here');
  await bar(page).getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar(page)).toBeHidden();
  await expect(searchbox(page)).toBeFocused();
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });

  test('a message about copying goes by itself all the same', async ({ page }) => {
    await openList(page);
    const [address] = await column(page, 'Address');
    await row(page, address).getByRole('button', { name: 'Copy' }).click();
    const message = page.getByRole('status').filter({ hasText: `Copied: ${address}` });
    await expect(message).toBeVisible();
    await expect(message).toBeHidden();
  });
});

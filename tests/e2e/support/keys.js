// What a person does with the keyboard alone.
import { expect } from './fixtures.js';
import { COLUMNS, grid } from './steps.js';

/** Presses Tab until `target` has the focus. The focus must be visible at each element on the way. */
export async function tabTo(page, target, key = 'Tab') {
  await expect(target).toBeVisible();
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(focused);
    expect(stop.seen, `the focus on “${stop.name}” is visible`).toBe(true);
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`${target} is not reached with ${key}`);
}

/** Runs in the page: which element has the focus, and whether the focus is visible. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return { name: 'nothing', seen: true };
  const style = getComputedStyle(element);
  const outline = style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) > 0;
  const { width, height, right, bottom } = element.getBoundingClientRect();
  const name = `${element.tagName} ${element.id} ${element.textContent.trim().slice(0, 30)}`;
  return { name, seen: (outline || style.boxShadow !== 'none') && width > 0 && height > 0 && right > 0 && bottom > 0 };
}

/** Moves the focus to `target` by Tab and presses a key there. */
export async function press(page, target, key = 'Enter') {
  await tabTo(page, target);
  await page.keyboard.press(key);
}

/** Moves the focus to a field by Tab and replaces its text. */
export async function type(page, target, text) {
  await tabTo(page, target);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type(text);
}

/** Moves to a cell of the first guest in the list and presses Enter there. */
export async function pressInList(page, column) {
  await tabTo(page, grid(page));
  await page.keyboard.press('Home');
  for (const _ of COLUMNS) await page.keyboard.press('ArrowLeft');
  for (let at = 0; at < COLUMNS.indexOf(column); at += 1) await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Enter');
}

// Steps on the page "Bulk invite".
import { expect } from '@playwright/test';
import { invitations } from './steps.js';

export const textbox = (page, name) => page.getByRole('textbox', { name, exact: true });
export const button = (page, name) => page.getByRole('button', { name, exact: true });

/** A filter above the rows, whose name is followed by a number. */
export const filter = (page, name) => page.getByRole('button', { name: new RegExp(`^${name} \\d`) });

/** The numbers of the run, as attributes. */
export const runStatus = (page) => page.locator('[data-sent]');

/** So many guests with names, as two columns of a spreadsheet. */
export function list(count, domain = 'fabrikam.com') {
  const rows = Array.from({ length: count }, (_, at) => `Guest ${at + 1}\tguest${at + 1}@${domain}`);
  return ['Name\tEmail', ...rows].join('\n');
}

/** Opens the page by the navigation. */
export async function showBulk(page) {
  await page.getByRole('navigation').getByRole('link', { name: 'Bulk invite' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Bulk invite' })).toBeVisible();
}

/** Pastes a text into the textbox, as a browser does. */
export async function paste(page, text) {
  await textbox(page, 'Paste guests').evaluate((element, pasted) => {
    element.focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    if (element.dispatchEvent(event)) document.execCommand('insertText', false, pasted);
  }, text);
}

/** Presses "Invite N guests" when the directory was searched. */
export async function pressInvite(page, count) {
  await expect(page.getByText('The directory was searched for all addresses.')).toBeVisible();
  await button(page, count === 1 ? 'Invite 1 guest' : `Invite ${count} guests`).click();
}

/** Presses "Invite N guests" and confirms. */
export async function startRun(page, count) {
  await pressInvite(page, count);
  await button(page, count === 1 ? 'Send 1 invitation' : `Send ${count} invitations`).click();
}

/** Waits until the run has these numbers. */
export async function expectRun(page, { sent, failed, total }) {
  const status = runStatus(page);
  await expect(status).toHaveAttribute('data-total', String(total), { timeout: 60_000 });
  await expect(status).toHaveAttribute('data-failed', String(failed), { timeout: 60_000 });
  await expect(status).toHaveAttribute('data-sent', String(sent), { timeout: 60_000 });
}

/** Asserts that so many addresses were invited, each once. */
export async function expectEachOnce(tenant, count) {
  const invited = await invitations(tenant);
  expect(Object.values(invited)).toEqual(Array.from({ length: count }, () => 1));
}

/** Moves the focus by Tab until `target` has it. */
export async function tabTo(page, target) {
  await expect(target).toBeVisible();
  for (let pressed = 0; pressed < 80; pressed += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error('Tab does not reach it');
}

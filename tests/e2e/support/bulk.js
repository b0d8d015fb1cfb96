// Steps and controls of the page Bulk invite, and what IndexedDB has of it.
import { expect, signIn } from './fixtures.js';
import { invitations } from './steps.js';

/** The numbers of the list, as attributes of its status. */
export const numbers = (page) => page.locator('[data-invited]');
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

/** Signs in and opens the page. */
export async function openBulk(page) {
  await signIn(page, 'Guest Inviter');
  await showBulk(page);
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

/** Waits until the list has these numbers. */
export async function expectNumbers(page, { rows, invited, problems, leftOut = 0 }) {
  const status = numbers(page);
  await expect(status).toHaveAttribute('data-rows', String(rows));
  await expect(status).toHaveAttribute('data-invited', String(invited));
  await expect(status).toHaveAttribute('data-problems', String(problems));
  await expect(status).toHaveAttribute('data-left-out', String(leftOut));
}

/**
 * The records in IndexedDB, each with its database, its name and its bytes as one text. Keys for encryption have no bytes.
 */
export const records = (page) =>
  page.evaluate(async () => {
    const result = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    const found = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await result(indexedDB.open(name));
      for (const store of database.objectStoreNames) {
        const objects = database.transaction(store).objectStore(store);
        const [keys, values] = [objects.getAllKeys(), objects.getAll()];
        await result(values);
        for (const [at, value] of values.result.entries()) {
          const text = value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : String(value);
          found.push({ database: name, name: keys.result[at], text });
        }
      }
      database.close();
    }
    return found;
  });

/** Does something that changes rows, and waits until the browser has stored it. */
export async function keeps(page, act) {
  const sheet = async () => (await records(page)).find(({ name }) => name === 'edits 0')?.text;
  const before = await sheet();
  await act();
  await expect.poll(sheet).not.toBe(before);
}

/** Waits until the browser has stored the list. */
export async function listKept(page) {
  await expect.poll(async () => (await records(page)).map(({ name }) => name)).toContain('head');
}

/** Removes the run and confirms. */
export async function removeRun(page) {
  await button(page, 'Remove this run').click();
  await page.getByRole('dialog', { name: 'Remove this run?' }).getByRole('button', { name: 'Remove' }).click();
}

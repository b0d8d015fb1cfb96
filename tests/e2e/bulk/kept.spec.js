// A list that is not sent yet survives a reload and a forced sign-in, encrypted, and is gone after a sign-out.
import { test, expect, signIn } from '../support/fixtures.js';
import { alone, pressSignOut, signInAgain } from '../support/steps.js';
import {
  button,
  expectNumbers,
  keeps,
  listKept,
  openBulk,
  paste,
  records,
  showBulk,
  textbox,
} from '../support/bulk.js';

const LIST = 'Name\tEmail\nAnn\tann@fabrikam\nBo\tbo@fabrikam.com\nCy\tcy@fabrikam.com';
const RESTORED = /^Your list from .+ was restored\. Not sent yet\.$/;

/** Pastes the list, corrects its first row, and leaves its second one out. */
async function prepare(page) {
  await paste(page, LIST);
  await expectNumbers(page, { rows: 3, invited: 2, problems: 1 });
  await listKept(page);
  await keeps(page, async () => {
    await textbox(page, 'Address, row 2').fill('ann@fabrikam.com');
    await textbox(page, 'Address, row 2').press('Enter');
  });
  await keeps(page, () => button(page, 'Leave out row 3').click());
  await expectPrepared(page);
}

async function expectPrepared(page) {
  await expectNumbers(page, { rows: 3, invited: 2, problems: 0, leftOut: 1 });
  await expect(textbox(page, 'Address, row 2')).toHaveValue('ann@fabrikam.com');
  await expect(button(page, 'Take in row 3')).toBeVisible();
}

/** The browser has stored a list, and nothing of it can be read. */
async function expectNothingReadable(page) {
  const found = await records(page);
  expect(found.map(({ name }) => name)).toEqual(expect.arrayContaining(['head', 'text 0', 'edits 0']));
  const text = JSON.stringify([found, await page.evaluate(() => [Object.entries(localStorage)])]);
  for (const plain of ['fabrikam', 'ann@', 'Cy\t', 'f\\u0000a\\u0000b']) expect(text).not.toContain(plain);
}

test('S-30: a list survives a reload, with all that the person has changed, and is discarded', async ({ page }) => {
  await openBulk(page);
  await prepare(page);
  await expectNothingReadable(page);
  for (let reload = 0; reload < 2; reload += 1) {
    await page.reload();
    await expectPrepared(page);
    await expect(page.getByText(RESTORED)).toBeVisible();
    await expect(page.getByRole('heading', { name: 'Pasted list' })).toBeVisible();
  }
  await expectNothingReadable(page);
  await button(page, 'Discard the list').click();
  await expect(textbox(page, 'Paste guests')).toBeFocused();
  await expect.poll(() => records(page)).toEqual([]);
  await button(page, 'Bring the list back').click();
  await expectPrepared(page);
  await listKept(page);
  await page.reload();
  await expectPrepared(page);
});

test('what counts for all rows, the columns and the name of the file survive a reload', async ({ page }) => {
  await openBulk(page);
  const text = 'Email;Team\nann@fabrikam.com;Sales\n';
  await page
    .locator('input[type=file]')
    .setInputFiles({ name: 'guests.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await page.getByText('Columns', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Used as: Team' }).selectOption({ label: 'Display name' });
  await expect(textbox(page, 'Name, row 2')).toHaveValue('Sales');
  await page.getByText('For all rows', { exact: true }).click();
  await listKept(page);
  const head = async () => (await records(page)).find(({ name }) => name === 'head')?.text;
  const before = await head();
  await textbox(page, 'Redirect URL').fill('http://fabrikam.com');
  await expectNumbers(page, { rows: 1, invited: 0, problems: 1 });
  await expect.poll(head).not.toBe(before);
  await page.reload();
  await expect(page.getByRole('heading', { name: 'List from guests.csv' })).toBeVisible();
  await expectNumbers(page, { rows: 1, invited: 0, problems: 1 });
  await expect(textbox(page, 'Name, row 2')).toHaveValue('Sales');
  // Without the file's bytes, it cannot be decoded again.
  await expect(page.getByRole('combobox', { name: 'Encoding' })).toHaveCount(0);
});

test('a list survives a forced sign-in', async ({ page, tenant, watch }) => {
  watch.allow(/status of 40[01]/);
  await openBulk(page);
  await prepare(page);
  await tenant.expireSessions();
  await keeps(page, async () => {
    await textbox(page, 'Address, row 4').fill('di@fabrikam.com');
    await textbox(page, 'Address, row 4').press('Enter');
  });
  await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeVisible();
  await signInAgain(page);
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await expect(page.getByText(RESTORED)).toBeVisible();
  await expectPrepared(page);
  await expect(textbox(page, 'Address, row 4')).toHaveValue('di@fabrikam.com');
});

test('S-32: after a sign-out nothing of a list is left, in no tab', async ({ page, context }) => {
  await openBulk(page);
  await prepare(page);
  const beside = await context.newPage();
  await beside.goto('/bulk');
  await expect(textbox(beside, 'Paste guests')).toBeVisible();
  await paste(beside, 'eve@fabrikam.com');
  await expectNumbers(beside, { rows: 1, invited: 1, problems: 0 });
  const lists = async () =>
    new Set((await records(beside)).filter(({ name }) => name === 'head').map((of) => of.database));
  await expect.poll(async () => (await lists()).size).toBe(2);
  await pressSignOut(page);
  const question = page.getByRole('dialog', { name: 'A list is not sent' });
  await expect(question).toContainText('this browser forgets the list');
  await question.getByRole('button', { name: 'Cancel' }).click();
  await expectPrepared(page);
  await pressSignOut(page);
  await question.getByRole('button', { name: 'Sign out and forget them' }).click();
  await expect(page.getByText('You are signed out.', { exact: true })).toBeVisible();
  await expect.poll(() => records(page)).toEqual([]);
  await signIn(page, 'Guest Inviter');
  await showBulk(page);
  await expect(textbox(page, 'Paste guests')).toBeVisible();
  await expect(page.getByText(RESTORED)).toHaveCount(0);
});

test('two tabs have lists of their own', async ({ page, context }) => {
  await openBulk(page);
  await prepare(page);
  const beside = await context.newPage();
  await beside.goto('/bulk');
  await paste(beside, 'eve@fabrikam.com');
  await expectNumbers(beside, { rows: 1, invited: 1, problems: 0 });
  await expect.poll(async () => (await records(beside)).filter(({ name }) => name === 'head').length).toBe(2);
  await beside.reload();
  await expectNumbers(beside, { rows: 1, invited: 1, problems: 0 });
  await page.reload();
  await expectPrepared(page);
});

test('S-32: another person does not see a list, and its owner has it afterwards', async ({ page, context, tenant }) => {
  await alone(context);
  await openBulk(page);
  await prepare(page);
  await page.close();
  await tenant.expireSessions();
  const other = await context.newPage();
  await signIn(other, 'User Administrator');
  await showBulk(other);
  await expect(textbox(other, 'Paste guests')).toBeVisible();
  await expect.poll(async () => (await records(other)).map(({ name }) => name)).toContain('head');
  await expect(other.getByText(RESTORED)).toHaveCount(0);
  await other.close();
  await tenant.expireSessions();
  const owner = await context.newPage();
  await signIn(owner, 'Guest Inviter');
  await showBulk(owner);
  await expectPrepared(owner);
});

test('S-31: a list that was changed in the storage is removed, with words', async ({ page }) => {
  await openBulk(page);
  await prepare(page);
  await page.evaluate(async () => {
    const [{ name }] = (await indexedDB.databases()).filter(({ name }) => name.startsWith('guestlist.list 1'));
    const open = indexedDB.open(name);
    const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
    const store = database.transaction('records', 'readwrite').objectStore('records');
    const get = store.get('text 0');
    const bytes = await new Promise((resolve) => (get.onsuccess = () => resolve(get.result)));
    bytes[20] ^= 1;
    const put = store.put(bytes, 'text 0');
    await new Promise((resolve) => (put.onsuccess = resolve));
    database.close();
  });
  await page.reload();
  await expect(page.getByText(/^The list that this browser kept was changed from outside/)).toBeVisible();
  await expect(textbox(page, 'Paste guests')).toBeVisible();
  await expect.poll(() => records(page)).toEqual([]);
});

test('a browser that stores nothing says so, and asks before the page is left', async ({ page, context }) => {
  await context.addInitScript(() => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('not allowed', 'SecurityError');
    };
  });
  await openBulk(page);
  await paste(page, LIST);
  await expect(page.getByText(/^This browser does not store the list/)).toBeVisible();
  await button(page, 'Leave out row 3').click();
  await expectNumbers(page, { rows: 3, invited: 1, problems: 1, leftOut: 1 });
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await button(page, 'Use another list').click();
  await expect(textbox(page, 'Paste guests')).toBeFocused();
});

// What the browser has of a run: while it is sent, afterwards, and when it was removed.
import { test, expect, signIn } from '../support/fixtures.js';
import { openAccount, pressSignOut } from '../support/steps.js';
import {
  expectRun,
  list,
  openBulk,
  paste,
  records,
  removeRun,
  runStatus,
  showBulk,
  startRun,
} from '../support/bulk.js';

const POST = { method: 'POST', path: '/invitations' };
const ROWS = 24;

/** No address, no name and no link can be read in IndexedDB and in the storages of tab and browser, in UTF-8 or UTF-16. */
async function expectNothingReadable(page) {
  const shared = await page.evaluate(() => [Object.entries(localStorage), Object.entries(sessionStorage)]);
  const text = JSON.stringify([await records(page), shared]);
  const plain = ['fabrikam', 'guest1', 'Guest 1', 'f\\u0000a\\u0000b', 'redeem'];
  expect(plain.filter((part) => text.includes(part))).toEqual([]);
}

test('S-30, S-31: no address can be read in the storage while a list is sent, and afterwards', async ({
  page,
  tenant,
}) => {
  await tenant.faults([
    { ...POST, contains: 'guest3@', times: 1, fault: { status: { code: 400 } } },
    { ...POST, fault: { hold: { ms: 500 } } },
  ]);
  await openBulk(page);
  await paste(page, list(ROWS));
  await startRun(page, ROWS);
  await expect.poll(async () => Number(await runStatus(page).getAttribute('data-sent'))).toBeGreaterThan(3);
  await expectNothingReadable(page);
  await expectRun(page, { sent: ROWS - 1, failed: 1, total: ROWS });
  const names = (await records(page)).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['head', 'row 0', `row ${ROWS - 1}`, 'state 2']));
  await expectNothingReadable(page);
});

test('S-31: the key of the records can be used, but not read', async ({ page }) => {
  await openBulk(page);
  await paste(page, list(2));
  await startRun(page, 2);
  await expectRun(page, { sent: 2, failed: 0, total: 2 });
  const refused = await page.evaluate(async () => {
    const settled = (request) => new Promise((done) => (request.onsuccess = () => done(request.result)));
    const database = await settled(indexedDB.open('guestlist.run'));
    const key = await settled(database.transaction('keys').objectStore('keys').get('key'));
    database.close();
    const read = await Promise.allSettled(['raw', 'jwk'].map((format) => crypto.subtle.exportKey(format, key)));
    return read.map(({ status }) => status);
  });
  expect(refused).toEqual(['rejected', 'rejected']);
});

test('S-32: after "Remove this run" nothing of it is in the storage', async ({ page }) => {
  await openBulk(page);
  await paste(page, list(3));
  await startRun(page, 3);
  await expectRun(page, { sent: 3, failed: 0, total: 3 });
  await removeRun(page);
  await expect.poll(() => records(page)).toEqual([]);
  expect(await page.evaluate(() => localStorage.getItem('guestlist.run'))).toBeNull();
});

test('S-30, S-32: after a sign-out nothing of a run is in the storage', async ({ page }) => {
  await openBulk(page);
  await paste(page, list(3));
  await startRun(page, 3);
  await expectRun(page, { sent: 3, failed: 0, total: 3 });
  await pressSignOut(page);
  await expect(page.getByText('You are signed out.', { exact: true })).toBeVisible();
  await expect.poll(() => records(page)).toEqual([]);
  await signIn(page, 'Guest Inviter');
  await openAccount(page);
  expect(await records(page)).toEqual([]);
  await page.keyboard.press('Escape');

  // The end of the former run does not hinder the next one.
  await showBulk(page);
  await paste(page, list(3, 'adatum.com'));
  await startRun(page, 3);
  await expectRun(page, { sent: 3, failed: 0, total: 3 });
});

// A run of a bulk invitation: it is confirmed, sends each row once, is paused, continued and stopped, outlives its page, and
// ends with a link or a reason for each row.
import { readFile } from 'node:fs/promises';
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { openAccount, openGuests, posts, pressSignOut, searchbox, setting } from '../support/steps.js';
import {
  button,
  expectEachOnce,
  expectRun,
  filter,
  list,
  paste,
  pressInvite,
  removeRun,
  runStatus,
  showBulk,
  startRun,
  tabTo,
  textbox,
} from '../support/bulk.js';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

const POST = { method: 'POST', path: '/invitations' };

test.beforeEach(async ({ page }) => {
  await signIn(page, 'Guest Inviter');
  await showBulk(page);
});

test('nothing is sent before the confirmation, which names what is sent; then each row is sent once', async ({
  page,
  tenant,
}) => {
  await paste(page, list(12));
  await pressInvite(page, 12);
  const dialog = page.getByRole('dialog', { name: 'Invite 12 guests?' });
  await expect(dialog).toContainText('Contoso');
  await expect(dialog).toContainText('Microsoft sends each guest a mail.');
  await axe(page);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(button(page, 'Invite 12 guests')).toBeFocused();
  expect(await posts(tenant)).toEqual([]);
  await startRun(page, 12);
  await expectRun(page, { sent: 12, failed: 0, total: 12 });
  await expect(page.getByRole('heading', { level: 2, name: 'Finished' })).toBeVisible();
  await expectEachOnce(tenant, 12);
  const table = page.getByRole('table', { name: 'Rows of the run' });
  await expect(table.getByRole('button', { name: /^Copy link/ })).toHaveCount(12);
  await axe(page);
  await openGuests(page, 262);
  await searchbox(page).fill('guest7@');
  await expect(page.getByRole('row').filter({ hasText: 'guest7@fabrikam.com' })).toBeVisible();
});

test('a refused row has its reason and is sent again alone', async ({ page, tenant }) => {
  await tenant.faults({ ...POST, contains: 'guest3@', times: 1, fault: { status: { code: 400 } } });
  await paste(page, list(5));
  await startRun(page, 5);
  await expectRun(page, { sent: 4, failed: 1, total: 5 });
  await filter(page, 'Failed').click();
  await expect(page.getByRole('cell', { name: 'guest3@fabrikam.com' })).toBeVisible();
  await button(page, 'Retry failed').click();
  await expectRun(page, { sent: 5, failed: 0, total: 5 });
  expect((await posts(tenant)).length).toBe(6);
});

test('a run is paused, continued and stopped, and what was left out can still be sent', async ({ page, tenant }) => {
  await tenant.faults({ ...POST, fault: { hold: { ms: 1_000 } } });
  await paste(page, list(40));
  await startRun(page, 40);
  await expect.poll(async () => Number(await runStatus(page).getAttribute('data-sent'))).toBeGreaterThan(3);
  await button(page, 'Pause').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Paused' })).toBeVisible();
  const paused = (await posts(tenant)).length;
  await button(page, 'Resume').click();
  await expect.poll(async () => (await posts(tenant)).length).toBeGreaterThan(paused);
  const headings = await page
    .getByRole('heading', { level: 2 })
    .first()
    .evaluateHandle((heading) => {
      const seen = [];
      const look = () => seen.push(document.getElementById(heading.id)?.textContent);
      new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
      return seen;
    });
  await button(page, 'Stop').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Stopped' })).toBeVisible();
  expect(await headings.jsonValue(), 'stopping is no pause').not.toContain('Paused');
  const sent = Number(await runStatus(page).getAttribute('data-sent'));
  expect(Number(await runStatus(page).getAttribute('data-skipped'))).toBe(40 - sent);
  expect((await posts(tenant)).length).toBe(sent);
  await tenant.clearFaults();
  await button(page, 'Send the rows that were left out').click();
  await expectRun(page, { sent: 40, failed: 0, total: 40 });
  await expectEachOnce(tenant, 40);
});

test('a run outlives its page, and continues when the person says so', async ({ page, tenant }) => {
  await tenant.faults({ ...POST, fault: { hold: { ms: 1_000 } } });
  await paste(page, list(40));
  await startRun(page, 40);
  await expect.poll(async () => Number(await runStatus(page).getAttribute('data-sent'))).toBeGreaterThan(3);
  page.on('dialog', (dialog) => dialog.accept());
  await page.evaluate(() => setTimeout(() => location.reload()));
  await expect(page.getByRole('heading', { level: 2, name: 'Paused' })).toBeVisible();
  await tenant.clearFaults();
  const before = (await posts(tenant)).length;
  await expect(page.getByRole('alert').filter({ hasText: 'closed or loaded again' })).toBeVisible();
  expect((await posts(tenant)).length).toBe(before);
  await button(page, 'Resume').click();
  await expectRun(page, { sent: 40, failed: 0, total: 40 });
  await expectEachOnce(tenant, 40);
});

test('a second tab shows the numbers, and opens the run when the first one is closed', async ({
  page,
  context,
  tenant,
}) => {
  await tenant.faults({ ...POST, fault: { hold: { ms: 1_500 } } });
  const before = await context.newPage();
  await before.goto('/bulk');
  await expect(textbox(before, 'Paste guests')).toBeVisible();
  await paste(page, list(40));
  await startRun(page, 40);
  await expect(before.getByText('Another tab is sending')).toBeVisible();
  await before.close();
  const other = await context.newPage();
  await other.goto('/bulk');
  await expect(other.getByText('Another tab is sending')).toBeVisible();
  await expect.poll(async () => Number(await runStatus(other).getAttribute('data-sent'))).toBeGreaterThan(3);
  await page.close({ runBeforeUnload: false });
  await expect(button(other, 'Resume')).toBeVisible();
  await tenant.clearFaults();
  await button(other, 'Resume').click();
  await expectRun(other, { sent: 40, failed: 0, total: 40 });
  await expectEachOnce(tenant, 40);
});

test('a tab that takes a run over and removes it keeps its own list', async ({ page, context }) => {
  const other = await context.newPage();
  await other.goto('/bulk');
  await paste(other, 'eve@adatum.com\n');
  await expect(textbox(other, 'Address, row 1')).toHaveValue('eve@adatum.com');
  await paste(page, list(3));
  await startRun(page, 3);
  await expectRun(page, { sent: 3, failed: 0, total: 3 });
  await page.close({ runBeforeUnload: false });
  await removeRun(other);
  await expect(textbox(other, 'Address, row 1')).toHaveValue('eve@adatum.com');
  await other.reload();
  await expect(textbox(other, 'Address, row 1')).toHaveValue('eve@adatum.com');
});

test('the page of a run is accessible in both themes and in French, and fits 375 px', async ({ page, tenant }) => {
  await tenant.faults({ ...POST, contains: 'guest3@', fault: { status: { code: 400 } } });
  await paste(page, list(8));
  await startRun(page, 8);
  await expectRun(page, { sent: 7, failed: 1, total: 8 });
  for (const theme of ['Light', 'Dark']) {
    for (const width of [1280, 375]) {
      await page.setViewportSize({ width, height: 800 });
      await (await setting(page, 'Theme')).selectOption(theme);
      await page.keyboard.press('Escape');
      await axe(page);
    }
  }
  await (await setting(page, 'Language')).selectOption('fr');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('heading', { level: 2, name: 'Terminé' })).toBeVisible();
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(375);
  await axe(page);
});

test('the result has the list as it was pasted with the outcome of each row, and is read again to retry', async ({
  page,
  tenant,
}) => {
  await tenant.faults({ ...POST, contains: 'guest3@', fault: { status: { code: 400 } } });
  await paste(page, `${list(4)}\n=cmd|' /C calc'!A0\tguest5@fabrikam.com`);
  await startRun(page, 5);
  await expectRun(page, { sent: 4, failed: 1, total: 5 });
  const saved = page.waitForEvent('download');
  await button(page, 'Download result').click();
  const download = await saved;
  expect(download.suggestedFilename()).toMatch(/^guestlist-result-\d{4}-\d{2}-\d{2}\.csv$/);
  const text = await readFile(await download.path(), 'utf8');
  const lines = text.split('\r\n');
  expect(lines[0]).toMatch(/^\u{feff}Name,Email,.*\[guestlist\.status\]/u);
  expect(lines[1]).toMatch(/^Guest 1,guest1@fabrikam\.com,2,.*,sent,/);
  expect(lines[1]).toContain('/redeem?rd=');
  expect(lines[3]).toMatch(/^Guest 3,guest3@fabrikam\.com,4,.*,failed,/);
  expect(lines[5]).toContain("'=cmd|");
  await tenant.clearFaults();
  await removeRun(page);
  await paste(page, text);
  await expect(button(page, 'Invite 1 guest')).toBeVisible();
  await startRun(page, 1);
  await expectRun(page, { sent: 1, failed: 0, total: 1 });
  await expectEachOnce(tenant, 5);
});

test('signing out with an unfinished run asks, offers what is left, and then forgets it', async ({ page, tenant }) => {
  await tenant.faults({ ...POST, fault: { hold: { ms: 1_000 } } });
  await paste(page, list(30));
  await startRun(page, 30);
  await expect.poll(async () => Number(await runStatus(page).getAttribute('data-sent'))).toBeGreaterThan(3);
  await button(page, 'Pause').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Paused' })).toBeVisible();
  const sent = Number(await runStatus(page).getAttribute('data-sent'));
  await pressSignOut(page);
  const dialog = page.getByRole('dialog', { name: 'A bulk invitation is not finished' });
  await expect(dialog).toContainText(`${30 - sent} rows`);
  await axe(page);
  const saved = page.waitForEvent('download');
  await dialog.getByRole('button', { name: 'Save the rows that are left' }).click();
  const text = await readFile(await (await saved).path(), 'utf8');
  expect(text.trim().split('\r\n').length).toBe(1 + 30 - sent);
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  await expect(button(page, 'Resume')).toBeVisible();
  await pressSignOut(page);
  await dialog.getByRole('button', { name: 'Sign out and forget them' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  await signIn(page, 'Guest Inviter');
  await showBulk(page);
  await expect(textbox(page, 'Paste guests')).toBeVisible();
  await expect(button(page, 'Resume')).toBeHidden();
});

test('the title tells the progress on each page, a reload elsewhere tells of the run, and the log has each invitation', async ({
  page,
  tenant,
}) => {
  await tenant.faults({ ...POST, fault: { hold: { ms: 1_500 } } });
  await paste(page, list(30));
  await startRun(page, 30);
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(page).toHaveTitle(/^\d+ of 30 – Guests/);
  page.on('dialog', (dialog) => dialog.accept());
  await page.evaluate(() => setTimeout(() => location.reload()));
  await expect(page.getByRole('heading', { name: 'A bulk invitation is not finished' })).toBeVisible();
  await page.getByRole('link', { name: 'Open Bulk invite' }).click();
  await tenant.clearFaults();
  await button(page, 'Resume').click();
  await expectRun(page, { sent: 30, failed: 0, total: 30 });
  await expectEachOnce(tenant, 30);
  await openAccount(page);
  await button(page, 'Session log').click();
  const log = page.getByRole('dialog', { name: 'Session log' });
  await expect(log.getByRole('listitem').first()).toContainText('guest');
  await axe(page);
  const saved = page.waitForEvent('download');
  await log.getByRole('button', { name: 'Download log' }).click();
  const text = await readFile(await (await saved).path(), 'utf8');
  expect(text).toContain('ines@contoso.com');
});

test('by keyboard alone: 200 rows are pasted, three corrected, sent, the failed ones sent again, and the result saved', async ({
  page,
  context,
  tenant,
}) => {
  test.setTimeout(180_000);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await tenant.faults([
    { ...POST, contains: 'guest20@', times: 1, fault: { status: { code: 400 } } },
    { ...POST, contains: 'guest120@', times: 1, fault: { status: { code: 400 } } },
  ]);
  const rows = list(200).split('\n');
  for (const at of [5, 50, 150]) rows[at] = rows[at].replace('@', '');
  await page.evaluate((text) => navigator.clipboard.writeText(text), rows.join('\n'));
  await tabTo(page, textbox(page, 'Paste guests'));
  await page.keyboard.press('Control+V');
  await expect(page.locator('[data-invited="197"]')).toBeVisible();
  await tabTo(page, filter(page, 'Problems'));
  await page.keyboard.press('Enter');
  for (const at of [5, 50, 150]) {
    await tabTo(page, textbox(page, `Address, row ${at + 1}`));
    await page.keyboard.press('Control+A');
    await page.keyboard.type(`guest${at}@fabrikam.com`);
    await page.keyboard.press('Enter');
  }
  await expect(page.locator('[data-invited="200"]')).toBeVisible();
  await tabTo(page, button(page, 'Invite 200 guests'));
  await page.keyboard.press('Enter');
  await tabTo(page, button(page, 'Send 200 invitations'));
  await page.keyboard.press('Enter');
  await expectRun(page, { sent: 198, failed: 2, total: 200 });
  await expect(page.getByRole('heading', { level: 2, name: 'Finished' })).toBeVisible();
  await tabTo(page, button(page, 'Retry failed'));
  await page.keyboard.press('Enter');
  await expectRun(page, { sent: 200, failed: 0, total: 200 });
  await tabTo(page, button(page, 'Download result'));
  const saved = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const text = await readFile(await (await saved).path(), 'utf8');
  expect(text.trim().split('\r\n').length).toBe(201);
  await expectEachOnce(tenant, 200);
});

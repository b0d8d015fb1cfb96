// A run of a bulk invitation: it is confirmed, sends each row once, is paused, continued and stopped, outlives its page, and
// ends with a link or a reason for each row.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { openGuests, posts, searchbox, setting } from '../support/steps.js';
import { button, expectEachOnce, expectRun, filter, list, paste, pressInvite, runStatus, showBulk, startRun } from '../support/bulk.js';

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
  await tenant.faults({ ...POST, fault: { hold: { ms: 300 } } });
  await paste(page, list(40));
  await startRun(page, 40);
  await expect.poll(async () => Number(await runStatus(page).getAttribute('data-sent'))).toBeGreaterThan(3);
  await button(page, 'Pause').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Paused' })).toBeVisible();
  const paused = (await posts(tenant)).length;
  await button(page, 'Resume').click();
  await expect.poll(async () => (await posts(tenant)).length).toBeGreaterThan(paused);
  await button(page, 'Stop').click();
  await expect(page.getByRole('heading', { level: 2, name: 'Finished' })).toBeVisible();
  const sent = Number(await runStatus(page).getAttribute('data-sent'));
  expect(Number(await runStatus(page).getAttribute('data-skipped'))).toBe(40 - sent);
  expect((await posts(tenant)).length).toBe(sent);
  await tenant.clearFaults();
  await button(page, 'Send the rows that were left out').click();
  await expectRun(page, { sent: 40, failed: 0, total: 40 });
  await expectEachOnce(tenant, 40);
});

test('a run outlives its page, and continues when the person says so', async ({ page, tenant }) => {
  await tenant.faults({ ...POST, fault: { hold: { ms: 300 } } });
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

test('a second tab shows the numbers, and opens the run when the first one is closed', async ({ page, context, tenant }) => {
  await tenant.faults({ ...POST, fault: { hold: { ms: 500 } } });
  await paste(page, list(40));
  await startRun(page, 40);
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

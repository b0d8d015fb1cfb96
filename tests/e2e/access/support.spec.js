// What support asks for: the ids of Your access and of an error can be copied, and nothing else goes with them.
import { test, expect, account, signIn } from '../support/fixtures.js';
import { fillIn, openAccess, refusal, signInToInvite } from '../support/steps.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const clipboard = (page) => page.evaluate(() => navigator.clipboard.readText());

test('tenant id and object id have buttons that copy them', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signIn(page, 'Guest Inviter');
  await openAccess(page);
  const copied = [];
  for (const name of ['Tenant id', 'Object id']) {
    const row = page.locator('.facts__row').filter({ has: page.getByText(name, { exact: true }) });
    await row.getByRole('button', { name: `Copy ${name}`, exact: true }).click();
    await expect(row.getByRole('status')).toHaveText('Copied');
    copied.push(await clipboard(page));
    await expect(row.locator('dd > span')).toHaveText(copied.at(-1));
  }
  for (const id of copied) expect(id).toMatch(GUID);
  expect(copied[0]).not.toBe(copied[1]);
});

test('the details of an error are copied as they are shown: ids, code, time, and no person', async ({
  page,
  context,
  tenant,
  watch,
}) => {
  watch.allow(/status of 403/);
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await tenant.settings({ allowInvitesFrom: 'adminsAndGuestInviters' });
  const form = await signInToInvite(page, 'Member');
  await fillIn(form, { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello Kim' });
  await form.send.click();
  const alert = refusal(page);
  await alert.getByText('Details').click();
  await alert.getByRole('button', { name: 'Copy details for support' }).click();
  await expect(alert.getByText('Copied', { exact: true })).toBeVisible();
  const text = await clipboard(page);
  expect(text.split('\n')).toEqual(await alert.getByRole('listitem').allInnerTexts());
  expect(text).toMatch(/^Request id: [0-9a-f-]{36}$/m);
  expect(text).toMatch(/^Status: 403$/m);
  expect(text).toMatch(/^Code: \w+$/m);
  const [, time] = text.match(/^Time: (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/m);
  expect(Math.abs(Date.parse(time) - Date.now())).toBeLessThan(10 * 60_000);
  const config = await tenant.config();
  expect(text).toContain(`app ${config.clientId}, tenant ${config.tenant}`);
  for (const person of ['kim', 'Kim', 'mira', 'Mira', 'Hello']) expect(text).not.toContain(person);

  // Where the browser does not copy, all lines are shown and selected.
  await page.evaluate(() => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  });
  await alert.getByRole('button', { name: 'Copy details for support' }).click();
  const lines = alert.getByRole('textbox', { name: 'Details for support' });
  await expect(lines).toBeFocused();
  await expect(lines).toHaveValue(text);
  const selected = () => {
    const { value, selectionStart, selectionEnd } = document.activeElement;
    return value.slice(selectionStart, selectionEnd);
  };
  expect(await page.evaluate(selected)).toBe(text);
});

test('a refused sign-in has details to copy, too', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('button', { name: 'Cancel' }).click();
  await page.getByText('Details').click();
  await page.getByRole('button', { name: 'Copy details for support' }).click();
  await expect(page.getByText('Copied', { exact: true })).toBeVisible();
  expect(await clipboard(page)).toMatch(/^Correlation id: /m);
  await expect(account(page)).toBeHidden();
});

// Keyboard shortcuts: what they do, where they do nothing, and that they can be switched off.
import { test, expect, account, signIn } from '../support/fixtures.js';
import { inviteForm, listLoaded, openAccount, openGuests, searchbox, signInToInvite } from '../support/steps.js';

const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });
const sheet = (page) => page.getByRole('dialog', { name: 'Keyboard shortcuts' });

/** Takes the focus out of every field. */
const leaveFields = (page) => page.getByRole('main').focus();

test('each shortcut leads to its place, and the sheet lists them', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await leaveFields(page);
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  await expect(heading(page, 'Guests')).toBeVisible();
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('g');
  await page.keyboard.press('i');
  await expect(heading(page, 'Invite a guest')).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/invite`);

  // The address has the focus there, so that keys are text.
  await expect(inviteForm(page).email).toBeFocused();
  await leaveFields(page);

  // From another page, the search opens its own, and gets the focus without the key.
  await page.keyboard.press('/');
  await expect(searchbox(page)).toBeFocused();
  await listLoaded(page, 250);
  await expect(searchbox(page)).toBeFocused();
  await expect(searchbox(page)).toHaveValue('');
  await leaveFields(page);
  await page.keyboard.press('/');
  await expect(searchbox(page)).toBeFocused();

  await leaveFields(page);
  await page.keyboard.press('?');
  await expect(sheet(page)).toBeVisible();
  for (const text of ['Search guests', 'Go to Invite', 'Go to Guests', 'Show this list'])
    await expect(sheet(page).getByText(text, { exact: true })).toBeVisible();
  await sheet(page).getByRole('button', { name: 'Close' }).click();
  await expect(sheet(page)).toBeHidden();
  await expect(page.getByRole('main')).toBeFocused();
});

test('they do nothing in fields, with other keys, in a composition, and while something is open', async ({
  page,
  tenant,
}) => {
  const form = await signInToInvite(page);
  await form.name.focus();
  await page.keyboard.type('g i?/gg');
  await expect(form.name).toHaveValue('g i?/gg');
  await form.message.focus();
  await page.keyboard.type('?gg');
  await expect(form.message).toHaveValue('?gg');
  await form.language.focus();
  await page.keyboard.type('gg');
  await expect(page).toHaveURL(`${tenant.portal}/invite`);

  await leaveFields(page);
  /** Presses keys as no keyboard of Playwright does. */
  const send = (keys) =>
    page.evaluate((keys) => {
      for (const init of keys) {
        const target = document.activeElement ?? document.body;
        target.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init }));
      }
    }, keys);
  for (const more of [{ ctrlKey: true }, { metaKey: true }, { altKey: true }, { isComposing: true }, { keyCode: 229 }])
    await send([
      { key: '?', ...more },
      { key: 'g', ...more },
      { key: 'g', ...more },
    ]);
  await expect(sheet(page)).toBeHidden();

  // An editable part of the page, as an extension may add one.
  await page.evaluate(() => {
    const editable = Object.assign(document.createElement('div'), { contentEditable: 'true', id: 'note' });
    document.querySelector('main').append(editable);
    editable.focus();
  });
  await page.keyboard.type('?gg');
  await expect(page.locator('#note')).toHaveText('?gg');
  await expect(sheet(page)).toBeHidden();

  // While the menu or the sheet is open, keys belong to it.
  await openAccount(page);
  await page.getByRole('link', { name: 'Your access' }).focus();
  await page.keyboard.type('gg?');
  await expect(sheet(page)).toBeHidden();
  await page.keyboard.press('Escape');
  await page.keyboard.press('?');
  await expect(sheet(page)).toBeVisible();
  await page.keyboard.type('gg/');
  await expect(sheet(page)).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await page.keyboard.press('Escape');
  await expect(account(page)).toBeFocused();
  // The same keys work now, so the checks above mean something.
  await page.keyboard.type('gg');
  await expect(heading(page, 'Guests')).toBeVisible();
});

test('switched off, they stay off in this browser, until they are switched on', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await leaveFields(page);
  await page.keyboard.press('?');
  const use = page.getByRole('checkbox', { name: 'Use keyboard shortcuts' });
  await expect(use).toBeChecked();
  await use.uncheck();
  await page.keyboard.press('Escape');
  await page.keyboard.type('?gg/');
  await expect(sheet(page)).toBeHidden();
  await page.reload();
  await expect(account(page)).toBeVisible();
  await leaveFields(page);
  await page.keyboard.type('?gg/');
  await expect(page).toHaveURL(`${tenant.portal}/invite`);

  await openAccount(page);
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  await expect(use).not.toBeChecked();
  await use.check();
  await page.keyboard.press('Escape');
  await page.keyboard.type('gg');
  await expect(heading(page, 'Guests')).toBeVisible();
});

test('the search of a person who may not read guests is not there, and the key does no harm', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 403/);
  await tenant.faults({ method: 'GET', path: '/users', fault: { status: { code: 403 } } });
  await signInToInvite(page);
  await leaveFields(page);
  await page.keyboard.press('/');
  await expect(page.getByRole('alert').filter({ hasText: 'You cannot see guests' })).toBeVisible();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement === document.body)).toBe(false);
});

test('the form keeps its text while a shortcut leads away and back', async ({ page }) => {
  const form = await signInToInvite(page);
  await form.email.fill('kim@fabrikam.com');
  await leaveFields(page);
  await page.keyboard.type('gg');
  await expect(heading(page, 'Guests')).toBeVisible();
  await page.keyboard.type('gi');
  await expect(inviteForm(page).email).toHaveValue('kim@fabrikam.com');
  await openGuests(page, 250);
});

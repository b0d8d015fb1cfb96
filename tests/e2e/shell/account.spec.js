// The account menu: a button with a panel that the browser opens and closes. What is in it, how it is left, and how large its
// targets are.
import { test, expect, account, signIn } from '../support/fixtures.js';
import { accountPanel, openAccount } from '../support/steps.js';

test('the menu names account and organization, and has everything that is the person’s own', async ({ page }) => {
  await signIn(page, 'Guest Inviter');
  await expect(account(page)).toHaveAccessibleName('Signed in as Ines Duarte');
  await expect(accountPanel(page)).toBeHidden();
  await expect(page.getByRole('button', { name: 'Sign out' })).toBeHidden();
  await account(page).click();
  const panel = accountPanel(page);
  await expect(panel.getByText('ines@contoso.com')).toBeVisible();
  await expect(panel.getByText('Contoso', { exact: true })).toBeVisible();
  for (const [role, name] of [
    ['link', 'Your access'],
    ['combobox', 'Theme'],
    ['combobox', 'Language'],
    ['button', 'Keyboard shortcuts'],
    ['button', 'About Guestlist'],
    ['button', 'Sign out'],
  ]) {
    const control = panel.getByRole(role, { name, exact: true });
    await expect(control, name).toBeInViewport({ ratio: 1 });
    const { width, height } = await control.boundingBox();
    expect(Math.min(width, height), name).toBeGreaterThanOrEqual(24);
  }
  expect((await account(page).boundingBox()).height).toBeGreaterThanOrEqual(24);
});

test('Escape, a click beside it, and its own link close the menu; the focus stays in the page', async ({ page }) => {
  await signIn(page, 'Guest Inviter');
  await account(page).focus();
  await page.keyboard.press('Enter');
  await expect(accountPanel(page)).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Your access' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(accountPanel(page)).toBeHidden();
  await expect(account(page)).toBeFocused();

  await page.keyboard.press('Space');
  await page.getByRole('heading', { level: 1 }).click();
  await expect(accountPanel(page)).toBeHidden();

  await openAccount(page);
  await page.getByRole('link', { name: 'Your access' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your access' })).toBeVisible();
  await expect(accountPanel(page)).toBeHidden();
  await expect(page.getByRole('main')).toBeFocused();

  // The page is there already: the link leads nowhere, and the menu closes all the same.
  await openAccount(page);
  await page.getByRole('link', { name: 'Your access' }).click();
  await expect(accountPanel(page)).toBeHidden();
  await expect(account(page)).toBeFocused();
});

test('About says the version and what goes where, and gives the focus back to the menu’s button', async ({
  page,
  context,
  tenant,
}) => {
  await signIn(page, 'Guest Inviter');
  await openAccount(page);
  await page.getByRole('button', { name: 'About Guestlist' }).click();
  const about = page.getByRole('dialog', { name: 'About Guestlist' });
  await expect(about).toBeVisible();
  await expect(accountPanel(page)).toBeHidden();
  await expect(about.getByText(/^\d+\.\d+\.\d+$/)).toBeVisible();
  await expect(about.getByText('MIT OR Apache-2.0')).toBeVisible();
  await expect(about.getByText('go between this browser and Microsoft only')).toContainText(
    `${tenant.login} for the sign-in, ${tenant.graph} for the directory`,
  );
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await about.getByRole('button', { name: 'Copy App id' }).click();
  await expect(about.getByText('Copied', { exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe((await tenant.config()).clientId);
  await page.keyboard.press('Escape');
  await expect(about).toBeHidden();
  await expect(account(page)).toBeFocused();
});

test('the brand is the one link that is called home, and leads to Invite', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  const home = page.getByRole('link', { name: 'Home' });
  await expect(home).toHaveCount(1);
  await home.click();
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await expect(page.getByRole('heading', { level: 1, name: 'Invite a guest' })).toBeVisible();
});

test('a narrow window shows the whole menu, also with a long name', async ({ page }) => {
  await page.setViewportSize({ width: 320, height: 480 });
  await signIn(page, 'Guest Inviter');
  await page.locator('.account__name').evaluate((name) => (name.textContent = 'Maximiliane-Antoinette '.repeat(6)));
  await openAccount(page);
  const panel = await accountPanel(page).boundingBox();
  expect(panel.x).toBeGreaterThanOrEqual(0);
  expect(panel.x + panel.width).toBeLessThanOrEqual(320);
  expect(panel.y + panel.height).toBeLessThanOrEqual(480);
  const signOut = page.getByRole('button', { name: 'Sign out' });
  await signOut.scrollIntoViewIfNeeded();
  await expect(signOut).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
});

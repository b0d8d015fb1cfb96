// Addresses, links and history: each page has one address, and the address bar always matches the page that is shown.
import { test, expect, signIn } from '../support/fixtures.js';
import { inviteForm, listLoaded, openAccess, openGuests, searchbox } from '../support/steps.js';

const link = (page, name) => page.getByRole('navigation').getByRole('link', { name, exact: true });
const heading = (page, name) => page.getByRole('heading', { level: 1, name, exact: true });

test('an address in another spelling leads to its page, under the usual one, with its query', async ({
  page,
  tenant,
}) => {
  await signIn(page, 'Guest Inviter');
  for (const [path, shown, title] of [
    ['/guests/', '/guests', 'Guests'],
    ['/Guests', '/guests', 'Guests'],
    ['/GUESTS/?state=pending&sort=name', '/guests?state=pending&sort=name', 'Guests'],
    ['/Invite', '/invite', 'Invite a guest'],
    ['/invite/', '/invite', 'Invite a guest'],
    ['/Access/', '/access', 'Your access'],
    ['/index.html', '/invite', 'Invite a guest'],
    ['/', '/invite', 'Invite a guest'],
  ]) {
    await page.goto(path);
    await expect(heading(page, title), path).toBeVisible();
    await expect(page, path).toHaveURL(`${tenant.portal}${shown}`);
    await expect(page.getByText('There is no page at this address'), path).toBeHidden();
  }
  await page.goto('/INVITE/?email=kim%40fabrikam.com&name=Kim');
  await expect(inviteForm(page).email).toHaveValue('kim@fabrikam.com');
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
});

test('a spelling that was corrected is no entry in the history', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await page.goto('/Guests/?state=accepted');
  await listLoaded(page, 250);
  await link(page, 'Invite').click();
  await expect(heading(page, 'Invite a guest')).toBeVisible();
  await page.goBack();
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=accepted`);
  await expect(page.getByRole('tab', { name: 'Accepted' })).toHaveAttribute('aria-selected', 'true');
});

test('an unknown address says so, and leads on', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  for (const path of ['/nowhere', '/guests/x', '/invite/kim', '/guestsx']) {
    await page.goto(path);
    await expect(page, path).toHaveTitle(/^Page not found/);
    await expect(page, path).toHaveURL(`${tenant.portal}${path}`);
  }
  await page.getByRole('main').getByRole('link').click();
  await expect(heading(page, 'Invite a guest')).toBeVisible();
  await expect(inviteForm(page).email).toBeFocused();
});

test('back and forward between filtered guests and the form restore both', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await inviteForm(page).email.fill('kim@fabrikam.com');
  await link(page, 'Guests').click();
  await listLoaded(page, 250);
  await page.getByRole('tab', { name: 'Pending' }).click();
  await searchbox(page).fill('an');
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=pending&search=an`);
  await page.goBack();
  await expect(page).toHaveURL(`${tenant.portal}/guests`);
  await page.goBack();
  await expect(heading(page, 'Invite a guest')).toBeVisible();
  await expect(inviteForm(page).email).toHaveValue('kim@fabrikam.com');
  await page.goForward();
  await expect(page).toHaveURL(`${tenant.portal}/guests`);
  await page.goForward();
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=pending&search=an`);
  await expect(searchbox(page)).toHaveValue('an');
  await expect(page.getByRole('tab', { name: 'Pending' })).toHaveAttribute('aria-selected', 'true');
});

test('typing in the search keeps the page, its focus and one entry in the history', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await link(page, 'Guests').click();
  await listLoaded(page, 250);
  await searchbox(page).evaluate((box) => (box.marked = true));
  const entries = await page.evaluate(() => history.length);
  await searchbox(page).pressSequentially('lee', { delay: 400 });
  await expect(page).toHaveURL(`${tenant.portal}/guests?search=lee`);
  await expect(searchbox(page)).toBeFocused();
  expect(await searchbox(page).evaluate((box) => box.marked)).toBe(true);
  expect(await page.evaluate(() => history.length)).toBe(entries);
});

test('after back and forward, links still show their address', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await link(page, 'Guests').click();
  await expect(heading(page, 'Guests')).toBeVisible();
  await openAccess(page);
  await expect(heading(page, 'Your access')).toBeVisible();
  await page.goBack();
  await expect(heading(page, 'Guests')).toBeVisible();
  await page.goForward();
  await expect(heading(page, 'Your access')).toBeVisible();
  await link(page, 'Guests').click();
  await expect(heading(page, 'Guests')).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/guests`);

  // When the search is cleared, the address is as it was before.
  await listLoaded(page, 250);
  await searchbox(page).fill('lee');
  await expect(page).toHaveURL(`${tenant.portal}/guests?search=lee`);
  await searchbox(page).fill('');
  await expect(page).toHaveURL(`${tenant.portal}/guests`);
  await page.goBack();
  await expect(heading(page, 'Your access')).toBeVisible();
  await link(page, 'Guests').click();
  await expect(heading(page, 'Guests')).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/guests`);
  await page.reload();
  await expect(heading(page, 'Guests')).toBeVisible();
});

test('a link in a new tab is the browser’s', async ({ page, context, tenant }) => {
  await signIn(page, 'Guest Inviter');
  const opened = context.waitForEvent('page');
  await link(page, 'Guests').click({ modifiers: ['ControlOrMeta'] });
  const other = await opened;
  await expect(other).toHaveURL(`${tenant.portal}/guests`);
  await listLoaded(other, 250);
  await expect(heading(page, 'Invite a guest')).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
});

test('a list that is left before it was drawn takes nothing down', async ({ page }) => {
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  await page.evaluate(async () => {
    const box = document.querySelector('input[type=search]');
    const search = async (text, wait) => {
      box.value = text;
      box.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve, wait));
    };
    // The list has no rows, then rows for less than one frame, then no rows again.
    for (let round = 0; round < 20; round += 1) {
      await search('nobody is called so', 40);
      await search('', 0);
    }
  });
  await listLoaded(page, 250);
  await expect(page.getByText('Guestlist has stopped')).toBeHidden();
});

// Every action of the portal by keyboard: each control is reached by Tab with a visible focus, and a key does what a click does.
import { test, expect, account } from '../support/fixtures.js';
import { press, pressInList, tabTo, type } from '../support/keys.js';
import {
  grid,
  accountPanel,
  fillIn,
  inviteForm,
  listLoaded,
  posts,
  refresh,
  refusal,
  row,
  rows,
  searchbox,
  signInButton,
  signInToInvite,
  tokenEnds,
} from '../support/steps.js';

test.use({ contextOptions: { reducedMotion: 'reduce' }, permissions: ['clipboard-read', 'clipboard-write'] });

const button = (page, name) => page.getByRole('button', { name, exact: true });
const link = (page, name) => page.getByRole('link', { name, exact: true });
const copied = (page) => page.evaluate(() => navigator.clipboard.readText());

/** The focus is on a part of the page, and not on its body, from which Tab would begin at the top. */
const focusIsKept = (page) =>
  expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);

test('Invite: options, kind of guest, undo, copy, another one, and the guest in the list', async ({ page, tenant }) => {
  await tenant.setConfig({ ...(await tenant.config()), undoSeconds: 60 });
  const form = await signInToInvite(page, 'User Administrator');
  await type(page, form.email, 'kim@fabrikam.com');
  await tabTo(page, form.inviteAs);
  await page.keyboard.type('Mem');
  await expect(form.inviteAs).toHaveValue('member');
  const options = page.getByRole('button', { name: /^Message and options/ });
  await tabTo(page, options);
  // Tab has been in the fields behind it, so they are open.
  await expect(options).toHaveAttribute('aria-expanded', 'true');
  for (const [key, open] of [
    ['Enter', 'false'],
    ['Space', 'true'],
  ]) {
    await page.keyboard.press(key);
    await expect(options).toHaveAttribute('aria-expanded', open);
  }
  await press(page, form.send);
  await press(page, button(page, 'Undo'));
  await expect(page.getByText('Nothing was sent. The form has your text.')).toBeVisible();
  await focusIsKept(page);
  expect(await posts(tenant)).toEqual([]);
});

test('results and list: copy, show, invite again, leave, go back, discard, an empty form', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello' });
  await form.name.press('Enter');
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeFocused();
  await press(page, button(page, 'Copy redemption link'));
  await expect(page.getByText('Link copied')).toBeVisible();
  expect(await copied(page)).toContain('http');
  await press(page, link(page, 'Show in the list'));
  await expect(row(page, 'kim@fabrikam.com')).toBeVisible();
  await expect(rows(page)).toHaveCount(1);
  await pressInList(page, 'Copy');
  await expect.poll(() => copied(page)).toBe('kim@fabrikam.com');
  await press(page, refresh(page));
  await listLoaded(page, 251);

  // The message is kept for the next guest.
  await press(page, page.getByRole('main').getByRole('link', { name: 'Invite', exact: true }));
  await press(page, button(page, 'Use an empty form'));
  await expect(form.email).toBeFocused();
  await press(page, button(page, 'Copy link for kim@fabrikam.com'));
  await expect(page.getByText('Link copied')).toBeVisible();
  await type(page, form.email, 'ann@fabrikam.com');

  const again = async () => {
    await press(page, page.getByRole('navigation').getByRole('link', { name: 'Guests' }));
    await type(page, searchbox(page), 'kim lee');
    await expect(rows(page)).toHaveCount(1);
    await pressInList(page, 'Again');
    await expect(page.getByRole('heading', { name: 'Invite Kim Lee again?' })).toBeVisible();
  };
  await again();
  await press(page, button(page, 'Leave as is'));
  await expect(form.email).toBeFocused();
  await press(page, button(page, 'Go back to it'));
  await expect(form.email).toBeFocused();
  await expect(form.email).toHaveValue('ann@fabrikam.com');
  await again();
  await press(page, button(page, 'Discard it'));
  await expect(form.email).toBeFocused();
  await expect(page.getByText('is set aside.')).toBeHidden();
  expect(await posts(tenant)).toHaveLength(1);
});

test('Guests: sort, a search without a match, and a failure', async ({ page, tenant, watch }) => {
  watch.allow(/status of 400/);
  await signInToInvite(page);
  await press(page, page.getByRole('navigation').getByRole('link', { name: 'Guests' }));
  await listLoaded(page, 250);
  for (const column of ['Name', 'Address', 'Company', 'State', 'Accepted', 'Invited']) {
    const header = page.getByRole('columnheader', { name: column, exact: true });
    await press(page, header.getByRole('button'));
    await expect(header).not.toHaveAttribute('aria-sort', 'none');
    await page.getByRole('main').focus();
  }
  // The whole list is one stop of Tab; its keys scroll it.
  const list = grid(page);
  await tabTo(page, list);
  await page.keyboard.press('End');
  await expect.poll(() => list.evaluate((element) => element.scrollTop)).toBeGreaterThan(1_000);
  await page.getByRole('main').focus();
  await type(page, searchbox(page), 'zzzz');
  await press(page, button(page, 'Clear search and filter'));
  await expect(searchbox(page)).toHaveValue('');
  await focusIsKept(page);
  await page.getByRole('main').focus();
  await tenant.faults({
    method: 'GET',
    path: '/users',
    query: 'displayName',
    times: 1,
    fault: { status: { code: 400 } },
  });
  await press(page, refresh(page), 'Space');
  const failed = page.getByRole('alert').filter({ hasText: 'The list could not be refreshed' });
  await expect(failed).toBeVisible();
  await press(page, failed.getByText('Details', { exact: true }));
  await press(page, failed.getByRole('button', { name: 'Copy details for support' }));
  await expect.poll(() => copied(page)).toContain('Status: 400');
  await tabTo(page, failed.getByRole('button', { name: 'Try again' }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await listLoaded(page, 250);
  await expect(refresh(page)).toBeFocused();
});

test('the account menu, shortcuts, About, Your access, and the way out', async ({ page }) => {
  await signInToInvite(page);
  const panel = accountPanel(page);
  await press(page, account(page));
  await tabTo(page, panel.getByRole('combobox', { name: 'Theme' }));
  await page.keyboard.type('Dark');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await press(page, panel.getByRole('button', { name: 'Keyboard shortcuts' }));
  const dialog = page.getByRole('dialog');
  await press(page, dialog.getByRole('checkbox'), 'Space');
  await expect(dialog.getByRole('checkbox')).not.toBeChecked();
  await page.keyboard.press('Space');
  await press(page, dialog.getByRole('button', { name: 'Close' }));
  await expect(account(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await press(page, panel.getByRole('button', { name: 'About Guestlist' }));
  await press(page, dialog.getByRole('button', { name: /^Copy/ }));
  await expect.poll(() => copied(page)).toMatch(/^[\da-f-]{36}$/);
  await page.keyboard.press('Escape');
  await expect(account(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await press(page, panel.getByRole('link', { name: 'Your access' }));
  await expect(page.getByRole('main')).toBeFocused();
  await press(page, button(page, 'Check again'));
  await expect(page.getByText('Checked just now.')).toBeVisible();
  await press(page, page.getByRole('button', { name: /^Copy Tenant id/ }));
  await expect.poll(() => copied(page)).toMatch(/^[\da-f-]{36}$/);
  await press(page, account(page));
  await tabTo(page, panel.getByRole('combobox', { name: 'Language' }));
  await page.keyboard.type('Fran');
  await expect(page.getByRole('heading', { level: 1, name: 'Vos accès' })).toBeVisible();
  await press(page, panel.getByRole('button', { name: 'Se déconnecter' }));
  await expect(page.getByText('Vous êtes déconnecté.', { exact: true })).toBeVisible();
  await tabTo(page, page.getByRole('contentinfo').getByRole('combobox', { name: 'Langue' }));
  await page.keyboard.type('Eng');
  await expect(signInButton(page)).toBeVisible();
});

test('a refusal, a sign-in that has ended, and an address without a page', async ({ page, tenant, watch }) => {
  watch.allow(/status of 40[013]/);
  const form = await signInToInvite(page);
  await tenant.settings({ blockedDomains: ['fabrikam.com'] });
  await type(page, form.email, 'kim@fabrikam.com');
  await page.keyboard.press('Enter');
  await expect(refusal(page)).toBeVisible();
  await press(page, refusal(page).getByText('Details', { exact: true }));
  await press(page, refusal(page).getByRole('button', { name: 'Copy details for support' }));
  await expect.poll(() => copied(page)).toContain('Request id');
  await tenant.expireSessions();
  await tokenEnds(tenant);
  await form.email.focus();
  await page.keyboard.press('Enter');
  await expect(page.locator('#interrupted')).toBeFocused();
  await press(page, button(page, 'Sign in again'));
  await press(page, page.getByRole('button', { name: 'Guest Inviter' }));
  await expect(form.email).toHaveValue('kim@fabrikam.com');
  await page.goto('/no/such/page');
  await press(page, link(page, 'Go to Invite'));
  await expect(inviteForm(page).email).toBeFocused();
});

// The whole visit without a mouse: every control can be reached, the focus is visible, and it moves with the page.
import { test, expect, account } from '../support/fixtures.js';
import { press, tabTo, type } from '../support/keys.js';
import {
  inviteForm,
  landing,
  listLoaded,
  posts,
  row,
  searchbox,
  signInButton,
  signInToInvite,
} from '../support/steps.js';

test.use({ contextOptions: { reducedMotion: 'reduce' } });

test('sign in, invite, accept and look it up by keyboard alone', async ({ page, tenant, visitor }) => {
  await page.goto('/');
  await press(page, signInButton(page));
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
  await press(page, page.getByRole('button', { name: 'Guest Inviter' }));
  await expect(page.getByText('Somebody from outside gets access to Contoso.')).toBeVisible();

  // The address has the focus at once. The skip link comes first in the page and moves the focus past the navigation.
  const form = inviteForm(page);
  await expect(form.email).toBeFocused();
  await tabTo(page, page.getByRole('link', { name: 'Skip to main content' }));
  await expect(page.getByRole('link', { name: 'Skip to main content' })).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(form.email).toBeFocused();

  await page.keyboard.type('kim@fabrikam.com');
  await type(page, form.name, 'Kim Lee');
  await tabTo(page, form.sendMail);
  await page.keyboard.press('Space');
  await expect(form.sendMail).not.toBeChecked();
  await page.keyboard.press('Space');
  await expect(form.sendMail).toBeChecked();
  await type(page, form.message, 'Hello Kim');
  await tabTo(page, form.language);
  await page.keyboard.type('Fren');
  await expect(form.language).toHaveValue('fr-FR');
  await type(page, form.cc, 'ann@contoso.com');
  await type(page, form.redirect, landing(tenant));
  await press(page, form.send);
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeFocused();
  expect(await posts(tenant)).toHaveLength(1);

  // The guest uses the keyboard, too.
  const guest = await visitor();
  await guest.goto(`${tenant.graph}/_sandbox/outbox`);
  await press(guest, guest.getByRole('link', { name: 'Accept invitation' }));
  await expect(guest.getByRole('heading', { name: 'Sign in with your work account' })).toBeVisible();
  await press(guest, guest.getByRole('button', { name: 'Sign in' }));
  await expect(guest.getByRole('heading', { name: 'Review permissions' })).toBeVisible();
  await press(guest, guest.getByRole('button', { name: 'Accept' }));
  await expect(guest).toHaveURL(landing(tenant));

  await press(page, page.getByRole('link', { name: 'See all guests' }));
  await listLoaded(page, 251);
  await expect(page.getByRole('main')).toBeFocused();
  await expect(row(page, 'kim@fabrikam.com')).toContainText('Accepted');
  await type(page, searchbox(page), 'kim lee');
  await expect(row(page, 'kim@fabrikam.com')).toBeVisible();

  // One press of Tab reaches the tab list; arrow keys move within it and from the last tab to the first.
  const tab = (name) => page.getByRole('tab', { name });
  await tabTo(page, tab('All'));
  for (const [key, name] of [
    ['ArrowRight', 'Pending'],
    ['ArrowRight', 'Accepted'],
    ['ArrowRight', 'No state'],
    ['ArrowRight', 'Blocked'],
    ['ArrowRight', 'All'],
    ['ArrowLeft', 'Blocked'],
    ['Home', 'All'],
    ['End', 'Blocked'],
    ['ArrowLeft', 'No state'],
    ['ArrowLeft', 'Accepted'],
  ]) {
    await page.keyboard.press(key);
    await expect(tab(name)).toBeFocused();
    await expect(tab(name)).toHaveAttribute('aria-selected', 'true');
  }
  await expect(row(page, 'kim@fabrikam.com')).toBeVisible();
  await press(page, page.getByRole('columnheader').getByRole('button', { name: 'Name', exact: true }), 'Space');
  await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');

  await press(page, account(page));
  await press(page, page.getByRole('button', { name: 'Sign out' }));
  await expect(page.getByText('You are signed out.')).toBeVisible();
});

test('after a navigation the focus is in the new page, and the title names it', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveTitle('Sign in – Guestlist');
  await press(page, signInButton(page));
  await press(page, page.getByRole('button', { name: 'Guest Inviter' }));
  await expect(page).toHaveTitle('Invite a guest – Guestlist');
  const link = (name) => page.getByRole('navigation').getByRole('link', { name, exact: true });
  await expect(link('Invite')).toHaveAttribute('aria-current', 'page');
  await press(page, link('Guests'));
  await expect(page).toHaveTitle('Guests – Guestlist');
  await expect(page.getByRole('main')).toBeFocused();
  await expect(link('Guests')).toHaveAttribute('aria-current', 'page');
  await expect(link('Invite')).not.toHaveAttribute('aria-current', 'page');
  await page.goBack();
  await expect(page).toHaveTitle('Invite a guest – Guestlist');
  await expect(inviteForm(page).email).toBeFocused();
});

test('choosing to resend or to leave keeps the focus on the page', async ({ page }) => {
  await page.goto('/');
  await press(page, signInButton(page));
  await press(page, page.getByRole('button', { name: 'Guest Inviter' }));
  await expect(page.getByText('Somebody from outside gets access to Contoso.')).toBeVisible();
  const form = inviteForm(page);
  await type(page, form.email, 'kim@fabrikam.com');
  await page.keyboard.press('Enter');
  await press(page, page.getByRole('button', { name: 'Invite another' }));
  await expect(form.email).toBeFocused();
  await page.keyboard.type('kim@fabrikam.com');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: /is already a guest$/ })).toBeVisible();
  await press(page, page.getByRole('button', { name: 'Leave as is' }));
  await expect(page.getByText('Nothing was sent.')).toBeVisible();
  // The pressed button is gone. The focus must not fall back to the top of the page.
  await expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true);
});

test('“Stop waiting” ends a slow request and leaves the focus on the page', async ({ page, tenant }) => {
  await signInToInvite(page);
  await tenant.settings({ latencyMs: 20_000 });
  await press(page, page.getByRole('link', { name: 'Guests', exact: true }));
  await press(page, page.getByRole('button', { name: 'Stop waiting' }));
  await expect(page.getByRole('main')).toBeFocused();
  await expect(page.getByText(/^Loading was stopped/)).toBeVisible();
  await tenant.settings({ latencyMs: 0 });
  await press(page, page.getByRole('button', { name: 'Load the rest' }));
  await listLoaded(page, 250);
});

test('when what has the focus is removed, the focus goes to the page', async ({ page }) => {
  await signInToInvite(page);
  for (const remove of [() => document.activeElement.remove(), () => document.activeElement.closest('form').remove()]) {
    await inviteForm(page).email.or(inviteForm(page).name).first().focus();
    await page.evaluate(remove);
    await expect(page.getByRole('main')).toBeFocused();
  }
});

test('the skip link is in the header, which is a landmark', async ({ page }) => {
  await signInToInvite(page);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Skip to main content' })).toHaveCount(1);
});

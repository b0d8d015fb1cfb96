// Guests whose records are not as an invitation makes them: ten of the 250 guests of the sandbox. sandbox/README.md lists
// their kinds; the names below are those of seed 1.
import { test, expect, signIn } from '../support/fixtures.js';
import { inviteForm, listLoaded, row, rows, searchbox, status } from '../support/steps.js';

const NARROWEST = { width: 320, height: 600 };

async function signInToGuests(page) {
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
}

test('accents and wide letters do not matter, typed or in the directory', async ({ page }) => {
  await signInToGuests(page);
  for (const typed of ['zoë brontë', 'ZOE\u0308 BRONTE\u0308', 'zoe bronte', 'ｚｏｅ']) {
    await searchbox(page).fill(typed);
    await expect(status(page)).toHaveAttribute('data-shown', '1');
    await expect(row(page, 'olga.jensen@vanarsdelltd.example')).toBeVisible();
  }
});

test('names of every script are found, and a missing address has words', async ({ page }) => {
  await signInToGuests(page);
  for (const [typed, text] of [
    ['小明', 'bela.fontaine@fabrikam.com'],
    ['العلي', 'محمد العلي'],
    ['🌍', 'Nadia Rossi'],
    ["o'neill", 'No address'],
    ['litwareinc.com beatriz', 'BEATRIZ.PAPADAKIS@LITWAREINC.COM'],
  ]) {
    await searchbox(page).fill(typed);
    await expect(rows(page).filter({ hasText: text })).toBeVisible();
  }
});

test('a name of 256 letters without a blank does not widen the page', async ({ page }) => {
  await page.setViewportSize(NARROWEST);
  await signInToGuests(page);
  const width = () => page.evaluate(() => document.documentElement.scrollWidth);
  await searchbox(page).fill('wolfeschlegelsteinhausen');
  await expect(status(page)).toHaveAttribute('data-shown', '1');
  await expect(rows(page).first()).toContainText('Wolfeschlegel');
  expect(await width()).toBe(NARROWEST.width);

  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  const form = inviteForm(page);
  await form.email.fill('beatriz.papadakis@litwareinc.com');
  await form.send.click();
  await expect(page.getByRole('heading', { name: /^Wolfeschlegel.* is already a guest$/ })).toBeVisible();
  expect(await width()).toBe(NARROWEST.width);
  await page.getByRole('button', { name: 'Leave as is' }).click();
  await expect(page.getByText(/Nothing was sent\. Wolfeschlegel/)).toBeVisible();
  expect(await width()).toBe(NARROWEST.width);
});

// “Invite again” in the guest list begins a form of its own. What was typed for another person is set aside: it comes back,
// also after a reload, and is gone when it is sent or discarded, and with a sign-out.
import { test, expect } from '../support/fixtures.js';
import {
  expectFilledIn,
  fillIn,
  invite,
  loadsAnew,
  openGuests,
  posts,
  cell,
  row,
  rows,
  searchbox,
  signInToInvite,
  signOut,
  storages,
} from '../support/steps.js';

const KIM = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Welcome', sendMail: true };
const told = (page, address) => page.getByText(`What you typed for ${address} is set aside.`);
const any = (page) => page.getByText('is set aside.');
const goBack = (page) => page.getByRole('button', { name: 'Go back to it' });
const discard = (page) => page.getByRole('button', { name: 'Discard it' });

/** Presses “Invite again” for the guest in this row of the list, counted from 0. Returns name and address. */
async function inviteAgain(page, number) {
  await openGuests(page, 250);
  await page.getByRole('tab', { name: 'Pending' }).click();
  const chosen = rows(page).nth(number);
  const [name, email] = [await cell(chosen, 'Name').innerText(), await cell(chosen, 'Address').innerText()];
  await rows(page)
    .nth(number)
    .getByRole('link', { name: `Invite again: ${name}` })
    .click();
  await expect(page.getByRole('heading', { name: `Invite ${name} again?` })).toBeVisible();
  return { name, email };
}

test('it comes back after a reload; several forms are kept, and an untouched one is not', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await fillIn(form, KIM);
  await inviteAgain(page, 0);
  await expect(told(page, KIM.email)).toBeVisible();
  // Nothing was typed for the first guest, so it is not in the way of the form for Kim.
  const second = { ...(await inviteAgain(page, 1)), message: 'Hello again' };
  await expect(told(page, KIM.email)).toBeVisible();
  await fillIn(form, { message: second.message });
  const third = await inviteAgain(page, 2);

  await loadsAnew(page, () => page.reload());
  await expectFilledIn(form, { ...third, message: '' });
  await expect(told(page, KIM.email)).toBeVisible();
  expect(await storages(page), 'while the page is shown, the browser stores nothing of it').not.toContain(KIM.email);
  await goBack(page).click();
  await expectFilledIn(form, KIM);
  await expect(form.email).toBeFocused();
  await expect(told(page, second.email)).toBeVisible();
  await goBack(page).click();
  await expectFilledIn(form, second);
  // The form that was on the screen was set aside in its place.
  await expect(told(page, third.email)).toBeVisible();
  expect(await posts(tenant)).toEqual([]);
});

test('guests of the same name are invited again one after the other', async ({ page }) => {
  const form = await signInToInvite(page);
  await openGuests(page, 250);
  await searchbox(page).fill('Farah Popescu');
  await expect(rows(page)).toHaveCount(2);
  const addresses = await Promise.all([0, 1].map((at) => cell(rows(page).nth(at), 'Address').innerText()));
  for (const [at, email] of addresses.entries()) {
    await rows(page).nth(at).getByRole('link', { name: 'Invite again: Farah Popescu' }).click();
    await expectFilledIn(form, { email, name: 'Farah Popescu' });
    await expect(any(page)).toBeHidden();
    await page.goBack();
    await expect(rows(page)).toHaveCount(2);
  }
});

test('it is gone when it is discarded or sent', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await fillIn(form, KIM);
  await inviteAgain(page, 0);
  await discard(page).click();
  await expect(any(page)).toBeHidden();
  await expect(form.email).toBeFocused();
  await loadsAnew(page, () => page.reload());
  await expect(page.getByText('Draft restored.')).toBeVisible();
  await expect(any(page)).toBeHidden();

  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await fillIn(form, KIM);
  await inviteAgain(page, 0);
  await expect(told(page, KIM.email)).toBeVisible();
  await page.keyboard.press('Escape');
  await fillIn(form, { email: 'KIM@fabrikam.com', name: 'Kim' });
  await form.send.click();
  await expect(page.getByRole('heading', { name: /^Invitation sent to/ })).toBeVisible();
  await page.getByRole('button', { name: 'Invite another' }).click();
  await expect(any(page)).toBeHidden();
  await loadsAnew(page, () => page.reload());
  await expect(form.email).toBeFocused();
  await expect(any(page)).toBeHidden();
  expect(await posts(tenant)).toHaveLength(1);
});

test('it stays while the other guest is invited, and is gone with the sign-out', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await fillIn(form, KIM);
  await inviteAgain(page, 0);
  await page.getByRole('button', { name: 'Resend invitation' }).click();
  await page.getByRole('button', { name: 'Invite another' }).click();
  await expect(told(page, KIM.email)).toBeVisible();
  await loadsAnew(page, () => page.reload());
  await expect(told(page, KIM.email)).toBeVisible();
  // The form itself was empty.
  await expect(page.getByText('Draft restored.')).toBeHidden();
  await expectFilledIn(form, { email: '', name: '', message: '' });
  await signOut(page);
  expect(await storages(page)).not.toContain(KIM.email);
  await signInToInvite(page);
  await expect(any(page)).toBeHidden();
  expect(await posts(tenant)).toHaveLength(1);
});

test('a form without an address is set aside, too, and what was typed for the same guest stays', async ({ page }) => {
  const form = await signInToInvite(page);
  await fillIn(form, { message: 'For all of them' });
  const { email } = await inviteAgain(page, 0);
  await expect(page.getByText('What you typed before is set aside.')).toBeVisible();
  await goBack(page).click();
  await expectFilledIn(form, { email: '', message: 'For all of them' });
  await fillIn(form, { email });
  await inviteAgain(page, 0);
  await expectFilledIn(form, { email, message: 'For all of them' });
  await expect(any(page)).toBeHidden();
});

test('without a resend, the list shows none', async ({ page }) => {
  await signInToInvite(page);
  await invite(page, KIM.email, { name: KIM.name });
  await openGuests(page, 251);
  await searchbox(page).fill('kim lee');
  await expect(row(page, KIM.email)).toContainText('Pending');
  await expect(row(page, KIM.email)).not.toContainText('resent');
});

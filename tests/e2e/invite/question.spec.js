// The question about an existing guest: its answers take the place of the button to send, and it is asked at once of a person
// who comes from "Invite again".
import { test, expect } from '../support/fixtures.js';
import {
  expectFilledIn,
  fillIn,
  invite,
  inviteForm,
  openGuests,
  outcome,
  posts,
  cell,
  rows,
  signInToInvite,
} from '../support/steps.js';

const ADDRESS = 'kim@fabrikam.com';

const answer = (page, name) => page.locator('.form__actions').getByRole('button', { name });
const asked = (page) => page.getByRole('heading', { name: 'Kim Lee is already a guest' });

/** Invites ADDRESS and begins to invite it once more. */
async function begin(page) {
  const form = await signInToInvite(page);
  await invite(page, ADDRESS, { name: 'Kim Lee' });
  await page.getByRole('button', { name: 'Invite another' }).click();
  await fillIn(form, { email: ADDRESS });
  return form;
}

/** Opens the form by "Invite again" in the first row of the tab of this state. Returns the guest's name and address. */
async function inviteAgain(page, state) {
  await openGuests(page, 250);
  await page.getByRole('tab', { name: state }).click();
  const first = rows(page).first();
  await expect(cell(first, 'State')).toHaveText(state);
  const [name, address] = [await cell(first, 'Name').innerText(), await cell(first, 'Address').innerText()];
  await rows(page)
    .first()
    .getByRole('link', { name: `Invite again: ${name}` })
    .click();
  return { name, address };
}

test('the answers take the place of Send; Enter gives the first one', async ({ page, tenant }) => {
  const form = await begin(page);
  await form.email.press('Enter');
  await expect(asked(page)).toBeVisible();
  await expect(outcome(page)).toBeFocused();
  await expect(form.send).toHaveCount(0);
  await expect(answer(page, 'Leave as is')).toBeVisible();
  await expect(answer(page, 'Resend invitation')).toHaveAccessibleDescription(/^Invited on .+ not accepted yet/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `Invitation sent to ${ADDRESS}` })).toBeFocused();
  expect(await posts(tenant)).toHaveLength(2);
});

test('Enter in a field gives the first answer, too', async ({ page, tenant }) => {
  const form = await begin(page);
  await form.send.click();
  await expect(asked(page)).toBeVisible();
  await form.email.press('Enter');
  await expect(page.getByRole('heading', { name: `Invitation sent to ${ADDRESS}` })).toBeFocused();
  expect(await posts(tenant)).toHaveLength(2);
});

test('Escape and any change of the form close the question', async ({ page, tenant }) => {
  const form = await begin(page);
  await form.send.click();
  await expect(asked(page)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(asked(page)).toBeHidden();
  await expect(answer(page, 'Leave as is')).toHaveCount(0);
  await expect(form.send).toBeFocused();

  await form.send.click();
  await expect(asked(page)).toBeVisible();
  await form.name.focus();
  await page.keyboard.press('Escape');
  await expect(asked(page)).toBeHidden();
  await expect(form.name).toBeFocused();

  await form.send.click();
  await expect(asked(page)).toBeVisible();
  await form.name.fill('Kim');
  await expect(asked(page)).toBeHidden();
  await expect(form.send).toBeVisible();
  expect(await posts(tenant)).toHaveLength(1);
});

test('a double click and a key that is held down give no answer', async ({ page, tenant }) => {
  const form = await begin(page);
  await form.email.focus();
  await page.keyboard.down('Enter');
  await expect(asked(page)).toBeVisible();
  // Without a release between them, this is what the browser sends while the key is held.
  await page.keyboard.down('Enter');
  await form.email.focus();
  await page.keyboard.down('Enter');
  await page.keyboard.up('Enter');
  await answer(page, 'Resend invitation').dispatchEvent('click', { detail: 2 });
  await expect(asked(page)).toBeVisible();
  expect(await posts(tenant)).toHaveLength(1);
  await answer(page, 'Leave as is').click();
  await expect(page.getByText('Nothing was sent. Kim Lee stays a guest as before.')).toBeVisible();
});

test('“Invite again” asks at once, and one press resends', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  const { name, address } = await inviteAgain(page, 'Pending');
  await expect(page.getByRole('heading', { name: `Invite ${name} again?` })).toBeVisible();
  await expect(outcome(page)).toBeFocused();
  await expectFilledIn(form, { email: address, name });
  expect(await posts(tenant)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { name: `Invitation sent to ${address}` })).toBeFocused();
  expect(await posts(tenant)).toHaveLength(1);
});

test('to a guest who has accepted, Enter sends nothing', async ({ page, tenant }) => {
  await signInToInvite(page);
  const { name } = await inviteAgain(page, 'Accepted');
  await expect(page.getByRole('heading', { name: `Invite ${name} again?` })).toBeVisible();
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing was sent.')).toBeVisible();
  await expect(inviteForm(page).email).toBeFocused();
  expect(await posts(tenant)).toEqual([]);
});

test('the name of a guest who is invited again leaves with the address, and a typed one stays', async ({ page }) => {
  const form = await signInToInvite(page);
  const { name, address } = await inviteAgain(page, 'Pending');
  await expectFilledIn(form, { email: address, name });
  await form.email.fill('lee@fabrikam.com');
  await expect(form.name).toHaveValue('');
  await form.name.fill('Lee Park');
  await form.email.fill('park@fabrikam.com');
  await expect(form.name).toHaveValue('Lee Park');
});

// A person changes the tenant on its control page, and the portal explains the effect. These tests use no programmed
// access to the control plane, except to read the ledger of what happened.
import { test, expect, axe } from '../support/fixtures.js';
import {
  expectFilledIn,
  fillIn,
  invitations,
  loadsAnew,
  posts,
  refusal,
  signInToInvite,
  waiting,
} from '../support/steps.js';

/** Presses a button of the tenant's page, and waits until the tenant has accepted the form and the page is loaded again. */
async function press(box, name) {
  const taken = box.waitForResponse((response) => response.request().method() === 'POST');
  await loadsAnew(box, () => box.getByRole('button', { name }).click());
  expect((await taken).status()).toBe(303);
}

test('whoever closes the tenant to members and throttles it sees the portal explain both', async ({
  page,
  tenant,
  visitor,
  watch,
}) => {
  watch.allow(/status of (403|429)/);
  const form = await signInToInvite(page, 'Member');
  const typed = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello Kim' };
  await fillIn(form, typed);

  const box = await visitor();
  await box.goto(`${tenant.graph}/_sandbox`);
  const policy = box.getByRole('combobox', { name: 'Who may invite guests' });
  await policy.selectOption('Only administrators and Guest Inviters');
  await press(box, 'Save settings');
  await expect(policy).toHaveValue('adminsAndGuestInviters');
  await axe(box);

  await form.send.click();
  await expect(refusal(page)).toContainText(/you may not invite guests|does not let your account invite guests/);
  await expect(refusal(page)).toContainText(
    'Ask an administrator for the role Guest Inviter, or to change who may invite',
  );
  await expectFilledIn(form, typed);
  expect(await posts(tenant)).toMatchObject([{ caller: 'mira@contoso.com', status: 403 }]);

  await policy.selectOption('Administrators, Guest Inviters and members');
  await press(box, 'Save settings');
  await expect(policy).toHaveValue('adminsGuestInvitersAndAllMembers');
  await box.getByText('Add a fault for a number of calls').click();
  await box
    .getByRole('combobox', { name: 'What goes wrong at Graph' })
    .selectOption('Calls get 429: wait for two seconds');
  await box.getByRole('spinbutton', { name: /^For how many calls/ }).fill('3');
  await press(box, 'Add fault');
  await expect(box.getByText(/429.*the next 3 calls; used 0 times/)).toBeVisible();

  await form.send.click();
  await expect(waiting(page, 2)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeFocused();
  await expect(waiting(page, 2)).toBeHidden();
  expect(await invitations(tenant)).toEqual({ 'kim@fabrikam.com': 1 });
  await box.reload();
  await expect(box.getByText(/429.*no more calls; used 3 times/)).toBeVisible();
});

test('an address that fails on purpose is listed on the page, and fails as it says', async ({
  page,
  tenant,
  visitor,
  watch,
}) => {
  watch.allow(/status of 429/);
  const box = await visitor();
  await box.goto(`${tenant.graph}/_sandbox`);
  await expect(box.getByRole('row').filter({ hasText: 'throttled@…' })).toContainText(
    'told to wait two seconds, twice (429)',
  );
  const form = await signInToInvite(page);
  await form.email.fill('throttled@fabrikam.com');
  await form.send.click();
  await expect(waiting(page, 2)).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Invitation sent to throttled@fabrikam.com' })).toBeVisible();
  const [first, second, third, ...more] = await posts(tenant);
  expect([first.status, second.status, third.status, more]).toEqual([429, 429, 201, []]);
  // The portal waited for the two seconds each time.
  for (const [earlier, later] of [
    [first, second],
    [second, third],
  ]) {
    expect(Date.parse(later.time) - Date.parse(earlier.time)).toBeGreaterThanOrEqual(2_000);
  }
});

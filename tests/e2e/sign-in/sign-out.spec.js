// A sign-out that is not completed at Microsoft, and one while an invitation has no answer yet.
import { test, expect } from '../support/fixtures.js';
import { fillIn, posts, pressSignOut, signInButton, signInToInvite } from '../support/steps.js';

const OPEN = 'You are signed out of Guestlist, but not of Microsoft';

test('a person who comes back from Microsoft’s sign-out page by Back is told that the session there is open', async ({
  page,
  tenant,
}) => {
  await signInToInvite(page);
  // The portal first asks whether the page can be reached.
  await tenant.reply(
    { site: 'login', path: '/logout', times: 2 },
    {
      status: 200,
      headers: { 'content-type': 'text/html' },
      body: '<title>Which account?</title><link rel="icon" href="data:,"><h1>Which account?</h1>',
    },
  );
  await pressSignOut(page);
  await expect(page.getByRole('heading', { name: 'Which account?' })).toBeVisible();
  await page.goBack();
  const notice = page.getByRole('status').filter({ hasText: OPEN });
  await expect(notice).toBeVisible();
  await notice.getByRole('button', { name: 'End the Microsoft session' }).click();
  await expect(page.getByText('You are signed out.', { exact: true })).toBeVisible();
  await expect(page.getByText(OPEN)).toBeHidden();
});

test('a sign-out while an invitation is sent stays until its outcome is told', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'kim@fabrikam.com' });
  await tenant.faults({ method: 'POST', path: '/invitations', fault: { hold: { ms: 8_000 } } });
  await form.send.click();
  await expect.poll(() => posts(tenant)).toHaveLength(1);
  await pressSignOut(page);
  await expect(
    page.getByText('The invitation to kim@fabrikam.com was being sent when you were signed out.'),
  ).toBeVisible();
  // Until there is an outcome, the browser asks before the page is left.
  const asked = page.waitForEvent('dialog');
  // In a timer, since the evaluation would wait for the dialog.
  await page.evaluate(() => setTimeout(() => location.reload()));
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await expect(page.getByText('The invitation to kim@fabrikam.com was made before you were signed out.')).toBeVisible();
  await page.getByRole('button', { name: 'End the Microsoft session' }).click();
  await expect(page.getByText('You are signed out.', { exact: true })).toBeVisible();
  await signInButton(page).click();
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
});

// What a person should know before they type: a filter answers instead of Microsoft, or the browser keeps nothing of the form.
import { test, expect, signIn } from '../support/fixtures.js';
import { fillIn, inviteForm, signInToInvite } from '../support/steps.js';

test('a filter that answers every read is told at once, with the hosts to allow', async ({ page, tenant, watch }) => {
  watch.allow(/status of/);
  await tenant.reply(
    { site: 'graph', method: 'GET' },
    { status: 200, headers: { 'content-type': 'text/html' }, body: '<h1>Blocked by your organization</h1>' },
  );
  await signIn(page, 'Guest Inviter');
  const told = page.getByRole('alert').filter({ hasText: 'Something between this browser and Microsoft answered' });
  await expect(told).toContainText(new URL(tenant.graph).host);
  await expect(inviteForm(page).email).toBeVisible();
});

test('a form that the browser cannot keep is told, and the browser asks before the page is left', async ({ page }) => {
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'kim@fabrikam.com', message: 'x'.repeat(2_000) });
  await page.evaluate(() => {
    let size = 1_000_000;
    for (let at = 0; size > 0; at += 1) {
      try {
        sessionStorage.setItem(`filler-${at}`, 'x'.repeat(size));
      } catch {
        size = Math.floor(size / 2);
      }
    }
  });
  const asked = page.waitForEvent('dialog');
  // In a timer, since the evaluation would wait for the dialog.
  await page.evaluate(() => setTimeout(() => location.reload()));
  const dialog = await asked;
  expect(dialog.type()).toBe('beforeunload');
  await dialog.dismiss();
  await expect(form.email).toHaveValue('kim@fabrikam.com');

  // Another tab in front hides the page. Then it is known that the form could not be kept.
  await page.evaluate(() => {
    Object.defineProperty(document, 'visibilityState', { configurable: true, value: 'hidden' });
    document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
  });
  await expect(page.getByText(/^This browser cannot keep what you type/)).toBeVisible();
});

// Every error of Graph that docs/errors.md lists is provoked once, and the page says what that document says.
import { test, expect } from '../support/fixtures.js';
import { general, graphErrors, textFor } from '../support/errors.js';
import { graphError } from '../support/replies.js';
import { fillIn, refusal, refresh, signInToInvite, openGuests } from '../support/steps.js';

const of = (request) => graphErrors.filter((row) => row.request === request);
const entry = ({ status, code, message, meaning }) => `${status} \`${code}\`, “${message}”: ${meaning}`;
/** With this header the portal repeats a throttled request at once. */
const answer = ({ status, code, message }) => {
  const reply = graphError(status, code, message);
  return { ...reply, headers: { ...reply.headers, 'retry-after': '0' } };
};

test('a refused invitation is told by its cause', async ({ page, tenant, watch }) => {
  watch.allow(/status of \d+/);
  // This account has no role, so no text says that its role contradicts the answer.
  const form = await signInToInvite(page, 'Member');
  for (const [index, row] of of('invite').entries()) {
    await test.step(`${row.status} ${row.code}: ${row.kind}`, async () => {
      await tenant.reply({ method: 'POST', path: '/invitations' }, answer(row));
      await fillIn(form, { email: `kim${index}@fabrikam.com` });
      await form.send.click();
      // An error of the former round has another request id.
      const alert = refusal(page, /was not sent|No clear answer|ended/);
      await expect(alert).toContainText(row.code);
      expect(general(await page.getByRole('main').textContent(), tenant)).toContain(textFor('Inviting', entry(row)));
      await expect(form.email).toHaveValue(`kim${index}@fabrikam.com`);
    });
  }
});

test('a refused list of guests is told by its cause', async ({ page, tenant, watch }) => {
  watch.allow(/status of \d+/);
  await signInToInvite(page);
  await openGuests(page, 250);
  for (const row of of('guests')) {
    await test.step(`${row.status} ${row.code}: ${row.kind}`, async () => {
      await tenant.reply({ method: 'GET', path: '/users' }, answer(row));
      await refresh(page).click();
      await expect(page.getByRole('alert').filter({ hasText: row.code })).toBeVisible();
      expect(general(await page.getByRole('main').textContent(), tenant)).toContain(
        textFor('Listing guests', entry(row)),
      );
    });
  }
});

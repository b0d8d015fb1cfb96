// Every error of a sign-in that docs/errors.md lists is provoked once, and the page says what that document says.
import { test, expect } from '../support/fixtures.js';
import { general, signInErrors, textFor } from '../support/errors.js';
import { authorizeError, tokenError } from '../support/replies.js';
import { signInButton } from '../support/steps.js';

const failed = (page) => page.getByRole('alert').filter({ hasText: 'Signing in did not work' });
const kinds = Map.groupBy?.(signInErrors, ({ kind }) => kind) ?? grouped(signInErrors);

/** Node 20 has no `Map.groupBy`. */
function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.kind, [...(groups.get(row.kind) ?? []), row]);
  return groups;
}

for (const [kind, rows] of kinds) {
  test(`${kind}: ${rows.map(({ code }) => code).join(', ')}`, async ({ page, tenant, watch }) => {
    watch.allow(/status of 400/);
    await page.goto('/');
    for (const { code, error, from, meaning } of rows) {
      const which = { site: 'login', path: `/${from}`, times: 1 };
      const answer =
        from === 'authorize' ? authorizeError(tenant, error, code, meaning) : tokenError(error, code, meaning);
      await tenant.reply(which, answer);
      await signInButton(page).click();
      const account = page.getByRole('button', { name: 'Guest Inviter' });
      const told = failed(page).filter({ hasText: `AADSTS${code}` });
      await expect(told.or(account)).toBeVisible();
      if (await account.isVisible()) await account.click();
      await expect(told).toBeVisible();
      expect(general(await told.textContent(), tenant)).toContain(textFor('Signing in', `AADSTS${code}: ${meaning}`));
      // Microsoft's own sentence is not shown: it is written for the people who run the app.
      await expect(told).not.toContainText(meaning);
    }
  });
}

// A browser's translation replaces every text of the page by elements of its own. The page goes on to show the truth.
import { test, expect, signIn } from '../support/fixtures.js';
import {
  invite,
  inviteForm,
  accountPanel,
  openAccess,
  openAccount,
  openGuests,
  posts,
  row,
  searchbox,
  signInToInvite,
} from '../support/steps.js';

/** Replaces each text as a browser's translation does, in one step or in two. */
const translate = (page, inTwoSteps = false) =>
  page.evaluate((inTwoSteps) => {
    const texts = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT, {
      acceptNode: ({ data, parentElement }) =>
        data.trim() && !parentElement.closest('script, style, option, [translate="no"]')
          ? NodeFilter.FILTER_ACCEPT
          : NodeFilter.FILTER_REJECT,
    });
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const outer = document.createElement('font');
      const inner = document.createElement('font');
      inner.textContent = `«${text.data}»`;
      outer.append(inner);
      if (inTwoSteps) {
        text.before(outer);
        text.remove();
      } else text.replaceWith(outer);
    }
  }, inTwoSteps);

for (const inTwoSteps of [false, true]) {
  test(`counts, results and busy buttons of a translated page are true (${inTwoSteps ? 'two steps' : 'one step'})`, async ({
    page,
    tenant,
  }) => {
    await signInToInvite(page);
    await translate(page, inTwoSteps);
    await expect(page.getByText('«Email address»')).toBeVisible();
    await tenant.faults({ method: 'POST', path: '/invitations', fault: { hold: { ms: 1_500 } } });
    await page.locator('#invite-email').fill('kim@fabrikam.com');
    await page.locator('#invite-send').click();
    await expect(page.locator('#invite-send')).toHaveText('Sending…');
    await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
    await translate(page, inTwoSteps);
    await page.getByRole('button', { name: /Invite another/ }).click();
    await expect(page.getByText('kim@fabrikam.com').first()).toBeVisible();
    expect(await posts(tenant)).toHaveLength(1);

    await openGuests(page, 251);
    await translate(page, inTwoSteps);
    await searchbox(page).fill('kim@fabrikam.com');
    await expect(row(page, 'kim@fabrikam.com')).toBeVisible();
    await expect(page.locator('[data-shown="1"]')).toContainText('1');
    await expect(page.locator('[data-shown="1"]')).not.toContainText('«');
    await searchbox(page).fill('');
    await expect(page.locator('[data-shown="251"]')).toContainText('251');
    await expect(page.locator('[data-shown="251"]')).not.toContainText('«');
  });
}

/** The texts that a browser's translation has taken. */
const taken = async (page) => (await page.locator('font > font').allTextContents()).join(' ');

test('names, addresses, roles and permissions stay as they are, in sentences too', async ({ page }) => {
  await signInToInvite(page);
  await invite(page, 'kim@fabrikam.com', { name: 'שרה Lee' });
  await translate(page);
  await expect(page.locator('font').first()).toBeAttached();
  expect(await taken(page)).not.toContain('kim@fabrikam.com');
  await page.getByRole('button', { name: /Invite another/ }).click();
  await inviteForm(page).email.fill('kim@fabrikam.com');
  await inviteForm(page).email.blur();
  const note = page.getByRole('status').filter({ hasText: 'is already a guest' });
  await expect(note.locator('bdi[translate="no"]')).toHaveText('שרה Lee');

  await page.reload();
  await openAccess(page);
  await expect(page.getByText('What Guestlist can do for you in Contoso')).toBeVisible();
  const names = ['Contoso', 'Guest Inviter', 'User Administrator', 'User.Read', 'Policy.Read.All'];
  const main = page.getByRole('main');
  for (const name of names) await expect(main.getByText(name).first()).toBeVisible();
  await translate(page);
  for (const name of names) expect(await taken(page)).not.toContain(name);
});

test('a change of the language shows on a translated page', async ({ page }) => {
  await signIn(page, 'Guest Inviter');
  await expect(inviteForm(page).email).toBeVisible();
  await openAccount(page);
  await translate(page);
  await accountPanel(page)
    .getByRole('combobox', { name: /Language/ })
    .selectOption('fr');
  await expect(page.getByText('Adresse e-mail', { exact: true })).toBeVisible();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Inviter quelqu’un');
});

// Language and theme: a change applies to the whole page at once, and the browser remembers it.
import { test, expect, signIn, account } from '../support/fixtures.js';
import { cell, listLoaded, rows, setting, signInButton, signInToInvite, signOut, storages } from '../support/steps.js';

const expectLanguage = (page, language) => expect(page.locator('html')).toHaveAttribute('lang', language);
const languages = (page, name = 'Language') => setting(page, name);
const background = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);

/** How light a colour is, 0 to 255. */
function lightness(colour) {
  const [red, green, blue] = colour.match(/[\d.]+/g).map(Number);
  return (red + green + blue) / 3;
}

test('French changes texts, document language, title, dates and numbers, and survives a reload', async ({ page }) => {
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  await expectLanguage(page, 'en');
  const first = cell(rows(page).first(), 'Invited');
  // Languages put blanks of several widths between the parts of a date.
  const invited = async () => (await first.getAttribute('title')).replaceAll(/\s/g, ' ');
  const english = await invited();
  expect(english).toMatch(/^[A-Z][a-z]{2} \d{1,2}, \d{4}, \d{1,2}:\d\d [AP]M$/);
  await expect(first).toHaveText(/^(today|yesterday|\d+ days? ago)$/);

  const french = async () => {
    await expect(page.getByRole('heading', { level: 1, name: 'Invités' })).toBeVisible();
    await expect(page).toHaveTitle('Invités – Guestlist');
    await expectLanguage(page, 'fr');
    await expect(
      page.getByRole('navigation', { name: 'Principale' }).getByRole('link', { name: 'Inviter' }),
    ).toBeVisible();
    await expect(page.getByRole('columnheader', { name: 'Invité le' })).toBeVisible();
    const styles = { dateStyle: 'medium', timeStyle: 'short' };
    const exactly = new Intl.DateTimeFormat('fr', styles).format(new Date(english)).replaceAll(/\s/g, ' ');
    await expect.poll(invited).toBe(exactly);
    await expect(first).toHaveText(/^(aujourd’hui|hier|il y a \d+ jours?)$/);
    await expect(await languages(page, 'Langue')).toHaveValue('fr');
  };
  await (await languages(page)).selectOption('Français');
  await french();
  await page.reload();
  await expect(account(page)).toBeVisible();
  await french();

  await (await languages(page, 'Langue')).selectOption('English');
  await expect(page.getByRole('heading', { level: 1, name: 'Guests' })).toBeVisible();
  await expectLanguage(page, 'en');
});

test('a problem that is on the screen changes its language, too', async ({ page }) => {
  const form = await signInToInvite(page);
  await form.email.fill('kim');
  await form.send.click();
  await expect(page.getByText('One field needs your attention.')).toBeVisible();
  await (await languages(page)).selectOption('Français');
  const email = page.getByRole('textbox', { name: 'Adresse e-mail' });
  await expect(email).toHaveValue('kim');
  await expect(email).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('One field needs your attention.')).toBeHidden();
  await expect(page.getByText('An email address has an @')).toBeHidden();
  // The browser provides the names of languages in the language of the page.
  await expect(page.getByRole('option', { name: 'allemand (Allemagne)' })).toHaveCount(1);
});

test('the stop page and the sign-in page speak French as well', async ({ page, tenant }) => {
  await page.goto('/');
  await (await languages(page)).selectOption('Français');
  await expect(page.getByRole('button', { name: 'Se connecter', exact: true })).toBeVisible();
  await tenant.setConfig('{}');
  await page.reload();
  await expect(await languages(page, 'Langue')).toBeVisible();
  await expect(page.getByText('Guestlist cannot start')).toBeHidden();
  await expect(page.getByRole('alert').filter({ hasText: '« tenant »' })).toBeVisible();
  await expectLanguage(page, 'fr');
});

test('the first visit speaks the browser’s language', async ({ visitor }) => {
  const french = await visitor({ locale: 'fr-CA' });
  await french.goto('/');
  await expect(french.getByRole('button', { name: 'Se connecter', exact: true })).toBeVisible();
  await expectLanguage(french, 'fr');
  const other = await visitor({ locale: 'pt-BR' });
  await other.goto('/');
  await expect(signInButton(other)).toBeVisible();
  await expectLanguage(other, 'en');
});

/** What browsers and extensions put in place of the list of languages, and which language then is spoken. */
const ODD = [
  [{ languages: undefined, language: 'fr-CA' }, 'fr'],
  [{ languages: null, language: undefined }, 'en'],
  [{ languages: [null, 7, '', 'fr_CA'], language: 'en' }, 'fr'],
  [{ languages: 'fr', language: '' }, 'fr'],
  [{ languages: ['*', 'x-klingon', 'C'], language: 'FR' }, 'fr'],
];
for (const [odd, spoken] of ODD)
  test(`with ${JSON.stringify(odd)} as languages the portal speaks ${spoken}`, async ({ page }) => {
    await page.addInitScript((odd) => {
      for (const [name, value] of Object.entries(odd)) Object.defineProperty(navigator, name, { value });
      if (!('languages' in odd)) Object.defineProperty(navigator, 'languages', { value: undefined });
    }, odd);
    await page.goto('/');
    const button = page.getByRole('button', { name: /^(Sign in|Se connecter)$/ });
    await expect(button).toBeVisible();
    await expectLanguage(page, spoken);
    await button.click();
    await page.getByRole('button', { name: 'Guest Inviter' }).click();
    await expect(account(page)).toBeVisible();
    await expectLanguage(page, spoken);
  });

test('the theme is chosen, survives a reload and signing out, and stays with the number that a sign-out changes only', async ({
  page,
}) => {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await signIn(page, 'Guest Inviter');
  const theme = await setting(page, 'Theme');
  await expect(theme).toHaveValue('system');
  const light = await background(page);
  expect(lightness(light)).toBeGreaterThan(200);
  await theme.selectOption('Dark');
  await expect.poll(async () => lightness(await background(page))).toBeLessThan(80);
  const dark = await background(page);
  await page.reload();
  await expect(account(page)).toBeVisible();
  await setting(page, 'Theme');
  await expect(theme).toHaveValue('dark');
  await expect.poll(() => background(page)).toBe(dark);
  await signOut(page);
  await expect.poll(() => background(page)).toBe(dark);
  const [tab, machine] = JSON.parse(await storages(page));
  // The tab knows which configuration its records belong to; the browser, a number that each sign-out changes.
  expect(tab.map(([key]) => key)).toEqual(['guestlist.of']);
  expect(machine).toEqual([
    ['guestlist.epoch', expect.stringMatching(/^\d+$/)],
    ['guestlist.theme', 'dark'],
  ]);

  // With “System” the page follows a change of the system's theme at once.
  await theme.selectOption('System');
  await expect.poll(() => background(page)).toBe(light);
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(() => background(page)).toBe(dark);
});

test('the languages of the mail are sorted by their French names, with their own names behind', async ({ visitor }) => {
  const page = await visitor({ locale: 'fr-FR' });
  await page.goto('/invite');
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  const options = page.locator('#invite-language option:not([value=""])');
  await expect(options.filter({ hasText: 'hébreu' })).toHaveText(/^hébreu \(.+\)$/);
  const names = await options.allTextContents();
  expect(names).toHaveLength(37);
  expect(names).toEqual(names.toSorted(new Intl.Collator('fr').compare));
});

test('at 375 pixels, the French word on the button of a dialog is in one line', async ({ visitor }) => {
  const page = await visitor({ locale: 'fr-FR', viewport: { width: 375, height: 812 } });
  await page.goto('/invite');
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await account(page).click();
  await page.getByRole('button', { name: 'Raccourcis clavier' }).click();
  const lines = await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Fermer' })
    .evaluate((button) => {
      const range = document.createRange();
      range.selectNodeContents(button);
      return range.getClientRects().length;
    });
  expect(lines).toBe(1);
});

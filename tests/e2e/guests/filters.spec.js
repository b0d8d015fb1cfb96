// What the list is filtered by: ages, pills, marks, help for the search, and the words that count.
import { test, expect, signIn, axe } from '../support/fixtures.js';
import { tabTo } from '../support/keys.js';
import { listLoaded, searchbox, setting, status } from '../support/steps.js';

const tab = (page, name) => page.getByRole('tab', { name });
const ages = (page) => page.getByRole('group', { name: 'Waiting for' });
const age = (page, name) => ages(page).getByRole('button', { name });
const pills = (page) => page.getByRole('list', { name: 'Filters' }).getByRole('button');
const pill = (page, name) => page.getByRole('button', { name: `Remove filter: ${name}`, exact: true });
const clearAll = (page) => page.getByRole('button', { name: 'Clear all' });
const cells = (page, column) => page.locator(`[data-row] .list__${column}`);
const numberIn = async (locator) => Number((await locator.innerText()).match(/(\d+)\D*$/)[1]);
const shown = async (page) => Number(await status(page).getAttribute('data-shown'));

async function openList(page, query = '') {
  await page.goto(`/guests${query}`);
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
}

test('pending invitations by age add up, follow the search, and are chosen and left by a press', async ({ page }) => {
  await openList(page);
  await expect(ages(page)).toBeHidden();
  await tab(page, 'Pending').click();
  const names = ['0–7 days', '8–30 days', '31–90 days', 'Over 90 days'];
  const addUp = async () => {
    let sum = 0;
    for (const name of names) sum += await numberIn(age(page, name));
    const undated = page.getByText(/ ha(s|ve) no date$/);
    if (await undated.isVisible()) sum += Number((await undated.innerText()).split(' ')[0]);
    return sum;
  };
  const pending = await numberIn(tab(page, 'Pending'));
  expect(await addUp()).toBe(pending);

  for (const name of names) {
    const count = await numberIn(age(page, name));
    await age(page, name).click();
    await expect(age(page, name)).toHaveAttribute('aria-pressed', 'true');
    await expect(ages(page).locator('[aria-pressed="true"]')).toHaveCount(1);
    await expect(status(page)).toHaveAttribute('data-shown', String(count));
    await expect(pill(page, `Waiting for: ${name}`)).toBeVisible();
  }
  expect(await numberIn(tab(page, 'Pending')), 'the tab counts all of its guests').toBe(pending);
  for (const text of await cells(page, 'invited').allInnerTexts()) expect(text).toMatch(/(months?|years?) ago$/);
  await expect(page).toHaveURL(/\?state=pending&age=over-90$/);
  await axe(page);

  await age(page, 'Over 90 days').click();
  await expect(status(page)).toHaveAttribute('data-shown', String(pending));
  await expect(page).toHaveURL(/\?state=pending$/);

  await searchbox(page).fill('an');
  await expect.poll(() => numberIn(tab(page, 'Pending'))).toBeLessThan(pending);
  expect(await addUp()).toBe(await numberIn(tab(page, 'Pending')));
});

test('each condition is a pill; the focus goes to the next one, and at last to the search field', async ({ page }) => {
  await openList(page, '?state=pending&age=over-90');
  await expect(pills(page)).toHaveText(['Waiting for: Over 90 days']);
  await pill(page, 'Waiting for: Over 90 days').click();
  await expect(pills(page)).toHaveCount(0);
  await expect(searchbox(page)).toBeFocused();

  await searchbox(page).fill('a');
  await expect.poll(() => shown(page)).toBeLessThan(250);
  await expect(pills(page), 'the search field shows a single word').toHaveCount(0);
  const typed = 'a "Ann  b" domain:@Fabrikam.com company:"A b" state:pending older:1';
  await searchbox(page).fill(typed);
  await expect(pills(page)).toHaveText([
    'a',
    '“Ann  b”',
    'Domain: Fabrikam.com',
    'Company: A b',
    'State: Pending',
    'Pending for more than 1 day',
  ]);
  await axe(page);
  await pill(page, 'Domain: Fabrikam.com').focus();
  await page.keyboard.press('Enter');
  await expect(pill(page, 'Company: A b')).toBeFocused();
  await expect(searchbox(page)).toHaveValue('a "Ann  b" company:"A b" state:pending older:1');
  await page.keyboard.press('Space');
  await expect(pill(page, 'State: Pending')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(pill(page, 'Pending for more than 1 day')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(searchbox(page)).toBeFocused();
  await expect(searchbox(page)).toHaveValue('a "Ann  b"');
  await pill(page, '“Ann  b”').click();
  // What is left is a single word.
  await expect(pills(page)).toHaveCount(0);
  await expect(searchbox(page)).toBeFocused();
  await expect(searchbox(page)).toHaveValue('a');
});

test('“Clear all” removes search and age, keeps tab and order, and puts the focus in the search field', async ({
  page,
}) => {
  await openList(page, '?state=pending&age=over-90&search=a+b&sort=name');
  await expect(pills(page)).toHaveCount(3);
  await searchbox(page).focus();
  await tabTo(page, clearAll(page));
  await page.keyboard.press('Enter');
  await expect(searchbox(page)).toBeFocused();
  await expect(searchbox(page)).toHaveValue('');
  await expect(page).toHaveURL(/\/guests\?state=pending&sort=name$/);
  await expect(pills(page)).toHaveCount(0);
  await expect(clearAll(page)).toBeHidden();
});

for (const [device, viewport] of Object.entries({
  computer: { width: 1280, height: 800 },
  phone: { width: 375, height: 700 },
})) {
  test(`on a ${device}, the list does not move while one types`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await openList(page, '?search=a');
    const panel = page.getByRole('tabpanel');
    const top = async () => Math.round((await panel.boundingBox()).y + (await page.evaluate(() => scrollY)));
    const before = await top();
    await searchbox(page).focus();
    await page.keyboard.press('End');
    for (const key of ' n domain:c') {
      await page.keyboard.type(key);
      await expect(panel).toBeVisible();
      expect(await top(), `after ${key}`).toBe(before);
    }
    await expect(pills(page)).toHaveCount(3);
    expect(await top()).toBe(before);
    await axe(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
  });
}

test('what the search has found is marked in name, address and company, as it is written', async ({ page }) => {
  const marks = (column) => cells(page, column).locator('mark');
  await openList(page);
  await expect(page.locator('mark')).toHaveCount(0);
  const address = await cells(page, 'address').first().innerText();
  const domain = address.split('@')[1];
  await searchbox(page).fill(`domain:${domain.toUpperCase()}`);
  await expect(marks('address').first()).toHaveText(domain);
  expect(await page.locator('mark').allInnerTexts()).toEqual(Array(await marks('address').count()).fill(domain));

  await searchbox(page).fill('AN');
  await expect(marks('name').first()).toBeVisible();
  for (const text of await page.locator('mark').allInnerTexts()) {
    expect(text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase()).toMatch(/^(an)+$/);
  }
  // A row that goes on showing the same guest loses its marks.
  await searchbox(page).fill('');
  await expect(page.locator('mark')).toHaveCount(0);
});

test('the age of an invitation is told, and the date and time when one points at it', async ({ page }) => {
  await openList(page, '?state=pending');
  const first = cells(page, 'invited').first();
  await expect(first).toHaveText(/^(today|yesterday|\d+ (day|month|year)s? ago)$/);
  await expect(first).toHaveAttribute('title', /^\w{3} \d+, \d{4}, \d+:\d\d/);
});

test('help for the search opens and closes by keyboard', async ({ page }) => {
  await openList(page);
  const button = page.getByRole('button', { name: 'Search help' });
  const help = page.getByRole('group', { name: 'Search help' });
  await searchbox(page).focus();
  await page.keyboard.press('Tab');
  await expect(button).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(help).toBeVisible();
  for (const word of ['domain:', 'company:', 'state:', 'older:']) await expect(help).toContainText(word);
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(help).toBeHidden();
  await expect(button).toBeFocused();
  await page.keyboard.press('Space');
  await tabTo(page, help.getByRole('button', { name: 'Close' }));
  await page.keyboard.press('Enter');
  await expect(help).toBeHidden();
  await expect(button).toBeFocused();
});

test('the line with the numbers is seen only where it says more than the tabs, and is said after a rest', async ({
  page,
}) => {
  await openList(page);
  const line = page.locator('.tools__count');
  await expect(line).toBeHidden();
  await expect(status(page)).toHaveText('250 of 250 guests');
  // Everything that a screen reader would say.
  await status(page).evaluate((element) => {
    globalThis.said = [];
    new MutationObserver(() => globalThis.said.push(element.textContent)).observe(element, {
      characterData: true,
      childList: true,
      subtree: true,
    });
  });
  await searchbox(page).evaluate(async (box) => {
    for (const text of ['a', 'an', 'ann', 'an']) {
      box.value = text;
      box.dispatchEvent(new Event('input', { bubbles: true }));
      await new Promise((resolve) => setTimeout(resolve));
    }
  });
  await expect(line).toBeVisible();
  const text = `${await shown(page)} of 250 guests`;
  await expect(line).toHaveText(text);
  await expect(status(page)).toHaveText(text);
  expect(await page.evaluate(() => globalThis.said)).toEqual([text]);
});

test('in French, too', async ({ page }) => {
  await openList(page, '?state=pending&age=8-30&search=an+older:1+domain:x');
  await (await setting(page, 'Language')).selectOption('fr');
  await page.keyboard.press('Escape');
  await expect(page.getByRole('list', { name: 'Filtres' }).getByRole('button')).toHaveText([
    'En attente depuis : 8–30 jours',
    'an',
    'En attente depuis plus de 1 jour',
    'Domaine : x',
  ]);
  await page.getByRole('button', { name: 'Retirer le filtre : Domaine : x', exact: true }).click();
  await expect(cells(page, 'invited').first()).toHaveText(/^il y a \d+ jours$/);
  await page.getByRole('button', { name: 'Tout effacer' }).click();
  await expect(page.getByRole('group', { name: 'En attente depuis' })).toBeVisible();
  await page.getByRole('button', { name: 'Aide à la recherche' }).click();
  await expect(page.getByRole('group', { name: 'Aide à la recherche' })).toContainText('domain:fabrikam.com');
  await axe(page);
});

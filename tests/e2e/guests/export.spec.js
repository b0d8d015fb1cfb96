// The guests that are shown, as a file of CSV or in the clipboard.
import { readFile } from 'node:fs/promises';
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { Tenant } from '../support/tenant.js';
import { numbers, paste, showBulk } from '../support/bulk.js';
import { press, tabTo } from '../support/keys.js';
import { alone, listLoaded, rows, searchbox, status } from '../support/steps.js';
import { column } from './list.js';

const LIST = { method: 'GET', path: '/users' };

const menu = (page) => page.getByRole('button', { name: /^(Export|Exporter)$/ });
const panel = (page) => page.getByRole('group', { name: /^(Export guests|Exporter les invités)$/ });
const item = (page, name) => panel(page).getByRole('button', { name, exact: true });

/** What became of the export, in words. */
const said = (page, text) => page.getByRole('status').filter({ hasText: text });

/** Downloads what is shown. Returns the name and the text of the file. */
async function download(page, name = 'Download CSV') {
  const saved = page.waitForEvent('download');
  await menu(page).click();
  await item(page, name).click();
  return read(await saved);
}

async function read(file) {
  return { name: file.suggestedFilename(), text: await readFile(await file.path(), 'utf8') };
}

/** The records of a text by RFC 4180, each as an object by the marks of the columns. */
function records(text) {
  const rows = [];
  let [row, cell] = [[], ''];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gu)) {
    cell = quoted?.replaceAll('""', '"') ?? plain;
    row.push(cell);
    if (end === ',') continue;
    rows.push(row);
    row = [];
  }
  const [header, ...cells] = rows;
  const marks = header.map((name) => name.match(/ \[guestlist\.(\w+)\]$/)[1]);
  return cells.map((row) => {
    expect(row.length).toBe(marks.length);
    return Object.fromEntries(row.map((text, at) => [marks[at], text]));
  });
}

async function signInToGuests(page, query = '', total = 250) {
  await page.goto(`/guests${query}`);
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, total);
}

test('what is filtered is downloaded in the order in which it is shown', async ({ page }) => {
  await signInToGuests(page, '?sort=-address');
  await searchbox(page).fill('domain:fabrikam.com');
  await expect(status(page)).not.toHaveAttribute('data-shown', '250');
  const shown = Number(await status(page).getAttribute('data-shown'));
  const { name, text } = await download(page);
  expect(name).toMatch(/^guests-\d{4}-\d{2}-\d{2}\.csv$/);
  expect(text).toMatch(/^\u{feff}Name \[guestlist\.name\],Address \[guestlist\.address\],Company \[/u);
  const guests = records(text);
  expect(guests.length).toBe(shown);
  const addresses = guests.map(({ address }) => address);
  const drawn = await column(page, 'Address');
  expect(addresses.slice(0, drawn.length)).toEqual(drawn);
  expect(addresses.map((address) => address.toLowerCase())).toEqual(
    addresses
      .map((address) => address.toLowerCase())
      .toSorted()
      .toReversed(),
  );
  await expect(said(page, `${shown} guests are in ${name}.`)).toContainText(
    'They are those of 250 guests that the filter shows.',
  );
  await expect(said(page, name)).not.toContainText('not complete');
  await expect(menu(page)).toBeFocused();
  // Another filter makes it a report about something else.
  await searchbox(page).fill('an');
  await expect(said(page, name)).toBeHidden();
});

test('the selected guests are exported alone, unless the person wants all', async ({ page }) => {
  await signInToGuests(page);
  const addresses = (await column(page, 'Address')).slice(0, 2);
  for (const at of [0, 1]) await rows(page).nth(at).getByRole('checkbox').check();
  await searchbox(page).fill(addresses[1]);
  await expect(rows(page)).toHaveCount(1);
  const one = await download(page);
  // The one that is shown comes first.
  expect(records(one.text).map(({ address }) => address)).toEqual(addresses.toReversed());
  await expect(said(page, one.name)).toContainText('They are the selected ones of 250 guests.');
  await menu(page).click();
  await page.getByRole('checkbox', { name: 'Only the 2 selected guests' }).uncheck();
  await page.keyboard.press('Escape');
  expect(records((await download(page)).text).map(({ address }) => address)).toEqual([addresses[1]]);
  // Where nothing is shown, there is nothing to export but the selected ones.
  await searchbox(page).fill('nothing has this name');
  await expect(status(page)).toHaveAttribute('data-shown', '0');
  await menu(page).click();
  await expect(item(page, 'Download CSV')).toHaveAttribute('aria-disabled', 'true');
  await page.getByRole('checkbox', { name: 'Only the 2 selected guests' }).check();
  await expect(item(page, 'Download CSV')).toHaveAttribute('aria-disabled', 'false');
});

test('a file of all guests has states, dates in UTC and ids, and says nothing that the directory does not say', async ({
  page,
}) => {
  await signInToGuests(page);
  const { name, text } = await download(page);
  await expect(said(page, `250 guests are in ${name}.`)).toBeVisible();
  await expect(said(page, name)).not.toContainText('filter');
  const guests = records(text);
  expect(new Set(guests.map(({ objectId }) => objectId)).size).toBe(250);
  expect(new Set(guests.map(({ state }) => state))).toEqual(new Set(['pending', 'accepted', 'no state']));
  expect(new Set(guests.map(({ blocked }) => blocked))).toEqual(new Set(['true', 'false']));
  for (const guest of guests) {
    expect(guest.objectId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
    for (const date of [guest.invited, guest.accepted, guest.created])
      expect(date).toMatch(/^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z)?$/);
    if (guest.state === 'pending') expect(guest.accepted).toBe('');
    if (guest.invited) expect(guest.invited).toBe(guest.created);
  }
  expect(guests.some(({ state, invited, created }) => state === 'no state' && !invited && created)).toBe(true);
});

const HOSTILE = [
  "=cmd|' /C calc'!A0",
  '+1+1',
  '-2',
  '@SUM(A1)',
  '\t=1',
  '\r=1',
  '=HYPERLINK("https://evil.example","x"),"',
  'Ann "A"\r\nLee, Dr.',
  '"><img src=x onerror=alert(1)>',
  "'=1",
];

test('S-28: names that are formulas are texts in the file, and Bulk invite reads them as they were', async ({
  page,
  context,
  tenant,
}) => {
  await alone(context);
  await page.route(`${tenant.graph}/v1.0/users?**`, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    for (const [at, user] of (json.value ?? []).entries()) {
      user.displayName = HOSTILE[at % HOSTILE.length];
      user.companyName = HOSTILE[(at + 1) % HOSTILE.length];
    }
    await route.fulfill({ response, json });
  });
  await signInToGuests(page);
  const { text } = await download(page);
  const guests = records(text);
  expect(guests.length).toBe(250);
  for (const guest of guests) for (const cell of Object.values(guest)) expect(cell).not.toMatch(/^[\s]*[=+\-@\t\r\n]/u);
  const names = new Set(guests.map(({ name }) => name.replace(/^'(?=['\s]*[=+\-@])/u, '')));
  expect(names).toEqual(new Set(HOSTILE));
  // Bulk invite reads the file again, with the addresses and names as they are in the directory.
  const withAddress = guests.filter(({ address }) => address).length;
  await showBulk(page);
  await paste(page, text);
  await expect(numbers(page)).toHaveAttribute('data-rows', '250');
  await expect(page.getByRole('textbox', { name: 'Address, row 2', exact: true })).toHaveValue(guests[0].address);
  await expect(page.getByRole('textbox', { name: 'Name, row 2', exact: true })).toHaveValue(HOSTILE[0]);
  expect(withAddress).toBeGreaterThan(200);
});

test.describe('a list that is not complete', () => {
  let large;
  test.beforeEach(async ({ page }) => {
    large = await Tenant.start({ guests: 1_200 });
    await page.goto(large.portal);
    await signIn(page, 'Guest Inviter');
  });
  test.afterEach(() => large.stop());

  const open = (page) => page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();

  async function isPartial(page) {
    const { name, text } = await download(page);
    expect(name).toMatch(/^guests-partial-\d{4}-\d{2}-\d{2}\.csv$/);
    const guests = records(text);
    expect(guests.length).toBeGreaterThan(0);
    expect(guests.length).toBeLessThan(1_200);
    await expect(said(page, name)).toContainText('The list was not complete, so guests may be missing.');
  }

  test('says so in the name of its file while it is loading', async ({ page }) => {
    await large.faults({ ...LIST, query: 'skiptoken', fault: { hold: { ms: 60_000 } } });
    await open(page);
    await expect(status(page)).not.toHaveAttribute('data-total', '0');
    await isPartial(page);
    await menu(page).click();
    await expect(panel(page)).toContainText('The list is not complete. The name of the file says so.');
  });

  test('says so in the name of its file when loading has failed, and not when it is complete again', async ({
    page,
  }) => {
    await large.faults({ ...LIST, query: 'skiptoken', fault: { malformed: { kind: 'notJson' } } });
    await open(page);
    const alert = page.getByRole('alert').filter({ hasText: 'The list is not complete' });
    await expect(alert).toBeVisible();
    await isPartial(page);
    await large.clearFaults();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await listLoaded(page, 1_200);
    const { name, text } = await download(page);
    expect(name).toMatch(/^guests-\d{4}-\d{2}-\d{2}\.csv$/);
    expect(records(text).length).toBe(1_200);
  });
});

test('what is shown is copied', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInToGuests(page, '?state=pending');
  const shown = await status(page).getAttribute('data-shown');
  const { text } = await download(page);
  await menu(page).click();
  await item(page, 'Copy as CSV').click();
  await expect(said(page, `${shown} guests are in the clipboard as CSV.`)).toContainText('of 250 guests');
  // The clipboard has no byte order mark. It may have other line breaks, as the system has them.
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  const lines = (of) => of.replaceAll('\r\n', '\n');
  expect(lines(copied)).toBe(lines(text.replace(/^\u{feff}/u, '')));
});

test('where the browser does not copy, the page says so and offers the file', async ({ page }) => {
  await page.addInitScript(() => {
    Clipboard.prototype.write = () => Promise.reject(new DOMException('Write permission denied.', 'NotAllowedError'));
  });
  await signInToGuests(page);
  await menu(page).click();
  await item(page, 'Copy as CSV').click();
  const notice = said(page, 'The browser did not copy');
  await expect(notice).toBeVisible();
  const saved = page.waitForEvent('download');
  await notice.getByRole('button', { name: 'Download CSV' }).click();
  const { name } = await read(await saved);
  await expect(said(page, `250 guests are in ${name}.`)).toBeVisible();
  await expect(notice).toBeHidden();
  await expect(menu(page)).toBeFocused();
});

test('by keyboard: Export opens, Escape closes it, and the focus comes back', async ({ page }) => {
  await signInToGuests(page);
  await searchbox(page).focus();
  await press(page, menu(page));
  await expect(panel(page)).toBeVisible();
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(menu(page)).toBeFocused();
  await page.keyboard.press('Enter');
  await tabTo(page, item(page, 'Download CSV'));
  const saved = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  const { name } = await read(await saved);
  await expect(said(page, `250 guests are in ${name}.`)).toBeVisible();
  await expect(menu(page)).toBeFocused();
});

test('nothing that is shown can be exported where nothing is found', async ({ page }) => {
  await signInToGuests(page);
  await searchbox(page).fill('nothing has this name');
  await expect(status(page)).toHaveAttribute('data-shown', '0');
  await menu(page).click();
  await expect(item(page, 'Download CSV')).toHaveAttribute('aria-disabled', 'true');
  await item(page, 'Download CSV').focus();
  await page.keyboard.press('Enter');
  await expect(said(page, '.csv')).toBeHidden();
});

test('in French, 375 px wide: the header is in French, the marks and the name of the file are the same', async ({
  visitor,
}) => {
  const page = await visitor({ locale: 'fr-FR', viewport: { width: 375, height: 700 } });
  await page.goto('/guests');
  await page.getByRole('button', { name: 'Se connecter', exact: true }).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  await expect(status(page)).toHaveAttribute('data-total', '250');
  await expect(page.getByRole('button', { name: 'Actualiser' })).toHaveAttribute('aria-busy', 'false');
  await menu(page).click();
  await axe(page);
  await expect(item(page, 'Télécharger en CSV')).toBeInViewport({ ratio: 1 });
  await expect(item(page, 'Copier en CSV')).toBeInViewport({ ratio: 1 });
  await page.keyboard.press('Escape');
  const { name, text } = await download(page, 'Télécharger en CSV');
  expect(name).toMatch(/^guests-\d{4}-\d{2}-\d{2}\.csv$/);
  expect(text).toMatch(/^\u{feff}Nom \[guestlist\.name\],Adresse \[guestlist\.address\],/u);
  expect(records(text).length).toBe(250);
  await expect(said(page, `250 invités sont dans ${name}.`)).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
});

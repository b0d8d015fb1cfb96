// The guest list: its views, search and order are part of the address, and an empty result can be undone.
import { test, expect, signIn } from '../support/fixtures.js';
import {
  alone,
  expectFilledIn,
  fillIn,
  listLoaded,
  openGuests,
  posts,
  rows,
  searchbox,
  signInToInvite,
  status,
} from '../support/steps.js';
import { column } from './list.js';

const tab = (page, name) => page.getByRole('tab', { name });

async function signInToGuests(page, query = '', total = 250) {
  await page.goto(`/guests${query}`);
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, total);
}

/** The number in a tab, beside its name. */
const countOf = async (page, name) => Number((await tab(page, name).innerText()).replaceAll(/\D/g, ''));
const shown = async (page) => Number(await status(page).getAttribute('data-shown'));

test('the views add up, and each shows what it counts', async ({ page }) => {
  await signInToGuests(page);
  expect(await countOf(page, 'All')).toBe(250);
  await expect(page.getByRole('tab')).toHaveCount(5);
  const counts = {};
  for (const name of ['Pending', 'Accepted', 'No state']) {
    counts[name] = await countOf(page, name);
    await tab(page, name).click();
    await expect(tab(page, name)).toHaveAttribute('aria-selected', 'true');
    await expect(status(page)).toHaveAttribute('data-shown', String(counts[name]));
    await expect(status(page)).toHaveText(`${counts[name]} of 250 guests`);
    // Beside the state stands what else is known.
    const states = async () =>
      (await column(page, 'State')).map((text) => /^(Pending|Accepted|No state|)/.exec(text)[0]);
    await expect.poll(async () => [...new Set(await states())]).toEqual([name]);
  }
  // A blocked guest is in one of these tabs too.
  counts.Blocked = await countOf(page, 'Blocked');
  expect(counts.Blocked).toBeGreaterThan(0);
  await tab(page, 'Blocked').click();
  await expect(status(page)).toHaveText(`${counts.Blocked} of 250 guests`);
  for (const text of await column(page, 'State')) expect(text).toContain('Blocked');
  await tab(page, 'No state').click();
  expect(counts.Pending).toBeGreaterThan(50);
  expect(counts.Accepted).toBeGreaterThan(50);
  expect(counts.Pending + counts.Accepted + counts['No state']).toBe(250);
  // The last tab is open. The page says why these guests have no state, and what else is known of them.
  await expect(page.getByText('Microsoft keeps no invitation state for these guests')).toBeVisible();
  expect((await column(page, 'State')).join()).toContain('self-service sign-up');
  expect((await column(page, 'Invited')).join()).toMatch(/created \w+ \d+, \d{4}/);
  await expect(page).toHaveURL(/\?state=none$/);

  await tab(page, 'All').click();
  await expect(status(page)).toHaveText('250 of 250 guests');
  await searchbox(page).fill('an');
  await expect(status(page)).not.toHaveAttribute('data-shown', '250');
  const found = await shown(page);
  let sum = 0;
  for (const name of ['Pending', 'Accepted', 'No state']) sum += await countOf(page, name);
  expect([await countOf(page, 'All'), sum], 'the numbers follow the search').toEqual([found, found]);
});

test('a state that the portal does not know has a tab and keeps its word', async ({ page, context, tenant }) => {
  const name = 'Ann of another state';
  await alone(context);
  await page.route(`${tenant.graph}/v1.0/users?**`, async (route) => {
    const response = await route.fetch();
    const json = await response.json();
    json.value[0].externalUserState = 'InProgress';
    json.value[0].displayName = name;
    await route.fulfill({ response, json });
  });
  await signInToGuests(page);
  await searchbox(page).fill(name);
  await tab(page, 'Pending').click();
  await expect(page.getByText('The search finds guests, but none in the tab “Pending”.')).toBeVisible();
  await tab(page, 'Other').click();
  await expect(status(page)).toHaveText('1 of 250 guests');
  expect(await column(page, 'State')).toEqual(['InProgress']);
});

test('the address of a guest is copied, and a guest is invited again while a begun draft is set aside', async ({
  page,
  context,
  tenant,
}) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const form = await signInToInvite(page);
  const begun = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Welcome' };
  await fillIn(form, begun);
  await openGuests(page, 250);
  await tab(page, 'Pending').click();
  const [name] = await column(page, 'Name');
  const [address] = await column(page, 'Address');
  const copy = rows(page)
    .first()
    .getByRole('button', { name: `Copy the address ${address}` });
  await copy.click();
  await expect(page.getByRole('status').filter({ hasText: `Copied: ${address}` })).toBeAttached();
  await expect(
    rows(page)
      .first()
      .getByRole('button', { name: `Copied: ${address}` }),
  ).toBeFocused();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);

  await rows(page)
    .first()
    .getByRole('link', { name: `Invite again: ${name}` })
    .click();
  // The message is for the other guest.
  await expectFilledIn(form, { email: address, name, message: '' });
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await expect(page.getByText('What you typed for kim@fabrikam.com is set aside.')).toBeVisible();
  await page.getByRole('button', { name: 'Go back to it' }).click();
  await expectFilledIn(form, begun);
  await expect(form.email).toBeFocused();
  await expect(page.getByText('is set aside.')).toBeHidden();
  expect(await posts(tenant)).toEqual([]);
});

test('a search looks at name, address and company, each word for itself, and ignores case', async ({ page }) => {
  await signInToGuests(page);
  const [name] = await column(page, 'Name');
  const [address] = await column(page, 'Address');
  const [first, last] = name.split(' ');
  for (const words of [`${last} ${first}`.toUpperCase(), address, ` ${first}  ${address.split('@')[1]} `]) {
    await searchbox(page).fill(words);
    await expect(async () => {
      await expect(status(page)).not.toHaveAttribute('data-shown', '250');
      const found = await column(page, 'Address');
      expect(found).toContain(address);
      const companies = await column(page, 'Company');
      const texts = (await column(page, 'Name')).map((text, at) =>
        `${text}\n${found[at]}\n${companies[at]}`.toLowerCase(),
      );
      for (const word of words.trim().toLowerCase().split(/\s+/))
        for (const text of texts) expect(text).toContain(word);
    }).toPass();
  }
});

test('a link to an age shows a part of the tab, and a press on the tab all of it', async ({ page }) => {
  await page.goto('/guests?state=pending&age=over-90');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  const pending = await countOf(page, 'Pending');
  expect(await shown(page)).toBeGreaterThan(0);
  expect(await shown(page)).toBeLessThan(pending);
  await tab(page, 'Pending').click();
  await expect(status(page)).toHaveAttribute('data-shown', String(pending));
  await expect(page).toHaveURL(/\/guests\?state=pending$/);
});

test('a search takes limits and phrases', async ({ page }) => {
  await signInToGuests(page);
  const find = async (words, name, fits) => {
    await searchbox(page).fill(words);
    await expect(async () => {
      await expect(status(page)).not.toHaveAttribute('data-shown', '250');
      const texts = await column(page, name);
      expect(texts.length).toBeGreaterThan(0);
      for (const text of texts) expect(text).toMatch(fits);
    }, words).toPass();
  };
  const [address] = await column(page, 'Address');
  const domain = address.split('@')[1];
  await find(`domain:${domain.toUpperCase()}`, 'Address', new RegExp(`@.*${domain}`, 'i'));
  const company = (await column(page, 'Company')).find((text) => text.includes(' '));
  await find(`company:"${company}"`, 'Company', new RegExp(company));
  await find('state:accepted', 'State', /^Accepted/);
  await find('older:30', 'State', /^Pending/);
  expect(await countOf(page, 'Pending')).toBe(await shown(page));
});

/** Accents and case do not count, nor strokes through letters. */
function plain(text) {
  const letters = { ß: 'ss', ø: 'o', ł: 'l', đ: 'd', æ: 'ae' };
  const base = text.normalize('NFKD').toLowerCase().replaceAll(/\p{M}/gu, '');
  return base.replaceAll(/[ßøłđæ]/g, (letter) => letters[letter]);
}

const ORDERS = {
  Name: plain,
  Address: plain,
  Company: plain,
  State: (text) => text,
  // The cell has the age, which many guests share.
  Invited: (text) => Date.parse(text.replaceAll(/\s/g, ' ')),
  Accepted: (text) => Date.parse(text.replaceAll(/\s/g, ' ')),
};
test('each header sorts, and sorts the other way round when pressed again', async ({ page }) => {
  await signInToGuests(page);
  for (const [name, value] of Object.entries(ORDERS)) {
    const header = page.getByRole('columnheader', { name, exact: true });
    const tops = {};
    for (const turn of ['first', 'second']) {
      await test.step(`${name}, ${turn}`, async () => {
        const before = await header.getAttribute('aria-sort');
        await header.getByRole('button', { name, exact: true }).click();
        await expect(header).not.toHaveAttribute('aria-sort', before);
        const order = await header.getAttribute('aria-sort');
        const orders = await Promise.all(
          (await page.getByRole('columnheader').all()).map((one) => one.getAttribute('aria-sort')),
        );
        expect(orders.filter((one) => one !== 'none')).toEqual([order]);
        await expect(async () => {
          const texts = await column(page, name, name === 'Invited' ? 'title' : 'innerText');
          const values = texts.filter((text) => !['–', ''].includes(text)).map(value);
          expect(values.length).toBeGreaterThan(10);
          const sorted = values.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0));
          expect(values).toEqual(order === 'ascending' ? sorted : sorted.toReversed());
          tops[turn] = values[0];
        }).toPass();
      });
    }
    expect(tops.first, `${name}, either way round`).not.toEqual(tops.second);
  }
});

test('view, search and order stand in the address; reload and back keep them', async ({ page, tenant }) => {
  await signInToGuests(page);
  const [name] = await column(page, 'Name');
  const word = name.split(' ')[1].toLowerCase();
  await tab(page, 'Accepted').click();
  await searchbox(page).fill(word);
  await page.getByRole('columnheader').getByRole('button', { name: 'Name', exact: true }).click();
  const url = `${tenant.portal}/guests?state=accepted&search=${word}&sort=name`;
  await expect(page).toHaveURL(url);
  const count = await shown(page);

  const same = async () => {
    await listLoaded(page, 250);
    await expect(page).toHaveURL(url);
    await expect(tab(page, 'Accepted')).toHaveAttribute('aria-selected', 'true');
    await expect(searchbox(page)).toHaveValue(word);
    await expect(page.getByRole('columnheader', { name: 'Name' })).toHaveAttribute('aria-sort', 'ascending');
    await expect(status(page)).toHaveAttribute('data-shown', String(count));
  };
  await page.reload();
  await same();
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Invite a guest' })).toBeVisible();
  await page.goBack();
  await same();
  // The link in the navigation resets view, search and order.
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(status(page)).toHaveAttribute('data-shown', '250');
  await expect(searchbox(page)).toHaveValue('');
});

test('when nobody matches, words say so and lead back to everybody', async ({ page, tenant }) => {
  await signInToGuests(page, '?state=pending');
  await searchbox(page).fill('nobody has this name');
  await expect(page.getByRole('heading', { name: 'No guest matches “nobody has this name”' })).toBeVisible();
  await expect(page.getByText('A guest is found if name, address or company together have every word')).toBeVisible();
  await expect(status(page)).toHaveText('0 of 250 guests');
  await page.getByRole('button', { name: 'Clear search and filter' }).click();
  await expect(status(page)).toHaveAttribute('data-shown', '250');
  await expect(searchbox(page)).toHaveValue('');
  await expect(page).toHaveURL(`${tenant.portal}/guests`);
});

test('an address with nonsense in it shows everybody', async ({ page }) => {
  await signInToGuests(page, '?state=lost&sort=shoe&other=%3Cb%3E');
  await expect(status(page)).toHaveAttribute('data-shown', '250');
});

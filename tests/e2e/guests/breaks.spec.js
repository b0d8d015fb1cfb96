// A long guest list of which a later page fails: the page shows the guests that have arrived, says that the list is not
// complete, sends the token to no other host, and completes the list when tried again.
import { test as base, expect, axe, signIn } from '../support/fixtures.js';
import { graphError } from '../support/replies.js';
import {
  alone,
  jumpUntil,
  listLoaded,
  openGuests,
  requests,
  rows,
  searchbox,
  status,
  waiting,
} from '../support/steps.js';
import { ofGuests } from './list.js';

const GUESTS = 1_200;
const PAGE = 999;
const LIST = { method: 'GET', path: '/users' };
const SECOND = { ...LIST, query: 'skiptoken' };

/** A tenant with more guests than one page of Graph's contains. */
const test = base.extend(ofGuests(GUESTS));

const LED_ASTRAY = "Microsoft's answer named an address outside the guest list, so Guestlist did not use it.";
const TROUBLE = 'Microsoft Graph has trouble at the moment. Try again in a few minutes.';
const UNREADABLE = "Microsoft's answer was not what Guestlist expects.";

/** The fault of the second page, the message, and how many guests are shown all the same. */
const BROKEN = {
  'unavailable (503)': [{ status: { code: 503 } }, TROUBLE],
  'a gateway that gave up (502)': [{ status: { code: 502 } }, TROUBLE],
  'throttled for ten minutes': [
    { throttle: { retryAfter: '600' } },
    'Microsoft asks for a pause because of many requests.',
  ],
  'a connection that dies': [{ hangUp: { after: true } }, 'Microsoft Graph could not be reached.'],
  'a proxy’s page with status 200': [
    { malformed: { kind: 'html' } },
    'Something between this browser and Microsoft answered instead of Microsoft',
  ],
  'half a page': [{ malformed: { kind: 'truncated' } }, UNREADABLE],
  'values of other types': [{ malformed: { kind: 'wrongType' } }, UNREADABLE],
  'nothing at all': [{ malformed: { kind: 'empty' } }, UNREADABLE],
  'a page that leads to itself': [{ nextLink: { kind: 'self' } }, LED_ASTRAY, GUESTS],
  'a page that leads to another host': [{ nextLink: { kind: 'foreign' } }, LED_ASTRAY, GUESTS],
};

const partial = (page) => page.getByRole('alert').filter({ hasText: 'The list is not complete' });

for (const [what, [fault, words, there = PAGE]] of Object.entries(BROKEN)) {
  test(`the second page is ${what}: the first stays, and “Try again” makes the list whole`, async ({
    page,
    context,
    tenant,
    watch,
  }) => {
    watch.allow(/status of (429|502|503)/, /ERR_EMPTY_RESPONSE/);
    await alone(context);
    const elsewhere = requests(context, /microsoft\.com|\.example/);
    await page.clock.install();
    await signIn(page, 'Guest Inviter');
    await tenant.faults({ ...SECOND, fault });
    await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
    await jumpUntil(page, 5_000, (options) => expect(partial(page)).toBeVisible(options));
    await expect(partial(page)).toContainText(words);
    await expect(status(page)).toHaveAttribute('data-total', String(there));
    const count = there.toLocaleString('en');
    await expect(status(page)).toHaveText(`${count} of at least ${count} guests`);
    await expect(page.getByRole('tab', { name: `All ${count}+` })).toBeVisible();
    await expect(rows(page).first()).toBeVisible();

    // The guests that have arrived can be searched, and stay when the next try fails, too.
    await searchbox(page).fill('an');
    await expect(status(page)).not.toHaveAttribute('data-shown', String(there));
    const shown = await status(page).getAttribute('data-shown');
    await tenant.faults({ ...SECOND, fault: { malformed: { kind: 'notJson' } } });
    await partial(page).getByRole('button', { name: 'Try again' }).click();
    await expect(page.getByRole('button', { name: 'Refresh' })).toBeFocused();
    await expect(partial(page)).toContainText(UNREADABLE);
    await expect(status(page)).toHaveAttribute('data-total', String(there));
    await expect(status(page)).toHaveAttribute('data-shown', shown);

    await tenant.clearFaults();
    await partial(page).getByRole('button', { name: 'Try again' }).click();
    await listLoaded(page, GUESTS);
    await expect(partial(page)).toBeHidden();
    await expect(searchbox(page)).toHaveValue('an');
    expect(elsewhere).toEqual([]);
  });
}

const EXPIRED = graphError(
  400,
  'Directory_ExpiredPageToken',
  'The specified page token value has expired and can no longer be included in your request.',
);

test('a link to the second page that has expired is no failure: the list is read again by itself', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 400/);
  await signIn(page, 'Guest Inviter');
  await tenant.reply({ ...LIST, query: 'skiptoken', times: 1 }, EXPIRED);
  await openGuests(page, GUESTS);
  await expect(status(page)).toHaveText('1,200 of 1,200 guests');
  await expect(page.getByRole('alert')).toBeHidden();

  // If it happens a second time, the page says so.
  await tenant.reply({ ...LIST, query: 'skiptoken' }, EXPIRED);
  await page.reload();
  await expect(partial(page)).toContainText('Microsoft could not continue the list, even when it was read again');
  await expect(status(page)).toHaveText('999 of at least 999 guests');
  expect(await tenant.struck()).toEqual([2]);
});

test('a second page that is late or fails once is waited for without a word of failure', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of (429|503)/, /ERR_EMPTY_RESPONSE/);
  await page.clock.install();
  await signIn(page, 'Guest Inviter');
  await tenant.faults([
    { ...SECOND, times: 1, fault: { hangUp: { after: false } } },
    { ...SECOND, times: 1, fault: { status: { code: 503 } } },
    { ...SECOND, times: 1, fault: { throttle: { retryAfter: '30' } } },
  ]);
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await jumpUntil(page, 2_000, (options) => expect(waiting(page, 30)).toBeVisible(options));
  await expect(status(page)).toHaveText('999 of 999 guests · 999 of 1,200 loaded…');
  await axe(page);
  await jumpUntil(page, 11_000, (options) => expect(status(page)).toHaveText('1,200 of 1,200 guests', options));
  await expect(page.getByRole('alert').filter({ hasText: 'The list is not complete' })).toBeHidden();
});

test('a page without guests on it is no end of the list', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await tenant.faults({ ...LIST, query: 'displayName', times: 1, fault: { nextLink: { kind: 'emptyPage' } } });
  await openGuests(page, GUESTS);
  await expect(status(page)).toHaveText('1,200 of 1,200 guests');
});

test('a filter and a search hold while the rest of the list is still coming', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await tenant.faults({ ...SECOND, times: 1, fault: { hold: { ms: 12_000 } } });
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(status(page)).toHaveText('999 of 999 guests · 999 of 1,200 loaded…');
  const shown = async () => Number(await status(page).getAttribute('data-shown'));
  await page.getByRole('tab', { name: 'Pending' }).click();
  await expect.poll(shown).toBeLessThan(PAGE);
  const pending = await shown();
  await searchbox(page).fill('an');
  await expect.poll(shown).toBeLessThan(pending);
  const before = await shown();
  // "No match" may be shown only when the list is complete.
  await searchbox(page).fill('nobody has this name');
  await expect(status(page)).toHaveText('0 of 999 guests · 999 of 1,200 loaded…');
  await expect(page.getByRole('heading', { name: 'No guest matches' })).toBeHidden();
  await searchbox(page).fill('an');
  await listLoaded(page, GUESTS);
  await expect(page.getByRole('tab', { name: 'Pending' })).toHaveAttribute('aria-selected', 'true');
  await expect(searchbox(page)).toHaveValue('an');
  await expect.poll(shown).toBeGreaterThan(before);
});

test('a first page that leads to another host is not followed, and the token stays here', async ({
  page,
  context,
  tenant,
}) => {
  await alone(context);
  const elsewhere = requests(context, /microsoft\.com|\.example/);
  await signIn(page, 'Guest Inviter');
  await tenant.faults({ ...LIST, fault: { nextLink: { kind: 'foreign' } } });
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(partial(page)).toContainText(LED_ASTRAY);
  await expect(partial(page)).not.toContainText('no answer arrived');
  await expect(status(page)).toHaveText('999 of at least 999 guests');
  await axe(page);
  expect(elsewhere).toEqual([]);
});

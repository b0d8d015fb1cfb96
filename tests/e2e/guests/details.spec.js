// The details of one guest, beside the list or above it.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { graphError } from '../support/replies.js';
import {
  alone,
  cell,
  expectFilledIn,
  grid,
  inviteForm,
  listLoaded,
  row,
  rows,
  searchbox,
  setting,
  status,
} from '../support/steps.js';
import { Account, Visitor } from '../../contract/visitor.js';
import { column } from './list.js';

const PHONE = { width: 375, height: 700 };
const ONE = { method: 'GET', path: '/users/*' };

const panel = (page) => page.getByRole('dialog');
const details = (page, name) => page.getByRole('dialog', { name: `Details of ${name}`, exact: true });
const heading = (page) => panel(page).getByRole('heading', { level: 2 }).first();
/** What a press on opens the details of a guest. */
const opener = (page, at = 0) => cell(rows(page).nth(at), 'Name');
const fact = (page, name) =>
  panel(page)
    .locator('.facts__row')
    .filter({ has: page.getByText(name, { exact: true }) });
const read = (page) => expect(fact(page, 'Kind')).toBeVisible();

async function signInToGuests(page, query = '', total = 250) {
  await page.goto(`/guests${query}`);
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, total);
  await settled(page);
}

/** Waits until the rows stay where they are: a list that has just loaded is still put in order. */
async function settled(page) {
  let before;
  const isSame = async () => {
    const now = (await rows(page).allInnerTexts()).join();
    const same = now === before;
    before = now;
    return same;
  };
  await expect.poll(isSame, { intervals: [250] }).toBe(true);
}

/** The id in the address. */
const openId = (page) => new URL(page.url()).searchParams.get('guest');
/** What the tenant knows of guests, asked for as an administrator of the directory does it. */
async function administrator(tenant) {
  return (await Visitor.of(tenant)).signIn(Account.GlobalAdministrator, ['User.ReadWrite.All']);
}

test('a press on a name opens the details: the list at once, and the rest when it is read', async ({
  page,
  tenant,
}) => {
  await signInToGuests(page, '?state=pending');
  const [name] = await column(page, 'Name');
  const [address] = await column(page, 'Address');
  await tenant.faults({ ...ONE, times: 1, fault: { hold: { ms: 3_000 } } });
  await opener(page).click();
  await expect(details(page, name)).toBeVisible();
  await expect(heading(page)).toBeFocused();
  await expect(fact(page, 'Address')).toContainText(address);
  await expect(panel(page).getByText('Reading the details…')).toBeVisible();
  await expect(fact(page, 'Kind')).toBeHidden();

  await read(page);
  await expect(heading(page)).toBeFocused();
  await expect(panel(page).getByText('Reading the details…')).toBeHidden();
  const call = await administrator(tenant);
  const select = 'givenName,surname,companyName,department,jobTitle,userPrincipalName,createdDateTime';
  const { body } = await call('GET', `/v1.0/users/${openId(page)}?$select=${select}`);
  await expect(fact(page, 'First name')).toContainText(body.givenName);
  await expect(fact(page, 'Last name')).toContainText(body.surname);
  await expect(fact(page, 'Email')).toContainText(address);
  await expect(fact(page, 'Sign-in name')).toContainText(body.userPrincipalName);
  await expect(fact(page, 'Not connected yet')).toContainText('contoso.onmicrosoft.com');
  await expect(fact(page, 'Object id')).toContainText(openId(page));
  await expect(fact(page, 'Signing in')).toContainText('Allowed');
  const date = new Intl.DateTimeFormat('en', { dateStyle: 'medium' }).format(new Date(body.createdDateTime));
  await expect(panel(page).getByText(new RegExp(`^Invited on ${date}, .+$`))).toBeVisible();
  await expect(panel(page).getByText('Not accepted yet', { exact: true })).toBeVisible();
  // The name with #EXT# is among the facts about the account only.
  for (const part of ['Email', 'Not connected yet']) await expect(fact(page, part)).not.toContainText('#EXT#');
  // A cloud on this machine has no admin center.
  await expect(panel(page).getByRole('link')).toHaveText(['Invite again']);
});

test('by keyboard: Enter opens, Escape closes, and the focus goes back to the list', async ({ page }) => {
  await signInToGuests(page);
  const names = await column(page, 'Name');
  await grid(page).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(heading(page)).toBeFocused();
  await expect(details(page, names[2])).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(panel(page).getByRole('button', { name: 'Close details' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(details(page, names[1])).toBeVisible();
  await read(page);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(panel(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();

  // Escape in the list is first for the selection, and in the search for the search. The shortcuts work while the panel is open.
  await page.keyboard.press('Enter');
  await expect(heading(page)).toBeFocused();
  await grid(page).focus();
  await page.keyboard.press('Space');
  await expect(page.getByRole('group', { name: 'Selected guests' })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeVisible();
  await page.keyboard.press('/');
  await expect(searchbox(page)).toBeFocused();
  await searchbox(page).fill('nobody has this name');
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeVisible();

  // Without a list, the focus goes to the search.
  await searchbox(page).fill('nobody has this name');
  await expect(grid(page)).toBeHidden();
  await heading(page).focus();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(searchbox(page)).toBeFocused();
});

test('the list stays usable beside the details, and another row replaces them', async ({ page, context, tenant }) => {
  // Only then can the test see the responses.
  await alone(context);
  await signInToGuests(page);
  const names = await column(page, 'Name');
  const addresses = await column(page, 'Address');
  // The response for the first guest arrives after the one for the second.
  await tenant.faults({ ...ONE, times: 1, fault: { hold: { ms: 2_500 } } });
  await opener(page, 0).click();
  await expect(details(page, names[0])).toBeVisible();
  const first = openId(page);
  const late = page.waitForResponse((response) => response.url().includes(`/users/${first}?`) && response.ok());
  await opener(page, 1).click();
  await expect(details(page, names[1])).toBeVisible();
  await read(page);
  await (await late).finished();
  await expect(fact(page, 'Email')).toContainText(addresses[1]);
  await expect(fact(page, 'Object id')).toContainText(openId(page));
  await expect(details(page, names[1])).toBeVisible();
  await expect(page.getByRole('dialog')).toHaveCount(1);
  await searchbox(page).fill('an');
  await expect(status(page)).not.toHaveAttribute('data-shown', '250');
  await expect(details(page, names[1])).toBeVisible();
});

test('Back closes the details, and a shared link opens them', async ({ page, visitor, tenant }) => {
  await signInToGuests(page, '?state=accepted');
  const [first, second] = await column(page, 'Name');
  await opener(page, 0).click();
  await read(page);
  const id = openId(page);
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=accepted&guest=${id}`);
  await expect(panel(page).getByText(/^Accepted on /)).toBeVisible();
  await opener(page, 1).click();
  await expect(details(page, second)).toBeVisible();
  await page.goBack();
  await expect(details(page, first)).toBeVisible();
  await page.goBack();
  await expect(panel(page)).toBeHidden();
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=accepted`);
  await page.goForward();
  await expect(details(page, first)).toBeVisible();

  const other = await visitor();
  await other.goto(`/guests?state=accepted&guest=${id}`);
  await signIn(other, 'Guest Inviter');
  await expect(details(other, first)).toBeVisible();
  await read(other);
});

test('an id that is no guest of the list has words', async ({ page, tenant }) => {
  await tenant.faults({ path: '/users', times: 1, fault: { hold: { ms: 4_000 } } });
  await page.goto('/guests?guest=00000000-0000-4000-8000-000000000001');
  await signIn(page, 'Guest Inviter');
  await expect(page.getByRole('dialog', { name: 'Guest details' })).toBeVisible();
  await expect(panel(page).getByText('Looking for this guest in the list…')).toBeVisible();
  await listLoaded(page, 250);
  await expect(panel(page)).toContainText('This guest is not in the list');
  await axe(page);
  await panel(page).getByRole('button', { name: 'Close details' }).click();
  await expect(panel(page)).toBeHidden();
  await expect(page).toHaveURL(`${tenant.portal}/guests`);
});

const REFUSALS = {
  403: ['Authorization_RequestDenied', 'Your account is not allowed to read guests.'],
  501: ['NotImplemented', "Your organization's licence or cloud does not offer this."],
};

for (const [code, [word, words]] of Object.entries(REFUSALS)) {
  test(`when Microsoft answers ${code}, what the list knows stays, and “Try again” reads the rest`, async ({
    page,
    tenant,
    watch,
  }) => {
    watch.allow(new RegExp(`status of ${code}`));
    await signInToGuests(page);
    const [name] = await column(page, 'Name');
    const [address] = await column(page, 'Address');
    await tenant.reply(ONE, graphError(Number(code), word, 'No.'));
    await opener(page).click();
    const alert = panel(page).getByRole('alert');
    await expect(alert).toContainText('The details could not be read');
    await expect(alert).toContainText(words);
    await expect(fact(page, 'Address')).toContainText(address);
    await expect(details(page, name)).toBeVisible();
    await axe(page);
    await tenant.clearFaults();
    await alert.getByRole('button', { name: 'Try again' }).click();
    await read(page);
    await expect(alert).toBeHidden();
    await expect(heading(page)).toBeFocused();
  });
}

test('a guest who was deleted behind the portal’s back is told as such, and leaves the list', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 404/);
  await signInToGuests(page);
  const [name] = await column(page, 'Name');
  await opener(page).click();
  await read(page);
  const id = openId(page);
  await page.keyboard.press('Escape');
  const call = await administrator(tenant);
  expect((await call('DELETE', `/v1.0/users/${id}`)).status).toBe(204);

  await opener(page).click();
  await expect(panel(page)).toContainText('This guest no longer exists');
  await expect(details(page, name)).toBeVisible();
  await panel(page).getByRole('button', { name: 'Load the list again' }).click();
  await listLoaded(page, 249);
  await expect(panel(page)).toContainText('This guest is not in the list');
});

test('what has changed since the list was loaded is shown, in the list, too', async ({ page, tenant }) => {
  await signInToGuests(page);
  const [address] = await column(page, 'Address');
  await opener(page).click();
  await read(page);
  const id = openId(page);
  await page.keyboard.press('Escape');
  const call = await administrator(tenant);
  const change = { displayName: 'Another Name', companyName: 'Another Company', accountEnabled: false };
  expect((await call('PATCH', `/v1.0/users/${id}`, change)).status).toBe(204);
  await opener(page).click();
  await expect(details(page, 'Another Name')).toBeVisible();
  await expect(fact(page, 'Company')).toContainText('Another Company');
  await expect(fact(page, 'Signing in')).toContainText('Blocked');
  await expect(panel(page).getByText('The account is blocked from signing in')).toBeVisible();
  await expect(row(page, address)).toContainText('Another Name');
  await page.keyboard.press('Escape');
  await expect(grid(page)).toBeFocused();
});

test('the address is copied, and the guest invited again', async ({ page, context, tenant }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await signInToGuests(page, '?state=pending');
  const [name] = await column(page, 'Name');
  const [address] = await column(page, 'Address');
  await opener(page).click();
  await read(page);
  await panel(page)
    .getByRole('button', { name: `Copy the address ${address}` })
    .click();
  await expect(panel(page).getByRole('status').filter({ hasText: 'Copied' })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(address);
  await panel(page).getByRole('button', { name: 'Copy the object id' }).click();
  const id = openId(page);
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(id);

  await panel(page).getByRole('link', { name: 'Invite again' }).click();
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await expectFilledIn(inviteForm(page), { email: address, name });
  await page.goBack();
  await expect(details(page, name)).toBeVisible();
});

test('S-27: hostile names, companies and identities are text and nothing else', async ({ page, context }) => {
  const BAIT = '<img src=x onerror=alert(1)>';
  const TURNED = 'Ann\u202E\u2066moc.live';
  const id = '00000000-0000-4000-8000-000000000007';
  const guest = { id, displayName: BAIT, mail: `${BAIT}@evil.example`, userType: 'Guest', companyName: BAIT };
  const more = {
    ...guest,
    displayName: TURNED,
    givenName: '</dd></dl><h1>Gone</h1>',
    surname: '\u200B\u202E',
    department: '{{7*7}}',
    jobTitle: BAIT,
    mail: 'ann\u202E@evil.example',
    otherMails: ['javascript:alert(1)'],
    identities: [
      { signInType: BAIT, issuer: 'javascript:alert(1)', issuerAssignedId: `"><script>alert(1)</script>@x` },
    ],
    creationType: BAIT,
    externalUserState: BAIT,
    externalUserStateChangeDateTime: 'now',
    createdDateTime: BAIT,
    accountEnabled: BAIT,
    userPrincipalName: BAIT,
  };
  await alone(context);
  await context.route(/\/v1\.0\/users[?/]/, async (route) => {
    if (route.request().method() === 'OPTIONS') return route.fallback();
    const one = new URL(route.request().url()).pathname.endsWith(id);
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };
    await route.fulfill({ status: 200, headers, body: JSON.stringify(one ? more : { value: [guest] }) });
  });
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  await signInToGuests(page, `?guest=${id}`, 1);
  await read(page);
  await expect(heading(page)).toHaveText('Annmoc.live');
  await expect(fact(page, 'Company')).toContainText(BAIT);
  await expect(fact(page, 'Email')).toContainText('ann[U+202E]@evil.example');
  await expect(fact(page, 'Other provider')).toContainText('<script>alert(1)</script>@x');
  await expect(fact(page, 'First name')).toContainText('</dd></dl><h1>Gone</h1>');
  await expect(fact(page, 'Last name')).toHaveCount(0);
  await expect(panel(page).getByText(`State in Microsoft's words: ${BAIT}`)).toBeVisible();
  await expect(panel(page).locator('img, script, h1, a:not([href^="/invite?"])')).toHaveCount(0);
});

test('an accepted guest has words for the provider of their account', async ({ page }) => {
  await signInToGuests(page, '?state=accepted');
  const known =
    /Work or school account|Microsoft account|Google account|Facebook account|One-time code by email|Other provider/;
  for (const at of [0, 1, 2, 3, 4]) {
    await opener(page, at).click();
    await read(page);
    await expect(
      panel(page)
        .locator('section')
        .filter({ has: page.getByRole('heading', { name: 'Sign-in', exact: true }) }),
    ).toContainText(known);
    await page.keyboard.press('Escape');
  }
});

test('on a phone the details are above the page, in both languages', async ({ page }) => {
  await page.setViewportSize(PHONE);
  await signInToGuests(page);
  await opener(page).click();
  await read(page);
  const box = await panel(page).boundingBox();
  expect([box.x, box.y, box.width, box.height]).toEqual([0, 0, PHONE.width, PHONE.height]);
  const isAbove = () => panel(page).evaluate((panel) => panel.matches(':modal'));
  expect(await isAbove()).toBe(true);
  await axe(page);
  const width = () => page.evaluate(() => document.querySelector('#guest-details').scrollWidth);
  expect(await width()).toBeLessThanOrEqual(PHONE.width);
  await page.goBack();
  await expect(panel(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();
  await opener(page).click();
  await page.keyboard.press('Escape');
  await expect(panel(page)).toBeHidden();
  await expect(grid(page)).toBeFocused();

  await (await setting(page, 'Language')).selectOption('Français');
  await page.keyboard.press('Escape');
  await opener(page).click();
  await expect(page.getByRole('dialog', { name: /^Détails de / })).toBeVisible();
  await expect(panel(page).getByText(/^Invitation du .+, .+$/)).toBeVisible();
  await expect(panel(page).getByRole('button', { name: 'Fermer les détails' })).toBeVisible();
  await axe(page);

  // In a wide window the same details are beside the list.
  await page.setViewportSize({ width: 1280, height: 800 });
  await expect.poll(isAbove).toBe(false);
  await axe(page);
  await page.getByRole('searchbox').fill('an');
  await expect(panel(page)).toBeVisible();
});

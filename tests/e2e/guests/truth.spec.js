// What the page Guests shows is what the directory says last: deleted guests leave the list, open details are as new as their row, and a stop by
// the person is no failure.
import { test as base, expect, axe, signIn } from '../support/fixtures.js';
import { otherProgram } from '../support/other-program.js';
import { graphError } from '../support/replies.js';
import { alone, cell, invite, listLoaded, openGuests, refresh, requests, rows, status } from '../support/steps.js';
import { MANY, find, goTo, loadRest, ofGuests, problems, stop } from './list.js';

const test = base.extend({ program: async ({ tenant }, use) => use(await otherProgram(tenant)) });

/** The same with a long list. */
const long = test.extend(ofGuests(MANY));

const GHOST = 'qwertz.ghost@fabrikam.com';

const panel = (page) => page.getByRole('dialog');
const openId = (page) => new URL(page.url()).searchParams.get('guest');
const fact = (page, name) =>
  panel(page)
    .locator('.facts__row')
    .filter({ has: page.getByText(name, { exact: true }) });

/** Deletes the invited guest by another program. */
async function removeGhost(program) {
  const [{ id }] = await program.guests(1, `mail eq '${GHOST}'`);
  await program.remove(id);
}

async function inviteGhost(page) {
  await page.goto('/');
  await signIn(page, 'Guest Inviter');
  await invite(page, GHOST);
}

test('a guest invited here and deleted elsewhere leaves the list when Microsoft does not find the details', async ({
  page,
  program,
  watch,
}) => {
  watch.allow(/status of 404/);
  await inviteGhost(page);
  await openGuests(page, 251);
  await removeGhost(program);
  await find(page, 'qwertz', 1);
  await cell(rows(page).first(), 'Name').click();
  await expect(panel(page)).toContainText('This guest no longer exists');
  await panel(page).getByRole('button', { name: 'Load the list again' }).click();
  await listLoaded(page, 250);
  await expect(status(page)).toHaveAttribute('data-shown', '0');
  await expect(panel(page)).toContainText('This guest is not in the list');
});

long(
  'a guest invited here and deleted elsewhere leaves a long list, and does not come back',
  async ({ page, context, program, tenant, watch }) => {
    watch.allow(/status of 410/);
    await alone(context);
    const total = await program.count();
    await inviteGhost(page);
    await openGuests(page, total + 1);
    await removeGhost(program);
    await refresh(page).click();
    await listLoaded(page, total);
    await find(page, 'qwertz', 0);
    const gone = graphError(410, 'syncStateNotFound', 'The sync state is not found. Start a full synchronization.');
    await tenant.reply({ path: '/users/delta', query: 'deltatoken', times: 1 }, gone);
    const asked = requests(context, /\/v1\.0\/users/);
    await refresh(page).click();
    await expect.poll(() => asked.length).toBeGreaterThan(9);
    await listLoaded(page, total);
    await expect(status(page)).toHaveAttribute('data-shown', '0');
  },
);

test('open details are as new as the row after a refresh, without a moment in which they are away', async ({
  page,
  context,
  program,
}) => {
  await alone(context);
  await page.goto('/guests?state=pending');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  await cell(rows(page).first(), 'Name').click();
  await expect(fact(page, 'Kind')).toBeVisible();
  await expect(fact(page, 'Signing in')).toContainText('Allowed');
  const asked = requests(context, new RegExp(`/v1\\.0/users/${openId(page)}`));
  await page.evaluate(() => {
    globalThis.flashes = 0;
    const isThere = () => document.querySelectorAll('dialog .facts__row').length > 3;
    const look = () => (globalThis.flashes += Number(!isThere()));
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true });
  });
  await program.change(openId(page), {
    displayName: 'Qwertz Renamed',
    companyName: 'Qwertz Trading',
    department: 'Qwertz Department',
    accountEnabled: false,
  });
  await refresh(page).click();
  await expect(panel(page).getByRole('heading', { level: 2 })).toHaveText('Qwertz Renamed');
  await expect(fact(page, 'Signing in')).toContainText('Blocked');
  await expect(fact(page, 'Department')).toContainText('Qwertz Department');
  await expect(fact(page, 'Company')).toContainText('Qwertz Trading');
  expect(await page.evaluate(() => globalThis.flashes)).toBe(0);
  expect(asked.length, 'it is not read again and again').toBeLessThan(3);

  // What only the details have is read again, too.
  await program.change(openId(page), { department: 'Another Department' });
  await refresh(page).click();
  await expect(fact(page, 'Department')).toContainText('Another Department');
  expect(asked.length).toBeLessThan(5);
});

long('a link to a guest says so when the guest is not among those loaded so far', async ({ page, tenant }) => {
  await page.goto('/guests?guest=00000000-0000-4000-8000-000000000000');
  await tenant.settings({ latencyMs: 600 });
  await signIn(page, 'Guest Inviter');
  await expect(panel(page)).toContainText('Looking for this guest in the list…');
  await stop(page).click();
  await expect(loadRest(page)).toBeVisible();
  await expect(panel(page)).toContainText('This guest is not among those loaded so far');
  await expect(panel(page)).not.toContainText('Looking for this guest');
  await axe(page);
  await tenant.settings({ latencyMs: 0 });
  await loadRest(page).click();
  await expect(panel(page)).toContainText('This guest is not in the list');
});

for (const [what, query, least] of [
  ['spans', 'createdDateTime ge', 999],
  ['the first page', "$filter=userType eq 'Guest'", 0],
]) {
  long(`loading stops soon and can be resumed although ${what} hang`, async ({ page, context, tenant, program }) => {
    await alone(context);
    const total = await program.count();
    await signIn(page, 'Guest Inviter');
    await tenant.faults({ path: '/users', query, fault: { hold: { ms: 60_000 } } });
    await goTo(page, 'Guests');
    await stop(page).click();
    await expect(loadRest(page)).toBeVisible({ timeout: 8_000 });
    await expect(problems(page)).toBeHidden();
    expect(Number(await status(page).getAttribute('data-total'))).toBeGreaterThanOrEqual(least);
    await tenant.clearFaults();
    await loadRest(page).click();
    await listLoaded(page, total);
    await expect(problems(page)).toBeHidden();
  });
}

long('who presses Stop waiting stops loading, and that is no failure', async ({ page, context, tenant, program }) => {
  await alone(context);
  const total = await program.count();
  await signIn(page, 'Guest Inviter');
  await tenant.faults({ path: '/users', query: 'createdDateTime ge', fault: { hold: { ms: 60_000 } } });
  await goTo(page, 'Guests');
  await page.getByRole('button', { name: 'Stop waiting' }).click();
  await expect(loadRest(page)).toBeVisible();
  await expect(problems(page)).toBeHidden();
  await tenant.clearFaults();
  await loadRest(page).click();
  await listLoaded(page, total);
});

long(
  'while Microsoft wants a pause, a refresh says so and does not read the whole list',
  async ({ page, context, tenant, program, watch }) => {
    watch.allow(/status of (429|403)/);
    await alone(context);
    const total = await program.count();
    await signIn(page, 'Guest Inviter');
    await openGuests(page, total);
    const asked = requests(context, /\/v1\.0\/(users|\$batch)/);
    const busy = graphError(429, 'TooManyRequests', 'Too many requests.');
    await tenant.reply({ path: '/users/delta' }, { ...busy, headers: { ...busy.headers, 'retry-after': '600' } });
    await refresh(page).click();
    await expect(problems(page)).toContainText('The list could not be refreshed');
    await expect(status(page)).toHaveAttribute('data-total', String(total));
    expect(asked.length).toBe(1);

    // Where changes are refused, the list is read anew only when the person asks for it, and they are not asked for again.
    await tenant.reply({ path: '/users/delta' }, graphError(403, 'Authorization_RequestDenied', 'No.'));
    await refresh(page).click();
    await listLoaded(page, total);
    await expect(problems(page)).toBeHidden();
    const deltas = () => asked.filter((url) => url.includes('/users/delta')).length;
    expect(deltas()).toBe(2);
    const before = asked.length;
    await goTo(page, 'Invite');
    await goTo(page, 'Guests');
    await listLoaded(page, total);
    expect(asked.length).toBe(before);
    await refresh(page).click();
    await expect.poll(() => asked.length).toBeGreaterThan(before + 8);
    await listLoaded(page, total);
    expect(deltas()).toBe(2);
  },
);

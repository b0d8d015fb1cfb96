// A guest list that is so long that it is read in several parts at the same time: it is whole, it can be stopped and
// resumed, and it is brought up to date by what this portal and other programs have changed.
import { test as base, expect, axe, signIn } from '../support/fixtures.js';
import { otherProgram } from '../support/other-program.js';
import { graphError } from '../support/replies.js';
import {
  alone,
  listLoaded,
  openGuests,
  pressSignOut,
  refresh,
  requests,
  rows,
  searchbox,
  status,
} from '../support/steps.js';
import { MANY, find, goTo, loadRest, ofGuests, problems, stop } from './list.js';

const UNSUPPORTED = graphError(400, 'Request_UnsupportedQuery', 'Unsupported Query.');
/** Requests for users and their changes. The addresses in a batch are in its body. */
const READS = /\/v1\.0\/(users|\$batch)/;

const test = base.extend({
  ...ofGuests(MANY),
  program: async ({ tenant }, use) => use(await otherProgram(tenant)),
});

test('a long list is read in spans at the same time, and each guest is there once', async ({
  page,
  context,
  program,
}) => {
  await alone(context);
  const asked = requests(context, READS);
  const total = await program.count();
  const undated = await program.guests(5, 'not(createdDateTime ge 1900-01-01T00:00:00Z)');
  expect(undated.length).toBe(5);
  await signIn(page, 'Guest Inviter');
  await openGuests(page, total);
  await expect(problems(page)).toBeHidden();
  const spans = asked.filter((url) => /createdDateTime(%20|\+)[gl]e/.test(url));
  expect(spans.length).toBeGreaterThan(8);
  expect(new Set(asked).size, 'no page is read twice').toBe(asked.length);
  expect(asked.length).toBeLessThan(20);
  for (const { mail } of undated.filter(({ mail }) => mail)) {
    await find(page, mail, 1);
    await expect(rows(page)).toHaveCount(1);
    await expect(rows(page).first()).toContainText(mail);
  }
});

test('what another program has changed is there after a refresh, at the price of two requests', async ({
  page,
  context,
  program,
}) => {
  await alone(context);
  const asked = requests(context, READS);
  const total = await program.count();
  await signIn(page, 'Guest Inviter');
  await openGuests(page, total);
  const [changed, removed, member] = await program.guests(
    3,
    "createdDateTime ge 2000-01-01T00:00:00Z and userType eq 'Guest' and creationType ne 'Invitation'",
  );
  await program.change(changed.id, { displayName: 'Qwertz Renamed' });
  await program.remove(removed.id);
  await program.change(member.id, { userType: 'Member' });
  await program.invite('qwertz.new@fabrikam.com', 'Qwertz New');

  asked.length = 0;
  await refresh(page).click();
  await listLoaded(page, total - 1);
  expect(asked.map((request) => request.replace(/^.*\/v1\.0/, '').replace(/\?.*$/, ''))).toEqual([
    '/users/delta',
    '/$batch',
  ]);
  await find(page, 'qwertz', 2);
  await expect(page.getByText('Qwertz Renamed').first()).toBeVisible();
  await expect(page.getByText('qwertz.new@fabrikam.com').first()).toBeVisible();
  for (const { mail } of [removed, member]) await find(page, mail, 0);

  // A second visit asks for changes only, and there are none.
  await searchbox(page).fill('');
  asked.length = 0;
  await goTo(page, 'Invite');
  await goTo(page, 'Guests');
  await listLoaded(page, total - 1);
  expect(asked.length).toBe(1);
  await expect(page.getByText(/^Updated \d+:\d\d/)).toBeVisible();
});

test('when Microsoft no longer knows since when, the whole list is read again', async ({
  page,
  context,
  tenant,
  program,
  watch,
}) => {
  watch.allow(/status of 410/);
  await alone(context);
  const asked = requests(context, READS);
  const total = await program.count();
  await signIn(page, 'Guest Inviter');
  await openGuests(page, total);
  const gone = graphError(410, 'syncStateNotFound', 'The sync state is not found. Start a full synchronization.');
  const location = `${tenant.graph}/v1.0/users/delta?$deltatoken=`;
  await tenant.reply(
    { path: '/users/delta', query: 'deltatoken', times: 1 },
    { ...gone, headers: { ...gone.headers, location } },
  );
  await program.invite('qwertz.new@fabrikam.com', 'Qwertz New');
  asked.length = 0;
  await refresh(page).click();
  await listLoaded(page, total + 1);
  await expect(problems(page)).toBeHidden();
  expect(asked.length).toBeGreaterThan(9);
  await find(page, 'qwertz', 1);

  // From then on, changes are enough again.
  await program.invite('qwertz.next@fabrikam.com', 'Qwertz Next');
  asked.length = 0;
  await refresh(page).click();
  await find(page, 'qwertz', 2);
  expect(asked.length).toBe(2);
});

test('a directory that cannot be asked for spans is read page by page, and the page says so', async ({
  page,
  context,
  tenant,
  program,
  watch,
}) => {
  watch.allow(/status of 400/);
  await alone(context);
  const asked = requests(context, READS);
  const total = await program.count();
  await signIn(page, 'Guest Inviter');
  await tenant.faults([
    { path: '/users', query: 'not(createdDateTime', fault: { reply: UNSUPPORTED } },
    { path: '/users', query: 'skiptoken', skip: 2, times: 1, fault: { hold: { ms: 3_000 } } },
  ]);
  await goTo(page, 'Guests');
  await expect(status(page)).toContainText('page by page: they could not be read side by side');
  await listLoaded(page, total);
  await expect(problems(page)).toBeHidden();
  // The readers of the spans end after the pages in flight.
  expect(asked.filter((url) => /createdDateTime(%20|\+)[gl]e/.test(url)).length).toBeLessThan(11);

  // One that does not count is read page by page from the start.
  await tenant.reply({ path: '/users', query: '$count=true' }, UNSUPPORTED);
  await page.reload();
  await listLoaded(page, total);
  await expect(status(page)).toHaveText(/^[\d,]+ of [\d,]+ guests$/);
});

test('loading can be stopped and resumed, and a stopped list says that it is partial', async ({
  page,
  context,
  tenant,
  program,
}) => {
  await alone(context);
  const asked = requests(context, READS);
  const total = await program.count();
  await signIn(page, 'Guest Inviter');
  await tenant.settings({ latencyMs: 600 });
  await goTo(page, 'Guests');
  await stop(page).focus();
  await stop(page).press('Enter');
  await expect(loadRest(page)).toBeFocused();
  const there = Number(await status(page).getAttribute('data-total'));
  expect(there).toBeGreaterThan(900);
  expect(there).toBeLessThan(total);
  const count = there.toLocaleString('en');
  await expect(status(page)).toHaveText(`${count} of at least ${count} guests`);
  await expect(
    page.getByText(`Loading was stopped: ${total.toLocaleString('en')} guests are in the directory.`),
  ).toBeVisible();
  await expect(refresh(page)).toHaveAttribute('aria-busy', 'false');
  await axe(page);
  await searchbox(page).fill('nobody has this name');
  await expect(page.getByText('Only the guests loaded so far were searched')).toBeVisible();
  await searchbox(page).fill('');

  // Another visit does not resume it.
  const before = asked.length;
  await goTo(page, 'Invite');
  await goTo(page, 'Guests');
  await expect(loadRest(page)).toBeVisible();
  expect(asked.length).toBe(before);

  await tenant.settings({ latencyMs: 0 });
  await loadRest(page).click();
  await listLoaded(page, total);
  await expect(loadRest(page)).toBeHidden();
  await expect(stop(page)).toBeHidden();
  await expect(refresh(page)).toBeFocused();
  expect(new Set(asked).size, 'no page is read twice').toBe(asked.length);
});

test('who signs out while the list loads leaves nothing behind, and the next person gets the whole list', async ({
  page,
  tenant,
  program,
}) => {
  const total = await program.count();
  await signIn(page, 'Guest Inviter');
  await tenant.settings({ latencyMs: 600 });
  await goTo(page, 'Guests');
  await expect(stop(page)).toBeVisible();
  await pressSignOut(page);
  await expect(page.getByText('You are signed out.', { exact: true })).toBeVisible();
  await expect(rows(page)).toHaveCount(0);
  await tenant.settings({ latencyMs: 0 });
  await signIn(page, 'User Administrator');
  await openGuests(page, total);
  await expect(problems(page)).toBeHidden();
});

/** Names and addresses as they are in directories, and what people type to find them. */
const FOLDED = [
  [{ displayName: 'Jose\u0301 Mun\u0303oz' }, ['josé muñoz', 'jose munoz', 'munoz jose', '  muñoz ']],
  [{ displayName: 'Yaël Katz' }, ['yael']],
  [{ displayName: '\uFB01lip Sør' }, ['filip', 'sor']],
  [{ displayName: 'ΝΙΚΟΣ' }, ['νικος', 'νικοσ']],
  [{ displayName: 'İpek Işık' }, ['ipek isik']],
  [{ displayName: 'Ｋｅｎ Ｉｔｏ' }, ['ken ito']],
  [{ displayName: 'Straße Łukasz' }, ['strasse', 'lukasz']],
  [{ displayName: 'Nguyễn Đức' }, ['nguyen duc']],
  [{ displayName: 'O’Brien' }, ["o'brien"]],
  [{ displayName: '\uFEE3\uFEA4\uFEE4\uFEAA' }, ['محمد']],
  [{ displayName: 'Ann\u200BLee' }, ['annlee']],
  [{ displayName: 'Plain', mail: 'qwertz@fabrikam.com' }, ['qwertz@fabrikam.com\u200B', 'QWERTZ@Fabrikam.com']],
];

test('names of every script are found as people type them, also in a long list', async ({ page, tenant }) => {
  const value = FOLDED.map(([properties], at) => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    mail: `p${at}@example.com`,
    userType: 'Guest',
    externalUserState: null,
    createdDateTime: null,
    ...properties,
  }));
  await signIn(page, 'Guest Inviter');
  await tenant.reply({ path: '/users', method: 'GET' }, { status: 200, body: { value } });
  await openGuests(page, value.length);
  for (const [at, [{ displayName }, searches]] of FOLDED.entries()) {
    for (const typed of searches) {
      await find(page, typed, 1);
      await expect(page.getByText(value[at].mail).first(), `${typed} finds ${displayName}`).toBeVisible();
    }
  }
});

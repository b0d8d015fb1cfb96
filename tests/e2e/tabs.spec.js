// Several tabs with one session: they are signed in, renewed, interrupted and signed out together.
import { test, expect, signIn } from './fixtures.js';
import { alone, expectFilledIn, fillIn, inviteForm, listLoaded, openGuests, requests, signInToInvite, storages, tokenEnds, tokenRequests } from './steps.js';

// A reload of the only tab signs in anew.
test.use({ workersEndWithPages: true });

const signInButton = (page) => page.getByRole('button', { name: 'Sign in', exact: true });
const refresh = (page) => page.getByRole('button', { name: 'Refresh' });
const ENDED = 'Your sign-in has ended';
const interruption = (page) => page.getByRole('alert').filter({ has: page.getByRole('heading', { name: ENDED }) });

/** All that a page holds for whoever looks at it afterwards. */
const leftovers = async (page) => (await page.content()) + (await storages(page));

/** Another tab, on the list. Where the vault is not shared, it takes one press. */
async function another(context, shared = true) {
  const page = await context.newPage();
  await page.goto('/guests');
  if (!shared) await signInButton(page).click();
  await listLoaded(page, 250);
  return page;
}

/** Tokens of eight seconds come to be renewed in all tabs, after half of that, and whatever replaces them lives long. */
async function expireTogether(tenant) {
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  await tenant.settings({ caeTokenSeconds: 3_600 });
}

test('S-15: five tabs that expire together cause one renewal, and none fails', async ({ page, context, tenant }) => {
  await tenant.settings({ caeTokenSeconds: 8 });
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  const pages = [page];
  while (pages.length < 5) pages.push(await another(context));
  await expireTogether(tenant);
  const before = await tokenRequests(tenant);
  await Promise.all(pages.map((one) => refresh(one).click()));
  for (const one of pages) {
    await listLoaded(one, 250);
    await expect(one.getByText(ENDED)).toBeHidden();
  }
  const after = await tokenRequests(tenant);
  expect(after.refresh_token - before.refresh_token).toBe(1);
  expect(after.authorization_code).toBe(1);
});

test('S-15: without shared workers, tabs that expire together renew one at a time', async ({ page, context, tenant }) => {
  await alone(context);
  await tenant.settings({ caeTokenSeconds: 8 });
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  const pages = [page, await another(context, false), await another(context, false)];
  await expireTogether(tenant);
  const before = (await tenant.tokens()).length;
  await tenant.settings({ latencyMs: 600 });
  await Promise.all(pages.map((one) => refresh(one).click()));
  for (const one of pages) await listLoaded(one, 250);
  const renewals = (await tenant.tokens()).slice(before);
  expect(renewals.map(({ grantType, status }) => [grantType, status])).toEqual(pages.map(() => ['refresh_token', 200]));
  const times = renewals.map(({ time }) => Date.parse(time));
  for (const [earlier, later] of [times.slice(0, 2), times.slice(1)]) expect(later - earlier).toBeGreaterThan(500);
});

for (const shared of [true, false]) {
  test(`S-18: signing out in one tab empties the others within a second${shared ? '' : ', without shared workers too'}`, async ({ page, context, tenant }) => {
    if (!shared) await alone(context);
    const form = await signInToInvite(page);
    await fillIn(form, { email: 'kim@fabrikam.com', message: 'A secret plan' });
    const second = await another(context, shared);
    const name = await second.getByRole('row').nth(1).getByRole('cell').first().innerText();
    await second.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText('You are signed out.')).toBeVisible({ timeout: 1_000 });
    await expect(second.getByText('You are signed out.')).toBeVisible();
    for (const one of [page, second]) {
      const left = await leftovers(one);
      for (const text of ['ines@', 'Ines Duarte', 'kim@', 'A secret plan', name]) expect(left).not.toContain(text);
    }
    // Neither tab signs in again by itself.
    await page.goto('/guests');
    await expect(signInButton(page)).toBeVisible();
    expect((await tokenRequests(tenant)).authorization_code).toBe(shared ? 1 : 2);
  });
}

test('S-18: without a network the page stays, says what is still open, and ends it later', async ({ page, context, watch }) => {
  watch.allow(/ERR_INTERNET_DISCONNECTED/);
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Sign out' }).click();
  const notice = page.getByRole('status').filter({ hasText: 'You are signed out of Guestlist, but not of Microsoft' });
  await expect(notice).toContainText('your session there is still open in this browser');
  expect(await leftovers(page)).not.toMatch(/ines@|Ines Duarte|fabrikam/);
  await context.setOffline(false);
  await notice.getByRole('button', { name: 'End the Microsoft session' }).click();
  await expect(page.getByText('You are signed out.', { exact: true })).toBeVisible();
  await signInButton(page).click();
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
});

test('S-19: where somebody else signs in, nothing of the former person is left in any tab', async ({ page, context, tenant }) => {
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'kim@fabrikam.com', message: 'A secret plan' });
  const second = await another(context);
  await tenant.expireSessions();
  await refresh(second).click();
  await expect(second.getByRole('heading', { name: ENDED })).toBeVisible();
  await expect(page.getByRole('heading', { name: ENDED })).toBeVisible();
  await second.getByRole('button', { name: 'Sign in again' }).click();
  await second.getByRole('button', { name: 'Member' }).click();
  await expect(second.getByText('Mira Falk')).toBeVisible();
  // The other tab is hers now, with nothing that he typed or saw.
  await expect(page.getByText('Mira Falk')).toBeVisible();
  await expectFilledIn(inviteForm(page), { email: '', message: '' });
  for (const one of [page, second]) {
    expect(await leftovers(one)).not.toMatch(/Ines Duarte|ines@|A secret plan|kim@/);
  }
});

test('S-16: a second factor at a renewal comes back to the same page with everything typed, in both tabs', async ({ page, context, tenant, watch }) => {
  watch.allow(/status of 40[01]/);
  const form = await signInToInvite(page);
  const typed = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello Kim' };
  await fillIn(form, typed);
  const second = await another(context);
  await tenant.settings({ accounts: { 'ines@contoso.com': { mfaOnRefresh: true } } });
  await tokenEnds(tenant);
  await form.send.click();
  const notice = interruption(page);
  await expect(notice).toContainText('Microsoft needs one more step from you, such as a second factor.');
  await expect(second.getByRole('heading', { name: ENDED })).toBeVisible();
  await expectFilledIn(form, typed);
  const asked = requests(context, /\/authorize\?/);
  await notice.getByRole('button', { name: 'Sign in again' }).click();
  await tenant.settings({ accounts: { 'ines@contoso.com': { mfaOnRefresh: false } } });
  await page.getByRole('button', { name: 'Approve' }).click();
  await expectFilledIn(form, typed);
  await expect(second.getByRole('heading', { name: ENDED })).toBeHidden();
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  expect(asked).toHaveLength(1);
});

test('S-41: a claims challenge leads through Microsoft once, and the page goes on', async ({ page, context, tenant }) => {
  await page.goto('/guests?state=pending');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  await tenant.settings({ requiredAuthContext: 'c1' });
  await refresh(page).click();
  const notice = interruption(page);
  await expect(notice).toContainText('Microsoft needs one more step from you');
  const asked = requests(context, /\/authorize\?/);
  await notice.getByRole('button', { name: 'Sign in again' }).click();
  const approve = page.getByRole('button', { name: 'Approve' });
  await expect(approve.or(refresh(page))).toBeVisible();
  if (await approve.isVisible()) await approve.click();
  await listLoaded(page, 250);
  await refresh(page).click();
  await listLoaded(page, 250);
  await expect(page.getByText(ENDED)).toBeHidden();
  expect(asked).toHaveLength(1);
  const claims = JSON.parse(new URL(asked[0].replace('GET ', '')).searchParams.get('claims'));
  expect(claims.access_token.xms_cc).toEqual({ values: ['cp1'] });
  expect(JSON.stringify(claims)).toContain('c1');
});

test('S-17: half an hour before the sign-in ends, one can sign in again and go on', async ({ page }) => {
  await page.clock.install();
  await signInToInvite(page);
  const warning = page.getByRole('status').filter({ hasText: 'Your sign-in will end soon' });
  await page.clock.fastForward('23:00:00');
  await page.clock.fastForward('00:01:00');
  await expect(warning).toBeHidden();
  await page.clock.fastForward('00:40:00');
  await page.clock.fastForward('00:01:00');
  await expect(warning).toContainText('24 hours after you signed in');
  await warning.getByRole('button', { name: 'Sign in again now' }).click();
  await expect(page.getByText('Ines Duarte')).toBeVisible();
  await expect(page).toHaveURL(/\/invite$/);
  await expect(warning).toBeHidden();
});

test('S-17: after 24 hours it says that the sign-in has ended, without anything being asked', async ({ page }) => {
  await page.clock.install();
  const form = await signInToInvite(page);
  const typed = { email: 'kim@fabrikam.com', message: 'Tomorrow' };
  await fillIn(form, typed);
  await page.clock.fastForward('24:00:01');
  await page.clock.fastForward('00:01:00');
  await expect(interruption(page).getByRole('button', { name: 'Sign in again' })).toBeVisible();
  await expectFilledIn(form, typed);
});

test('a browser that is sent round in circles stops, and says so', async ({ page, context, tenant }) => {
  await alone(context);
  await signIn(page, 'Guest Inviter');
  const asked = requests(context, /\/authorize\?/);
  await context.route(`${tenant.login}/*/oauth2/v2.0/authorize?**`, (route) =>
    route.fulfill({ status: 302, headers: { location: `${tenant.portal}/` } }),
  );
  await page.reload();
  await expect(page.getByText('Your browser went round in circles while signing in.')).toBeVisible();
  expect(asked).toHaveLength(2);
  await page.reload();
  await expect(signInButton(page)).toBeVisible();
  expect(asked).toHaveLength(2);
});

test('S-37: garbage from another page changes nothing', async ({ page, context, tenant, watch }) => {
  watch.allow(/favicon/, 'in the worker');
  await signIn(page, 'Guest Inviter');
  const stranger = await context.newPage();
  await stranger.goto(`${tenant.portal}/config.json`);
  await stranger.evaluate(async (portal) => {
    const html = await (await fetch(portal)).text();
    const [, script] = html.match(/data-vault="?([^" >]+)/);
    const odd = [null, 7, '', 'signedOut', '{"signedOut":1}', '"signedIn"', '{"signedIn":{}}', 'null', '[]', '{}', {}, [], ['"signedOut"'], '"stopped"', '{"ask":{"id":1}}', '{"ask":{"id":"1","request":"forget"}}', '{"ask":{"id":1,"request":"forget","x":1}}', '{"ask":{"id":1,"request":{"send":"a"}}}', '{"ask":{"id":1,"request":{"redeem":{"code":"a","verifier":"b"}}}}', '["forget"]', { length: 1, 0: '"signedOut"' }];
    const channel = new BroadcastChannel('guestlist');
    const blocked = new BroadcastChannel('guestlist.blocked');
    for (const message of [...odd, ['connect-src'], ['connect-src', 'http://['], ['connect-src', 'https://x.microsoft.com'], ['connect-src', 'https://graph.microsoft.com.evil.example'], ['script-src', 'https://graph.microsoft.com'], ['connect-src', { toString: 1 }]]) blocked.postMessage(message);
    // Where the portal does not run, its policy's name is free, also for somebody hostile.
    const policy = globalThis.trustedTypes.createPolicy('guestlist', { createScriptURL: (url) => url });
    const door = new SharedWorker(policy.createScriptURL(script), { type: 'module' }).port;
    const { port1, port2 } = new MessageChannel();
    door.postMessage('no port here');
    door.postMessage(null, [port2]);
    for (const message of odd) for (const port of [channel, port1]) port.postMessage(message);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }, tenant.portal);
  await openGuests(page, 250);
  await refresh(page).click();
  await listLoaded(page, 250);
  await expect(page.getByText('Ines Duarte')).toBeVisible();
  await expect(page.getByText('may not talk to')).toBeHidden();
});

test('S-37: garbage from a window of another site changes nothing', async ({ page, context, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  // Another origin of this machine that has a window of the portal's: opened by it, it may post to it.
  const stranger = await context.newPage();
  await stranger.goto(`${tenant.graph}/_sandbox/landing`);
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    stranger.evaluate((portal) => {
      globalThis.victim = open(portal);
    }, tenant.portal),
  ]);
  await listLoaded(page, 250);
  await expect(opened.getByText('Ines Duarte')).toBeVisible();
  const reached = await stranger.evaluate(() => {
    const odd = ['"signedOut"', ['"signedOut"'], '{"ask":{"id":1,"request":"forget"}}', { type: 'guestlist', forget: true }, null];
    const { port2 } = new MessageChannel();
    for (const message of odd) globalThis.victim.postMessage(message, '*');
    globalThis.victim.postMessage(null, '*', [port2]);
    return globalThis.victim.closed;
  });
  // Cross-Origin-Opener-Policy: the two do not know each other, so nothing arrives at all.
  expect(reached).toBe(true);
  await expect(opened.getByText('Ines Duarte')).toBeVisible();
  await refresh(page).click();
  await listLoaded(page, 250);
});

// Codes and tokens: forged answers are refused, no secret stays in the browser, and tokens are renewed without the person.
import { test, expect, signIn, account } from '../support/fixtures.js';
import { invite, listLoaded, openGuests, requests, signInButton, signInToInvite, storages } from '../support/steps.js';
import { tokenRequests } from './session.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

const REFUSED = 'The answer from the sign-in page does not belong to a sign-in that this tab began, so it was ignored.';
const FORGED = {
  'a state of its own': 'code=forged&state=forged',
  'no state': 'code=forged',
  'an empty code': 'code=&state=forged',
  'a doubled code': 'code=forged&code=again&state=forged',
  'a doubled state': 'code=forged&state=forged&state=again',
  'code and error at once': 'code=forged&error=access_denied&state=forged',
  'an error with a foreign state':
    'error=access_denied&error_description=AADSTS65004%3A+%3Cimg+src%3Dx%3E&state=forged',
  'a code behind something else': 'x=1&code=forged&state=forged',
};

for (const begun of [false, true]) {
  test(`S-03: forged answers are refused in words ${begun ? 'while a sign-in is under way' : 'in a tab that asked for nothing'}`, async ({
    page,
    tenant,
  }) => {
    for (const [what, fragment] of Object.entries(FORGED)) {
      await test.step(what, async () => {
        if (begun) {
          await page.goto('/');
          await signInButton(page).click();
          await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
        } else {
          await page.goto('about:blank');
        }
        await page.goto(`/guests#${fragment}`);
        const notice = page.getByRole('status').filter({ hasText: REFUSED });
        await expect(notice).toBeVisible();
        await expect(notice.getByRole('img')).toHaveCount(0);
        await expect(signInButton(page)).toBeVisible();
        expect(new URL(page.url()).hash).toBe('');
        expect(await storages(page)).not.toContain('forged');
      });
    }
    expect(await tenant.tokens()).toEqual([]);
    await signIn(page, 'Guest Inviter');
    await expect(page).toHaveURL(new RegExp(`^${tenant.portal}/`));
  });
}

test('S-02: an answer is good once: used again, it is refused', async ({ page, context, tenant }) => {
  let answer;
  page.on('response', (response) => {
    const to = response.headers().location ?? '';
    if (to.startsWith(`${tenant.portal}/#`)) answer = to;
  });
  await signIn(page, 'Guest Inviter');
  expect(answer).toContain('code=');
  const second = await context.newPage();
  await second.goto(answer);
  // The session of the first tab is used, and the answer is not.
  await expect(second.getByText('It was ignored, and nothing has changed.')).toBeVisible();
  await expect(second.getByText('Ines Duarte')).toBeVisible();
  await second.getByRole('button', { name: 'Close' }).click();
  await expect(second.getByText('It was ignored, and nothing has changed.')).toBeHidden();
  await expect(second.getByRole('main')).toBeFocused();
  expect(await tenant.tokens()).toHaveLength(1);
});

test('S-09: neither the address bar nor the history keeps the code, and no request tells it', async ({
  page,
  context,
  tenant,
}) => {
  await page.goto('/guests?state=pending');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
  await page.reload();
  await listLoaded(page, 250);
  expect(page.url()).toBe(`${tenant.portal}/guests?state=pending`);
  const cdp = await context.newCDPSession(page);
  const { entries } = await cdp.send('Page.getNavigationHistory');
  const own = entries.map(({ url }) => url).filter((url) => url.startsWith(tenant.portal));
  expect(own.length).toBeGreaterThan(0);
  for (const url of own) expect(url).not.toMatch(/code=|state=(?!pending)|session_state/);
});

test('S-13: tokens are in no storage of the browser', async ({ page, context, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  const secrets = (await tenant.tokens()).flatMap(({ accessToken, refreshToken, idToken }) => [
    accessToken,
    refreshToken,
    idToken,
  ]);
  expect(secrets.filter((secret) => secret?.length > 20)).toHaveLength(3);
  const kept = await page.evaluate(async () => {
    const stores = [
      Object.entries(sessionStorage),
      Object.entries(localStorage),
      document.cookie,
      globalThis.name,
      history.state,
    ];
    return JSON.stringify([stores, await indexedDB.databases(), await caches.keys()]);
  });
  const cookies = JSON.stringify(
    (await context.cookies()).filter(({ domain }) => new URL(tenant.portal).hostname === domain),
  );
  for (const secret of secrets) {
    expect(kept).not.toContain(secret);
    expect(cookies).not.toContain(secret);
  }
  expect(kept).not.toMatch(/eyJ|verifier/);
});

test('S-01: the answer travels in the fragment, with PKCE and a nonce of its own each time', async ({
  page,
  context,
  tenant,
}) => {
  const asked = requests(context, /\/authorize\?/);
  await signIn(page, 'Guest Inviter');
  await page.reload();
  await expect(account(page)).toBeVisible();
  const [first, again, ...more] = asked.map((line) => new URL(line.replace('GET ', '')).searchParams);
  expect(more).toEqual([]);
  for (const query of [first, again]) {
    expect(query.get('response_mode')).toBe('fragment');
    expect(query.get('code_challenge_method')).toBe('S256');
    expect(query.get('redirect_uri')).toBe(`${tenant.portal}/`);
  }
  expect(again.get('prompt')).toBe('none');
  expect(again.get('login_hint')).toBeTruthy();
  for (const name of ['state', 'nonce', 'code_challenge']) expect(first.get(name)).not.toBe(again.get(name));
});

test('tokens of two seconds are renewed without a word', async ({ page, tenant }) => {
  await tenant.settings({ caeTokenSeconds: 2 });
  await signInToInvite(page);
  await invite(page, 'kim@fabrikam.com');
  await openGuests(page, 251);
  await expect(async () => {
    await page.getByRole('button', { name: 'Refresh' }).click();
    await listLoaded(page, 251);
    expect((await tokenRequests(tenant)).refresh_token).toBeGreaterThan(2);
  }).toPass();
  await expect(page.getByText('Your sign-in has ended')).toBeHidden();
});

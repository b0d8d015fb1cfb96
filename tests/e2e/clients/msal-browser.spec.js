// @azure/msal-browser, Microsoft's library for pages, with its default protocol and the addresses of production.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, expect, GRAPH, LOGIN, TENANT } from './fixtures.js';

const CLIENT = '4c1f3b0a-7d55-4f0e-9d0a-2b6f8a1e3c5d';
const READ = { scopes: ['User.Read'] };
/** Only an administrator may grant it. */
const WRITE = { scopes: ['User.ReadWrite.All'] };

const says = (page) => page.getByRole('status');
const pick = (page, name) => page.getByRole('button', { name }).click();

test.beforeEach(async ({ tenant, site }) => {
  await tenant.register({
    clientId: CLIENT,
    displayName: 'Contoso Shop',
    spa: [`${site.origin}/redirect.html`, `${site.origin}/`],
    delegatedPermissions: ['User.Read', 'User.ReadWrite.All'],
  });
});

/** Opens the app. `capable` means that it can handle claims challenges. */
async function open(page, { capable = false } = {}) {
  await page.goto(`/?client=${CLIENT}${capable ? '&capable' : ''}`);
  await expect(says(page)).not.toHaveText('Starting');
}

/** Signs Mira in by redirect and consents to the new app. */
async function signIn(page, options) {
  await open(page, options);
  await redirect(page, READ);
  await pick(page, 'Mira Falk');
  await pick(page, 'Accept');
  await expect(says(page)).toHaveText('Mira Falk is signed in');
}

/** Starts a redirect and waits until the sign-in page is loaded. */
async function redirect(page, request) {
  const left = page.waitForURL(`${LOGIN}/**`);
  await page.evaluate((request) => void globalThis.app.acquireTokenRedirect(request), request);
  await left;
}

/** Gets a token without interaction, or the library's error. */
const silently = (page, request) =>
  page.evaluate(async (request) => {
    const { app } = globalThis;
    try {
      const [account] = app.getAllAccounts();
      const { accessToken, fromCache, scopes, account: whose } = await app.acquireTokenSilent({ account, ...request });
      return { accessToken, fromCache, scopes, username: whose.username };
    } catch ({ name, errorCode, subError, errorMessage, claims }) {
      return { refused: { name, errorCode, subError, errorMessage, claims } };
    }
  }, request);

/** Signs in by a hidden frame: the account, or the library's error. */
const inFrame = (page) =>
  page.evaluate(
    (request) =>
      globalThis.app.ssoSilent({ ...request, loginHint: 'mira@contoso.com' }).then(
        ({ account }) => account.username,
        ({ name, errorCode }) => ({ name, errorCode }),
      ),
    READ,
  );

/** The page's own request to Graph for the signed-in user. */
const me = (page, token) =>
  page.evaluate(
    async ([graph, token]) => {
      const reply = await fetch(`${graph}/v1.0/me`, { headers: { authorization: `Bearer ${token}` } });
      const challenge = reply.headers.get('www-authenticate');
      return { status: reply.status, body: await reply.json(), challenge };
    },
    [GRAPH, token],
  );

/** Collects the grant types of token requests from now on. */
function grants(page) {
  const asked = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().includes('/oauth2/v2.0/token')) {
      asked.push(new URLSearchParams(request.postData()).get('grant_type'));
    }
  });
  return asked;
}

/** The result or the error of the last redirect. */
const brought = (page) =>
  page.evaluate(() => {
    const { brought, failed } = globalThis;
    return { brought, failed: failed && { ...failed, name: failed.name, errorCode: failed.errorCode } };
  });

test('somebody signs in by redirect, and Graph knows them', async ({ page }) => {
  await signIn(page);
  await expect(page).toHaveURL(`/?client=${CLIENT}`);
  const answer = (await brought(page)).brought;
  const { account } = answer;
  expect(account).toMatchObject({
    environment: 'login.windows.net',
    tenantId: TENANT,
    username: 'mira@contoso.com',
    name: 'Mira Falk',
    homeAccountId: `${account.localAccountId}.${TENANT}`,
  });
  expect(answer.idTokenClaims.iss).toBe(`${LOGIN}/${TENANT}/v2.0`);
  expect(answer.scopes).toContain('User.Read');
  const { status, body } = await me(page, answer.accessToken);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id: account.localAccountId, displayName: 'Mira Falk' });
});

test('a token comes out of the cache without a question', async ({ page }) => {
  await signIn(page);
  const asked = grants(page);
  const first = await silently(page, READ);
  expect(first).toMatchObject({ fromCache: true, username: 'mira@contoso.com' });
  await page.reload();
  await expect(says(page)).toHaveText('Mira Falk is signed in');
  const second = await silently(page, READ);
  expect(second).toEqual(first);
  expect(asked).toEqual([]);
});

test('a renewed token comes from the refresh token, again and again', async ({ page }) => {
  await signIn(page);
  const asked = grants(page);
  const tokens = [(await silently(page, READ)).accessToken];
  for (let time = 0; time < 3; time++) {
    const renewed = await silently(page, { ...READ, forceRefresh: true });
    expect(renewed).toMatchObject({ fromCache: false, username: 'mira@contoso.com' });
    tokens.push(renewed.accessToken);
  }
  expect(asked).toEqual(['refresh_token', 'refresh_token', 'refresh_token']);
  expect(new Set(tokens).size).toBe(4);
  expect((await me(page, tokens[3])).status).toBe(200);
});

test('a page that forgot its tokens signs in silently in a hidden frame', async ({
  playwright,
  launchOptions,
  site,
  watch,
}, info) => {
  // Browsers send no cookies from frames of other sites unless the person allows it, as in this browser's profile.
  const profile = info.outputPath('profile');
  await mkdir(join(profile, 'Default'), { recursive: true });
  await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify({ profile: { cookie_controls_mode: 0 } }));
  const options = { ...launchOptions, baseURL: site.origin };
  const context = await playwright.chromium.launchPersistentContext(profile, options);
  try {
    await watch.over(context);
    const page = await context.newPage();
    await signIn(page);
    const second = await context.newPage();
    await open(second);
    await expect(says(second)).toHaveText('Nobody is signed in');
    expect(await inFrame(second)).toBe('mira@contoso.com');
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});

test('where frames get no cookies of other sites, a hidden frame asks for interaction', async ({ page, context }) => {
  await signIn(page);
  const second = await context.newPage();
  await open(second);
  expect(await inFrame(second)).toEqual({ name: 'InteractionRequiredAuthError', errorCode: 'login_required' });
  // A redirect does not need such a cookie and works without interaction.
  await second.evaluate((request) => void globalThis.app.acquireTokenRedirect(request), READ);
  await expect(says(second)).toHaveText('Mira Falk is signed in');
});

test('somebody signs in in a popup window', async ({ page }) => {
  await open(page);
  const opened = page.waitForEvent('popup');
  const answer = page.evaluate(async (request) => {
    const { account, accessToken } = await globalThis.app.acquireTokenPopup(request);
    return { username: account.username, accessToken };
  }, READ);
  const popup = await opened;
  await pick(popup, 'Mira Falk');
  const closed = popup.waitForEvent('close');
  await pick(popup, 'Accept');
  await closed;
  const { username, accessToken } = await answer;
  expect(username).toBe('mira@contoso.com');
  expect((await me(page, accessToken)).body.displayName).toBe('Mira Falk');
});

test('an ended session asks for interaction, and a redirect recovers', async ({ page, tenant, watch }) => {
  watch.allow(/status of 40[01]/);
  await signIn(page);
  const old = await silently(page, READ);
  await tenant.expireSessions();
  expect((await me(page, old.accessToken)).status).toBe(401);
  const { refused } = await silently(page, { ...READ, forceRefresh: true });
  expect(refused.name).toBe('InteractionRequiredAuthError');
  await redirect(page, READ);
  await pick(page, 'Mira Falk');
  await expect(says(page)).toHaveText('Mira Falk is signed in');
  const renewed = await silently(page, READ);
  expect(renewed.accessToken).not.toBe(old.accessToken);
  expect((await me(page, renewed.accessToken)).status).toBe(200);
});

test('a second factor that is due asks for interaction, and a redirect recovers', async ({ page, tenant, watch }) => {
  watch.allow(/status of 400/);
  await signIn(page);
  await tenant.settings({ accounts: { 'mira@contoso.com': { mfaOnRefresh: true } } });
  const { refused } = await silently(page, { ...READ, forceRefresh: true });
  expect(refused).toMatchObject({ name: 'InteractionRequiredAuthError', subError: 'basic_action' });
  expect(refused.errorMessage).toContain('AADSTS50076');
  await redirect(page, { ...READ, loginHint: 'mira@contoso.com' });
  await pick(page, 'Approve');
  await expect(says(page)).toHaveText('Mira Falk is signed in');
  expect(await silently(page, { ...READ, forceRefresh: true })).toMatchObject({ username: 'mira@contoso.com' });
});

test('a claims challenge of Graph is met by redirect', async ({ page, tenant, watch }) => {
  watch.allow(/status of 40[01]/);
  await signIn(page, { capable: true });
  const old = await silently(page, READ);
  expect((await me(page, old.accessToken)).status).toBe(200);
  await tenant.settings({ requiredAuthContext: 'c1' });
  const { status, challenge } = await me(page, old.accessToken);
  expect(status).toBe(401);
  expect(challenge).toContain('error="insufficient_claims"');
  const claims = atob(challenge.match(/claims="([^"]+)"/)[1]);
  const { refused } = await silently(page, { ...READ, claims });
  expect(refused).toMatchObject({ name: 'InteractionRequiredAuthError' });
  await redirect(page, { ...READ, claims, loginHint: 'mira@contoso.com' });
  await pick(page, 'Approve');
  await expect(says(page)).toHaveText('Mira Falk is signed in');
  const { brought: answer } = await brought(page);
  expect((await me(page, answer.accessToken)).status).toBe(200);
});

test('a cancelled sign-in comes back as an error', async ({ page }) => {
  await open(page);
  await redirect(page, READ);
  await pick(page, 'Cancel');
  await expect(says(page)).toHaveText('access_denied');
  const { failed } = await brought(page);
  expect(failed).toMatchObject({ name: 'ServerError', errorCode: 'access_denied' });
  expect(failed.errorMessage).toContain('AADSTS65004');
  // The library can begin another sign-in.
  await redirect(page, READ);
  await pick(page, 'Mira Falk');
  await pick(page, 'Accept');
  await expect(says(page)).toHaveText('Mira Falk is signed in');
});

test('a permission that only an administrator grants comes back as an error', async ({ page, watch }) => {
  watch.allow(/status of 400/);
  await signIn(page);
  const { refused } = await silently(page, WRITE);
  expect(refused).toMatchObject({ name: 'InteractionRequiredAuthError', subError: 'consent_required' });
  expect(refused.errorMessage).toContain('AADSTS65001');
  await redirect(page, { ...WRITE, loginHint: 'mira@contoso.com' });
  await expect(page.getByRole('heading', { name: 'Need admin approval' })).toBeVisible();
  await pick(page, 'Return to the application without granting consent');
  await expect(says(page)).not.toHaveText('Starting');
  const { failed } = await brought(page);
  expect(failed.errorMessage).toContain('AADSTS90094');
});

test('an administrator grants it for the organization, and then it is there for others', async ({ page, visitor }) => {
  await signIn(page);
  const admin = await visitor();
  await open(admin);
  await redirect(admin, WRITE);
  await pick(admin, 'Gael Hinde');
  await admin.getByRole('checkbox', { name: 'Consent on behalf of your organization' }).check();
  await pick(admin, 'Accept');
  await expect(says(admin)).toHaveText('Gael Hinde is signed in');
  const { scopes } = await silently(page, WRITE);
  expect(scopes).toContain('User.ReadWrite.All');
});

test('signing out ends the session and leads back', async ({ page, site }) => {
  await signIn(page);
  await page.evaluate(() => void globalThis.app.logoutRedirect({ account: globalThis.app.getAllAccounts()[0] }));
  await page.waitForURL(`${site.origin}/?state=*`);
  expect(await page.evaluate(() => Object.values(sessionStorage).join().includes('mira'))).toBe(false);
  await open(page);
  await expect(says(page)).toHaveText('Nobody is signed in');
  await redirect(page, READ);
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
});

test('an address that is not registered is refused on the spot', async ({ page, tenant, site, watch }) => {
  watch.allow(/status of 400/);
  await tenant.register({ clientId: CLIENT, displayName: 'Contoso Shop', spa: [`${site.origin}/`] });
  await open(page);
  await redirect(page, READ);
  await expect(page.getByText('AADSTS50011')).toBeVisible();
  expect(page.url()).toContain(LOGIN);
});

test('an app that is registered for one tenant does not sign in at the common address', async ({ page, watch }) => {
  watch.allow(/status of 400/);
  await open(page);
  await redirect(page, { ...READ, authority: `${LOGIN}/common` });
  await expect(page.getByText('AADSTS50194')).toBeVisible();
});

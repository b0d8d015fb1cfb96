// openid-client, a certified OpenID relying party without code for Microsoft: discovery, sign-in, tokens.
import { test, expect, GRAPH, LOGIN, TENANT } from './fixtures.js';

const ISSUER = `${LOGIN}/${TENANT}/v2.0`;
const CLIENT = { clientId: '7d0f2f60-9a3f-4b77-8a4e-3f7d5f1c2b9a', secret: 'kept on the server' };
const SCOPE = 'openid profile email offline_access User.Read';

/** Reads the tenant's description as a client that checks the signature of every id token. */
async function discover({ issuer, clientId, secret }) {
  const client = await import('openid-client');
  const execute = [client.enableNonRepudiationChecks];
  globalThis.client = client;
  globalThis.config = await client.discovery(new URL(issuer), clientId, secret, undefined, { execute });
  return globalThis.config.serverMetadata();
}

/** The address of a sign-in with PKCE, state and nonce. */
async function begin({ redirect, scope }) {
  const { client, config } = globalThis;
  const expected = {
    pkceCodeVerifier: client.randomPKCECodeVerifier(),
    expectedState: client.randomState(),
    expectedNonce: client.randomNonce(),
  };
  globalThis.expected = expected;
  return client.buildAuthorizationUrl(config, {
    redirect_uri: redirect,
    scope,
    code_challenge: await client.calculatePKCECodeChallenge(expected.pkceCodeVerifier),
    code_challenge_method: 'S256',
    state: expected.expectedState,
    nonce: expected.expectedNonce,
  }).href;
}

/** Redeems the code in the address of the redirect, with all checks of the library. */
async function finish({ address, changed }) {
  const { client, config, expected } = globalThis;
  try {
    const tokens = await client.authorizationCodeGrant(config, new URL(address), { ...expected, ...changed });
    globalThis.tokens = tokens;
    return { tokens: { ...tokens }, claims: tokens.claims() };
  } catch ({ name, code, error, error_description }) {
    return { refused: { name, code, error, error_description } };
  }
}

async function signIn(page, node, tenant, site) {
  const redirect = `${site.origin}/callback`;
  await tenant.register({
    clientId: CLIENT.clientId,
    displayName: 'Shop',
    web: [redirect],
    secrets: [CLIENT.secret],
    delegatedPermissions: ['User.Read'],
  });
  await node.run(discover, { issuer: ISSUER, ...CLIENT });
  await page.goto(await node.run(begin, { redirect, scope: SCOPE }));
  await page.getByRole('button', { name: 'Mira Falk' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await expect(page.getByRole('heading', { name: 'Back at the app' })).toBeVisible();
  return page.url();
}

test('the tenant describes itself under its own issuer', async ({ node }) => {
  const told = await node.run(discover, { issuer: ISSUER, ...CLIENT });
  expect(told).toMatchObject({
    issuer: ISSUER,
    authorization_endpoint: `${LOGIN}/${TENANT}/oauth2/v2.0/authorize`,
    token_endpoint: `${LOGIN}/${TENANT}/oauth2/v2.0/token`,
    end_session_endpoint: `${LOGIN}/${TENANT}/oauth2/v2.0/logout`,
    jwks_uri: `${LOGIN}/${TENANT}/discovery/v2.0/keys`,
  });
});

test('somebody signs in with a code and PKCE, and the id token holds', async ({ node, page, tenant, site }) => {
  const address = await signIn(page, node, tenant, site);
  const { tokens, claims, refused } = await node.run(finish, { address });
  expect(refused).toBeUndefined();
  expect(claims).toMatchObject({
    iss: ISSUER,
    aud: CLIENT.clientId,
    tid: TENANT,
    name: 'Mira Falk',
    preferred_username: 'mira@contoso.com',
  });
  expect(tokens.token_type).toBe('bearer');
  const me = await node.run(
    async ({ graph }) => {
      const { client, config, tokens } = globalThis;
      const url = new URL(`${graph}/v1.0/me`);
      const reply = await client.fetchProtectedResource(config, tokens.access_token, url, 'GET');
      return reply.json();
    },
    { graph: GRAPH },
  );
  expect(me).toMatchObject({ id: claims.oid, displayName: 'Mira Falk' });
});

test('a refresh token gives new tokens for the same person', async ({ node, page, tenant, site }) => {
  const address = await signIn(page, node, tenant, site);
  const before = await node.run(finish, { address });
  const after = await node.run(async () => {
    const { client, config, tokens } = globalThis;
    const renewed = await client.refreshTokenGrant(config, tokens.refresh_token);
    return { tokens: { ...renewed }, claims: renewed.claims() };
  });
  expect(after.tokens.access_token).not.toBe(before.tokens.access_token);
  expect(after.tokens.refresh_token).not.toBe(before.tokens.refresh_token);
  expect(after.claims).toMatchObject({ iss: ISSUER, sub: before.claims.sub, oid: before.claims.oid });

  await tenant.expireSessions();
  const refused = await node.run(async () => {
    const { client, config, tokens } = globalThis;
    return client.refreshTokenGrant(config, tokens.refresh_token).then(
      () => undefined,
      ({ error }) => error,
    );
  });
  expect(refused).toBe('invalid_grant');
});

test('an answer that is not for this sign-in does not pass', async ({ node, page, tenant, site }) => {
  const address = await signIn(page, node, tenant, site);
  const foreign = await node.run(finish, { address, changed: { expectedState: 'another' } });
  expect(foreign.refused.code).toBe('OAUTH_INVALID_RESPONSE');
  const replayed = await node.run(finish, { address, changed: { expectedNonce: 'another' } });
  expect(replayed.refused.code).toMatch(/^OAUTH_/);
  // The attempt has used up the code.
  const again = await node.run(finish, { address });
  expect(again.refused.error).toBe('invalid_grant');
  expect(again.refused.error_description).toContain('AADSTS54005');
});

test('a code is worth nothing without its verifier', async ({ node, page, tenant, site }) => {
  const address = await signIn(page, node, tenant, site);
  const changed = { pkceCodeVerifier: 'a-verifier-that-somebody-else-made-up-for-it-0' };
  const { refused } = await node.run(finish, { address, changed });
  expect(refused.error).toBe('invalid_grant');
  expect(refused.error_description).toContain('AADSTS501481');
});

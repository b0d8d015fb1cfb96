// @azure/msal-node, Microsoft's library for servers and daemons: an app that signs in as itself.
import { selfSigned } from './certificate.js';
import { test, expect, DAEMON, GRAPH, LOGIN, TENANT } from './fixtures.js';

const CERTIFIED = '5f0d9c1e-6c55-4d0b-9f3a-0d1c2b3a4e5f';
const AUTHORITY = `${LOGIN}/${TENANT}`;
const SCOPES = [`${GRAPH}/.default`];

const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'));

/** Signs in as an app, twice. Records the library's requests and the refusal, if any. */
async function signIn({ auth, scopes }) {
  const { ConfidentialClientApplication } = await import('@azure/msal-node');
  const sent = [];
  const send = globalThis.fetch;
  globalThis.fetch = (url, options) => {
    sent.push({ url, method: options.method, body: options.body });
    return send(url, options);
  };
  try {
    const app = new ConfidentialClientApplication({ auth });
    const first = await app.acquireTokenByClientCredential({ scopes });
    const second = await app.acquireTokenByClientCredential({ scopes });
    const kept = ({ accessToken, fromCache, expiresOn }) => ({ accessToken, fromCache, expiresOn });
    return { first: kept(first), second: kept(second), sent };
  } catch ({ name, errorCode, errorMessage, errorNo }) {
    return { refused: { name, errorCode, errorMessage, errorNo }, sent };
  } finally {
    globalThis.fetch = send;
  }
}

/** What Graph answers about users. */
async function firstUsers({ graph, token }) {
  const reply = await fetch(`${graph}/v1.0/users?$top=5&$select=id,userPrincipalName`, {
    headers: { authorization: `Bearer ${token}` },
  });
  return { status: reply.status, body: await reply.json() };
}

const withSecret = (secret) => ({ clientId: DAEMON.clientId, authority: AUTHORITY, clientSecret: secret });
const withCertificate = ({ key, thumbprintSha256 }) => ({
  clientId: CERTIFIED,
  authority: AUTHORITY,
  clientCertificate: { privateKey: key, thumbprintSha256 },
});

/** Registers a daemon that proves itself by this certificate. */
const registerCertified = (tenant, { certificate }) =>
  tenant.register({
    clientId: CERTIFIED,
    displayName: 'Nightly report',
    certificates: [certificate],
    applicationPermissions: ['User.Read.All'],
  });

test('an app with a secret signs in as itself and lists users', async ({ node }) => {
  const { first, second, sent } = await node.run(signIn, { auth: withSecret(DAEMON.secret), scopes: SCOPES });
  expect(first.fromCache).toBe(false);
  const { aud, appid, idtyp, roles, tid, upn } = claims(first.accessToken);
  expect({ aud, appid, idtyp, tid, upn }).toEqual({ aud: GRAPH, appid: DAEMON.clientId, idtyp: 'app', tid: TENANT });
  expect(roles).toContain('User.Read.All');
  // The second token came from the library's cache, so there was one token request.
  expect(second.fromCache).toBe(true);
  expect(second.accessToken).toBe(first.accessToken);
  expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(1);

  const { status, body } = await node.run(firstUsers, { graph: GRAPH, token: first.accessToken });
  expect(status).toBe(200);
  expect(body.value).toHaveLength(5);
});

test('an app with a certificate signs in as itself and lists users', async ({ node, tenant }) => {
  const made = selfSigned('Nightly report');
  await registerCertified(tenant, made);
  const { first, sent, refused } = await node.run(signIn, { auth: withCertificate(made), scopes: SCOPES });
  expect(refused).toBeUndefined();
  const { appidacr, appid, roles } = claims(first.accessToken);
  expect({ appidacr, appid, roles }).toEqual({ appidacr: '2', appid: CERTIFIED, roles: ['User.Read.All'] });
  const [{ body: form }] = sent.filter(({ method }) => method === 'POST');
  expect(form).toContain('client_assertion=');
  expect(form).not.toContain('client_secret=');

  const { status, body } = await node.run(firstUsers, { graph: GRAPH, token: first.accessToken });
  expect(status).toBe(200);
  expect(body.value).toHaveLength(5);
});

test('a certificate that is not registered is refused', async ({ node, tenant }) => {
  await registerCertified(tenant, selfSigned('Nightly report'));
  const { refused } = await node.run(signIn, { auth: withCertificate(selfSigned('Somebody')), scopes: SCOPES });
  expect(refused).toMatchObject({ name: 'ServerError', errorCode: 'invalid_client' });
  expect(refused.errorMessage).toContain('AADSTS700027');
});

test('a wrong secret is refused', async ({ node }) => {
  const { refused } = await node.run(signIn, { auth: withSecret('guessed'), scopes: SCOPES });
  expect(refused).toMatchObject({ name: 'ServerError', errorCode: 'invalid_client' });
  expect(refused.errorMessage).toContain('AADSTS7000215');
});

test('a token without the application permission is refused by Graph', async ({ node, tenant }) => {
  const clientId = '0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d';
  await tenant.register({ clientId, displayName: 'Without permissions', secrets: ['known'] });
  const auth = { ...withSecret('known'), clientId };
  const { first } = await node.run(signIn, { auth, scopes: SCOPES });
  const { status, body } = await node.run(firstUsers, { graph: GRAPH, token: first.accessToken });
  expect(status).toBe(403);
  expect(body.error.code).toBe('Authorization_RequestDenied');
});

test('the very request of a daemon is refused when a page sends it', async ({ node, page, site, watch }) => {
  const { sent } = await node.run(signIn, { auth: withSecret(DAEMON.secret), scopes: SCOPES });
  const [{ url, body }] = sent.filter(({ method }) => method === 'POST');
  const again = async ({ url, body, origin }) => {
    const headers = { 'content-type': 'application/x-www-form-urlencoded', ...(origin && { origin }) };
    const reply = await fetch(url, { method: 'POST', headers, body });
    return { status: reply.status, body: await reply.json() };
  };
  expect(await node.run(again, { url, body })).toMatchObject({ status: 200 });
  const refused = await node.run(again, { url, body, origin: site.origin });
  expect(refused.status).toBe(400);
  expect(refused.body).toMatchObject({ error: 'invalid_request', error_codes: [9002326] });
  expect(refused.body.error_description).toContain(`Request origin: '${site.origin}'`);

  // A real page may not even read the refusal, because its origin belongs to no registered app.
  watch.allow(/blocked by CORS policy/, /net::ERR_FAILED/);
  await page.goto('/callback');
  const failed = await page.evaluate(
    ({ url, body }) => fetch(url, { method: 'POST', body: new URLSearchParams(body) }).then(() => 'read', String),
    { url, body },
  );
  expect(failed).toBe('TypeError: Failed to fetch');
});

// Invalid id tokens: the sandbox issues them, and each sign-in ends with a message and without a call to Graph. The portal
// takes the time from its host, not from the computer.
import { test, expect, signIn, account } from '../support/fixtures.js';
import { alone, listLoaded, requests, signInButton } from '../support/steps.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

const BAD = 'did not pass the security checks';
const CLOCK = "not valid by this computer's clock, nor by the clock of the portal's host";
const OTHER_TENANT = 'does not belong to the organization that this portal serves';
const elsewhere = '2c4b7a9e-5d18-4c63-9a0f-1e7d3b6f8a21';
const seconds = (minutes) => Math.floor(Date.now() / 1000) + minutes * 60;

/** The change to the id token, and the message. `login` is the tenant's sign-in host, `client` the portal's client id. */
const LIES = [
  ['for another app', () => ({ claims: { aud: '00000003-0000-0000-c000-000000000000' } }), BAD],
  ['for two apps', ({ client }) => ({ claims: { aud: [client, 'other'], azp: client } }), BAD],
  ['for another party', () => ({ claims: { azp: 'other' } }), BAD],
  ['of another issuer', () => ({ claims: { iss: 'https://login.evil.example/v2.0' } }), BAD],
  ['of another tenant, by its issuer alone', ({ login }) => ({ claims: { iss: `${login}/${elsewhere}/v2.0` } }), BAD],
  [
    'of another tenant',
    ({ login }) => ({ claims: { tid: elsewhere, iss: `${login}/${elsewhere}/v2.0` } }),
    OTHER_TENANT,
  ],
  ['without a tenant', () => ({ claims: { tid: null } }), BAD],
  ['with a nonce of another sign-in', () => ({ claims: { nonce: 'A'.repeat(43) } }), BAD],
  ['without a nonce', () => ({ claims: { nonce: null } }), BAD],
  ['without a person', () => ({ claims: { oid: null } }), BAD],
  ['without an end', () => ({ claims: { exp: null } }), BAD],
  ['that ended six minutes ago', () => ({ claims: { exp: seconds(-6) } }), CLOCK],
  ['that begins in six minutes', () => ({ claims: { nbf: seconds(6) } }), CLOCK],
  ['with no signature', () => ({ header: { alg: 'none' } }), BAD],
  ['signed with a secret', () => ({ header: { alg: 'HS256' } }), BAD],
];

test('S-06: an id token that is not the one asked for signs nobody in', async ({ page, tenant, context }) => {
  // One sign-in for each invalid token takes long.
  test.slow();
  await alone(context);
  const calls = requests(context, new RegExp(`^${tenant.graph}/v1.0`));
  const { clientId: client } = await tenant.config();
  await page.goto('/guests');
  for (const [what, change, says] of LIES) {
    await test.step(what, async () => {
      await tenant.changeIdToken(change({ client, login: tenant.login }));
      await page.context().clearCookies();
      await signInButton(page).click();
      await page.getByRole('button', { name: 'Guest Inviter' }).click();
      await expect(page.getByRole('alert').filter({ hasText: 'Signing in did not work' })).toContainText(says);
      await expect(account(page)).toBeHidden();
    });
  }
  expect(calls).toEqual([]);
  await page.context().clearCookies();
  await tenant.changeIdToken({ claims: { exp: seconds(-4), nbf: seconds(4), aud: [client] } });
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);
});

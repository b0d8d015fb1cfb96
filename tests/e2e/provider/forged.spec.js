// What an attacker between browser and provider can send: answers of another issuer, answers to another sign-in, and
// discovery documents that name other hosts. The portal redeems nothing and says why.
import { test, expect, signInAs } from './fixtures.js';
import { requests, signInButton } from '../support/steps.js';

const UNCHECKED = 'did not pass the security checks';

/** The notice about an answer that belongs to no sign-in of this tab. */
const ignored = (page) =>
  page.getByRole('status').filter({ hasText: 'does not belong to a sign-in that this tab began' });

/** Changes the answer in the address to which the provider redirects. */
const answerOf = (tenant, change) => (location) => {
  const [page, fragment] = location.split('#');
  if (page !== `${tenant.portal}/` || !fragment) return location;
  const answer = new URLSearchParams(fragment);
  change(answer);
  return `${page}#${answer}`;
};

const ISSUERS = {
  none: (answer) => answer.delete('iss'),
  'an empty one': (answer) => answer.set('iss', ''),
  'another one': (answer) => answer.set('iss', 'https://idp.evil.example'),
  'one with a slash more': (answer) => answer.set('iss', `${answer.get('iss')}/`),
  'two of them': (answer) => answer.append('iss', answer.get('iss')),
};

test('S-04: an answer that does not name the issuer as promised is refused before anything is redeemed', async ({
  page,
  provider,
  tenant,
}) => {
  for (const [what, change] of Object.entries(ISSUERS)) {
    await test.step(what, async () => {
      provider.onTheWay = answerOf(tenant, change);
      await page.context().clearCookies();
      await page.goto('/guests');
      await signInAs(page, 'ines');
      const alert = page.getByRole('alert').filter({ hasText: 'Signing in did not work' });
      // Two issuers make an answer that belongs to no sign-in. It is ignored, as one of another tab would be.
      if (what === 'two of them') await expect(ignored(page)).toBeVisible();
      else await expect(alert).toContainText(UNCHECKED);
    });
  }
  expect(provider.tokens).toEqual([]);
});

const STATES = {
  none: (answer) => answer.delete('state'),
  'another one': (answer) => answer.set('state', 'A'.repeat(43)),
  'one letter less': (answer) => answer.set('state', answer.get('state').slice(1)),
  'two of them': (answer) => answer.append('state', answer.get('state')),
};

test('S-03: a true code with a wrong, missing or doubled state is not redeemed', async ({ page, provider, tenant }) => {
  for (const [what, change] of Object.entries(STATES)) {
    await test.step(what, async () => {
      provider.onTheWay = answerOf(tenant, change);
      await page.context().clearCookies();
      await page.goto('/guests');
      await signInAs(page, 'ines');
      await expect(ignored(page)).toBeVisible();
      await expect(signInButton(page)).toBeVisible();
    });
  }
  expect(provider.tokens).toEqual([]);
  // The same tab can sign in when the answers arrive unchanged.
  provider.onTheWay = (location) => location;
  await page.context().clearCookies();
  await signInAs(page, 'ines');
  await expect(page.getByText('Ines Duarte')).toBeVisible();
});

const OTHER = 'names another issuer than config.json does';
const UNFIT = 'lacks what a safe sign-in needs: PKCE with S256';
const MISSING = 'could not be loaded';
const DOCUMENTS = [
  [{ issuer: 'https://idp.evil.example' }, OTHER],
  [{ token_endpoint: 'https://idp.evil.example/token' }, UNFIT],
  [{ authorization_endpoint: 'javascript:alert(1)' }, UNFIT],
  [{ end_session_endpoint: 'http://127.0.0.1:1/end' }, UNFIT],
  [{ code_challenge_methods_supported: ['plain'] }, UNFIT],
  [{ code_challenge_methods_supported: undefined }, UNFIT],
];

test('S-05: a discovery document of another issuer, or one that leads elsewhere, stops the portal', async ({
  page,
  provider,
  context,
  watch,
}) => {
  watch.allow(/status of 404/);
  const asked = requests(context, /\/(auth|token)(\?|$)/);
  const document = `${provider.issuer}/.well-known/openid-configuration`;
  const stops = async (says) => {
    await page.goto('/guests');
    await expect(page.getByRole('alert').filter({ hasText: says })).toBeVisible();
    await expect(signInButton(page)).toBeHidden();
  };
  for (const [change, says] of DOCUMENTS) {
    await test.step(JSON.stringify(change), async () => {
      await context.route(document, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, json: { ...(await response.json()), ...change } });
      });
      await stops(says);
      await context.unroute(document);
    });
  }
  await context.route(document, (route) =>
    route.fulfill({ status: 404, headers: { 'access-control-allow-origin': '*' }, body: '' }),
  );
  await stops(MISSING);
  await context.unroute(document);
  expect(asked).toEqual([]);
  await page.getByRole('button', { name: 'Load again' }).click();
  await expect(signInButton(page)).toBeVisible();
});

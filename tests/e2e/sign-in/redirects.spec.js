// The redirects of a sign-in: they use the one registered address whatever the page's address says. Code and state appear
// nowhere but in the request that redeems the code.
import { test, expect, signIn } from '../support/fixtures.js';
import { alone, listLoaded, requests, signOut } from '../support/steps.js';

// The worker ends with its last page, so a reload of the only tab signs in again.
test.use({ workersEndWithPages: true });

const EVIL = 'evil.example';
const CROOKED = [
  `/?redirect=https://${EVIL}/`,
  `/?redirect_uri=https://${EVIL}/&client_id=x&prompt=none`,
  `/guests?returnTo=//${EVIL}/&state=pending`,
  `/#redirect=//${EVIL}/`,
  `//${EVIL}/guests`,
  `/%2F%2F${EVIL}/`,
  `/\\${EVIL}/`,
];
const NAMES = [
  'client_id',
  'redirect_uri',
  'response_type',
  'response_mode',
  'scope',
  'state',
  'nonce',
  'code_challenge',
  'code_challenge_method',
  'client_info',
  'claims',
  'prompt',
  'login_hint',
];

test('S-08, S-36: no address of the portal changes where a sign-in leads, or leads away after it', async ({
  page,
  tenant,
  context,
}) => {
  const asked = requests(context, /\/authorize\?/);
  const { clientId } = await tenant.config();
  for (const path of CROOKED) {
    await test.step(path, async () => {
      await context.clearCookies();
      await page.goto('about:blank');
      // As a link would open it. The browser may normalize the address, but it stays one of the portal's.
      await page.goto(`${tenant.portal}${path}`);
      await signIn(page, 'Guest Inviter');
      const query = new URL(asked.at(-1).replace('GET ', '')).searchParams;
      expect(query.getAll('redirect_uri')).toEqual([`${tenant.portal}/`]);
      expect(query.getAll('client_id')).toEqual([clientId]);
      expect([...query.keys()].filter((name) => !NAMES.includes(name))).toEqual([]);
      expect(query.toString()).not.toContain('evil');
      expect(new URL(page.url()).origin).toBe(tenant.portal);
      await signOut(page);
      expect(new URL(page.url()).origin).toBe(tenant.portal);
    });
  }
});

/** All headers, including those that the browser adds. If a request was not sent, those that the page set. */
const headersOf = (request) => {
  const late = new Promise((resolve) => setTimeout(resolve, 2_000, request.headers()));
  return Promise.race([request.allHeaders().catch(() => request.headers()), late]);
};

test('S-09: the answer has left the address before anything is asked, and no request but one tells it', async ({
  page,
  context,
  tenant,
}) => {
  // Notes the page's address at each request.
  await context.addInitScript(() => {
    const { fetch } = globalThis;
    globalThis.addressesWhileAsking = [];
    globalThis.fetch = (...args) => {
      globalThis.addressesWhileAsking.push(location.href);
      return fetch(...args);
    };
  });
  const answers = [];
  context.on('response', (response) => {
    const to = response.headers().location ?? '';
    if (to.startsWith(`${tenant.portal}/#`)) answers.push(new URLSearchParams(to.split('#')[1]));
  });
  const sent = [];
  await alone(context);
  context.on('request', (request) => sent.push(request));
  await page.goto('/guests?state=pending');
  await signIn(page, 'Guest Inviter');
  await listLoaded(page, 250);

  expect(answers).toHaveLength(1);
  const secrets = [answers[0].get('code'), answers[0].get('state')];
  for (const secret of secrets) expect(secret.length).toBeGreaterThan(20);
  const addresses = await page.evaluate(() => globalThis.addressesWhileAsking);
  expect(addresses.length).toBeGreaterThan(0);
  for (const address of addresses) expect(address).not.toContain('#');
  for (const request of sent) {
    const headers = JSON.stringify(await headersOf(request));
    // The sign-in page's own address contains the state.
    const hidden = request.url().startsWith(tenant.login) ? secrets.slice(0, 1) : secrets;
    for (const secret of hidden) expect(`${request.url()} ${headers}`).not.toContain(secret);
  }
  const cdp = await context.newCDPSession(page);
  const { entries } = await cdp.send('Page.getNavigationHistory');
  for (const { url } of entries) expect(url).not.toContain(secrets[0]);
  expect(page.url()).toBe(`${tenant.portal}/guests?state=pending`);
});

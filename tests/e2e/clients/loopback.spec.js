// The basis of the other tests of clients: Microsoft's host names lead to the sandbox, no other host can be reached, and
// only the sandbox's authority makes its certificate valid.
import { test, expect, GRAPH, LOGIN } from './fixtures.js';
import { NodeProcess } from './node-process.js';

/** The status of an answer, or the error. */
const ask = (url) =>
  fetch(url).then(
    ({ status }) => status,
    ({ message, cause }) => cause?.code ?? message,
  );

const ELSEWHERE = ['https://login.microsoftonline.us/', 'https://aadcdn.msauth.net/', 'https://example.com/'];

test('a Node process finds the sandbox under the real names, and no other host', async ({ node }) => {
  expect(await node.run(ask, `${GRAPH}/v1.0/me`)).toBe(401);
  expect(await node.run(ask, `${LOGIN}/common/v2.0/.well-known/openid-configuration`)).toBe(200);
  for (const url of [...ELSEWHERE, 'http://graph.microsoft.com/']) expect(await node.run(ask, url)).toBe('ENOTFOUND');
});

test('a Node process believes the sandbox only by its authority', async ({ tenant }) => {
  const node = new NodeProcess({ port: tenant.port, ca: '' });
  try {
    expect(await node.run(ask, `${GRAPH}/v1.0/me`)).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  } finally {
    await node.stop();
  }
});

test('a page finds the sandbox under the real names, and no other host', async ({ page, watch }) => {
  watch.allow(/status of 401/, /ERR_NAME_NOT_RESOLVED/);
  await page.goto('/callback');
  expect(await page.evaluate(ask, `${GRAPH}/v1.0/me`)).toBe(401);
  const failures = [];
  page.on('requestfailed', (request) => failures.push(request.failure().errorText));
  for (const url of ELSEWHERE) expect(await page.evaluate(ask, url)).toBe('Failed to fetch');
  expect(failures).toEqual(ELSEWHERE.map(() => 'net::ERR_NAME_NOT_RESOLVED'));
});

test('a page believes the sandbox only by its key', async ({ page, playwright, launchOptions, site }) => {
  await page.goto('/callback');
  // The same browser, but it does not trust the two keys.
  const args = launchOptions.args.filter((arg) => !arg.startsWith('--ignore-certificate-errors'));
  const browser = await playwright.chromium.launch({ ...launchOptions, args });
  try {
    const doubtful = await browser.newPage();
    for (const url of [`${LOGIN}/common/v2.0/.well-known/openid-configuration`, `${site.origin}/callback`]) {
      await expect(doubtful.goto(url)).rejects.toThrow('ERR_CERT_AUTHORITY_INVALID');
    }
  } finally {
    await browser.close();
  }
});

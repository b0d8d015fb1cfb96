// With an invalid configuration the portal does not start, and names the key that is wrong.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, expect, signIn } from '../support/fixtures.js';
import { loadsAnew, requests, signInButton, signOut } from '../support/steps.js';
import { served } from '../support/tenant.js';

const RULE = {
  tenant: "It is the organization's tenant id (a GUID) or one of its domains, such as contoso.com.",
  clientId: 'It is the “Application (client) ID” of the app registration, a GUID.',
  cloud:
    'It is "global", "usgov", "usgov-dod" or "china". For a sandbox, it is an object with the loopback addresses "login" and "graph", and perhaps "issuer", an OpenID provider at "login".',
  defaultRedirectUrl: 'It is an https address. If “redirectHosts” is given, its host is one of them.',
  redirectHosts: 'It is a list of host names, such as ["contoso.com"].',
  organizationName: 'It is a plain text of at most 100 characters, all of them visible.',
};

/** Invalid values for each key. */
const BAD = {
  tenant: [
    '',
    'common',
    'contoso',
    'contoso.com/..',
    'https://contoso.com',
    '69997834-fa40-45da-9999-382c3bdc66c',
    7,
    null,
    ['contoso.com'],
  ],
  clientId: ['', 'guestlist', '11112222-bbbb-3333-cccc-4444dddd555', '{11112222-bbbb-3333-cccc-4444dddd5555}', null, 5],
  cloud: [
    'moon',
    '',
    null,
    {},
    { login: 'http://127.0.0.1:1' },
    { login: 'http://127.0.0.1:1', graph: 'http://127.0.0.1:2', other: 'x' },
    { login: 'http://127.0.0.1:1', graph: 'http://127.0.0.1:2', issuer: null },
    { login: 'http://127.0.0.1:1', graph: 'http://127.0.0.1:2', issuer: 'http://127.0.0.1:3' },
    { login: 'http://127.0.0.1:1', graph: 'http://127.0.0.1:2', issuer: 'https://idp.evil.example' },
    'Usgov',
    ['usgov'],
    { login: 'https://login.evil.example', graph: 'https://graph.evil.example' },
    { login: 'http://127.0.0.1.evil.example:1', graph: 'http://127.0.0.1:2' },
    { login: 'http://user@127.0.0.1:1', graph: 'http://127.0.0.1:2' },
    { login: 'http://127.0.0.1:1/path', graph: 'http://127.0.0.1:2' },
  ],
  defaultRedirectUrl: [
    '',
    'contoso.com',
    'http://contoso.com',
    'javascript:alert(1)',
    'https://a@contoso.com/',
    null,
    1,
  ],
  redirectHosts: ['contoso.com', ['https://contoso.com'], ['contoso.com/x'], [7], null, {}],
  organizationName: [
    '',
    ' ',
    7,
    null,
    ['Contoso'],
    'x'.repeat(101),
    'Contoso\nFabrikam',
    '\u202eosotnoC',
    'Con\u200btoso',
  ],
};

/** Files that are no JSON object, and the message for each. */
const UNREADABLE = [
  ['', 'config.json is empty.'],
  ['<!doctype html><title>Not found</title>', /^The host answered with a web page instead of config\.json\./],
  [
    '{\n  “tenant”: "contoso.com"\n}',
    'config.json has typographic quotes (“ ”) in line 2. JSON needs straight ones (").',
  ],
  ['{ "tenant": "contoso.com", "tenant": "fabrikam.com" }', 'config.json has the key “tenant” twice.'],
  ['{\n  "tenant": ,\n}', /^config\.json is not valid JSON: the mistake is near line 2, column \d+\.$/],
  ['{ "tenant": "contoso.com", }', /^config\.json is not valid JSON/],
  ['[]', 'config.json must hold an object: { … }.'],
  ['"global"', 'config.json must hold an object: { … }.'],
  ['null', 'config.json must hold an object: { … }.'],
];

/** The stop page says `text`, and nothing was asked of the sign-in host or of Graph. */
async function stops(page, text) {
  await expect(page.getByRole('heading', { level: 1, name: 'Guestlist cannot start' })).toBeVisible();
  await expect(page.getByRole('alert').filter({ hasText: 'config.json' })).toHaveText(text);
  await expect(page.getByText('This message is for the administrator of this portal.')).toBeVisible();
  await expect(signInButton(page)).toBeHidden();
}

async function sound(tenant) {
  const config = await (await fetch(`${tenant.portal}/config.json`)).json();
  return { $schema: './config.schema.json', ...config };
}

test('a host that lets browsers keep config.json: what it says now counts at once', async ({ page, watch }) => {
  watch.allow(/status of 400/); // The sandbox does not know the other app.
  const kept = async (copy) => {
    const file = join(copy, '_headers');
    const text = await readFile(file, 'utf8');
    const other = text.replace('/config.json\n  Cache-Control: no-store', '/config.json\n  Cache-Control: max-age=600');
    expect(other).not.toBe(text);
    await writeFile(file, other);
  };
  await served(kept, async (tenant) => {
    await page.goto(tenant.portal);
    await expect(signInButton(page)).toBeVisible();
    await tenant.setConfig({ ...(await tenant.config()), clientId: '99998888-bbbb-3333-cccc-4444dddd5555' });
    await page.goto(tenant.portal);
    await signInButton(page).click();
    await page.waitForURL(/99998888-bbbb-3333-cccc-4444dddd5555/);
  });
});

for (const [key, values] of Object.entries(BAD)) {
  test(`S-39: a malformed “${key}” is named`, async ({ page, tenant, context }) => {
    const asked = requests(context, new RegExp(`^(${tenant.login}|${tenant.graph}|https:)`));
    const config = await sound(tenant);
    for (const value of values) {
      await test.step(JSON.stringify(value), async () => {
        await tenant.setConfig({ ...config, [key]: value });
        await page.goto('/invite');
        await stops(page, `The value of “${key}” in config.json cannot be right. ${RULE[key]}`);
      });
    }
    expect(asked).toEqual([]);
  });
}

test('S-39: each missing key is named', async ({ page, tenant }) => {
  const config = await sound(tenant);
  for (const key of ['tenant', 'clientId', 'cloud', 'defaultRedirectUrl']) {
    await tenant.setConfig({ ...config, [key]: undefined });
    await page.goto('/');
    await stops(page, `config.json lacks the key “${key}”.`);
  }
});

test('S-39: an unknown key is named, as it may be a misspelt one', async ({ page, tenant }) => {
  const config = await sound(tenant);
  for (const key of ['clientID', 'redirectHost', '<b>bold</b>', '']) {
    await tenant.setConfig({ ...config, [key]: 'x' });
    await page.goto('/');
    await stops(
      page,
      `config.json has a key that does not exist: “${key}”. Check its spelling, upper and lower case too.`,
    );
  }
});

test('S-39: a file that cannot be read is told as such', async ({ page, tenant }) => {
  for (const [text, says] of UNREADABLE) {
    await test.step(text.slice(0, 30), async () => {
      await tenant.setConfig(text);
      await page.goto('/');
      await stops(page, says);
    });
  }
});

test('the default redirect URL must lie on one of the configured hosts', async ({ page, tenant }) => {
  const config = await sound(tenant);
  await tenant.setConfig({ ...config, redirectHosts: ['contoso.com'], defaultRedirectUrl: 'https://evilcontoso.com/' });
  await page.goto('/');
  await stops(page, `The value of “defaultRedirectUrl” in config.json cannot be right. ${RULE.defaultRedirectUrl}`);
});

test('once the file is right, “Load again” goes on to the page that was asked for', async ({ page, tenant }) => {
  await tenant.setConfig('{');
  await page.goto('/guests?state=pending');
  await stops(page, /^config\.json is not valid JSON/);
  await loadsAnew(page, () => page.getByRole('button', { name: 'Load again' }).click());
  await stops(page, /^config\.json is not valid JSON/);
  await tenant.clearConfig();
  await page.getByRole('button', { name: 'Load again' }).click();
  await expect(signInButton(page)).toBeVisible();
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=pending`);
});

test('the organization’s name is on the sign-in page as plain text, and again after signing out', async ({
  page,
  tenant,
  watch,
}) => {
  await tenant.setConfig({
    ...(await sound(tenant)),
    organizationName: ' Contoso <img src=x onerror=alert(1)> & Söhne ',
  });
  await page.goto('/');
  await expect(signInButton(page)).toBeVisible();
  const name = page.getByText('Contoso <img src=x onerror=alert(1)> & Söhne', { exact: true });
  await expect(name).toBeVisible();
  await expect(page.locator('#sign-in img')).toHaveCount(0);
  await signIn(page, 'Guest Inviter');
  await signOut(page);
  await expect(name).toBeVisible();
  expect(watch.problems).toEqual([]);
});

test('the sign-in page does not wait for the organization’s name', async ({ page, tenant }) => {
  await tenant.setConfig({ ...(await sound(tenant)), organizationName: 'Contoso' });
  let answer;
  const held = new Promise((resolve) => (answer = resolve));
  await page.route('**/config.json', async (route) => {
    await held;
    await route.continue();
  });
  await page.goto('/', { waitUntil: 'commit' });
  await expect(signInButton(page)).toBeVisible();
  await expect(page.getByText('Contoso', { exact: true })).toBeHidden();
  answer();
  await expect(page.getByText('Contoso', { exact: true })).toBeVisible();
});

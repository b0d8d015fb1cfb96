// What the release's page may do, and what its policy really stops: each canary below must be refused by the browser.
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { readdirSync } from 'node:fs';
import { test, expect, signIn } from './fixtures.js';
import { alone, fillIn, invite, inviteForm, listLoaded, openGuests, requests, sharedWorker, signInToInvite } from './steps.js';
import { dist, served } from './tenant.js';

const TYPES = 'require-trusted-types-for';

/** What an injected script would try, and the directives one of which must stop it: Trusted Types come first. */
const CANARIES = {
  'an inline script': [['script-src-elem', 'require-trusted-types-for'], () => document.body.append(Object.assign(document.createElement('script'), { text: 'globalThis.canary = 1' }))],
  eval: [['script-src', 'require-trusted-types-for'], () => (0, eval)('globalThis.canary = 1')],
  'a function made from text': [['script-src', 'require-trusted-types-for'], () => new Function('globalThis.canary = 1')()],
  'a timer with text': [['script-src', 'require-trusted-types-for'], () => setTimeout('globalThis.canary = 1')],
  'an inline handler': [['script-src-attr', 'require-trusted-types-for'], () => document.body.setAttribute('onclick', 'globalThis.canary = 1')],
  'an inline style': [['style-src-elem'], () => document.head.append(Object.assign(document.createElement('style'), { textContent: 'body { --canary: 1 }' }))],
  'a script from elsewhere': [['script-src-elem', 'require-trusted-types-for'], (elsewhere) => document.body.append(Object.assign(document.createElement('script'), { src: `${elsewhere}/x.js` }))],
  'an image from elsewhere': [['img-src'], (elsewhere) => (new Image().src = `${elsewhere}/x.png`)],
  'a request elsewhere': [['connect-src'], (elsewhere) => fetch(`${elsewhere}/x`).catch(() => {})],
  'a beacon elsewhere': [['connect-src'], (elsewhere) => navigator.sendBeacon(`${elsewhere}/x`, 'x')],
  'a socket elsewhere': [['connect-src'], (elsewhere) => new WebSocket(elsewhere.replace('http', 'ws'))],
  'a frame': [['frame-src'], (elsewhere) => document.body.append(Object.assign(document.createElement('iframe'), { src: elsewhere }))],
  'a form': [['form-action'], (elsewhere) => {
    const form = Object.assign(document.createElement('form'), { action: elsewhere, method: 'post' });
    document.body.append(form);
    form.submit();
  }],
  'a base address': [['base-uri'], (elsewhere) => document.head.append(Object.assign(document.createElement('base'), { href: elsewhere }))],
  'a plug-in': [['object-src', 'require-trusted-types-for'], (elsewhere) => document.body.append(Object.assign(document.createElement('object'), { type: 'text/html', data: `${elsewhere}/x.html` }))],
  'HTML from text': [['require-trusted-types-for'], () => (document.createElement('div').innerHTML = '<img src=x>')],
  'a worker from text': [['require-trusted-types-for'], () => new Worker('/assets/x.js')],
  'a policy of its own': [['trusted-types'], () => trustedTypes.createPolicy('default', { createHTML: (text) => text })],
};

/** Tries each canary on a page of its own, and expects one of its directives to stop it. */
async function tryAll(page, portal, canaries) {
  const reached = [];
  const server = createServer((request, reply) => {
    reached.push(request.url);
    reply.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const elsewhere = `http://127.0.0.1:${server.address().port}`;
  try {
    for (const [what, [directives, attempt]] of canaries) {
      await test.step(what, async () => {
        await page.goto(portal);
        await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
        await page.evaluate(() => {
          globalThis.seen = [];
          addEventListener('securitypolicyviolation', ({ effectiveDirective }) => globalThis.seen.push(effectiveDirective));
        });
        // Later, as the page itself: what the test evaluates is above the policy.
        await page.evaluate(`setTimeout(() => (${attempt})(${JSON.stringify(elsewhere)}))`);
        const stopped = async () => (await page.evaluate(() => globalThis.seen)).some((seen) => directives.includes(seen));
        await expect.poll(stopped, what).toBe(true);
        expect(await page.evaluate(() => globalThis.canary)).toBeUndefined();
      });
    }
    expect(reached).toEqual([]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('S-21: what an injected script would try is refused', async ({ page, watch, tenant }) => {
  watch.allow(/.*/s); // all of it is provoked
  await tryAll(page, tenant.portal, Object.entries(CANARIES));
});

test('S-21: scripts are refused by the rest of the policy too, where a browser has no Trusted Types', async ({ page, watch }) => {
  watch.allow(/.*/s);
  const scripts = Object.entries(CANARIES)
    .map(([what, [directives, attempt]]) => [what, [directives.filter((name) => name !== TYPES), attempt]])
    .filter(([, [directives]]) => directives.length > 0 && directives[0] !== 'trusted-types');
  expect(scripts.length).toBeGreaterThan(12);
  const without = async (copy) => {
    const file = join(copy, '_headers');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/; require-trusted-types-for 'script'; trusted-types guestlist/, ''));
  };
  await served(without, async (tenant) => {
    expect((await fetch(tenant.portal)).headers.get('content-security-policy')).not.toContain('trusted-types');
    await tryAll(page, tenant.portal, scripts);
  });
});

test('S-20: a whole visit violates nothing, in the page or in its worker, and it would be seen', async ({ page, tenant, watch }) => {
  await signInToInvite(page);
  await invite(page, 'kim@fabrikam.com');
  await openGuests(page, 251);
  await page.reload();
  await listLoaded(page, 251);
  expect(watch.problems).toEqual([]);
  watch.allow(/.*/s);
  const seen = (text) => expect.poll(() => watch.all.some((problem) => problem.includes(text)), text).toBe(true);
  await page.evaluate(() => document.body.append(Object.assign(new Image(), { src: 'http://127.0.0.1:9/' })));
  await seen('img-src blocked http://127.0.0.1:9/');
  await (await sharedWorker(page, tenant.portal)).run("fetch('http://127.0.0.1:9/in-the-worker')");
  await seen('in the worker: connect-src,http://127.0.0.1:9/in-the-worker');
});

test('S-22: Trusted Types are enforced, and no default policy lets text through', async ({ page, tenant }) => {
  const policy = (await fetch(tenant.portal)).headers.get('content-security-policy');
  expect(policy).toContain("require-trusted-types-for 'script'; trusted-types guestlist");
  await signIn(page, 'Guest Inviter');
  expect(await page.evaluate(() => globalThis.trustedTypes.defaultPolicy)).toBe(null);
});

test('S-24: every kind of file comes with every header', async ({ tenant }) => {
  const assets = readdirSync(join(dist, 'assets')).map((name) => `/assets/${name}`);
  for (const path of ['/', '/guests', '/config.json', '/icon.svg', '/missing.js', '/assets/missing.js', ...assets]) {
    const { headers } = await fetch(tenant.portal + path);
    const has = Object.fromEntries(headers);
    expect(has, path).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
      'permissions-policy': 'camera=(), microphone=(), geolocation=(), usb=()',
    });
    expect(has['content-security-policy'], path).toContain("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; ");
    if (assets.includes(path)) expect(has['cache-control'], path).toBe('public, max-age=31536000, immutable');
    // What is missing may be there in a minute.
    if (['/', '/guests', '/config.json', '/missing.js', '/assets/missing.js'].includes(path)) expect(has['cache-control'], path).toBe('no-store');
  }
  // Over plain http browsers ignore it, so the sandbox leaves it out; the file that hosts read has it.
  expect(await readFile(join(dist, '_headers'), 'utf8')).toMatch(/Strict-Transport-Security: max-age=63072000; includeSubDomains/);
});

test('S-26: a whole visit talks to this host, sign-in and Graph alone', async ({ page, tenant, context }) => {
  await alone(context);
  const asked = requests(context, /^(?!data:|blob:)/);
  await signInToInvite(page);
  await invite(page, 'kim@fabrikam.com');
  await openGuests(page, 251);
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByRole('button', { name: 'Sign in', exact: true })).toBeVisible();
  const origins = new Set(asked.map((line) => new URL(line.split(' ')[1]).origin));
  const own = [tenant.portal, tenant.login, tenant.graph];
  expect([...origins].filter((origin) => !own.includes(origin))).toEqual([]);
  expect(origins.size).toBe(3);
});

/** The elements of a list of harmless names. */
const BENIGN = ['button', 'span', 'table', 'tbody', 'td', 'th', 'thead', 'tr'];

test('S-27: a thousand hostile names and addresses are text and nothing else', async ({ page, tenant, context }) => {
  test.setTimeout(200_000);
  const bait = [
    '<img src=x onerror=alert(1)>', '<script>alert(1)</script>', '"><svg onload=alert(1)>', "';alert(1)//", 'javascript:alert(1)', '{{7*7}}', '${7*7}',
    '<a href="https://evil.example">click</a>', '</td></tr></table><h1>Gone</h1>', '<!--', ']]>', '&lt;b&gt;', '\u202Egnp.exe', '\u0000\u0007', '%3Cscript%3E',
    '<style>*{display:none}</style>', '<iframe srcdoc="<script>alert(1)</script>">', '<math><mi//xlink:href="data:x,<script>alert(1)</script>">', '=cmd|calc', '😀'.repeat(40),
  ];
  const people = Array.from({ length: 1000 }, (_, at) => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    displayName: `${bait[at % bait.length]} ${at}`,
    mail: `${bait[(at * 7) % bait.length]}${at}@evil.example`,
    userType: 'Guest',
    externalUserState: 'PendingAcceptance',
    createdDateTime: '2026-11-01T08:00:00Z',
  }));
  await alone(context);
  await context.route(/\/v1\.0\/users\?/, async (route) => {
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };
    if (route.request().method() === 'OPTIONS') return route.fallback();
    await route.fulfill({ status: 200, headers, body: JSON.stringify({ value: people }) });
  });
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  await signIn(page, 'Guest Inviter');
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await listLoaded(page, 1000);
  const region = page.getByRole('region', { name: 'List of guests, scrollable' });
  const kinds = () => region.evaluate((list) => [...new Set([...list.querySelectorAll('*')].map((element) => element.localName))].sort());
  const shown = new Set();
  const strangers = new Set();
  // Down the whole list, which draws only what is in sight.
  await expect(async () => {
    for (const text of await region.getByRole('row').allInnerTexts()) shown.add(text.match(/(\d+)@evil\.example/)?.[1]);
    for (const kind of await kinds()) strangers.add(kind);
    await region.evaluate(async (list) => {
      const end = list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
      list.scrollTo(0, end ? 0 : list.scrollTop + list.clientHeight / 2);
      // Drawn by the frame after the next one.
      for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    });
    expect(shown.size).toBeGreaterThan(1000);
  }).toPass({ timeout: 150_000, intervals: [1] });
  // Whatever harmless names are drawn with, and nothing else.
  expect([...strangers].sort()).toEqual(BENIGN);
  await expect(page.getByRole('heading', { name: 'Gone' })).toHaveCount(0);
  const first = people[0];
  await page.getByRole('searchbox', { name: 'Search guests' }).fill(first.mail);
  await expect(page.getByText(first.mail, { exact: true }).first()).toBeVisible();
});

test('S-27: a hostile organization, person and refusal are text too', async ({ page, context, watch }) => {
  watch.allow(/status of 403/);
  const BAIT = '<img src=x onerror=alert(1)>';
  await alone(context);
  const answers = {
    organization: { status: 200, body: { value: [{ id: 'x', displayName: BAIT, verifiedDomains: [{ name: `${BAIT}.onmicrosoft.com`, isDefault: true }] }] } },
    users: { status: 403, body: { error: { code: BAIT, message: BAIT, innerError: { 'request-id': BAIT } } } },
  };
  await context.route(/\/v1\.0\/(organization|users)\?/, async (route) => {
    if (route.request().method() === 'OPTIONS') return route.fallback();
    const { status, body } = answers[new URL(route.request().url()).pathname.split('/').at(-1)];
    await route.fulfill({ status, headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json' }, body: JSON.stringify(body) });
  });
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await expect(page.getByText(BAIT, { exact: true })).toBeVisible();
  const alert = page.getByRole('alert').filter({ hasText: 'You cannot see guests' });
  await alert.getByText('Details').click();
  await expect(alert).toContainText(`Code: ${BAIT}`);
  await page.getByRole('navigation').getByRole('link', { name: 'Invite' }).click();
  await expect(page.getByText(`The main domain of your organization is ${BAIT}.onmicrosoft.com.`)).toBeVisible();
  await expect(page.locator('img, script:not([src])')).toHaveCount(0);
});

test('S-38: what the console says holds no token, no code and no address', async ({ page, context, watch, tenant }) => {
  watch.allow(/.*/s);
  // A worker of the page's own speaks to the page's console; a shared one to its own.
  await alone(context);
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error.stack ?? error)));
  const codes = [];
  page.on('response', (response) => {
    const code = response.headers().location?.match(/[#&]code=([^&]+)/)?.[1];
    if (code) codes.push(code);
  });
  await signInToInvite(page);
  // Refusals of every kind on the way: of one invitation, of the list, and of a renewal.
  const inviting = { method: 'POST', path: '/invitations', times: 1 };
  for (const fault of [{ status: { code: 403 } }, { status: { code: 500 } }, { hangUp: { after: true } }]) {
    await tenant.faults({ ...inviting, fault });
    await fillIn(inviteForm(page), { email: 'canary@fabrikam.com', name: 'Canary Bird', message: 'A secret plan' });
    await inviteForm(page).send.click();
    await expect(page.getByRole('alert').filter({ has: page.getByRole('heading') })).toBeVisible();
    expect(await tenant.struck()).toEqual([1]);
  }
  await tenant.clearFaults();
  await page.workers()[0].evaluate(() => console.log('the worker is heard'));
  await openGuests(page, 251);
  await page.evaluate(() => {
    const broken = () => {
      throw new Error('broken');
    };
    Document.prototype.createElement = broken;
    Element.prototype.cloneNode = broken;
  });
  await page.getByRole('navigation').getByRole('link', { name: 'Invite' }).click();
  await expect(page.getByText('Guestlist has stopped.')).toBeVisible();
  const secrets = (await tenant.tokens()).flatMap(({ accessToken, refreshToken, idToken }) => [accessToken, refreshToken, idToken]);
  expect(secrets.filter((secret) => secret?.length > 40).length).toBeGreaterThanOrEqual(3);
  expect(codes.length).toBeGreaterThan(0);
  const all = said.join('\n');
  expect(all).toContain('Guestlist stopped at');
  expect(all).toContain('the worker is heard');
  expect(all).not.toMatch(/canary|fabrikam|contoso|eyJ|Bearer|login_hint|secret plan/i);
  for (const secret of [...secrets, ...codes]) expect(all).not.toContain(secret);
});

test('S-43: the release holds no secret, no source map and nothing for tests', async ({ tenant }) => {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) {
    expect(file.name).not.toMatch(/\.(map|ts|rs|toml|lock|env|pem|key)$/);
    const text = await readFile(join(file.parentPath ?? file.path, file.name), 'latin1');
    expect(text, file.name).not.toMatch(/sourceMappingURL|client_secret=|BEGIN [A-Z ]*PRIVATE KEY|wasm_bindgen_test|_sandbox/);
    expect(text, `${file.name} names a folder of the machine that built it`).not.toMatch(/\/home\/|\/root\/|\/Users\/|C:\\Users/);
  }
  for (const path of ['/x.js', '/assets/x.js', '/assets/guestlist.wasm.map', '/.env', '/Cargo.toml']) {
    const reply = await fetch(tenant.portal + path);
    expect([path, reply.status]).toEqual([path, 404]);
    expect(await reply.text()).not.toContain('<html');
  }
});

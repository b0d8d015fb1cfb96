// A hostile script in the portal's page, from a browser extension or through a defect. It runs before the bundle's first
// script, sees all that the bundle does on the page, and knows the worker's protocol. It can act for the person while the page
// is open, but it cannot read the tokens or have them sent to another host.
import { expect, signIn } from '../support/fixtures.js';
import { invite, openAccess, openGuests, signInToInvite } from '../support/steps.js';
import { served } from '../support/tenant.js';
import { everything, hostile } from './injected.js';
import { anywhere, test as withStranger } from './stranger.js';

const test = withStranger.extend({
  // A reload signs in again, so there are more tokens to look for.
  workersEndWithPages: true,

  context: async ({ context }, use) => {
    await context.addInitScript(hostile);
    await use(context);
  },
});

/** All tokens that the tenant has issued. */
async function secrets(tenant) {
  const given = (await tenant.tokens()).flatMap(({ accessToken, refreshToken, idToken }) => [
    accessToken,
    refreshToken,
    idToken,
  ]);
  return given.filter((secret) => typeof secret === 'string' && secret.length > 40);
}

test('S-13, S-14: a script of the page finds no token in anything that it can reach', async ({ page, tenant }) => {
  await tenant.settings({ caeTokenSeconds: 2 });
  await signInToInvite(page);
  await invite(page, 'kim@fabrikam.com');
  await openGuests(page, 251);
  await page.reload();
  await openGuests(page, 251);
  const given = await secrets(tenant);
  expect(given.length).toBeGreaterThanOrEqual(6);
  const { text, bytes, programs, messages } = await everything(page);
  // The search covers the memory of the program and of its opened parts: it finds the list that was just shown.
  expect(programs).toBeGreaterThan(1);
  expect(bytes).toBeGreaterThan(1_000_000);
  expect(messages).toBeGreaterThan(2);
  expect(text).toContain('kim@fabrikam.com');
  for (const secret of given) expect(text.includes(secret)).toBe(false);
  // Nor the signature, the last part of a token.
  for (const secret of given) expect(text.includes(secret.split('.').at(-1))).toBe(false);
});

test('S-11, S-14, S-37: a script of the page cannot have the worker send the token elsewhere, or say it', async ({
  page,
  stranger,
  watch,
}) => {
  watch.allow(/status of 40\d/, 'ERR_FAILED');
  // The policy would stop a request to another site. Here it allows all hosts, so that the worker itself must refuse.
  await served(anywhere, async (tenant) => {
    await page.goto(tenant.portal);
    await signIn(page, 'Guest Inviter');
    await openGuests(page, 250);
    const given = await secrets(tenant);
    const graph = new URL(tenant.graph).host;
    const targets = [
      `@${stranger.host}/v1.0/me`,
      `:pass@${stranger.host}/`,
      `.${stranger.host}/`,
      `//${stranger.host}/v1.0/me`,
      `/\\${stranger.host}/`,
      `/../../${stranger.host}`,
      `http://${stranger.host}/v1.0/me`,
      `http://${graph}@${stranger.host}/v1.0/me`,
      `\thttp://${stranger.host}/`,
      `http://${stranger.host}#http://${graph}/v1.0/me`,
      `http://${stranger.host}\\@${graph}/v1.0/me`,
      'javascript:0',
      'data:,x',
      'blob:x',
      '',
    ];
    const answers = await page.evaluate(
      async ({ targets }) => {
        const { workers, policy } = globalThis.__loot;
        const [{ kind, url, options }] = workers;
        const allowed = policy ? policy.createScriptURL('vault') : url;
        const worker = new globalThis[kind](allowed, options);
        const channel = new MessageChannel();
        const received = [];
        const receive = ({ data }) => received.push(String(data));
        channel.port1.onmessage = receive;
        const direct = worker.port ?? worker;
        direct.onmessage = receive;
        direct.postMessage(null, [channel.port2]);
        // In the portal's own protocol: src/app/worker/protocol.rs.
        const say = (message) => channel.port1.postMessage(JSON.stringify(message));
        const ask = (id, request) => say({ request: { id, request } });
        ask(1, 'whoIsSignedIn');
        const { oid, tid } = await new Promise((resolve) => {
          channel.port1.onmessage = ({ data }) => {
            receive({ data });
            // The first message is the name of the worker's lock.
            const { response } = JSON.parse(data);
            if (response) resolve(response.response.signedIn.account);
          };
        });
        channel.port1.onmessage = receive;
        const persons = [
          { oid, tid },
          { oid: tid, tid: oid },
        ];
        let id = 2;
        for (const person of persons) {
          for (const target of targets) {
            for (const how of ['Path', 'Link']) {
              for (const method of ['Get', 'Post', 'PUT', 'TRACE', 'CONNECT']) {
                ask(id++, { graph: { person, request: { method, target: { [how]: target }, body: null } } });
              }
            }
          }
          // The same request with the usual target works, so the others fail because of their target.
          ask(id++, { graph: { person, request: { method: 'Get', target: { Path: '/v1.0/me' }, body: null } } });
        }
        // Values that are not messages.
        for (const odd of [
          null,
          7,
          {},
          [],
          '',
          '{}',
          '[]',
          'null',
          '"Leave"',
          '"leave",',
          '{"request":{"id":-1,"request":"forget"}}',
          '{"request":{"id":1,"request":"forget","more":1}}',
          '{"request":[1,"token"]}',
          ['request', 1, 'forget'],
          new Map(),
        ]) {
          channel.port1.postMessage(odd);
          direct.postMessage(odd);
        }
        for (const text of ['token', 'access', 'refresh', 'eval', 'config', 'dump', 'constructor', '__proto__'])
          ask(id++, text);
        const others = new BroadcastChannel('guestlist');
        for (const odd of [
          null,
          'signedOut',
          '"signedIn"',
          '{"signedIn":{}}',
          '{"signedOut":1}',
          ['"signedOut"'],
          { 0: '"signedOut"' },
        ])
          others.postMessage(odd);
        ask(id, 'whoIsSignedIn');
        const last = `{"response":{"id":${id},"response":{"signedIn"`;
        const ordinary = '"graph":{"status":200';
        const all = () =>
          received.some((text) => text.startsWith(last)) && received.some((text) => text.includes(ordinary));
        for (const until = Date.now() + 20_000; Date.now() < until && !all(); ) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        return { received, last };
      },
      { targets },
    );
    const all = answers.received.join('\n');
    expect(
      answers.received.some((text) => text.startsWith(answers.last)),
      'the worker goes on',
    ).toBe(true);
    expect(all).toContain('"graph":{"status":200');
    for (const secret of [...given, ...(await secrets(tenant))]) expect(all.includes(secret)).toBe(false);
    expect(stranger.asked).toEqual([]);
    // The portal still works for the person.
    await page.getByRole('button', { name: 'Refresh' }).click();
    await openGuests(page, 250);
  });
});

test('S-25: a script of the page cannot lead the loaders of programs, worker and parts to another host', async ({
  page,
  stranger,
  watch,
}) => {
  watch.allow(/base-uri/);
  // After the page's own scripts have started, every attribute that names a file names one of the other site.
  await page.addInitScript((host) => {
    addEventListener('DOMContentLoaded', () => {
      document.head.prepend(Object.assign(document.createElement('base'), { href: `http://${host}/` }));
      for (const tag of document.querySelectorAll('script, link')) {
        for (const { name, value } of [...tag.attributes]) {
          if (name.startsWith('data-') && value.startsWith('/')) tag.setAttribute(name, `http://${host}${value}`);
          if (name.startsWith('data-') && value.startsWith('sha384-')) tag.removeAttribute(name);
        }
      }
    });
  }, stranger.host);
  // The policy would stop a request to another site. Here only its rule about the base address is left.
  await served(anywhere, async (tenant) => {
    await page.goto(tenant.portal);
    await signIn(page, 'Guest Inviter');
    await openGuests(page, 250);
    await openAccess(page);
    expect(await page.evaluate(() => document.querySelector('script[data-portal]').dataset.portal)).toContain(
      stranger.host,
    );
    expect(stranger.asked).toEqual([]);
  });
});

test('S-22: the one policy of the page makes the addresses of its own two scripts, and no other', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow('TrustedTypePolicy', 'trusted-types');
  await signIn(page, 'Guest Inviter');
  const made = await page.evaluate((other) => {
    const { policy } = globalThis.__loot;
    const refused = (make) => {
      try {
        make();
        return false;
      } catch {
        return true;
      }
    };
    return {
      own: ['vault', 'portal'].map((name) => String(policy.createScriptURL(name))),
      urls: [other, 'data:text/javascript,0', 'blob:x', '', 'toString', '__proto__'].map((url) =>
        refused(() => policy.createScriptURL(url)),
      ),
      html: refused(() => policy.createHTML('<b>x</b>')),
      script: refused(() => policy.createScript('1')),
      again: refused(() => trustedTypes.createPolicy('guestlist', { createScriptURL: (url) => url })),
    };
  }, `${tenant.graph}/evil.js`);
  expect(made.own[0]).toMatch(/^\/assets\/vault-[0-9a-f]+\.js$/);
  expect(made.own[1]).toMatch(/^\/assets\/guestlist-[0-9a-f]+\.js$/);
  expect(new Set(made.urls)).toEqual(new Set([true]));
  expect([made.html, made.script, made.again]).toEqual([true, true, true]);
});

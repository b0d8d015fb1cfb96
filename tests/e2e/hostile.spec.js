// A script that should not be there, in the portal's own page: a browser extension's, or one let in by a flaw. It is put
// in before the bundle's first script, sees all that the bundle does on the page, and knows how the worker is spoken to.
// It can act as the person while the page is open. It cannot take the tokens away, nor have them sent elsewhere.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { test as base, expect, signIn } from './fixtures.js';
import { anywhere, invite, openGuests, signInToInvite } from './steps.js';
import { served } from './tenant.js';

const test = base.extend({
  stranger: async ({}, use) => {
    const asked = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
      response.writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }).end('{"value":[]}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    await use({ host: `127.0.0.1:${server.address().port}`, asked });
    server.closeAllConnections();
    server.close();
  },

  // A reload signs in anew: more tokens to look for.
  workersEndWithPages: true,

  context: async ({ context }, use) => {
    await context.addInitScript(hostile);
    await use(context);
  },
});

/** Runs in the page, before everything else there. Collects what passes by in `loot`. */
function hostile() {
  const loot = { texts: [], wasm: [], workers: [], trusted: undefined };
  Object.defineProperty(globalThis, '__loot', { value: loot });
  const note = (value) => {
    try {
      loot.texts.push(typeof value === 'string' ? value : JSON.stringify(value) ?? String(value));
    } catch {
      loot.texts.push(String(value));
    }
  };
  const before = (owner, method, look) => {
    const original = owner?.prototype?.[method] ?? owner?.[method];
    if (!original) return;
    const home = owner.prototype?.[method] ? owner.prototype : owner;
    home[method] = function (...args) {
      look(...args);
      return original.apply(this, args);
    };
  };
  // All that is posted, and all that is read of what was posted.
  for (const kind of [globalThis.MessagePort, globalThis.Worker, globalThis.BroadcastChannel]) before(kind, 'postMessage', note);
  const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
  Object.defineProperty(MessageEvent.prototype, 'data', {
    ...data,
    get() {
      const value = data.get.call(this);
      note(value);
      return value;
    },
  });
  // All that is asked from here, with its headers.
  before(globalThis, 'fetch', (input, init) => note([input?.url ?? String(input), [...(input?.headers ?? [])], init]));
  before(globalThis.Headers, 'set', (...args) => note(args));
  before(globalThis.Headers, 'append', (...args) => note(args));
  before(globalThis.XMLHttpRequest, 'setRequestHeader', (...args) => note(args));
  before(globalThis.Storage, 'setItem', (...args) => note(args));
  before(globalThis.JSON, 'parse', note);
  before(globalThis.TextDecoder, 'decode', () => undefined);
  // The program itself: its memory and what it exports.
  for (const way of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[way];
    WebAssembly[way] = async (...args) => {
      const made = await original.apply(WebAssembly, args);
      loot.wasm.push(made.instance ?? made);
      return made;
    };
  }
  // The worker, and the one permission to make it.
  const { trustedTypes } = globalThis;
  if (trustedTypes) {
    before(trustedTypes, 'createPolicy', (name) => note(name));
    const original = trustedTypes.createPolicy;
    trustedTypes.createPolicy = (...args) => (loot.policy = original.apply(trustedTypes, args));
  }
  for (const kind of ['SharedWorker', 'Worker']) {
    const Original = globalThis[kind];
    if (!Original) continue;
    globalThis[kind] = class extends Original {
      constructor(url, options) {
        super(url, options);
        loot.workers.push({ kind, url, options });
      }
    };
  }
}

/** All texts that a script of the page can reach, as one: what passed by, what is kept, and the program's memory. */
const everything = (page) =>
  page.evaluate(async () => {
    const { texts, wasm } = globalThis.__loot;
    const found = [...texts];
    const seen = new Set();
    const walk = (value, depth) => {
      if (typeof value === 'string') found.push(value);
      // A prototype's promise, asked for without its object, is a refusal that nobody waits for.
      if (value instanceof Promise) value.catch(() => undefined);
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value) || depth > 4) return;
      seen.add(value);
      for (const key of Reflect.ownKeys(value)) {
        if (key === '__loot') continue;
        try {
          walk(value[key], depth + 1);
        } catch {
          // Some members of the window cannot be read.
        }
      }
    };
    walk(globalThis, 0);
    found.push(JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]), document.cookie, location.href);
    found.push(JSON.stringify(history.state), globalThis.name, document.documentElement.outerHTML);
    for (const { name } of await indexedDB.databases()) {
      const open = indexedDB.open(name);
      const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        found.push(JSON.stringify(await new Promise((resolve) => (all.onsuccess = () => resolve(all.result)))));
      }
    }
    for (const name of await caches.keys()) found.push(JSON.stringify((await (await caches.open(name)).keys()).map(({ url }) => url)));
    let bytes = 0;
    for (const { exports } of wasm) {
      for (const value of Object.values(exports)) {
        if (value instanceof WebAssembly.Memory) {
          bytes += value.buffer.byteLength;
          found.push(new TextDecoder('latin1').decode(new Uint8Array(value.buffer)));
        }
        if (value instanceof WebAssembly.Table) {
          for (let at = 0; at < value.length; at++) walk(value.get(at), 3);
        }
      }
    }
    return { text: found.join('\n'), bytes, programs: wasm.length, messages: texts.length };
  });

/** Every secret that the tenant has handed out. */
async function secrets(tenant) {
  const given = (await tenant.tokens()).flatMap(({ accessToken, refreshToken, idToken }) => [accessToken, refreshToken, idToken]);
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
  // The search does look where the program is: its memory holds the list that was just shown.
  // The portal, and the parts of it that were opened.
  expect(programs).toBeGreaterThan(1);
  expect(bytes).toBeGreaterThan(1_000_000);
  expect(messages).toBeGreaterThan(2);
  expect(text).toContain('kim@fabrikam.com');
  for (const secret of given) expect(text.includes(secret)).toBe(false);
  // Nor the part that makes it good.
  for (const secret of given) expect(text.includes(secret.split('.').at(-1))).toBe(false);
});

test('S-11, S-14, S-37: a script of the page cannot have the worker send the token elsewhere, or say it', async ({ page, stranger, watch }) => {
  watch.allow(/status of 40\d/, 'ERR_FAILED');
  // The policy would stop a request to a stranger: here it does not, so that the worker itself must refuse.
  await served(anywhere, async (tenant) => {
    await page.goto(tenant.portal);
    await signIn(page, 'Guest Inviter');
    await openGuests(page, 250);
    const given = await secrets(tenant);
    const graph = new URL(tenant.graph).host;
    const targets = [
      `@${stranger.host}/v1.0/me`, `:pass@${stranger.host}/`, `.${stranger.host}/`, `//${stranger.host}/v1.0/me`, `/\\${stranger.host}/`,
      `/../../${stranger.host}`, `http://${stranger.host}/v1.0/me`, `http://${graph}@${stranger.host}/v1.0/me`, `\thttp://${stranger.host}/`,
      `http://${stranger.host}#http://${graph}/v1.0/me`, `http://${stranger.host}\\@${graph}/v1.0/me`, 'javascript:0', 'data:,x', 'blob:x', '',
    ];
    const answers = await page.evaluate(
      async ({ targets }) => {
        const { workers, policy } = globalThis.__loot;
        const [{ kind, url, options }] = workers;
        const allowed = policy ? policy.createScriptURL('vault') : url;
        const worker = new globalThis[kind](allowed, options);
        const channel = new MessageChannel();
        const heard = [];
        const hear = ({ data }) => heard.push(String(data));
        channel.port1.onmessage = hear;
        const door = worker.port ?? worker;
        door.onmessage = hear;
        door.postMessage(null, [channel.port2]);
        // As the portal's own page speaks: src/app/worker/protocol.rs.
        const say = (message) => channel.port1.postMessage(JSON.stringify(message));
        const ask = (id, request) => say({ ask: { id, request } });
        ask(1, 'whoIsSignedIn');
        const { oid, tid } = await new Promise((resolve) => {
          channel.port1.onmessage = ({ data }) => {
            hear({ data });
            // The first is the name of the worker's lock.
            const { answer } = JSON.parse(data);
            if (answer) resolve(answer.response.signedIn.account);
          };
        });
        channel.port1.onmessage = hear;
        const keys = [`${oid}.${tid}`, `${tid}.${oid}`];
        let id = 2;
        for (const key of keys) {
          for (const target of targets) {
            for (const how of ['Path', 'Link']) {
              for (const method of ['Get', 'Post', 'PUT', 'TRACE', 'CONNECT']) {
                ask(id++, { send: { account: key, ask: { method, target: { [how]: target }, body: null } } });
              }
            }
          }
          // The same words to the ordinary place do work: the attempts above failed for where they lead.
          ask(id++, { send: { account: key, ask: { method: 'Get', target: { Path: '/v1.0/me' }, body: null } } });
        }
        // What is no message at all.
        for (const odd of [null, 7, {}, [], '', '{}', '[]', 'null', '"Leave"', '"leave",', '{"ask":{"id":-1,"request":"forget"}}', '{"ask":{"id":1,"request":"forget","more":1}}', '{"ask":[1,"token"]}', ['ask', 1, 'forget'], new Map()]) {
          channel.port1.postMessage(odd);
          door.postMessage(odd);
        }
        for (const text of ['token', 'access', 'refresh', 'eval', 'config', 'dump', 'constructor', '__proto__']) ask(id++, text);
        const others = new BroadcastChannel('guestlist');
        for (const odd of [null, 'signedOut', '"signedIn"', '{"signedIn":{}}', '{"signedOut":1}', ['"signedOut"'], { 0: '"signedOut"' }]) others.postMessage(odd);
        ask(id, 'whoIsSignedIn');
        const last = `{"answer":{"id":${id},"response":{"signedIn"`;
        const ordinary = '"reply":{"status":200';
        const all = () => heard.some((text) => text.startsWith(last)) && heard.some((text) => text.includes(ordinary));
        for (const until = Date.now() + 20_000; Date.now() < until && !all(); ) {
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        return { heard, last };
      },
      { targets },
    );
    const all = answers.heard.join('\n');
    expect(answers.heard.some((text) => text.startsWith(answers.last)), 'the worker goes on').toBe(true);
    expect(all).toContain('"reply":{"status":200');
    for (const secret of [...given, ...(await secrets(tenant))]) expect(all.includes(secret)).toBe(false);
    expect(stranger.asked).toEqual([]);
    // The person goes on as if nothing had been.
    await page.getByRole('button', { name: 'Refresh' }).click();
    await openGuests(page, 250);
  });
});

test('S-25: a script of the page cannot lead the loaders of programs, worker and parts to another host', async ({ page, stranger, watch }) => {
  watch.allow(/base-uri/);
  // As soon as the page's own scripts have begun, all that names a file names one of the stranger's.
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
  // The policy would stop a request to a stranger: here only the one against another base is left.
  await served(anywhere, async (tenant) => {
    await page.goto(tenant.portal);
    await signIn(page, 'Guest Inviter');
    await openGuests(page, 250);
    await page.getByRole('link', { name: 'Your access', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1, name: 'Your access' })).toBeVisible();
    expect(await page.evaluate(() => document.querySelector('script[data-portal]').dataset.portal)).toContain(stranger.host);
    expect(stranger.asked).toEqual([]);
  });
});

test('S-22: the one policy of the page makes the addresses of its own two scripts, and no other', async ({ page, tenant, watch }) => {
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
      urls: [other, 'data:text/javascript,0', 'blob:x', '', 'toString', '__proto__'].map((url) => refused(() => policy.createScriptURL(url))),
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

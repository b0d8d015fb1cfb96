// A hostile script in the portal's page: how it intercepts the page's own code, and what it can read.

/** Runs in the page before all other scripts. Collects what it can intercept in `loot`. */
export function hostile() {
  const loot = { texts: [], wasm: [], workers: [], trusted: undefined };
  Object.defineProperty(globalThis, '__loot', { value: loot });
  const note = (value) => {
    try {
      loot.texts.push(typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value)));
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
  // All messages that are posted, and all that are read.
  for (const kind of [globalThis.MessagePort, globalThis.Worker, globalThis.BroadcastChannel])
    before(kind, 'postMessage', note);
  const data = Object.getOwnPropertyDescriptor(MessageEvent.prototype, 'data');
  Object.defineProperty(MessageEvent.prototype, 'data', {
    ...data,
    get() {
      const value = data.get.call(this);
      note(value);
      return value;
    },
  });
  // All requests of the page, with their headers.
  before(globalThis, 'fetch', (input, init) => note([input?.url ?? String(input), [...(input?.headers ?? [])], init]));
  before(globalThis.Headers, 'set', (...args) => note(args));
  before(globalThis.Headers, 'append', (...args) => note(args));
  before(globalThis.XMLHttpRequest, 'setRequestHeader', (...args) => note(args));
  before(globalThis.Storage, 'setItem', (...args) => note(args));
  before(globalThis.JSON, 'parse', note);
  before(globalThis.TextDecoder, 'decode', () => undefined);
  // The program: its memory and its exports.
  for (const way of ['instantiate', 'instantiateStreaming']) {
    const original = WebAssembly[way];
    WebAssembly[way] = async (...args) => {
      const made = await original.apply(WebAssembly, args);
      loot.wasm.push(made.instance ?? made);
      return made;
    };
  }
  // The worker, and the Trusted Types policy that is needed to start one.
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

/** All texts that a script of the page can reach, as one: what was intercepted, storage, and the program's memory. */
export const everything = (page) =>
  page.evaluate(async () => {
    const { texts, wasm } = globalThis.__loot;
    const found = [...texts];
    const seen = new Set();
    const walk = (value, depth) => {
      if (typeof value === 'string') found.push(value);
      // Getters of prototypes can return rejected promises, which would count as unhandled errors.
      if (value instanceof Promise) value.catch(() => undefined);
      if ((typeof value !== 'object' && typeof value !== 'function') || value === null || seen.has(value) || depth > 4)
        return;
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
    found.push(
      JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]),
      document.cookie,
      location.href,
    );
    found.push(JSON.stringify(history.state), globalThis.name, document.documentElement.outerHTML);
    for (const { name } of await indexedDB.databases()) {
      const open = indexedDB.open(name);
      const database = await new Promise((resolve) => (open.onsuccess = () => resolve(open.result)));
      for (const store of database.objectStoreNames) {
        const all = database.transaction(store).objectStore(store).getAll();
        found.push(JSON.stringify(await new Promise((resolve) => (all.onsuccess = () => resolve(all.result)))));
      }
    }
    for (const name of await caches.keys())
      found.push(JSON.stringify((await (await caches.open(name)).keys()).map(({ url }) => url)));
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

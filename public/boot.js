// The first script of the page. It removes a sign-in answer from the address, refuses to run where the portal would not be
// safe, shows the sign-in page that index.html contains, and loads a program: the small one that signs people in, or the
// portal if the person is signed in or comes back from Microsoft. If a file is missing or was changed, it shows a message.

const root = document.documentElement;
root.dataset.boot = 'begun';

// A sign-in answer is removed from the address bar, and so from the history, before any request or rendering.
const answered = /^#(.*&)?(code|error)=/.test(location.hash);
if (answered) {
  Object.defineProperty(globalThis, 'guestlistAnswer', { value: location.hash, configurable: true });
  history.replaceState(null, '', location.pathname + location.search);
}

/** Reads a setting, after storing `value` if given. Without storage nothing is stored. */
function setting(name, value) {
  try {
    if (value) localStorage.setItem(`guestlist.${name}`, value);
    return localStorage.getItem(`guestlist.${name}`);
  } catch {
    return null;
  }
}

/** The text that is shown while the portal loads. */
const waiting = document.getElementById('boot');
const page = document.getElementById('sign-in');
const [theme, language] = page.querySelectorAll('select');
const [button] = page.querySelectorAll('button');

/** Applies theme and language to the page. The portal later does so by itself. */
function applySettings() {
  const chosen = setting('theme');
  theme.value = ['light', 'dark'].includes(chosen) ? chosen : 'system';
  if (theme.value === 'system') delete root.dataset.theme;
  else root.dataset.theme = theme.value;
  const spoken = [...language.options].map(({ value }) => value);
  // Some browsers and extensions leave out the list, or put something else there.
  const tags = [setting('language')].concat(navigator.languages, navigator.language);
  const wanted = tags.map((tag) => String(tag).split(/[-_]/)[0].toLowerCase());
  root.lang = language.value = wanted.find((tag) => spoken.includes(tag)) ?? spoken[0];
  // The build writes each text into the page in all languages: xtask/src/page.rs.
  for (const element of document.querySelectorAll('[data-en]')) element.textContent = element.dataset[root.lang];
}

/** Shows one of the messages in index.html, which is the content of the page if there is no other behind it. */
function stop(why) {
  root.dataset.boot = 'failed';
  // A message about a blocked host stands beside the sign-in page. Any other message replaces it.
  if (why !== 'blocked') page.hidden = true;
  const words = document.getElementById(`stopped-${why}`);
  words.hidden = false;
  const pages = [...document.querySelectorAll('main')];
  if (!pages.some((page) => page.getClientRects().length)) words.parentElement.setAttribute('role', 'main');
}

/** The reason not to run, if any. In a frame, another page could make people press buttons; the rest is needed to sign in. */
function refusal() {
  if (top !== self) return 'framed';
  if (!isSecureContext) return 'insecure';
  const { WebAssembly, crypto, BroadcastChannel, AbortSignal } = globalThis;
  const needed = [WebAssembly, crypto?.subtle, BroadcastChannel, AbortSignal?.timeout];
  return needed.every(Boolean) ? undefined : 'browser';
}

/** The origins on this machine that config.json names. */
let local = [];

/** If the host's policy was made for another cloud than config.json names, shows which host it does not allow. */
function blocked({ effectiveDirective, blockedURI }) {
  if (effectiveDirective !== 'connect-src' || !URL.canParse(blockedURI)) return;
  const { hostname, origin } = new URL(blockedURI);
  // The build writes the hosts of all clouds into the page. On this machine, only those that config.json names count.
  const clouds = (document.documentElement.dataset.clouds ?? '').split(' ');
  if (!clouds.includes(`https://${hostname}`) && !local.includes(origin)) return;
  for (const place of document.querySelectorAll('.blocked-host')) place.textContent = origin;
  stop('blocked');
}

/** The files that the page names, each with its integrity, read once before another script could change the page. */
const files = { ...document.querySelector('script[data-portal]').dataset };
const integrity = (name) => files[`${name}Integrity`];
const checked = (name, options) => fetch(files[name], { integrity: integrity(name), ...options });
/** Fetches the part of the sign-in program that only the worker runs. */
const workerPart = (options) =>
  fetch('%sign-in-worker.wasm%', { integrity: '%sign-in-worker.wasm-integrity%', ...options });

/** Resolves when the script or style sheet of a tag is loaded and its integrity is as in the tag. */
const arrives = (tag) =>
  new Promise((loaded, failed) => {
    tag.onload = loaded;
    tag.onerror = () => failed(new Error(`${tag.src ?? tag.href} could not be loaded`));
  });

/** The sign-in program's script has its own tag, so the browser checks it and runs it after this script. */
const signInScript = arrives(document.querySelector('script[src]:not([data-portal])'));
signInScript.catch(() => undefined); // `load` and `startWorker` wait for it and handle the error.

/** The address of one of the two scripts that this script starts. */
function address(name) {
  if (name !== 'portal' && name !== 'vault') throw new TypeError('not a script of this page');
  return files[name];
}

/** The page's only Trusted Types policy, created before another script can use its name. It returns only these addresses. */
let policy;
try {
  policy = globalThis.trustedTypes?.createPolicy('guestlist', { createScriptURL: address });
} catch (error) {
  console.error(error); // Then the addresses stay texts, and the browser refuses them if it enforces Trusted Types.
}
const trusted = (name) => (policy ? policy.createScriptURL(name) : address(name));

/** Adds a tag to the page. Resolves when its file is loaded and its integrity is as in the tag. */
function added(kind, properties) {
  const tag = Object.assign(document.createElement(kind), properties);
  document.head.append(tag);
  return arrives(tag);
}

/** Makes the browser check a program's script before it is imported, because `import` checks no integrity. */
function checkedScript(name) {
  if (name === 'signIn') return signInScript;
  return added('script', { type: 'module', src: trusted(name), integrity: integrity(name) });
}

const workers = [];

/**
 * Starts the worker that holds the session. Browsers check no integrity of a worker's scripts, so they are checked here, and
 * the worker then gets them from the browser's cache. The worker checks its other files itself.
 */
async function startWorker(name) {
  await Promise.all([signInScript, checked('vault').then((script) => script.arrayBuffer())]);
  // In browsers that support the option, the worker lives on for some time after its last page, so that a reloaded page finds
  // its session. The worker limits that time: src/app/worker/server.rs.
  const options = { type: 'module', name, extendedLifetime: true };
  let worker;
  try {
    worker = new SharedWorker(trusted('vault'), options);
  } catch {
    // The browser has no shared workers, or refuses them.
    worker = new Worker(trusted('vault'), options);
  }
  // The script or one of its imports could not be loaded.
  worker.onerror = () => stop('changed');
  workers.push(worker); // so that it is not garbage-collected before the page
  return worker.port ?? worker;
}

/** Waits for the styles. WebKit runs scripts before they are applied; after the load event they are, or have failed. */
async function styled() {
  // The last rule of the style sheet sets this property, so an incomplete file is noticed.
  const all = () => getComputedStyle(root).getPropertyValue('--styled') !== '';
  if (!all() && document.readyState !== 'complete') await new Promise((loaded) => addEventListener('load', loaded));
  if (!all()) throw new Error('the style sheet was not applied');
}

/** Fetches the files of a program, `signIn` or `portal`, with their integrity checked. Returns its wasm file. */
async function load(name) {
  // The sign-in page needs only a part of the styles.
  const rest = { rel: 'stylesheet', href: files.portalStyle, integrity: integrity('portalStyle') };
  const styles = [styled(), name === 'portal' && added('link', rest)];
  const [program] = await Promise.all([checked(`${name}Wasm`), checkedScript(name), ...styles]);
  return program;
}

const begun = new Set();

/** Starts a program when it is loaded, at most once. */
async function run(name, loading) {
  if (begun.has(name)) return;
  begun.add(name);
  if (name === 'portal') wait();
  let program;
  try {
    program = await (loading ?? load(name));
  } catch (error) {
    console.error(error);
    return stop('changed');
  }
  try {
    await (await import(files[name])).default({ module_or_path: program });
  } catch (error) {
    console.error(error);
    stop('broken');
  }
}

/** How long Microsoft's page may take to open before this page says so, in milliseconds. Also in src/app/portal.rs. */
const LEAVING_TAKES = 5000;
let signIn;
let pressed = false;
/** Whether a worker of another tab had a session when this page was opened. */
let workerAlive;

/** The person pressed Sign in. If the program is not loaded yet, the sign-in begins later. Offline, only words appear. */
function press() {
  delete page.dataset.stuck;
  if (page.toggleAttribute('data-offline', !navigator.onLine)) return;
  pressed = true;
  page.dataset.busy = '';
  // The button, which had the focus, is no longer visible.
  page.querySelector('.busy').focus();
  if (signIn) signIn();
  // If the browser stays on this page, because a host does not respond or the navigation was stopped, the person can press again.
  setTimeout(() => {
    page.dataset.stuck = '';
    delete page.dataset.busy;
    if (!page.contains(document.activeElement) || document.activeElement.matches('.busy')) button.focus();
  }, LEAVING_TAKES);
}

/** Shows that the portal is loading. */
function wait() {
  waiting.hidden = false;
  // The program sets another title later.
  document.title = waiting.querySelector('p').textContent;
}

/** Microsoft's answer to an administrator who was on the consent page (src/auth/admin_consent.rs). */
function toldOfConsent() {
  const answer = new URLSearchParams(location.search);
  if (answer.get('state') !== 'admin-consent') return;
  if (answer.has('error')) page.dataset.consent = 'not-granted';
  else if (answer.get('admin_consent')?.toLowerCase() === 'true') page.dataset.consent = 'granted';
}

let shown = false;

/** Shows the sign-in page when its styles are applied. */
function show() {
  if (shown) return;
  shown = true;
  styled().then(
    () => {
      button.addEventListener('click', press);
      for (const [name, select] of Object.entries({ theme, language })) {
        select.addEventListener('change', () => {
          setting(name, select.value);
          applySettings();
        });
      }
      waiting.hidden = true;
      page.hidden = false;
      // Without the styles the program does not start either, and `run` shows the message.
    },
    () => undefined,
  );
}

/**
 * A port to the worker with this name, which is started if needed. Messages are queued until the worker has received the other
 * port.
 */
function openPort(name) {
  const { port1, port2 } = new MessageChannel();
  startWorker(name)
    .then((worker) => worker.postMessage(null, [port2]))
    .catch((error) => {
      console.error(error);
      stop('changed');
    });
  return port1;
}

/** A port that is opened before the portal asks for one, so that worker and portal start at the same time. */
let early;

// The functions that the programs call.
globalThis.guestlistPage = {
  /** Nobody is signed in, and `call` begins a sign-in. `left` means that the person has just signed out. */
  offerSignIn(left, call) {
    show();
    signIn = call;
    if (left) page.dataset.left = '';
    if (pressed) call();
    else later(fetchPortal);
  },
  /** The next step needs the portal. */
  startPortal() {
    page.hidden = true;
    run('portal');
  },
  /** Whether the person has pressed Sign in on this page. */
  get pressed() {
    return pressed;
  },
  /** Whether a worker of another tab had a session when this page was opened. */
  get workerAlive() {
    return workerAlive;
  },
  /** A port to the worker with this name, which is started if needed. */
  connect(name) {
    const port = name ? openPort(name) : (early ?? openPort(''));
    early = undefined;
    return port;
  },
};

/** When the element that has the focus is removed, the focus goes to the page, and not to the top of the document. */
function keepFocus() {
  let last;
  addEventListener('focusin', ({ target }) => (last = target));
  new MutationObserver(() => {
    if (last?.isConnected === false && document.activeElement === document.body)
      document.getElementById('main')?.focus();
  }).observe(document.body, { childList: true, subtree: true });
}

const later = (call) => (globalThis.requestIdleCallback ? requestIdleCallback(call) : setTimeout(call, 200));

/** Fetches the portal's files into the browser's cache before the person signs in. */
async function fetchPortal() {
  if (navigator.connection?.saveData) return;
  const names = ['portalWasm', 'portal', 'portalStyle', 'vault'];
  for (const file of [...names.map((name) => (options) => checked(name, options)), workerPart]) {
    // An error is shown when the file is used.
    await file({ priority: 'low' })
      .then((found) => found.arrayBuffer())
      .catch(() => undefined);
  }
}

/** Whether a worker of another tab may have a session. Each such worker holds a lock (src/browser/worker/locks.rs). */
async function findWorker() {
  // Without an answer the page works as without a worker.
  const patience = new Promise((resolve) => setTimeout(resolve, 3000));
  const { held } = (await Promise.race([navigator.locks?.query(), patience])) ?? { held: [] };
  return Boolean(globalThis.SharedWorker) && held.some(({ name }) => name.startsWith('guestlist.session.'));
}

/** Whether this tab has stored a record: `sign-in` for a sign-in in progress, `again` for a session to renew silently. */
function has(name) {
  try {
    return sessionStorage.getItem(`guestlist.${name}`) !== null;
  } catch {
    return false;
  }
}

async function start() {
  // A trap ends the program, but the page stays visible and no longer works.
  const trap = ({ error, reason }) => (error ?? reason) instanceof WebAssembly.RuntimeError && stop('broken');
  addEventListener('error', trap);
  addEventListener('unhandledrejection', trap);
  addEventListener('securitypolicyviolation', blocked);
  // Violations by the worker. Another sender could at worst make the page name a host of one of the clouds.
  new BroadcastChannel('guestlist.blocked').onmessage = ({ data }) => {
    const [effectiveDirective, blockedURI] = Array.isArray(data) ? data : [];
    if (typeof blockedURI === 'string') blocked({ effectiveDirective, blockedURI });
  };
  // The browser's Back button can restore the page as it was left, where it would wait for ever.
  addEventListener('pageshow', ({ persisted }) => persisted && pressed && location.reload());

  // The program needs the configuration first, so index.html preloads it and the page passes the answer on. If the answer may
  // come from a cache, was redirected, or failed, the program sends its own request.
  const asked = fetch('/config.json', { redirect: 'error', signal: AbortSignal.timeout(60_000) });
  const fresh = (answer) => !answer.redirected && /\bno-(store|cache)\b/.test(answer.headers.get('cache-control'));
  asked
    .then((answer) => answer.clone().json())
    .then(({ cloud, organizationName }) => {
      // Only a text, and never markup. The program refuses a name that is not plain.
      if (typeof organizationName === 'string') page.querySelector('.brand__of').textContent = organizationName.trim();
      local = Object.values(cloud).map((url) => new URL(url).origin);
    })
    .catch(() => undefined); // A cloud that is a name, or a problem that the program shows.
  globalThis.guestlistConfig = asked.then((answer) => (fresh(answer) ? answer : undefined)).catch(() => undefined);

  keepFocus();
  // Queried before this page starts its own worker, which must not be found.
  workerAlive = findWorker().catch(() => false);
  if (answered) {
    // Only an answer to a sign-in of this tab is redeemed by the worker.
    if (has('sign-in')) early = openPort('');
    return run('portal');
  }
  // The program loads while the browser answers the query for workers.
  const loading = load('signIn');
  loading.catch(() => undefined); // `run` handles the error.
  if (await workerAlive) {
    early = openPort('');
    return run('portal');
  }
  toldOfConsent();
  if (has('again')) wait();
  else show();
  run('signIn', loading);
}

applySettings();
const refused = refusal();
if (refused) stop(refused);
else {
  start().catch((error) => {
    console.error(error);
    stop('broken');
  });
}

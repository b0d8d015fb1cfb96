// The first script. It does what must happen before anything is loaded, refuses where the portal could not be safe, shows
// the sign-in page that waits in index.html, and loads the programs: the small one that signs people in, or the portal for
// whoever is signed in or comes back from signing in. When a file is missing or was changed, it says so.

const root = document.documentElement;
root.dataset.boot = "begun";

// A sign-in answer leaves the address bar, and with it the history, before any request or rendering.
const answered = /^#(.*&)?(code|error)=/.test(location.hash);
if (answered) {
  Object.defineProperty(globalThis, "guestlistAnswer", { value: location.hash, configurable: true });
  history.replaceState(null, "", location.pathname + location.search);
}

/** Reads or keeps a setting; without storage nothing is kept. */
function setting(name, value) {
  try {
    if (value) localStorage.setItem(`guestlist.${name}`, value);
    return localStorage.getItem(`guestlist.${name}`);
  } catch {
    return null;
  }
}

/** What stands there while a program is on its way that has something else to show than the sign-in page. */
const waiting = document.getElementById("boot");
const page = document.getElementById("sign-in");
const [theme, language] = page.querySelectorAll("select");
const [button] = page.querySelectorAll("button");

/** Applies the theme and the language to the page; the portal does so by itself. */
function dress() {
  const shade = setting("theme");
  theme.value = ["light", "dark"].includes(shade) ? shade : "system";
  if (theme.value === "system") delete root.dataset.theme;
  else root.dataset.theme = theme.value;
  const spoken = [...language.options].map(({ value }) => value);
  const wanted = [setting("language"), ...navigator.languages].map((tag) => tag?.split("-")[0].toLowerCase());
  root.lang = language.value = wanted.find((tag) => spoken.includes(tag)) ?? spoken[0];
  // The build has put each text there in all languages: xtask/src/page.rs.
  for (const element of document.querySelectorAll("[data-en]")) element.textContent = element.dataset[root.lang];
}

/** Shows the words that wait in index.html. */
function stop(why) {
  root.dataset.boot = "failed";
  // Which host is blocked is said beside the page; after anything else there is nothing to press.
  if (why !== "blocked") page.hidden = true;
  document.getElementById(`stopped-${why}`).hidden = false;
}

/** Whoever can put the page into theirs decides what people press; the others are what a sign-in needs. */
function refusal() {
  if (top !== self) return "framed";
  if (!isSecureContext) return "insecure";
  const needed = [globalThis.WebAssembly, globalThis.crypto?.subtle, globalThis.BroadcastChannel, globalThis.AbortSignal?.timeout];
  return needed.every(Boolean) ? undefined : "browser";
}

/** This host's policy is made for another cloud than config.json names: say which host is missing in it. */
function blocked({ effectiveDirective, blockedURI }) {
  if (effectiveDirective !== "connect-src" || !URL.canParse(blockedURI)) return;
  const { hostname, origin } = new URL(blockedURI);
  const clouds = /^(login\.microsoftonline\.(com|us)|(dod-)?graph\.microsoft\.(com|us)|(login|microsoftgraph)\.chinacloudapi\.cn)$/;
  if (!clouds.test(hostname) && !["localhost", "127.0.0.1", "[::1]"].includes(hostname)) return;
  for (const place of document.querySelectorAll(".blocked-host")) place.textContent = origin;
  stop("blocked");
}

/** The files that the page names, each with its integrity, as they were before anybody could change the page. */
const files = { ...document.querySelector("script[data-portal]").dataset };
const integrity = (name) => files[`${name}Integrity`];
const checked = (name, options) => fetch(files[name], { integrity: integrity(name), ...options });
/** The part of the sign-in program that only its worker runs. */
const workerPart = (options) => fetch("%sign-in-worker.wasm%", { integrity: "%sign-in-worker.wasm-integrity%", ...options });

/** Resolves when a tag's script is there and has the integrity that the tag says. */
const arrives = (tag) =>
  new Promise((loaded, failed) => {
    tag.onload = loaded;
    tag.onerror = () => failed(new Error(`${tag.src} could not be loaded`));
  });

/** The sign-in program's script has a tag of its own: the browser checks it, and runs it after this one. */
const signInScript = arrives(document.querySelector("script[src]:not([data-portal])"));
signInScript.catch(() => undefined); // It is waited for in `load` and `startWorker`.

/** The address of one of the two scripts that are started from here. */
function address(name) {
  if (name !== "portal" && name !== "vault") throw new TypeError("not a script of this page");
  return files[name];
}

/** The page's one Trusted Types policy, made before anybody else could make one of its name. It knows no other address. */
let policy;
try {
  policy = globalThis.trustedTypes?.createPolicy("guestlist", { createScriptURL: address });
} catch (error) {
  console.error(error); // The addresses are texts then, which the browser refuses where they are used.
}
const trusted = (name) => (policy ? policy.createScriptURL(name) : address(name));

/** Has the browser check a program's script before anybody imports it: `import` itself checks nothing. */
function checkedScript(name) {
  if (name === "signIn") return signInScript;
  const script = Object.assign(document.createElement("script"), { type: "module", src: trusted(name), integrity: integrity(name) });
  const there = arrives(script);
  document.head.append(script);
  return there;
}

const workers = [];

/**
 * Starts the worker that holds the session. Browsers check no integrity there, so its scripts are checked here; the worker
 * then gets them from the browser's cache. The program's other files it checks itself.
 */
async function startWorker() {
  await Promise.all([signInScript, checked("vault").then((script) => script.arrayBuffer())]);
  // Where the browser knows the option, the worker outlives its last page for a while, and a page that is loaded again finds
  // its session. How long that may be, the worker decides: src/app/worker/server.rs.
  const options = { type: "module", extendedLifetime: true };
  const worker = new (globalThis.SharedWorker ?? Worker)(trusted("vault"), options);
  // A script that cannot be loaded, or whose own imports cannot.
  worker.onerror = () => stop("changed");
  workers.push(worker); // as long as the page
  return worker.port ?? worker;
}

/** WebKit runs scripts before the styles are there; when the page has loaded, they are, or will not come. */
async function styled() {
  // The last line of the styles sets it: a part of them is not enough.
  const all = () => getComputedStyle(root).getPropertyValue("--styled") !== "";
  if (!all() && document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded));
  if (!all()) throw new Error("the style sheet was not applied");
}

/** Fetches what a program needs, `signIn` or `portal`, and has all of it checked. Gives its wasm file. */
async function load(name) {
  const [program] = await Promise.all([checked(`${name}Wasm`), checkedScript(name), styled()]);
  return program;
}

const begun = new Set();

/** Starts a program once it is loaded, and once only. */
async function run(name, loading) {
  if (begun.has(name)) return;
  begun.add(name);
  if (name === "portal") wait();
  let program;
  try {
    program = await (loading ?? load(name));
  } catch (error) {
    console.error(error);
    return stop("changed");
  }
  try {
    await (await import(files[name])).default({ module_or_path: program });
  } catch (error) {
    console.error(error);
    stop("broken");
  }
}

let signIn;
let pressed = false;
/** Whether a worker of another tab had a session when this page began. */
let workerAlive;

/** Somebody wants to sign in. Before the program is there, this waits for it. */
function press() {
  pressed = true;
  page.dataset.busy = "";
  // The button, which had the focus, is gone.
  page.querySelector(".busy").focus();
  signIn?.();
}

/** Shows that something is on its way. */
function wait() {
  waiting.hidden = false;
  // A program gives itself another title.
  document.title = waiting.querySelector("p").textContent;
}

let shown;

/** Shows the sign-in page, once its styles are there. */
function show() {
  shown ??= styled().then(() => {
    button.addEventListener("click", press);
    theme.addEventListener("change", () => (setting("theme", theme.value), dress()));
    language.addEventListener("change", () => (setting("language", language.value), dress()));
    waiting.hidden = true;
    page.hidden = false;
    // Without its styles the program does not start either, and says so.
  }, () => undefined);
}

/** A port whose other end is brought to the worker, which is started if need be. What is said there meanwhile is kept. */
function openPort() {
  const { port1, port2 } = new MessageChannel();
  startWorker()
    .then((worker) => worker.postMessage(null, [port2]))
    .catch((error) => {
      console.error(error);
      stop("changed");
    });
  return port1;
}

/** A port that was opened before the portal asks for one: the worker takes about as long to start as the portal. */
let early;

// What the sign-in program asks of the page.
globalThis.guestlistPage = {
  /** Nobody is signed in, and `call` can begin a sign-in. `left` tells that somebody just signed out. */
  offerSignIn(left, call) {
    show();
    signIn = call;
    if (left) page.dataset.left = "";
    if (pressed) call();
    else later(fetchPortal);
  },
  /** What is to be said or done needs the portal. */
  startPortal() {
    page.hidden = true;
    run("portal");
  },
  /** Whether somebody wanted to sign in and could not. */
  get pressed() {
    return pressed;
  },
  /** Whether a worker of another tab had a session when this page began. */
  get workerAlive() {
    return workerAlive;
  },
  /** A port to the worker, which is started if need be. */
  connect() {
    const port = early ?? openPort();
    early = undefined;
    return port;
  },
};

const later = (call) => (globalThis.requestIdleCallback ? requestIdleCallback(call) : setTimeout(call, 200));

/** Gets what the portal is made of into the browser's cache, while the person signs in. */
async function fetchPortal() {
  if (navigator.connection?.saveData) return;
  const get = [...["portalWasm", "portal", "vault"].map((name) => (options) => checked(name, options)), workerPart];
  for (const file of get) {
    // Who runs it says what is wrong with it.
    await file({ priority: "low" }).then((found) => found.arrayBuffer()).catch(() => undefined);
  }
}

/** Whether a worker of another tab may have a session; each holds a lock (src/browser/worker/locks.rs). */
async function findWorker() {
  const { held } = (await navigator.locks?.query()) ?? { held: [] };
  return Boolean(globalThis.SharedWorker) && held.some(({ name }) => name.startsWith("guestlist.session."));
}

/** Whether this tab has kept a record: `sign-in` of one that is under way, `again` of a session that goes on without asking. */
function has(name) {
  try {
    return sessionStorage.getItem(`guestlist.${name}`) !== null;
  } catch {
    return false;
  }
}

async function start() {
  // A trap ends the program but leaves the page standing.
  const trap = ({ error, reason }) => (error ?? reason) instanceof WebAssembly.RuntimeError && stop("broken");
  addEventListener("error", trap);
  addEventListener("unhandledrejection", trap);
  addEventListener("securitypolicyviolation", blocked);
  // The worker's requests; what anybody else says here names a host of a cloud at worst.
  new BroadcastChannel("guestlist.blocked").onmessage = ({ data }) => {
    const [effectiveDirective, blockedURI] = Array.isArray(data) ? data : [];
    if (typeof blockedURI === "string") blocked({ effectiveDirective, blockedURI });
  };
  // Back from Microsoft's page by the browser's own button: the page is as it was left, and would wait for good.
  addEventListener("pageshow", ({ persisted }) => persisted && pressed && location.reload());

  // What a program asks for first of all is on its way before the program is: index.html has the browser ask for it. Such a
  // preload may come out of a cache, or from where it was sent on. Then, or where it failed, the program asks itself.
  const asked = fetch("/config.json", { redirect: "error", signal: AbortSignal.timeout(60_000) });
  const fresh = (answer) => !answer.redirected && /\bno-(store|cache)\b/.test(answer.headers.get("cache-control"));
  globalThis.guestlistConfig = asked.then((answer) => (fresh(answer) ? answer : undefined)).catch(() => undefined);

  // Asked before this page starts a worker, which must not be the one that is found.
  workerAlive = findWorker().catch(() => false);
  if (answered) {
    // An answer that this tab did not ask for needs no worker.
    if (has("sign-in")) early = openPort();
    return run("portal");
  }
  // Asking the browser for workers takes a moment, in which the program may come.
  const loading = load("signIn");
  loading.catch(() => undefined); // `run` tells of it.
  if (await workerAlive) {
    early = openPort();
    return run("portal");
  }
  if (has("again")) wait();
  else show();
  run("signIn", loading);
}

dress();
const refused = refusal();
if (refused) stop(refused);
else {
  start().catch((error) => {
    console.error(error);
    stop("broken");
  });
}

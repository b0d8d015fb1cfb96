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
  return globalThis.WebAssembly && globalThis.crypto?.subtle ? undefined : "browser";
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

/** The files that the page names, each with its integrity. */
const files = document.querySelector("script[data-portal]").dataset;
const integrity = (name) => files[`${name}Integrity`];
const checked = (name, options) => fetch(files[name], { integrity: integrity(name), ...options });
/** The part of the sign-in program that only its worker runs. */
const workerPart = (options) => fetch("%sign-in-worker.wasm%", { integrity: "%sign-in-worker.wasm-integrity%", ...options });

/** Has the browser check a script before anybody imports it: `import` itself checks nothing. */
async function checkedModule(name) {
  const link = document.createElement("link");
  // The sign-in program's is in the page itself.
  if (name !== "signIn" && link.relList.supports("modulepreload")) {
    Object.assign(link, { rel: "modulepreload", href: files[name], integrity: integrity(name) });
    await new Promise((loaded, failed) => {
      link.onload = loaded;
      link.onerror = () => failed(new Error(`${files[name]} could not be loaded`));
      document.head.append(link);
    });
  }
  // Not every browser checks what it preloads. The file is in its cache by now.
  await (await checked(name)).arrayBuffer();
}

/** WebKit runs scripts before the style sheets are there; when the page has loaded, they are, or will not come. */
async function styled() {
  const all = () => [...document.querySelectorAll("link[rel=stylesheet]")].every(({ sheet }) => sheet);
  if (!all() && document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded));
  if (!all()) throw new Error("a style sheet was not applied");
}

/** Loads and starts a program: `signIn` or `portal`. */
async function run(name) {
  // It gives itself another title.
  if (name === "portal") document.title = document.querySelector(".boot__name").textContent;
  let program;
  try {
    const needed = [checked(`${name}Wasm`), checkedModule(name), styled()];
    // The worker runs the sign-in program. Browsers check no integrity there, so its files are checked here; the worker
    // then gets them from the browser's cache.
    if (name === "portal") needed.push(checkedModule("signIn"), checked("signInWasm").then((file) => file.arrayBuffer()));
    [program] = await Promise.all(needed);
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

/** Somebody wants to sign in. Before the program is there, this waits for it. */
function press() {
  pressed = true;
  page.dataset.busy = "";
  signIn?.();
}

let shown;

/** Shows the sign-in page, once its styles are there. */
function show() {
  shown ??= styled().then(() => {
    button.addEventListener("click", press);
    theme.addEventListener("change", () => (setting("theme", theme.value), dress()));
    language.addEventListener("change", () => (setting("language", language.value), dress()));
    document.getElementById("boot").hidden = true;
    page.hidden = false;
    // Without its styles the program does not start either, and says so.
  }, () => undefined);
}

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
    document.getElementById("boot").hidden = false;
    run("portal");
  },
  /** Whether somebody wanted to sign in and could not. */
  get pressed() {
    return pressed;
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
async function workerAlive() {
  const { held } = (await navigator.locks?.query()) ?? { held: [] };
  return Boolean(globalThis.SharedWorker) && held.some(({ name }) => name.startsWith("guestlist.session."));
}

/** Whether this tab had a session, and signs in again without asking. */
function hadSession() {
  try {
    return sessionStorage.getItem("guestlist.again") !== null;
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

  // What a program asks for first of all is on its way before the program is. Asked as src/browser/fetch.rs does.
  const asking = { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(60_000) };
  globalThis.guestlistConfig = fetch("/config.json", asking).catch(() => undefined);

  if (answered || (await workerAlive().catch(() => false))) return run("portal");
  if (!hadSession()) show();
  run("signIn");
}

dress();
const refused = refusal();
if (refused) stop(refused);
else start();

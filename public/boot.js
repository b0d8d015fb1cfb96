// The first script, and the only one that is not made from Rust but the worker's. It does what must happen before
// anything is loaded, refuses where the portal could not be safe, and says so when something is not as it was made.

const root = document.documentElement;
root.dataset.boot = "begun";

// A sign-in answer leaves the address bar, and with it the history, before any request or rendering.
if (/^#(.*&)?(code|error)=/.test(location.hash)) {
  Object.defineProperty(globalThis, "guestlistAnswer", { value: location.hash, configurable: true });
  history.replaceState(null, "", location.pathname + location.search);
}

try {
  const theme = localStorage.getItem("guestlist.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
  if ((localStorage.getItem("guestlist.language") ?? navigator.language).startsWith("fr")) root.lang = "fr";
} catch {
  // Storage is switched off: the system's colours and English it is, until the program is there.
}

/** Shows the words that wait in index.html. */
function stop(why) {
  root.dataset.boot = "failed";
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

async function start() {
  const { glue, glueIntegrity, wasm, wasmIntegrity } = document.querySelector("script[data-wasm]").dataset;
  let program;
  try {
    // `import` checks nothing by itself: the module of the page's preload was checked, and the same bytes are here.
    const checked = (url, integrity) => fetch(url, { integrity });
    [program] = await Promise.all([checked(wasm, wasmIntegrity), checked(glue, glueIntegrity)]);
    // WebKit runs scripts before the style sheets are there; when the page has loaded, they are, or will not come.
    const styled = () => [...document.querySelectorAll("link[rel=stylesheet]")].every(({ sheet }) => sheet);
    if (!styled() && document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded));
    if (!styled()) throw new Error("a style sheet was not applied");
  } catch (error) {
    console.error(error);
    return stop("changed");
  }
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
  try {
    await (await import(glue)).default({ module_or_path: program });
  } catch (error) {
    console.error(error);
    stop("broken");
  }
}

const refused = refusal();
if (refused) stop(refused);
else start();

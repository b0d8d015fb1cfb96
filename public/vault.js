// The worker's script: starts the sign-in program in a worker, where there is no page and it keeps the tokens. Pages
// that come before it is ready wait; when it cannot go on, they are told so.

import start from "%sign-in%";

// What the policy forbids is told by the page: a worker has no place to say anything.
const forbidden = new BroadcastChannel("guestlist.blocked");
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  forbidden.postMessage([effectiveDirective, blockedURI]);
});

const pages = [];
const early = [];
let accept = (page) => early.push(page);
const arrive = ({ ports: [page] }) => {
  // What comes without a port of its own is no page of the portal's.
  if (!page) return;
  pages.push(page);
  accept(page);
};
globalThis.acceptConnections = (connect) => {
  accept = connect;
  early.splice(0).forEach((page) => connect(page));
};
// A shared worker is connected to, each page by a port of its own; a worker of one tab is spoken to directly.
globalThis.onconnect = ({ ports: [port] }) => (port.onmessage = arrive);
globalThis.onmessage = arrive;

// Nothing but the program runs here: what nobody caught has ended it, or left it half done. The tokens go with it.
function end(event) {
  event.preventDefault?.();
  console.error(event.error ?? event.reason);
  // `ToPage::Stopped` of src/app/worker/protocol.rs.
  const last = (page) => (page.postMessage('"stopped"'), close());
  pages.forEach(last);
  // If no page has connected yet, the first one that does is told, and then this worker ends.
  accept = last;
}
addEventListener("error", end);
addEventListener("unhandledrejection", end);

// What the program asks for first of all is on its way before it is: the configuration, asked as src/browser/fetch.rs does,
// and this part of itself. What is wrong with them is said when they are used.
const asking = { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer", signal: AbortSignal.timeout(60_000) };
globalThis.guestlistConfig = fetch("/config.json", asking).catch(() => undefined);
fetch("%sign-in-worker.wasm%", { integrity: "%sign-in-worker.wasm-integrity%" }).then((part) => part.arrayBuffer()).catch(() => undefined);

try {
  await start({ module_or_path: fetch("%sign-in-wasm%", { integrity: "%sign-in-wasm-integrity%" }) });
} catch (error) {
  end({ error });
}

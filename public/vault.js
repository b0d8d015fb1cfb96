// The worker's script. It starts the sign-in program in the worker, where the program holds the tokens. Pages that connect
// before the program is ready wait. If the program cannot continue, the pages get a message.

import start from '%sign-in%';

// A worker cannot show anything, so its pages show violations of the policy.
const forbidden = new BroadcastChannel('guestlist.blocked');
addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
  forbidden.postMessage([effectiveDirective, blockedURI]);
});

/** References that do not keep the ports of closed pages. */
let pages = [];
const early = [];
let accept = (page) => early.push(page);
const arrive = ({ ports: [page] }) => {
  // A message without a port does not come from a page of the portal.
  if (!page) return;
  pages = [...pages.filter((known) => known.deref()), new WeakRef(page)];
  accept(page);
};
globalThis.acceptConnections = (connect) => {
  accept = connect;
  for (const page of early.splice(0)) connect(page);
};
// Each page connects to a shared worker by its own port. The page of a dedicated worker posts to the worker directly.
globalThis.onconnect = ({ ports: [port] }) => (port.onmessage = arrive);
globalThis.onmessage = arrive;

// Only the program runs here, so an uncaught error has ended it or left it in an unknown state. The worker and its tokens end.
function end(event) {
  event.preventDefault?.();
  console.error(event.error ?? event.reason);
  // `ToPage::Stopped` of src/app/worker/protocol.rs.
  const last = (page) => {
    page.postMessage('"stopped"');
    close();
  };
  for (const page of pages) if (page.deref()) last(page.deref());
  // If no page has connected yet, the first one that connects gets the message, and then the worker ends.
  accept = last;
}
addEventListener('error', end);
addEventListener('unhandledrejection', end);

// The program needs the configuration and its own second part first, so they are requested before it is loaded, as
// src/browser/fetch.rs would. Errors are handled when they are used.
const asking = {
  cache: 'no-store',
  credentials: 'omit',
  redirect: 'error',
  referrerPolicy: 'no-referrer',
  signal: AbortSignal.timeout(60_000),
};
globalThis.guestlistConfig = fetch('/config.json', asking).catch(() => undefined);
fetch('%sign-in-worker.wasm%', { integrity: '%sign-in-worker.wasm-integrity%' })
  .then((part) => part.arrayBuffer())
  .catch(() => undefined);

try {
  await start({ module_or_path: fetch('%sign-in-wasm%', { integrity: '%sign-in-wasm-integrity%' }) });
} catch (error) {
  end({ error });
}

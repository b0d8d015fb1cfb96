// The vault's script: starts the portal's own program in a worker, where there is no page and it keeps the tokens. Pages
// that come before it is ready wait at the door.

import start from "%glue%";

// A host that the policy forbids is named by the page: a worker has no place to say anything.
const forbidden = new BroadcastChannel("guestlist.blocked");
addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  if (effectiveDirective === "connect-src") forbidden.postMessage(blockedURI);
});

const early = [];
let admit = (page) => early.push(page);
const arrive = ({ ports: [page] }) => admit(page);
globalThis.openDoors = (open) => {
  admit = open;
  early.splice(0).forEach(open);
};
// A shared worker is connected to, each page by a port of its own; a worker of one tab is spoken to directly.
globalThis.onconnect = ({ ports: [door] }) => (door.onmessage = arrive);
globalThis.onmessage = arrive;

try {
  await start({ module_or_path: fetch("%wasm%", { integrity: "%wasm-integrity%" }) });
} catch (error) {
  console.error(error);
  globalThis.openDoors((page) => page.postMessage([""]));
}

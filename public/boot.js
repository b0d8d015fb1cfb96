// The only script that is not made from Rust. It does what must happen before anything is loaded, and says so when
// loading fails.

// A sign-in answer leaves the address bar, and with it the history, before any request or rendering.
if (/^#(.*&)?(code|error)=/.test(location.hash)) {
  Object.defineProperty(globalThis, "guestlistAnswer", { value: location.hash, configurable: true });
  history.replaceState(null, "", location.pathname + location.search);
}

const root = document.documentElement;
try {
  const theme = localStorage.getItem("guestlist.theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
} catch {
  // Storage is switched off: the system's colours it is.
}

const { glue, wasm } = document.querySelector("script[data-wasm]").dataset;
try {
  const { default: start } = await import(glue);
  await start({ module_or_path: wasm });
} catch (error) {
  root.dataset.boot = "failed";
  console.error(error);
}

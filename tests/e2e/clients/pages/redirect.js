// MSAL's redirect bridge, as in its guide: it passes the answer to the window that waits for it.

await globalThis.msalRedirectBridge.broadcastResponseToMainFrame();

// MSAL's redirect bridge, as its guide has it: it hands the answer to whoever waits for it.
/* global msalRedirectBridge */

await msalRedirectBridge.broadcastResponseToMainFrame();

// An app like those in Microsoft's samples: it creates and initializes the client, and handles the result of a redirect. The
// address names the app (`?client=…`); with `&capable` it handles claims challenges. Tests use the values in `globalThis`.

const address = new URL(location.href);
const TENANT = '5bd2bd29-8a51-4a6c-9d0a-4c7f6f3b6c10';

const app = new globalThis.msal.PublicClientApplication({
  auth: {
    clientId: address.searchParams.get('client'),
    authority: `https://login.microsoftonline.com/${TENANT}`,
    redirectUri: '/redirect.html',
    postLogoutRedirectUri: `${location.origin}/`,
    clientCapabilities: address.searchParams.has('capable') ? ['CP1'] : [],
  },
});
globalThis.app = app;

await app.initialize();
try {
  globalThis.brought = await app.handleRedirectPromise();
} catch (error) {
  globalThis.failed = error;
}

const [account] = app.getAllAccounts();
const says = globalThis.failed?.errorCode ?? (account ? `${account.name} is signed in` : 'Nobody is signed in');
document.querySelector('[role=status]').textContent = says;

// Where the portal refuses to run, and what it says after an internal error: it never shows a blank page or an endless wait.
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test, expect, signIn, account } from '../support/fixtures.js';
import {
  expectFilledIn,
  fillIn,
  inviteForm,
  openGuests,
  requests,
  signInButton,
  signInToInvite,
} from '../support/steps.js';
import { served } from '../support/tenant.js';

/** The page shows this message and nothing else of the portal. */
async function refuses(page, words) {
  await expect(page.getByRole('alert').filter({ hasText: words })).toBeVisible();
  await expect(signInButton(page)).toHaveCount(0);
  await expect(page.locator('#boot')).toBeHidden();
}

test('S-40: over plain http from another machine it says so and loads nothing', async ({
  page,
  tenant,
  context,
  watch,
}) => {
  watch.allow('Cross-Origin-Opener-Policy header has been ignored');
  const loaded = requests(context, /\.wasm$/);
  // A host name that is not loopback. The portal's own files are returned for it.
  await context.route('http://portal.example/**', async (route) => {
    const url = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: tenant.portal + url.pathname }) });
  });
  await page.goto('http://portal.example/');
  await refuses(page, 'This address is not secure.');
  await expect(page.getByText('Open the portal with https://')).toBeVisible();
  await expect(page.getByText('Cette adresse n’est pas sûre.')).toBeHidden();
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  // The browser may have preloaded one file; the program itself loaded none.
  expect(loaded.length).toBeLessThan(2);
});

for (const [what, take] of Object.entries({
  'without wasm': () => delete globalThis.WebAssembly,
  'without broadcast channels': () => delete globalThis.BroadcastChannel,
  'without cryptography': () => Object.defineProperty(crypto, 'subtle', { value: undefined }),
})) {
  test(`S-40: ${what} it says which browsers can run it`, async ({ page }) => {
    await page.addInitScript(take);
    await page.goto('/guests');
    await refuses(page, 'This browser cannot run Guestlist.');
    await expect(page.getByText('Use a current version of Edge, Chrome, Firefox or Safari.')).toBeVisible();
  });
}

test('S-40: it refuses in French where French is read', async ({ visitor }) => {
  const page = await visitor({ locale: 'fr-FR' });
  await page.addInitScript(() => delete globalThis.WebAssembly);
  await page.goto('/');
  await refuses(page, 'Ce navigateur ne peut pas exécuter Guestlist.');
  await expect(page.getByText('This browser cannot run Guestlist.')).toBeHidden();
});

/** A page of another site, on another loopback origin, that shows `url` in a frame. */
async function stranger(url, open) {
  const server = createServer((_, reply) =>
    reply.setHeader('content-type', 'text/html').end(`<title>x</title><iframe src="${url}"></iframe>`),
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  try {
    await open(`http://127.0.0.1:${server.address().port}/`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('S-23: no other page can show it in a frame', async ({ page, tenant, watch }) => {
  watch.allow(/frame-ancestors/, /Failed to load resource/, /Refused to frame|Framing/);
  await stranger(tenant.portal, async (url) => {
    await page.goto(url);
    const inside = page.frameLocator('iframe');
    await expect(inside.locator('body')).not.toContainText('Guestlist');
    await expect(signInButton(inside)).toHaveCount(0);
  });
});

test('S-23: where a host sends no header against frames, it refuses by itself', async ({ page, tenant, context }) => {
  await context.route(`${tenant.portal}/`, async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers() };
    headers['content-security-policy'] = headers['content-security-policy'].replace("; frame-ancestors 'none'", '');
    await route.fulfill({ response, headers });
  });
  // The browser fetches what index.html preloads. The page loads nothing else, and no sign-in begins.
  const asked = requests(context, /guestlist-|vault-|authorize/);
  await stranger(`${tenant.portal}/`, async (url) => {
    await page.goto(url);
    const inside = page.frameLocator('iframe');
    await expect(inside.getByText('Guestlist does not run inside another page')).toBeVisible();
    await expect(signInButton(inside)).toHaveCount(0);
    expect(asked).toEqual([]);
  });
});

test('a panic says so, offers to load the page again, and what was typed is there afterwards', async ({
  page,
  watch,
}) => {
  watch.allow(/Guestlist stopped at/, /unreachable/);
  const form = await signInToInvite(page);
  const typed = { email: 'kim@fabrikam.com', name: 'Kim', message: 'Welcome to the project' };
  await fillIn(form, typed);
  // Provokes a panic: creating an element fails, which the program takes for impossible.
  await page.evaluate(() => {
    Document.prototype.createElement = () => {
      throw new Error('broken');
    };
    Element.prototype.cloneNode = Document.prototype.createElement;
  });
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'Guestlist has stopped.' });
  await expect(alert).toBeVisible();
  await alert.getByRole('link', { name: 'Load the page again' }).click();
  await expect(account(page)).toBeVisible();
  await expect(page.getByText('Guestlist has stopped.')).toBeHidden();
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expectFilledIn(inviteForm(page), typed);
});

/** Signs in, and expects the message that the policy blocks requests to the sign-in host. */
async function expectNamed(page, tenant) {
  await page.goto(tenant.portal);
  await signInButton(page).click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  const alert = page.getByRole('alert').filter({ hasText: 'This portal may not talk to' });
  await expect(alert).toContainText(`This portal may not talk to ${tenant.login}.`);
  await expect(alert).toContainText('cargo xtask headers');
}

test('a host that the headers leave out is named', async ({ page, watch }) => {
  watch.allow(/connect-src|default-src/, /Content.Security.Policy/i, 'Failed to fetch', 'Failed to load resource');
  // Headers that were made for another cloud than config.json names. Here they allow no other host at all.
  const change = async (copy) => {
    const file = join(copy, '_headers');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/ connect-src [^;]*;/, '').replace("default-src 'none'", "default-src 'self'"));
  };
  await served(change, (tenant) => expectNamed(page, tenant));
});

test('a host that only the worker is kept from is named by its page too', async ({ page, watch }) => {
  watch.allow(/connect-src/, /Content.Security.Policy/i, 'Failed to fetch');
  // A second policy for the files in assets/, which applies in addition to the one for all files.
  const change = async (copy) => {
    const file = join(copy, '_headers');
    const text = await readFile(file, 'utf8');
    await writeFile(
      file,
      text.replace('/assets/*\n', "/assets/*\n  Content-Security-Policy: default-src 'self' 'wasm-unsafe-eval'\n"),
    );
  };
  await served(change, (tenant) => expectNamed(page, tenant));
});

test('a page that tells its policy itself, for a host without headers, works and is protected by it', async ({
  page,
  watch,
}) => {
  const change = async (copy) => {
    const file = join(copy, '_headers');
    const headers = await readFile(file, 'utf8');
    const [line, policy] = headers.match(/ {2}Content-Security-Policy: (.*)\n/);
    await writeFile(file, headers.replace(line, ''));
    // As `cargo xtask build --meta-csp` writes it, except for the tenant's hosts, whose ports are not yet known.
    const own = policy
      .replace(/; frame-ancestors [^;]*/, '')
      .replace(/connect-src [^;]*/, "connect-src 'self' http://127.0.0.1:*");
    const index = join(copy, 'index.html');
    const html = await readFile(index, 'utf8');
    const told = html.replace(
      /<meta charset="?utf-8"?\s*\/?>/,
      `$&<meta http-equiv="Content-Security-Policy" content="${own}">`,
    );
    expect(told).not.toBe(html);
    await writeFile(index, told);
  };
  await served(change, async (tenant) => {
    expect((await fetch(tenant.portal)).headers.get('content-security-policy')).toBeNull();
    await page.goto(tenant.portal);
    await signIn(page, 'Guest Inviter');
    await openGuests(page, 250);
    expect(watch.problems).toEqual([]);
    watch.allow(/.*/s);
    const refused = await page.evaluate(async () => {
      const seen = new Promise((resolve) =>
        addEventListener('securitypolicyviolation', ({ effectiveDirective }) => resolve(effectiveDirective)),
      );
      setTimeout(() =>
        document.body.append(Object.assign(document.createElement('style'), { textContent: 'body { color: red }' })),
      );
      return seen;
    });
    expect(refused).toBe('style-src-elem');
  });
});

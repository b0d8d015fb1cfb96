// The release build loads under its Content-Security-Policy, and the sandbox serves it as a production host would. All other
// journeys depend on this.
import { test, expect, axe } from '../support/fixtures.js';
import { signInButton } from '../support/steps.js';

test('the portal loads under its Content-Security-Policy and offers to sign in', async ({ page }) => {
  const reply = await page.goto('/');
  expect(reply.headers()['content-security-policy']).toContain("default-src 'none'");
  await expect(signInButton(page)).toBeVisible();
  await axe(page);
});

test('the policy allows wasm, and neither inline code nor eval', async ({ tenant }) => {
  const reply = await fetch(`${tenant.portal}/`);
  const policy = directives(reply.headers.get('content-security-policy'));
  expect(policy['script-src']).toEqual(["'self'", "'wasm-unsafe-eval'"]);
  expect(Object.values(policy).flat()).not.toContain("'unsafe-inline'");
  expect(Object.values(policy).flat()).not.toContain("'unsafe-eval'");
  expect(policy['connect-src']).toEqual(expect.arrayContaining([tenant.login, tenant.graph]));
  expect(policy['frame-ancestors']).toEqual(["'none'"]);
});

test('every page of the portal answers with the portal', async ({ tenant }) => {
  for (const path of ['/', '/guests', '/invite', '/no/such/page?x=1']) {
    const reply = await fetch(tenant.portal + path, { headers: { accept: 'text/html' } });
    expect([path, reply.status, type(reply)]).toEqual([path, 200, 'text/html']);
    expect(await reply.text()).toContain('data-portal-wasm=');
  }
});

test('a missing asset is never answered with a page', async ({ tenant }) => {
  for (const path of ['/x.js', '/deep/x.wasm', '/x.css', '/x.json', '/x.svg']) {
    const reply = await fetch(tenant.portal + path);
    expect([path, reply.status]).toEqual([path, 404]);
    expect(type(reply)).not.toBe('text/html');
  }
});

test('the wasm file has its media type, is compressed, and is kept by browsers', async ({ tenant }) => {
  const page = await (await fetch(`${tenant.portal}/`)).text();
  const path = page.match(/data-portal-wasm=["']?([^"'\s>]+)/)?.[1];
  expect(path, 'index.html names the wasm file').toBeTruthy();
  const url = new URL(path, tenant.portal);
  const encoded = async (accept) => {
    const reply = await fetch(url, { headers: { 'accept-encoding': accept } });
    expect(reply.status).toBe(200);
    expect(type(reply)).toBe('application/wasm');
    expect(reply.headers.get('cache-control')).toContain('immutable');
    expect((await reply.arrayBuffer()).byteLength).toBeGreaterThan(10_000);
    return reply.headers.get('content-encoding');
  };
  expect(await encoded('br')).toBe('br');
  expect(await encoded('gzip')).toBe('gzip');
  expect(await encoded('identity')).toBe(null);
});

test('what may change without a new build is asked for each time', async ({ tenant }) => {
  for (const path of ['/', '/icon.svg', '/config.json']) {
    const reply = await fetch(tenant.portal + path);
    expect([path, reply.status]).toEqual([path, 200]);
    expect(reply.headers.get('cache-control')).toMatch(/no-cache|no-store/);
  }
});

function type(reply) {
  return reply.headers.get('content-type')?.split(';')[0];
}

/** Reads a policy into its directives: { 'script-src': ["'self'", …], … }. */
function directives(policy) {
  const parts = policy.split(';').map((part) => part.trim().split(/\s+/));
  return Object.fromEntries(parts.map(([name, ...sources]) => [name, sources]));
}

// The host configurations in public/, used by the servers that they are written for: Debian's nginx, Caddy and Apache httpd, on
// this machine. The sandbox, as a host of the portal, must answer by the same rules.
import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { test, expect } from '@playwright/test';
import { Tenant, dist } from '../support/tenant.js';
import { KINDS, dockerfile, hosted } from './servers.js';

const FOREVER = 'public, max-age=31536000, immutable';
const UNCHANGED = 'no-store, no-transform';

/** What every host must answer: status, media type and caching. `ask` makes a request for a path. */
async function expectRules(ask) {
  const assets = await readdir(join(dist, 'assets'));
  const asset = (kind) => `/assets/${assets.find((name) => name.endsWith(kind))}`;
  const page = [200, 'text/html', UNCHANGED];
  const rules = {
    '/': page,
    '/guests': page,
    '/guests?state=pending': page,
    '/invite': page,
    '/access': page,
    '/index.html': page,
    '/config.json': [200, 'application/json', UNCHANGED],
    '/config.schema.json': [200, 'application/json', 'no-cache'],
    '/icon.svg': [200, 'image/svg+xml', 'no-cache'],
    '/sbom.cdx.json': [200, 'application/json', 'no-cache'],
    '/SHA256SUMS': [200, '', 'no-cache'],
    [asset('.wasm')]: [200, 'application/wasm', FOREVER],
    [asset('.js')]: [200, 'javascript', FOREVER],
    [asset('.css')]: [200, 'text/css', FOREVER],
    [asset('.txt')]: [200, 'text/plain', FOREVER],
    '/assets/gone-0123456789abcdef.js': [404, '', 'no-store'],
    '/x.js': [404, '', 'no-store'],
    '/.env': [404, '', 'no-store'],
    '/deep/archive.zip': [404, '', 'no-store'],
    '/_headers': [404, '', 'no-store'],
    '/_redirects': [404, '', 'no-store'],
  };
  for (const [path, [status, type, kept]] of Object.entries(rules)) {
    const reply = await ask(path);
    const { headers } = reply;
    expect([path, reply.status, headers['cache-control']]).toEqual([path, status, kept]);
    expect(headers['content-type'] ?? '', path).toContain(type);
    if (path === '/SHA256SUMS') expect(String(reply.body)).toBe(await readFile(join(dist, path), 'utf8'));
    if (status === 404) expect(String(reply.body), path).not.toContain('stopped-changed');
    for (const name of [
      'content-security-policy',
      'x-content-type-options',
      'referrer-policy',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'permissions-policy',
    ]) {
      expect(headers[name], `${path} ${name}`).toBeTruthy();
    }
  }
}

/** What servers answer besides: each header with its value, and the large files compressed. */
async function expectHeadersAndCompression(ask) {
  const wanted = (await readFile(join(dist, '_headers'), 'utf8')).split('\n/assets/')[0].split('\n  ').slice(1);
  expect(wanted.length).toBeGreaterThan(6);
  for (const path of ['/', '/config.json', '/assets/gone.js', '/icon.svg']) {
    const { headers } = await ask(path);
    for (const [name, value] of wanted.map((line) => line.split(': '))) {
      expect([path, name, headers[name.toLowerCase()]]).toEqual([path, name, value]);
    }
  }
  // Program, scripts and styles are compressed, and files for other kinds of hosts are not served.
  const assets = await readdir(join(dist, 'assets'));
  for (const kind of ['.wasm', '.js', '.css']) {
    const path = `/assets/${assets.find((name) => name.endsWith(kind))}`;
    const packed = await ask(path, { headers: { 'accept-encoding': 'gzip, deflate, br, zstd' } });
    expect(packed.headers['content-encoding'], path).toMatch(/^(gzip|zstd|br)$/);
    expect(packed.headers.vary, path).toMatch(/accept-encoding/i);
    expect(packed.body.length, path).toBeLessThan((await readFile(join(dist, path))).length);
  }
  expect((await ask('/staticwebapp.config.json')).status).toBe(404);
}

for (const kind of KINDS) {
  test(`S-24, S-43: ${kind} with its file from public/ answers as the portal needs it`, async () => {
    await hosted(kind, async ({ ask }) => {
      await expectRules(ask);
      await expectHeadersAndCompression(ask);
      const away = await ask('/guests?state=pending', { http: true });
      expect(String(away.status)).toMatch(/^30[18]$/);
      expect(away.headers.location).toMatch(/^https:\/\/localhost(:\d+)?\/guests\?state=pending$/);
    });
  });
}

test('S-24, S-43: nginx as the container runs it, by a user without rights, answers as the portal needs it', async () => {
  const { instructions, copies } = await dockerfile();
  expect(instructions.USER).toMatch(/^[1-9]\d*:[1-9]\d*$/);
  expect(copies).toEqual([
    ['public/container.conf', '/etc/nginx/nginx.conf'],
    ['dist', '/srv/guestlist'],
  ]);
  await hosted('container', async ({ ask, files }) => {
    await expectRules(ask);
    await expectHeadersAndCompression(ask);
    // A config.json that is mounted later is answered at once; the health check asks for it.
    await writeFile(join(files, 'config.json'), '{"cloud": "china"}');
    const health = new URL(JSON.parse(instructions.HEALTHCHECK.split(' CMD ')[1]).at(-1));
    expect([health.port, health.pathname]).toEqual([instructions.EXPOSE, '/config.json']);
    expect(String((await ask(health.pathname)).body)).toBe('{"cloud": "china"}');
  });
});

test('the lines of docs/deploy.md that prove a host print what they say', async () => {
  const manual = await readFile(new URL('../../../docs/deploy.md', import.meta.url), 'utf8');
  const lines = manual.split('### Prove it')[1].split('```sh\n')[1].split('```')[0];
  const promised = [...lines.matchAll(/ {2}# (.+)$/gm)].map(([, text]) => text);
  expect(promised.length).toBeGreaterThan(10);
  await hosted('nginx', async ({ port, pem }) => {
    const script = lines.replace('guests.example.com', `localhost:${port}`);
    const env = { ...process.env, CURL_CA_BUNDLE: pem };
    const { stdout } = await promisify(execFile)('sh', ['-c', script], { env });
    expect(stdout.trim().split('\n')).toEqual(promised);
  });
});

test('CloudFront’s function leads pages to the page and nothing else', async () => {
  const { Resources } = JSON.parse(await readFile(new URL('../../../public/cloudfront.json', import.meta.url), 'utf8'));
  const handler = new Function(`${Resources.Pages.Properties.FunctionCode}\nreturn handler;`)();
  const led = (uri) => handler({ request: { uri, method: 'GET' } }).uri;
  for (const page of ['/invite', '/bulk', '/access', '/guests']) expect(led(page)).toBe('/index.html');
  for (const other of ['/', '/x.js', '/unknown', '/assets/a.wasm', '/guests/x']) expect(led(other)).toBe(other);
});

test('S-24, S-43: the sandbox hosts the portal by the same rules', async () => {
  const tenant = await Tenant.start();
  try {
    await expectRules(async (path) => {
      const reply = await fetch(tenant.portal + path, { redirect: 'manual' });
      const { status, headers } = reply;
      return { status, headers: Object.fromEntries(headers), body: Buffer.from(await reply.arrayBuffer()) };
    });
  } finally {
    await tenant.stop();
  }
});

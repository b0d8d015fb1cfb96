// The host configurations in public/, used by the servers that they are written for: Debian's nginx and Caddy, on this
// machine and over plain http. The sandbox, as a host of the portal, must answer by the same rules.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { test, expect } from '@playwright/test';
import { Tenant, dist } from '../support/tenant.js';
import { freePort } from './port.js';

const sources = new URL('../../../public/', import.meta.url);
const FOREVER = 'public, max-age=31536000, immutable';

/** Fills in a configuration as the owner of a host would. Fails if the text for one of `changes` is not found. */
const filledIn = (text, changes) =>
  changes.reduce((text, [from, to]) => {
    expect(text).toMatch(from);
    return text.replace(from, to);
  }, text);

/** The program and its arguments for serving a folder of release files at a port. */
const SERVERS = {
  async nginx({ home, files, port }) {
    const server = filledIn(await readFile(new URL('nginx.conf', sources), 'utf8'), [
      [/listen 443 ssl;/, `listen 127.0.0.1:${port};`],
      [/ *ssl_certificate .*\n/, ''],
      [/ *ssl_certificate_key .*\n/, ''],
      [/root \/srv\/guestlist;/, `root ${files};`],
    ]);
    const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${join(home, kind)};`,
    );
    const main = `daemon off; pid ${join(home, 'pid')}; error_log stderr; events {}\nhttp { include /etc/nginx/mime.types; access_log off; ${folders.join(' ')}\n${server} }`;
    await writeFile(join(home, 'nginx.conf'), main);
    return [process.env.GUESTLIST_NGINX ?? '/usr/sbin/nginx', ['-e', 'stderr', '-c', join(home, 'nginx.conf')]];
  },
  async Caddy({ home, files, port }) {
    const site = filledIn(await readFile(new URL('Caddyfile', sources), 'utf8'), [
      [/guests\.example\.com \{/, `http://127.0.0.1:${port} {\n\tbind 127.0.0.1`],
      [/root \* \/srv\/guestlist/, `root * ${files}`],
    ]);
    await writeFile(join(home, 'Caddyfile'), `{\n\tadmin off\n\tauto_https off\n}\n${site}`);
    return [
      process.env.GUESTLIST_CADDY ?? '/usr/bin/caddy',
      ['run', '--adapter', 'caddyfile', '--config', join(home, 'Caddyfile')],
    ];
  },
};

/** Runs a server for the release files as long as `use` takes. */
async function hosted(kind, use) {
  const home = await mkdtemp(join(tmpdir(), 'guestlist-host-'));
  // If root starts nginx, its workers run as another user, who must be able to read the folder.
  await chmod(home, 0o755);
  const files = join(home, 'dist');
  await cp(dist, files, { recursive: true });
  await mkdir(join(home, 'data'));
  const port = await freePort();
  const [program, args] = await SERVERS[kind]({ home, files, port });
  const said = [];
  const child = spawn(program, args, {
    env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'data') },
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const address = `http://127.0.0.1:${port}`;
  try {
    const up = async () => {
      if (child.exitCode !== null) throw new Error(`${kind} ended: ${said.join('')}`);
      return fetch(address).then(
        (reply) => reply.ok,
        () => false,
      );
    };
    while (!(await up())) await pause(50);
    await use(address);
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(home, { recursive: true });
  }
}

/** What every host must answer: status, media type and caching. */
async function expectRules(address) {
  const assets = await readdir(join(dist, 'assets'));
  const asset = (kind) => `/assets/${assets.find((name) => name.endsWith(kind))}`;
  const page = [200, 'text/html', 'no-store'];
  const rules = {
    '/': page,
    '/guests': page,
    '/guests?state=pending': page,
    '/invite': page,
    '/access': page,
    '/index.html': page,
    '/config.json': [200, 'application/json', 'no-store'],
    '/config.schema.json': [200, 'application/json', 'no-cache'],
    '/icon.svg': [200, 'image/svg+xml', 'no-cache'],
    [asset('.wasm')]: [200, 'application/wasm', FOREVER],
    [asset('.js')]: [200, 'javascript', FOREVER],
    [asset('.css')]: [200, 'text/css', FOREVER],
    '/assets/gone-0123456789abcdef.js': [404, '', 'no-store'],
    '/x.js': [404, '', 'no-store'],
    '/.env': [404, '', 'no-store'],
    '/deep/archive.zip': [404, '', 'no-store'],
    '/_headers': [404, '', 'no-store'],
    '/_redirects': [404, '', 'no-store'],
  };
  for (const [path, [status, type, kept]] of Object.entries(rules)) {
    const reply = await fetch(address + path, { redirect: 'manual' });
    const { headers } = reply;
    expect([path, reply.status, headers.get('cache-control')]).toEqual([path, status, kept]);
    expect(headers.get('content-type') ?? '', path).toContain(type);
    if (status === 404) expect(await reply.text(), path).not.toContain('stopped-changed');
    for (const name of [
      'content-security-policy',
      'x-content-type-options',
      'referrer-policy',
      'cross-origin-opener-policy',
      'cross-origin-resource-policy',
      'permissions-policy',
    ]) {
      expect(headers.get(name), `${path} ${name}`).toBeTruthy();
    }
  }
}

for (const kind of Object.keys(SERVERS)) {
  test(`S-24, S-43: ${kind} with its file from public/ answers as the portal needs it`, async () => {
    await hosted(kind, async (address) => {
      await expectRules(address);
      const told = (await fetch(address)).headers;
      const wanted = await readFile(join(dist, '_headers'), 'utf8');
      for (const name of ['Content-Security-Policy', 'Strict-Transport-Security', 'Permissions-Policy']) {
        expect(wanted).toContain(`  ${name}: ${told.get(name)}\n`);
      }
      // The wasm file is compressed, and files for other kinds of hosts are not served.
      const packed = await fetch(
        `${address}/assets/${(await readdir(join(dist, 'assets'))).find((name) => name.endsWith('.wasm'))}`,
      );
      expect(packed.headers.get('content-encoding')).toMatch(/gzip|zstd|br/);
      expect((await fetch(`${address}/staticwebapp.config.json`)).status).toBe(404);
    });
  });
}

test('S-24, S-43: the sandbox hosts the portal by the same rules', async () => {
  const tenant = await Tenant.start();
  try {
    await expectRules(tenant.portal);
  } finally {
    await tenant.stop();
  }
});

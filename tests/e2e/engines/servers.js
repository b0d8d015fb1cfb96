// Web servers with their configurations from public/, filled in as the owner of a host would: Debian's nginx, Caddy and
// Apache httpd, over https for the name `localhost`, with a certificate that is made for the occasion; and nginx as it runs in
// the container of public/Dockerfile, over plain http.
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, chown, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { request as requestOverHttp } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from '@playwright/test';
import { dist } from '../support/tenant.js';
import { freePort } from './port.js';

const sources = new URL('../../../public/', import.meta.url);

/** Fills in a configuration from public/. Fails if the text for one of `changes` is not found. */
async function filledIn(name, changes) {
  const text = await readFile(new URL(name, sources), 'utf8');
  return changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replaceAll(from, to);
  }, text);
}

/**
 * Makes what a server needs in the directory `home`, and returns its program and arguments, and for a server that runs
 * as another user, options of `spawn`.
 */
const SERVERS = {
  async nginx({ home, files, ports, pem, key }) {
    const sites = await filledIn('nginx.conf', [
      ['listen 80;', `listen 127.0.0.1:${ports.http};`],
      ['listen 443 ssl;', `listen 127.0.0.1:${ports.https} ssl;`],
      ['guests.example.com;', 'localhost;'],
      ['/etc/ssl/guests.example.com.pem', pem],
      ['/etc/ssl/guests.example.com.key', key],
      ['/srv/guestlist;', `${files};`],
    ]);
    const folders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
      (kind) => `${kind}_temp_path ${join(home, kind)};`,
    );
    const main = `daemon off; pid ${join(home, 'pid')}; error_log stderr; events {}\nhttp { include /etc/nginx/mime.types; access_log off; ${folders.join(' ')}\n${sites} }`;
    await writeFile(join(home, 'nginx.conf'), main);
    return [process.env.GUESTLIST_NGINX ?? '/usr/sbin/nginx', ['-e', 'stderr', '-c', join(home, 'nginx.conf')]];
  },
  async Caddy({ home, files, ports, pem, key }) {
    const site = await filledIn('Caddyfile', [
      ['guests.example.com {', `localhost {\n\tbind 127.0.0.1\n\ttls ${pem} ${key}`],
      ['root * /srv/guestlist', `root * ${files}`],
    ]);
    const main = `{\n\tadmin off\n\thttp_port ${ports.http}\n\thttps_port ${ports.https}\n}\n${site}`;
    await writeFile(join(home, 'Caddyfile'), main);
    return [
      process.env.GUESTLIST_CADDY ?? '/usr/bin/caddy',
      ['run', '--adapter', 'caddyfile', '--config', join(home, 'Caddyfile')],
    ];
  },
  async Apache({ home, files, ports, pem, key }) {
    const sites = await filledIn('apache.conf', [
      ['*:80>', `127.0.0.1:${ports.http}>`],
      ['*:443>', `127.0.0.1:${ports.https}>`],
      ['ServerName guests.example.com', 'ServerName localhost'],
      ['/etc/ssl/guests.example.com.pem', pem],
      ['/etc/ssl/guests.example.com.key', key],
      ['/srv/guestlist', files],
    ]);
    // What Debian's httpd loads by itself, and the modules that the file asks for in its first lines.
    const asked = /a2enmod ([a-z ]+)/.exec(sites)[1].split(' ');
    const modules = ['mpm_event', 'authz_core', 'mime', ...asked]
      .map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`)
      .join('\n');
    const user = process.getuid() === 0 ? 'User www-data\nGroup www-data\n' : '';
    const main = `ServerRoot ${home}\nDefaultRuntimeDir ${home}\nPidFile ${home}/pid\nErrorLog "|$/bin/cat >&2"\nServerName localhost\n${modules}\n${user}TypesConfig /etc/mime.types\nListen 127.0.0.1:${ports.http}\nListen 127.0.0.1:${ports.https}\n${sites}`;
    await writeFile(join(home, 'apache.conf'), main);
    return [process.env.GUESTLIST_APACHE ?? '/usr/sbin/apache2', ['-D', 'FOREGROUND', '-f', join(home, 'apache.conf')]];
  },
  async container({ home, files, ports }) {
    const { instructions } = await dockerfile();
    const [program, ...args] = JSON.parse(instructions.ENTRYPOINT);
    expect(program).toBe('nginx');
    const temporary = join(home, 'tmp');
    const conf = await filledIn('container.conf', [
      [' /tmp/', ` ${temporary}/`],
      ['listen 8080;', `listen 127.0.0.1:${ports.http};`],
      ['/srv/guestlist;', `${files};`],
    ]);
    await writeFile(join(home, 'nginx.conf'), conf);
    await mkdir(temporary);
    const [uid, gid] = instructions.USER.split(':').map(Number);
    const root = process.getuid() === 0;
    if (root) await chown(temporary, uid, gid);
    return [
      process.env.GUESTLIST_NGINX ?? '/usr/sbin/nginx',
      args.map((arg) => (arg === '/etc/nginx/nginx.conf' ? join(home, 'nginx.conf') : arg)),
      root ? { uid, gid } : {},
    ];
  },
};

/** The instructions of public/Dockerfile by their names, and the pairs of `COPY`. */
export async function dockerfile() {
  const text = await readFile(new URL('Dockerfile', sources), 'utf8');
  const lines = text.split('\n').filter((line) => line && !line.startsWith('#'));
  const words = lines.map((line) => [line.split(' ', 1)[0], line.slice(line.indexOf(' ') + 1)]);
  const copies = words.filter(([name]) => name === 'COPY').map(([, what]) => what.split(' '));
  return { instructions: Object.fromEntries(words), copies };
}

/** The servers that speak https by themselves. */
export const KINDS = Object.keys(SERVERS).filter((kind) => kind !== 'container');

/**
 * Runs a server for the release files as long as `use` takes, at free ports or at `ports`. `use` gets `ask(path)`, which
 * makes one request over https (with `http`, and to the container, over http) and follows no redirect, the folder of the
 * release files, the port for https, and the file of the certificate.
 */
export async function hosted(kind, use, ports) {
  ports ??= { http: await freePort(), https: await freePort() };
  const home = await mkdtemp(join(tmpdir(), 'guestlist-host-'));
  // If root starts a server, its workers run as another user, who must be able to read the folder.
  await chmod(home, 0o755);
  const files = join(home, 'dist');
  await cp(dist, files, { recursive: true });
  await mkdir(join(home, 'data'));
  const { pem, key } = await certificate(home);
  const [program, args, options = {}] = await SERVERS[kind]({ home, files, ports, pem, key });
  const said = [];
  const child = spawn(program, args, {
    ...options,
    env: { ...process.env, HOME: home, XDG_DATA_HOME: join(home, 'data'), XDG_CONFIG_HOME: join(home, 'data') },
  });
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => said.push(String(text)));
  const ca = await readFile(pem);
  const ask = (path, { http = kind === 'container', headers = {} } = {}) => {
    const options = { path, headers, port: http ? ports.http : ports.https, host: 'localhost', family: 4 };
    return answer(http ? requestOverHttp(options) : requestOverTls({ ...options, ca }));
  };
  try {
    const up = async () => {
      if (child.exitCode !== null) throw new Error(`${kind} ended: ${said.join('')}`);
      return ask('/').then(
        () => true,
        () => false,
      );
    };
    while (!(await up())) await pause(50);
    await use({ ask, files, pem, port: ports.https });
  } finally {
    if (child.exitCode === null) {
      child.kill('SIGTERM');
      await once(child, 'exit');
    }
    await rm(home, { recursive: true });
  }
}

/** A certificate for `localhost` that is its own authority, and its key. */
async function certificate(home) {
  const [pem, key] = [join(home, 'localhost.pem'), join(home, 'localhost.key')];
  const kind = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const names = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
  await promisify(execFile)('openssl', ['req', '-x509', ...kind, ...names, '-keyout', key, '-out', pem]);
  return { pem, key };
}

/** The response to a request: status, headers by their names in small letters, and the bytes as they came. */
async function answer(request) {
  const [reply] = await once(request.end(), 'response');
  const body = Buffer.concat(await reply.toArray());
  return { status: reply.statusCode, headers: reply.headers, body };
}

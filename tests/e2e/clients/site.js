// The web site of an app that signs people in: the files in `pages` and Microsoft's builds of its library, over TLS on this
// machine. The redirect bridge is served as MSAL requires: not cached, and without Cross-Origin-Opener-Policy.
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import { createRequire } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { keyHash, selfSigned } from './certificate.js';

const msal = dirname(createRequire(import.meta.url).resolve('@azure/msal-browser/package.json'));
const page = (name) => new URL(`pages/${name}`, import.meta.url);

const FILES = {
  '/': page('index.html'),
  '/index.js': page('index.js'),
  '/redirect.html': page('redirect.html'),
  '/redirect.js': page('redirect.js'),
  '/callback': page('callback.html'),
  '/msal-browser.js': join(msal, 'lib', 'msal-browser.min.js'),
  '/msal-redirect-bridge.js': join(msal, 'lib', 'redirect-bridge', 'msal-redirect-bridge.min.js'),
};
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript' };

export class Site {
  #server;

  static async start() {
    const { key, certificate } = selfSigned('localhost');
    const server = createServer({ key, cert: certificate }, answer);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Site(server, keyHash(certificate));
  }

  constructor(server, hash) {
    this.#server = server;
    this.origin = `https://localhost:${server.address().port}`;
    this.keyHash = hash;
  }

  async stop() {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}

async function answer(request, response) {
  const file = FILES[new URL(request.url, 'https://localhost').pathname];
  if (!file) {
    response.writeHead(404).end();
    return;
  }
  const type = TYPES[extname(String(file))];
  response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(await readFile(file));
}

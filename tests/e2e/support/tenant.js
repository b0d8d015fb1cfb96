// A sandbox tenant for one worker: starts the program, knows its three origins, and speaks its control plane.
// What a test needs to arrange or to look up outside the browser goes through here.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { request as requestOverHttp } from 'node:http';
import { request as requestOverTls } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const program = process.env.GUESTLIST_SANDBOX ?? `${root}target/host/sandbox`;
export const dist = process.env.GUESTLIST_DIST ?? `${root}dist`;
/** Where to write down what Graph answers, one file for each sandbox: the contract test reads it. */
const recordings = process.env.GUESTLIST_RECORD;

const START_MS = 20_000;
const STOP_MS = 5_000;

export class Tenant {
  #child;

  /**
   * Starts a sandbox on free ports and resolves when it is ready. With `tls` it answers by Microsoft's real host names
   * on one `port`, under a certificate of the authority whose certificate is in the file `ca`;
   * `cloud` is the one that the portal lives in. `trust` is an OpenID provider whose tokens Graph shall take.
   */
  static async start({ guests = 250, seed = 1, portal = dist, tls = false, cloud, trust, listen = '127.0.0.1:0' } = {}) {
    const args = ['--listen', listen, '--guests', guests, '--seed', seed, '--exit-with-stdin'];
    if (portal) args.push('--portal', portal);
    if (tls) args.push('--tls');
    if (cloud) args.push('--cloud', cloud);
    if (trust) args.push('--trust-issuer', trust);
    if (recordings) args.push('--record', join(recordings, `sandbox-${randomUUID()}.jsonl`));
    const child = spawn(program, args.map(String), { cwd: root, stdio: ['pipe', 'pipe', 'inherit'] });
    const late = setTimeout(() => child.kill(), START_MS);
    try {
      const told = await ready(child);
      return new Tenant(child, told, told.ca && (await readFile(told.ca, 'utf8')));
    } finally {
      clearTimeout(late);
    }
  }

  constructor(child, told, authority) {
    this.#child = child;
    this.portal = new URL(told.portal).origin;
    this.login = new URL(told.login).origin;
    this.graph = new URL(told.graph).origin;
    this.control = new URL(told.control ?? told.graph).origin;
    /** Only with `tls`: the port of all names, the file with the authority's certificate, and that certificate. */
    this.port = told.port;
    this.ca = told.ca;
    this.authority = authority;
  }

  /** Ends the program by closing its standard input, and by force if it does not listen. */
  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    this.#child.stdin.end();
    await ended;
    clearTimeout(late);
  }

  /** Back to how the tenant was when it started: guests, outbox, settings, sessions, config.json. */
  reset() {
    return this.#control('POST', 'reset');
  }

  /** Changes settings of the tenant, such as who may invite. */
  settings(change) {
    return this.#control('POST', 'settings', change);
  }

  /** Lets calls go wrong: one rule or a list of them, in place of those before. sandbox/README.md says how they read. */
  faults(rules) {
    return this.#control('POST', 'faults', rules);
  }

  clearFaults() {
    return this.#control('DELETE', 'faults');
  }

  /** How often each of the rules has struck, in their order. */
  async struck() {
    return (await this.#control('GET', 'faults')).map((fault) => fault.struck);
  }

  /** Takes a consent to the portal away: of everybody, or of the one with that sign-in name. */
  withdraw(permissions, upn) {
    return this.#control('DELETE', 'consents', { permissions, ...(upn && { upn }) });
  }

  /** Consents to permissions of the portal, for everybody or for the one with that sign-in name. */
  grant(permissions, upn) {
    return this.#control('POST', 'consents', { permissions, ...(upn && { upn }) });
  }

  /** Gives the one with that sign-in name these directory roles and no others, from the next token on. */
  roles(upn, roles) {
    return this.#control('POST', 'roles', { upn, roles });
  }

  /** The consents of the beginning: they outlive a reset. */
  restoreConsents() {
    return this.#control('POST', 'consents/reset');
  }

  /** Registers an app, or replaces the one with its client id, until the next reset. */
  register(app) {
    return this.#control('POST', 'apps', app);
  }

  /** Ends everybody's sign-in session; tokens that were given out no longer refresh. */
  expireSessions() {
    return this.#control('POST', 'sessions/expire');
  }

  /** Resolves when Graph takes the tokens of that provider, which it looks for once a second: then the portal may ask it, too. */
  async trusts(issuer) {
    const allowed = async () => {
      const { headers } = await exchange(`${this.portal}/`, 'GET', undefined, this.authority);
      return headers['content-security-policy'].includes(issuer);
    };
    while (!(await allowed())) await pause(100);
  }

  /** The config.json that is served now. */
  async config() {
    return JSON.parse((await exchange(`${this.portal}/config.json`, 'GET', undefined, this.authority)).text);
  }

  /** Serves `config` as config.json until the next reset: an object, or a string sent as it is. */
  setConfig(config) {
    return this.#control('PUT', 'config.json', config);
  }

  /** Lets id tokens say something else than the truth: `{ header, claims }`, each a merge patch; gone with a reset. */
  changeIdToken(change) {
    return this.#control('PUT', 'id-token', change);
  }

  clearConfig() {
    return this.#control('DELETE', 'config.json');
  }

  /** The mails that would have been sent, as the sandbox keeps them. */
  outbox() {
    return this.#control('GET', 'outbox.json');
  }

  /** What happened in the tenant, in order: the truth that the portal's words are compared with. */
  ledger() {
    return this.#control('GET', 'ledger');
  }

  /**
   * The requests to the token endpoint since the last reset, oldest first, with what was presented and handed out. A page's
   * `request` events do not show what a worker asks.
   */
  tokens() {
    return this.#control('GET', 'tokens');
  }

  async #control(method, path, body) {
    const url = `${this.control}/_sandbox/${path}`;
    const content = typeof body === 'string' ? body : JSON.stringify(body);
    const { status, headers, text } = await exchange(url, method, content, this.authority);
    if (status >= 400) throw new Error(`${method} ${url} answered ${status}: ${text}`);
    return text && headers['content-type']?.includes('json') ? JSON.parse(text) : text;
  }
}

/** A tenant that serves a copy of the release files, which `change` has been at: `use` opens it. */
export async function served(change, use) {
  const copy = await mkdtemp(join(tmpdir(), 'guestlist-dist-'));
  await cp(dist, copy, { recursive: true });
  await change(copy);
  const tenant = await Tenant.start({ portal: copy });
  try {
    await use(tenant);
  } finally {
    await tenant.stop();
    await rm(copy, { recursive: true });
  }
}

/** One request, over TLS with an authority to trust instead of the usual ones. */
async function exchange(url, method, content, authority) {
  // Node says no length by itself for a method that seldom has a body.
  const length = Buffer.byteLength(content ?? '');
  const headers = content === undefined ? {} : { 'content-type': 'application/json', 'content-length': length };
  // The name may be one that resolves to both families; the sandbox listens on one of them.
  const asking = (authority ? requestOverTls : requestOverHttp)(url, { method, headers, ca: authority, family: 4 });
  asking.end(content);
  const [reply] = await once(asking, 'response');
  return { status: reply.statusCode, headers: reply.headers, text: await text(reply) };
}

/** The three origins, from the line with which the sandbox says that it is ready. */
async function ready(child) {
  let failure;
  child.once('error', (error) => {
    failure = error;
  });
  // Reading goes on after that line: a full pipe would make the sandbox stand still.
  const lines = createInterface({ input: child.stdout });
  const origins = new Promise((resolve) => {
    lines.on('line', (line) => {
      const found = originsIn(line);
      if (found) resolve(found);
    });
    lines.once('close', () => resolve(undefined));
  });
  const found = await origins;
  if (found) return found;
  throw new Error(`${program} ended before it was ready${failure ? `: ${failure.message}` : ''}`);
}

function originsIn(line) {
  try {
    const value = JSON.parse(line);
    return value.portal && value.login && value.graph ? value : undefined;
  } catch {
    return undefined;
  }
}

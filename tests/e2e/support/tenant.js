// A sandbox tenant for one Playwright worker: starts the program, knows its three origins, and calls its control plane.
// Tests use it to prepare and to inspect what lies outside the browser.
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
/** The directory in which each sandbox records Graph's answers in a file. The contract test reads them. */
const recordings = process.env.GUESTLIST_RECORD;

const START_MS = 20_000;
const STOP_MS = 5_000;

export class Tenant {
  #child;

  /**
   * Starts a sandbox on free ports and resolves when it is ready. With `tls` it serves Microsoft's real host names on one
   * `port`; the certificate of its authority is in the file `ca`. `cloud` is the cloud of the portal. `untidy` is the
   * percentage of guests with unusual names, addresses and origins. `trust` is an OpenID provider whose tokens Graph
   * accepts. `undoSeconds` is how long the portal holds an invitation before it sends it.
   */
  static async start({
    guests = 250,
    seed = 1,
    untidy = 4,
    portal = dist,
    tls = false,
    cloud,
    trust,
    undoSeconds = 0,
    listen = '127.0.0.1:0',
  } = {}) {
    const args = ['--listen', listen, '--guests', guests, '--seed', seed, '--untidy', untidy, '--exit-with-stdin'];
    if (undoSeconds !== undefined) args.push('--undo-seconds', undoSeconds);
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
    /** Only with `tls`: the port for all host names, the file with the authority's certificate, and the certificate. */
    this.port = told.port;
    this.ca = told.ca;
    this.authority = authority;
  }

  /** Ends the program by closing its standard input, and kills it if that takes too long. */
  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    const late = setTimeout(() => this.#child.kill('SIGKILL'), STOP_MS);
    this.#child.stdin.end();
    await ended;
    clearTimeout(late);
  }

  /** Resets the tenant to its state after the start: guests, outbox, settings, sessions, config.json. */
  reset() {
    return this.#control('POST', 'reset');
  }

  /** Changes settings of the tenant, such as who may invite. */
  settings(change) {
    return this.#control('POST', 'settings', change);
  }

  /** Makes calls fail by one rule or a list of rules, which replace earlier ones. sandbox/README.md describes them. */
  faults(rules) {
    return this.#control('POST', 'faults', rules);
  }

  /**
   * Answers requests with `reply` (status, headers, body; with `after`, once the request has taken effect) and replaces
   * earlier faults. `which` selects the requests: `site`, `method`, `path`, `query`, `contains`, `skip`, `times`. The errors
   * of Microsoft are in replies.js.
   */
  reply(which, reply) {
    return this.faults({ ...which, fault: { reply } });
  }

  clearFaults() {
    return this.#control('DELETE', 'faults');
  }

  /** How often each rule was applied, in the order of the rules. */
  async struck() {
    return (await this.#control('GET', 'faults')).map((fault) => fault.struck);
  }

  /** Withdraws consent to permissions of the portal, for everybody or for the account `upn`. */
  withdraw(permissions, upn) {
    return this.#control('DELETE', 'consents', { permissions, ...(upn && { upn }) });
  }

  /** Consents to permissions of the portal, for everybody or for the account `upn`. */
  grant(permissions, upn) {
    return this.#control('POST', 'consents', { permissions, ...(upn && { upn }) });
  }

  /** Sets the directory roles of the account `upn`. They appear in its next token. */
  roles(upn, roles) {
    return this.#control('POST', 'roles', { upn, roles });
  }

  /** Restores the consents of the start, which a reset does not do. */
  restoreConsents() {
    return this.#control('POST', 'consents/reset');
  }

  /** Registers an app, or replaces the app with the same client id, until the next reset. */
  register(app) {
    return this.#control('POST', 'apps', app);
  }

  /** Ends all sign-in sessions. Refresh tokens issued before are no longer accepted. */
  expireSessions() {
    return this.#control('POST', 'sessions/expire');
  }

  /** Revokes all sessions: refresh tokens are no longer accepted, and access tokens get a claims challenge. */
  revokeSessions() {
    return this.#control('POST', 'sessions/revoke');
  }

  /**
   * Resolves when Graph accepts tokens of this provider, which it tries to reach once a second. From then on the portal's
   * policy allows requests to the provider.
   */
  async trusts(issuer) {
    const allowed = async () => {
      const { headers } = await exchange(`${this.portal}/`, 'GET', undefined, this.authority);
      return headers['content-security-policy'].includes(issuer);
    };
    while (!(await allowed())) await pause(100);
  }

  /** The config.json that is currently served. */
  async config() {
    return JSON.parse((await exchange(`${this.portal}/config.json`, 'GET', undefined, this.authority)).text);
  }

  /** Serves `config` as config.json until the next reset. A string is sent unchanged. */
  setConfig(config) {
    return this.#control('PUT', 'config.json', config);
  }

  /** Changes the id tokens issued until the next reset: `{ header, claims }`, each a merge patch. */
  changeIdToken(change) {
    return this.#control('PUT', 'id-token', change);
  }

  clearConfig() {
    return this.#control('DELETE', 'config.json');
  }

  /** The mails that a real tenant would have sent. */
  outbox() {
    return this.#control('GET', 'outbox.json');
  }

  /** What really happened in the tenant, in order, to compare with what the portal shows. */
  ledger() {
    return this.#control('GET', 'ledger');
  }

  /**
   * The requests to the token endpoint since the last reset, oldest first, with what was presented and what was issued. A
   * page's `request` events do not contain the requests of a shared worker.
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

/** Copies the release files, lets `change` change the copy, and runs a tenant that serves it as long as `use` takes. */
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

/** Sends one request; with `authority` over TLS, trusting only that authority. */
async function exchange(url, method, content, authority) {
  // For some methods Node does not set the length by itself.
  const length = Buffer.byteLength(content ?? '');
  const headers = content === undefined ? {} : { 'content-type': 'application/json', 'content-length': length };
  // The host name can resolve to IPv4 and IPv6, but the sandbox listens on IPv4 only.
  const asking = (authority ? requestOverTls : requestOverHttp)(url, { method, headers, ca: authority, family: 4 });
  asking.end(content);
  const [reply] = await once(asking, 'response');
  return { status: reply.statusCode, headers: reply.headers, text: await text(reply) };
}

/** Waits for the line by which the sandbox says that it is ready, and returns its content: the three origins. */
async function ready(child) {
  let failure;
  child.once('error', (error) => {
    failure = error;
  });
  // Reading continues after this line, because a full pipe would block the sandbox.
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

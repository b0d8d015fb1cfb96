// A person who signs in and calls Graph without a browser, by plain HTTP with the header `Origin` that a page would send.
import { createHash, randomBytes } from 'node:crypto';

const OPEN_ID = ['openid', 'profile', 'offline_access'];
const MOST_PAGES = 5;

/** Accounts of the sandbox's sign-in page. */
export const Account = {
  GlobalAdministrator: 'gael@contoso.com',
  UserAdministrator: 'ada@contoso.com',
  GuestInviter: 'ines@contoso.com',
  /** An account without consent to invite. */
  Reader: 'rune@contoso.com',
};

export class Visitor {
  #cookie;

  constructor(tenant, config) {
    this.tenant = tenant;
    this.config = config;
    this.redirect = `${tenant.portal}/`;
    this.verifier = randomBytes(40).toString('base64url');
  }

  static async of(tenant) {
    const reply = await fetch(`${tenant.portal}/config.json`);
    return new Visitor(tenant, await reply.json());
  }

  /** The address of the redirect after the account page and, if shown, the consent page (accepted), or after `cancel`. */
  async authorize(account, scopes, { cancel = false, ...changes } = {}) {
    const query = new URLSearchParams({
      client_id: this.config.clientId,
      response_type: 'code',
      redirect_uri: this.redirect,
      scope: scopes.join(' '),
      state: '12345',
      nonce: randomBytes(8).toString('hex'),
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      prompt: 'select_account',
      ...changes,
    });
    let reply = await this.#login('GET', `oauth2/v2.0/authorize?${query}`);
    for (let pages = 0; pages < MOST_PAGES; pages += 1) {
      const to = reply.headers.get('location');
      if (to?.startsWith(this.redirect)) return to;
      const page = await reply.text();
      const button = cancel ? 'cancel' : page.includes('value="consent"') ? 'consent' : undefined;
      const fields = Object.fromEntries(
        [...page.matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [
          name,
          value,
        ]),
      );
      if (button) fields.action = button;
      else {
        const choice = page.split('<button').find((text) => text.includes('name="account"') && text.includes(account));
        if (!choice)
          throw new Error(
            `no way on for ${account}: ${page
              .replace(/<[^>]+>/g, ' ')
              .replace(/\s+/g, ' ')
              .slice(0, 300)}`,
          );
        fields.account = /value="([^"]+)"/.exec(choice)[1];
      }
      const action = /<form[^>]* action="([^"]+)"/.exec(page)[1];
      reply = await this.#send('POST', new URL(action, this.tenant.login), new URLSearchParams(fields), {
        origin: this.tenant.login,
      });
    }
    throw new Error(`the sign-in of ${account} does not end`);
  }

  /** The answer of the token endpoint to a request as a page on the portal's origin sends it. */
  async token(fields) {
    const body = new URLSearchParams({ client_id: this.config.clientId, client_info: '1', ...fields });
    return answered(await this.#login('POST', 'oauth2/v2.0/token', body, { origin: this.tenant.portal }));
  }

  /** The token endpoint's answer to the code of a new sign-in. */
  async redeem(account, scopes, changes = {}) {
    const { claims } = changes;
    const code = parameters(await this.authorize(account, scopes, changes)).get('code');
    return this.token({
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirect,
      code_verifier: this.verifier,
      scope: scopes.join(' '),
      ...(claims && { claims }),
    });
  }

  /** Signs in and returns a function that calls Graph with that token. */
  async signIn(account, permissions, changes = {}) {
    const reply = await this.redeem(account, [...OPEN_ID, ...permissions], changes);
    if (reply.status !== 200) throw new Error(`no token for ${account}: ${JSON.stringify(reply.body)}`);
    return graph(this.tenant, reply.body.access_token);
  }

  #login(method, path, body, headers) {
    return this.#send(method, `${this.tenant.login}/${this.config.tenant}/${path}`, body, headers);
  }

  async #send(method, url, body, headers = {}) {
    const cookie = this.#cookie && { cookie: this.#cookie };
    const reply = await fetch(url, { method, body, headers: { ...headers, ...cookie }, redirect: 'manual' });
    const set = reply.headers.getSetCookie()[0];
    if (set) this.#cookie = set.split(';')[0];
    return reply;
  }
}

/** The parameters of an address, in its query or its fragment. */
export const parameters = (url) => new URLSearchParams(url.split(/[?#](.*)/s)[1]);

/** `call(method, path, body, headers)` with a token; the path may be an absolute address of this Graph. */
export function graph(tenant, token) {
  return async (method, path, body, headers = {}) => {
    const url = path.startsWith('http') ? path : `${tenant.graph}${path}`;
    const reply = await fetch(url, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    return answered(reply);
  };
}

async function answered(reply) {
  const text = await reply.text();
  const json = reply.headers.get('content-type')?.includes('json');
  return {
    status: reply.status,
    headers: Object.fromEntries(reply.headers),
    body: json ? JSON.parse(text) : text || null,
  };
}

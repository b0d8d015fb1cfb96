// Another authority than Entra: `oidc-provider`, a certified OpenID provider that follows the standards strictly. It rotates
// refresh tokens, treats the use of an old one as theft, and names itself in every answer (RFC 9207). It signs in the people
// of a sandbox tenant whose Graph trusts it: see `--trust-issuer` in sandbox/README.md.
import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { Provider as OpenIdProvider, interactionPolicy } from 'oidc-provider';

export const TENANT = '5bd2bd29-8a51-4a6c-9d0a-4c7f6f3b6c10';
export const CLIENT = '11112222-bbbb-3333-cccc-4444dddd5555';
const PERMISSIONS = ['User.Read', 'User.Read.All', 'User.Invite.All'];

/** The people who can sign in, by what they type. They have other ids than in the tenant, which the provider does not know. */
const PEOPLE = {
  ada: { oid: '1f0c8c64-0a52-4d59-9a1a-0d6a35d1a001', name: 'Ada Berg' },
  ines: { oid: '1f0c8c64-0a52-4d59-9a1a-0d6a35d1a002', name: 'Ines Duarte' },
};

export class Provider {
  #server;
  #answer = (_request, response) => response.writeHead(503).end();

  /** Starts the server. It answers 503 until `serve` is called. */
  static async start() {
    const provider = new Provider();
    provider.#server.listen(0, '127.0.0.1');
    await once(provider.#server, 'listening');
    provider.issuer = `http://127.0.0.1:${provider.#server.address().port}`;
    return provider;
  }

  constructor() {
    this.#server = createServer((request, response) => this.#answer(request, response));
    /** How many seconds new access tokens are valid. */
    this.tokenSeconds = 60;
    /** Changes the address of a redirect, as an attacker could. By default it changes nothing. */
    this.onTheWay = (location) => location;
    /** The requests to the token endpoint and their outcome: `{ grant, refresh, error }`, oldest first. */
    this.tokens = [];
  }

  /** From now on signs people in to this portal, with tokens for this Graph. */
  serve({ portal, graph }) {
    const oidc = new OpenIdProvider(this.issuer, this.#configuration(portal, graph));
    const note = (ctx, error) => {
      const { grant_type: grant, refresh_token: refresh } = ctx.oidc.params ?? {};
      this.tokens.push({ grant, refresh, error: error?.error });
    };
    oidc.on('grant.success', (ctx) => note(ctx));
    oidc.on('grant.error', (ctx, error) => note(ctx, error));
    oidc.on('server_error', (_ctx, error) => console.error(error));
    const pages = oidc.callback();
    this.#answer = async (request, response) => {
      if (await this.#picked(oidc, request, response)) return;
      const set = response.setHeader.bind(response);
      response.setHeader = (name, value) => set(name, name.toLowerCase() === 'location' ? this.onTheWay(value) : value);
      await pages(request, response);
    };
  }

  /** Skips the choice of an account, since nobody has two accounts here. */
  async #picked(oidc, request, response) {
    if (!/^\/interaction\/[^/]+$/.test(request.url) || request.method !== 'GET') return false;
    const { prompt } = await oidc.interactionDetails(request, response);
    if (prompt.name !== 'select_account') return false;
    await oidc.interactionFinished(request, response, { select_account: {} });
    return true;
  }

  async stop() {
    const closed = once(this.#server, 'close');
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }

  #configuration(portal, graph) {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const interactions = interactionPolicy.base();
    interactions.add(new interactionPolicy.Prompt({ name: 'select_account', requestable: true }), 0);
    const scopes = PERMISSIONS.map((name) => `${graph}/${name}`);
    return {
      clients: [
        {
          client_id: CLIENT,
          application_type: 'web',
          token_endpoint_auth_method: 'none',
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          redirect_uris: [`${portal}/`],
          post_logout_redirect_uris: [`${portal}/`],
        },
      ],
      interactions: { policy: interactions },
      scopes: ['openid', 'offline_access', 'profile'],
      claims: { openid: ['sub', 'oid', 'tid'], profile: ['name', 'preferred_username'] },
      // The id token contains profile claims, as with Entra.
      conformIdTokenClaims: false,
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256', kid: 'test' }] },
      cookies: { keys: ['of this run'] },
      pkce: { required: () => true },
      clientBasedCORS: (_ctx, origin) => origin === portal,
      rotateRefreshToken: true,
      // By the standard, `offline_access` is ignored unless consent is asked for each time.
      issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
      ttl: { IdToken: 60, RefreshToken: 86_400, Session: 86_400, Grant: 86_400, Interaction: 600 },
      features: {
        devInteractions: { enabled: true },
        rpInitiatedLogout: { enabled: true },
        resourceIndicators: {
          enabled: true,
          defaultResource: () => graph,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: scopes.join(' '),
            audience: graph,
            accessTokenFormat: 'jwt',
            accessTokenTTL: this.tokenSeconds,
            jwt: { sign: { alg: 'RS256' } },
          }),
        },
      },
      formats: {
        customizers: {
          // Graph expects the short names of permissions.
          jwt: (_ctx, _token, { payload }) => {
            payload.scp = payload.scope?.replaceAll(`${graph}/`, '');
            delete payload.scope;
          },
        },
      },
      findAccount: (_ctx, id) =>
        PEOPLE[id] && {
          accountId: id,
          claims: () => ({ sub: id, tid: TENANT, preferred_username: `${id}@contoso.com`, ...PEOPLE[id] }),
        },
    };
  }
}

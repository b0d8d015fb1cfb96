// The documented answers of the sign-in: redirects to the app, the token endpoint, and Graph's claims challenge.
import { Account, parameters } from '../visitor.js';

/** A redirect back, as an answer to compare by hand. */
const redirect = (url) => ({ status: 302, headers: { location: url }, body: null });
const noResponse = { status: 302, headers: {}, body: null };

export const signIn = {
  redeem_code_spa: {
    play: async ({ visitor }) => visitor.redeem(Account.UserAdministrator, ['openid', 'offline_access', 'User.Read']),
    // The documented tokens are shortened, and Entra's answer has more properties than the page shows (section d).
    free: ['/access_token', '/refresh_token', '/id_token', '/scope'],
    also: ['/ext_expires_in', '/refresh_token_expires_in', '/client_info'],
    check: ({ body }) => (/User\.Read/.test(body?.scope) ? [] : [`scope ${body?.scope}`]),
  },
  token_error_invalid_scope: {
    play: async ({ visitor }) => {
      const scopes = ['openid', 'User.Read'];
      const code = parameters(await visitor.authorize(Account.UserAdministrator, scopes)).get('code');
      return visitor.token({
        grant_type: 'authorization_code',
        code,
        redirect_uri: visitor.redirect,
        code_verifier: visitor.verifier,
        scope: 'https://foo.microsoft.com/mail.read',
      });
    },
    note: 'the source shows no request',
    // Ids and times differ for each sign-in.
    free: ['/error_description', '/timestamp', '/error_uri'],
    check: ({ body }) => [
      ...(/^AADSTS70011: The provided value for the input parameter 'scope' is not valid\. The scope https:\/\/foo\.microsoft\.com\/mail\.read is not valid\.\r\nTrace ID: [0-9a-f-]{36}\r\nCorrelation ID: [0-9a-f-]{36}\r\nTimestamp: \d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/.test(
        body?.error_description,
      )
        ? []
        : [`error_description ${JSON.stringify(body?.error_description)}`]),
      ...(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/.test(body?.timestamp) ? [] : [`timestamp ${body?.timestamp}`]),
      ...(/\/error\?code=70011$/.test(body?.error_uri) ? [] : [`error_uri ${body?.error_uri}`]),
    ],
  },
  authorize_success_fragment: {
    play: async ({ visitor }) =>
      redirect(
        await visitor.authorize(Account.UserAdministrator, ['openid', 'User.Read'], { response_mode: 'fragment' }),
      ),
    expect: () => noResponse,
    check: ({ headers }) => {
      const back = new URL(headers.location);
      const given = parameters(headers.location);
      return back.hash && !back.search && given.get('code') && given.get('state') === '12345'
        ? []
        : [`back at ${headers.location}`];
    },
  },
  authorize_error: {
    play: async ({ visitor }) =>
      redirect(
        await visitor.authorize(Account.UserAdministrator, ['openid', 'User.Read'], {
          cancel: true,
          response_mode: 'query',
        }),
      ),
    expect: () => noResponse,
    check: ({ headers }) => {
      const given = parameters(headers.location);
      return given.get('error') === 'access_denied' && given.get('error_description')
        ? []
        : [`back at ${headers.location}`];
    },
  },
  cae_401: {
    play: async ({ tenant, visitor }) => {
      const cp1 = JSON.stringify({ access_token: { xms_cc: { values: ['cp1'] } } });
      const call = await visitor.signIn(Account.UserAdministrator, ['User.Read'], { claims: cp1 });
      await tenant.settings({ requiredAuthContext: 'c1' });
      return call('GET', '/v1.0/me');
    },
    check: ({ headers }) => {
      const challenge = headers['www-authenticate'] ?? '';
      const given = Object.fromEntries(
        [...challenge.matchAll(/([a-z_]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]),
      );
      const names = ['realm', 'authorization_uri', 'error', 'claims'].filter((name) => !(name in given));
      if (!challenge.startsWith('Bearer ') || names.length > 0)
        return [`WWW-Authenticate without ${names}: ${challenge}`];
      const claims = JSON.parse(Buffer.from(given.claims, 'base64').toString());
      return given.error === 'insufficient_claims' && claims.access_token
        ? []
        : [`challenge ${given.error} ${JSON.stringify(claims)}`];
    },
  },
  merged_claims_request: { notApplicable: 'a parameter that the client sends; the source shows no answer' },
};

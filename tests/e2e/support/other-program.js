// Another program of the organization, which changes its directory while the portal does not look: an app of its own, with
// application permissions.
import { randomUUID } from 'node:crypto';

/** All whom the portal lists. A filter with `not` needs `$count=true`. */
const query = (filter) =>
  `$count=true&$filter=(userType eq 'Guest' or creationType eq 'Invitation')${filter ? ` and ${filter}` : ''}`;

/** Registers the program at the tenant until the next reset, and signs it in. */
export async function otherProgram(tenant) {
  const clientId = randomUUID();
  const secret = 'known to the program';
  await tenant.register({
    clientId,
    displayName: 'Another program',
    secrets: [secret],
    applicationPermissions: ['User.Read.All', 'User.ReadWrite.All', 'User.Invite.All', 'User.DeleteRestore.All'],
  });
  const { tenant: directory } = await tenant.config();
  const form = {
    client_id: clientId,
    client_secret: secret,
    grant_type: 'client_credentials',
    scope: `${tenant.graph}/.default`,
  };
  const signedIn = await fetch(`${tenant.login}/${directory}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams(form),
  });
  const { access_token: token, error_description: problem } = await signedIn.json();
  if (!token) throw new Error(problem);

  async function graph(method, path, body) {
    const reply = await fetch(`${tenant.graph}/v1.0${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        consistencylevel: 'eventual',
      },
      body: body && JSON.stringify(body),
    });
    const text = await reply.text();
    if (!reply.ok) throw new Error(`${method} ${path} answered ${reply.status}: ${text}`);
    return text && JSON.parse(text);
  }

  return {
    /** The first guests of the directory, or those whom the filter finds besides. */
    async guests(top, filter) {
      const { value } = await graph('GET', `/users?${query(filter)}&$select=id,displayName,mail&$top=${top}`);
      return value;
    },

    /** How many guests there are, or how many the filter finds besides. */
    async count(filter) {
      const { '@odata.count': count } = await graph('GET', `/users?${query(filter)}&$select=id&$top=1`);
      return count;
    },

    /** Invites an address, and returns the id of the guest. */
    async invite(address, name) {
      const { invitedUser } = await graph('POST', '/invitations', {
        invitedUserEmailAddress: address,
        invitedUserDisplayName: name,
        inviteRedirectUrl: 'https://myapps.microsoft.com',
      });
      return invitedUser.id;
    },

    change: (id, properties) => graph('PATCH', `/users/${id}`, properties),
    remove: (id) => graph('DELETE', `/users/${id}`),
  };
}

// The daemon as which the judges sign in, and the token of its sign-in.

export const TENANT = '5bd2bd29-8a51-4a6c-9d0a-4c7f6f3b6c10';

/** Has all application permissions that a judge's calls need. */
export const DAEMON = {
  clientId: '7a1d2c3b-4e5f-4a6b-8c7d-9e0f1a2b3c4d',
  displayName: 'Judge',
  secrets: ['judge-secret'],
  applicationPermissions: [
    'AuditLog.Read.All',
    'Directory.ReadWrite.All',
    'EntitlementManagement.ReadWrite.All',
    'Group.ReadWrite.All',
    'Organization.Read.All',
    'Policy.Read.All',
    'User.Invite.All',
    'User.ReadWrite.All',
  ],
};

/** An access token of the daemon for Graph, from the sign-in host `login`. */
export async function token(login, tenant) {
  const reply = await fetch(`${login}/${tenant}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: DAEMON.clientId,
      client_secret: DAEMON.secrets[0],
      grant_type: 'client_credentials',
      scope: 'https://graph.microsoft.com/.default',
    }),
  });
  const body = await reply.json();
  if (!reply.ok) throw new Error(`no token: ${body.error}: ${body.error_description}`);
  return body.access_token;
}

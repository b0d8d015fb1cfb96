// The documented answers to invitations, and observed refusals.
import { Account } from '../visitor.js';

const INVITE = ['User.Invite.All', 'User.Read.All'];
/** The permissions for a reset or a conversion. */
const MANAGE = ['User.Invite.All', 'User.ReadWrite.All'];

const SOMEBODY = 'guest.one@fabrikam.com';

/** The sources show `innerError` with other members or not at all. */
const error = (rest) => ({ also: ['/error/innerError'], absent: ['/error/innerError'], ...rest });

const invitation = (address, more = {}) => ({
  invitedUserEmailAddress: address,
  inviteRedirectUrl: 'https://myapp.contoso.com',
  ...more,
});

/** Plays an invitation that is refused, for an address, an account and settings of the tenant. */
const refused = (address, { account = Account.UserAdministrator, permissions = INVITE, settings, more } = {}) =>
  error({
    play: async ({ tenant, visitor }) => {
      if (settings) await tenant.settings(settings);
      const call = await visitor.signIn(account, permissions);
      return call('POST', '/v1.0/invitations', invitation(address, more));
    },
  });

/** Invites a guest and returns their id. */
async function invited(call, address) {
  const reply = await call('POST', '/v1.0/invitations', invitation(address));
  if (reply.status !== 201) throw new Error(`the invitation before was refused: ${JSON.stringify(reply.body)}`);
  return reply.body.invitedUser.id;
}

const adminCentre = { notApplicable: 'a text of the admin centre; no answer of Graph is known' };
const noAnswer = { notApplicable: 'the source shows a request and no answer' };

/**
 * Checks the redemption link: it is on the sign-in host and contains the real address, encoded in lower case. In the first
 * example its `user` is the id of the invitation. The source omits parts of ids and ticket, which differ between tenants.
 */
function redeemUrl({ body }) {
  const link = body?.inviteRedeemUrl ?? '';
  const inner = /^https?:\/\/[^/]+\/redeem\?rd=(https?%3a%2f%2f[A-Za-z0-9._%-]+)$/.exec(link)?.[1];
  if (!inner || /%[0-9A-F]*[A-F]/.test(inner)) return [`/inviteRedeemUrl: ${link}`];
  const url = new URL(decodeURIComponent(inner));
  const names = [...url.searchParams.keys()].join();
  const right =
    url.pathname.endsWith('/redeem/') && names === 'tenant,user,ticket,ver' && url.searchParams.get('ver') === '2.0';
  const own = url.searchParams.get('user') === body.id;
  return [
    ...(right ? [] : [`/inviteRedeemUrl: leads to ${url}`]),
    ...(own ? [] : ['/inviteRedeemUrl: its user is not the id of the invitation']),
  ];
}

const created = {
  play: async ({ visitor, example }) => {
    const call = await visitor.signIn(Account.GuestInviter, INVITE);
    return call('POST', new URL(example.request.path).pathname, example.request.body);
  },
  // The page documents it since its last change, as the second example shows.
  also: ['/invitedUser/userPrincipalName'],
  free: ['/inviteRedeemUrl'],
  check: redeemUrl,
};

export const invitations = {
  missing_permission: refused(SOMEBODY, { account: Account.Reader, permissions: ['User.Read.All'] }),
  generic_authorization: error({
    play: async ({ visitor }) => {
      const call = await visitor.signIn(Account.GuestInviter, INVITE);
      const id = await invited(call, SOMEBODY);
      return call('POST', '/v1.0/invitations', invitation(SOMEBODY, { resetRedemption: true, invitedUser: { id } }));
    },
  }),
  invites_disabled: refused(SOMEBODY, { settings: { allowInvitesFrom: 'none' } }),
  reset_email_mismatch: error({
    play: async ({ visitor }) => {
      const call = await visitor.signIn(Account.GlobalAdministrator, MANAGE);
      const id = await invited(call, SOMEBODY);
      return call(
        'POST',
        '/v1.0/invitations',
        invitation('another@fabrikam.com', { resetRedemption: true, invitedUser: { id } }),
      );
    },
  }),
  existing_internal_user: refused('tove.marchetti@adatum.com'),
  existing_internal_user_blocked: refused('otto@contoso.com'),
  own_verified_domain: refused('nobody.here@contoso.com'),
  group_address: refused('projects@contoso.com'),
  cross_tenant_blocked: refused(SOMEBODY, {
    settings: { crossTenantAccess: { default: { b2bCollaborationInbound: 'blocked' } } },
  }),
  cross_cloud_worker: { notApplicable: 'guests of another cloud are outside; neither status nor code is established' },
  unable_to_find_target_address: {
    notApplicable: 'a passing failure of the service, seen once; what brings it about is not known',
  },
  portal_only_existing_nonexternal: adminCentre,
  portal_only_cannot_invite: adminCentre,
  get_invitations_404_html: {
    play: async ({ visitor }) => (await visitor.signIn(Account.GuestInviter, INVITE))('GET', '/v1.0/invitations'),
    free: ['/error/message'],
    check: ({ body }) =>
      /^<!DOCTYPE html .*<\/html>$/s.test(body?.error?.message) ? [] : ['the message is no HTML page'],
  },

  create_invitation_post: created,
  create_invitation_post_with_upn: created,
  create_invitation_resetredemption: {
    play: async ({ visitor, example }) => {
      const call = await visitor.signIn(Account.GlobalAdministrator, MANAGE);
      const id = await invited(call, example.request.body.invitedUserEmailAddress);
      return call('POST', '/v1.0/invitations', { ...example.request.body, invitedUser: { id } });
    },
    free: ['/inviteRedeemUrl'],
    check: redeemUrl,
  },
  reset_redemption_with_message: noAnswer,
  invite_internal_user_to_b2b: noAnswer,
};

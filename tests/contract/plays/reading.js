// The documented answers for lists, counts, delta queries, and references.
import { Account } from '../visitor.js';

const READ = ['User.Read.All'];
const GROUPS = ['User.Read.All', 'Group.Read.All', 'GroupMember.ReadWrite.All'];
const DAY = 86_400;

/** The example's own request, sent to the sandbox. */
const asDocumented = (rest = {}) => ({
  play: async ({ visitor, example }) => {
    const call = await visitor.signIn(Account.UserAdministrator, READ);
    const { method, path, headers } = example.request;
    const url = new URL(path);
    return call(method, url.pathname + url.search, undefined, headers);
  },
  ...rest,
});

const reads = (path, rest = {}) => ({
  play: async ({ visitor }) => (await visitor.signIn(Account.UserAdministrator, READ))('GET', path),
  ...rest,
});

/** Follows a delta query to its end, and returns the last answer. */
async function settled(call, path) {
  let reply = await call('GET', path);
  for (let pages = 0; pages < 50 && reply.body?.['@odata.nextLink']; pages += 1)
    reply = await call('GET', reply.body['@odata.nextLink']);
  if (!reply.body?.['@odata.deltaLink'])
    throw new Error(`no delta link: ${reply.status} ${JSON.stringify(reply.body)?.slice(0, 200)}`);
  return reply;
}

/** A delta link that is used after its seven days. */
const outdated = async ({ tenant, visitor }) => {
  const call = await visitor.signIn(Account.UserAdministrator, READ);
  const { body } = await settled(call, '/v1.0/users/delta?$select=id,userType');
  await tenant.settings({ clockOffsetSeconds: 8 * DAY });
  const later = await visitor.signIn(Account.UserAdministrator, READ);
  return later('GET', body['@odata.deltaLink']);
};

async function firstGuest(call) {
  const { body } = await call('GET', "/v1.0/users?$filter=userType eq 'Guest'&$select=id&$top=1");
  return body.value[0].id;
}

/** A group without a rule for its members, so that members can be added. */
async function group(call) {
  const { status, body } = await call(
    'GET',
    '/v1.0/groups?$select=id,groupTypes,securityEnabled,mailEnabled,onPremisesSyncEnabled,isAssignableToRole',
  );
  if (status !== 200) throw new Error(`no groups: ${status} ${JSON.stringify(body)?.slice(0, 200)}`);
  const plain = ({ groupTypes, securityEnabled, mailEnabled, onPremisesSyncEnabled, isAssignableToRole }) =>
    groupTypes.length === 0 && securityEnabled && !mailEnabled && !onPremisesSyncEnabled && !isAssignableToRole;
  return body.value.find(plain).id;
}

/** Adds a sponsor, a user or a group, by reference. */
const sponsor = (of) => ({
  play: async ({ tenant, visitor }) => {
    const call = await visitor.signIn(Account.GlobalAdministrator, [...GROUPS, 'User.ReadWrite.All']);
    const guest = await firstGuest(call);
    const target = of === 'groups' ? await group(call) : (await call('GET', '/v1.0/users/noor@contoso.com')).body.id;
    return call('POST', `/v1.0/users/${guest}/sponsors/$ref`, { '@odata.id': `${tenant.graph}/v1.0/${of}/${target}` });
  },
  check: ({ body }) => (body ? ['a 204 with a body'] : []),
});

export const reading = {
  count_segment_without_consistencylevel: asDocumented(),
  search_without_consistencylevel: reads('/v1.0/users?$search="displayName:Browser"', {
    note: 'played on /users: applications are outside, and the text names no resource',
  }),
  endswith_without_advanced: asDocumented(),
  property_not_indexed: reads("/v1.0/users?$filter=companyName eq 'Fabrikam'", {
    note: 'the source shows no request; played with a property that needs an advanced query',
  }),
  count_param_silently_ignored: asDocumented({
    check: ({ body }) => [
      ...('@odata.count' in body ? ['/@odata.count: not documented'] : []),
      ...(Array.isArray(body.value) ? [] : ['/value: missing']),
    ],
  }),

  resync_410: {
    play: outdated,
    check: ({ headers }) =>
      /\/v1\.0\/users\/delta\?.*\$deltatoken=$/i.test(headers.location ?? '')
        ? []
        : [`Location is ${headers.location}`],
  },
  token_expired: {
    play: outdated,
    // The source shows only the code.
    also: ['/error/message', '/error/innerError'],
    check: ({ status }) => (status >= 400 && status < 500 ? [] : [`status ${status}, documented 40x`]),
  },
  sync_from_now: asDocumented(),

  already_member: {
    play: async ({ tenant, visitor }) => {
      const call = await visitor.signIn(Account.GlobalAdministrator, GROUPS);
      const [guest, to] = [await firstGuest(call), await group(call)];
      const add = () =>
        call('POST', `/v1.0/groups/${to}/members/$ref`, {
          '@odata.id': `${tenant.graph}/v1.0/directoryObjects/${guest}`,
        });
      const first = await add();
      return first.status === 204 ? add() : first;
    },
    also: ['/error/innerError'],
  },

  count_only: asDocumented({
    free: [''],
    check: ({ body }) => (/^\d+$/.test(body) ? [] : ['not a number']),
  }),
  filter_orderby_count: asDocumented({
    note: 'its row is shortened in the source',
    expect: ({ response }) => ({ ...response, body: { ...response.body, value: [] } }),
    free: ['/@odata.count', '/value'],
    // The page contains only one of many rows.
    also: ['/@odata.nextLink'],
    check: ({ body }) =>
      body?.value?.length === 1 && /^a/i.test(body.value[0].displayName) && Number.isInteger(body['@odata.count'])
        ? []
        : ['not one user whose name starts with a'],
  }),
  // The source omits the ids.
  unsupported_collection_select: asDocumented({
    free: ['/error/innerError/request-id'],
    also: ['/error/innerError/client-request-id'],
  }),

  create_userSponsors: sponsor('users'),
  create_groupSponsors: sponsor('groups'),
};

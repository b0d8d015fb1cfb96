// The documented batch, in which each request gets its own answer.
import { Account } from '../visitor.js';

/** The item of the documented batch that the sandbox does not imitate: Planner's tasks. */
const OUTSIDE = ['2'];
/** The headers of the documented items. */
const HEADERS = ['cache-control', 'x-ms-resource-unit', 'odata-version', 'content-type'];

const item = (body, id) => body?.responses?.find((one) => one.id === id);
const lower = (headers = {}) => Object.keys(headers).map((name) => name.toLowerCase());

export const batches = {
  'json-batching-example': {
    note: `item ${OUTSIDE.join()} is outside and was left out`,
    play: async ({ visitor, example }) => {
      const call = await visitor.signIn(Account.GlobalAdministrator, [
        'User.Read.All',
        'Group.Read.All',
        'Directory.Read.All',
      ]);
      const groups = await call('GET', '/v1.0/groups?$select=id&$top=1');
      const requests = example.request.body.requests
        .filter(({ id }) => !OUTSIDE.includes(id))
        .map((request) => ({
          ...request,
          url: request.url.replace(/[0-9a-f-]{36}/, groups.body?.value?.[0]?.id ?? '$&'),
        }));
      return call('POST', '/v1.0/$batch', { requests });
    },
    // The documented values are those of another tenant, and their order has no meaning.
    expect: ({ response }) => ({ ...response, body: null }),
    check: ({ body }, _, documented = ['1', '3', '4', '5']) => {
      if (body?.responses?.length !== documented.length) return ['not one answer for each request'];
      const [roles, refused, action, people] = documented.map((id) => item(body, id));
      const said = [];
      const wrong = (text) => said.push(text);
      const role = roles?.body?.value?.find((one) => one['@odata.type'] === '#microsoft.graph.directoryRole');
      if (roles?.status !== 200 || !role) wrong(`item 1: status ${roles?.status}, no directory role`);
      else {
        const names = Object.keys(role).sort().join();
        if (names !== '@odata.type,deletedDateTime,description,displayName,id,roleTemplateId')
          wrong(`item 1: a role has ${names}`);
        if (!/\$metadata#directoryObjects$/.test(roles.body['@odata.context']))
          wrong(`item 1: context ${roles.body['@odata.context']}`);
      }
      const error = refused?.body?.error;
      if (
        refused?.status !== 403 ||
        error?.code !== 'Authorization_RequestDenied' ||
        error?.message !== 'Insufficient privileges to complete the operation.'
      ) {
        wrong(`item 3: ${refused?.status} ${JSON.stringify(error)}, documented 403 Authorization_RequestDenied`);
      }
      const unknown = action?.body?.error;
      if (
        action?.status !== 405 ||
        unknown?.code !== 'Request_BadRequest' ||
        unknown?.message !== 'Specified HTTP method is not allowed for the request target.'
      ) {
        wrong(`item 4: ${action?.status} ${JSON.stringify(unknown)}, documented 405 Request_BadRequest`);
      }
      const row = people?.body?.value?.[0];
      if (people?.status !== 200 || !row) wrong(`item 5: status ${people?.status}`);
      else {
        if (Object.keys(row).sort().join() !== 'displayName,id,userPrincipalName')
          wrong(`item 5: a user has ${Object.keys(row)}`);
        if (!Number.isInteger(people.body['@odata.count'])) wrong('item 5: no count');
        if (!/#users\(id,displayName,userPrincipalName\)$/.test(people.body['@odata.context']))
          wrong(`item 5: context ${people.body['@odata.context']}`);
        const missing = HEADERS.filter((name) => !lower(people.headers).includes(name));
        if (missing.length > 0) wrong(`item 5: without header ${missing}`);
      }
      return said;
    },
  },
  dependsOn_serial: { notApplicable: 'the source shows a request and no answer' },
  constructed_item_429: {
    play: async ({ tenant, visitor }) => {
      await tenant.settings({ limits: { resourceUnitsPer10s: 4 } });
      const call = await visitor.signIn(Account.UserAdministrator, ['User.Read.All']);
      const requests = Array.from({ length: 10 }, (_, index) => ({
        id: String(index + 1),
        method: 'GET',
        url: '/users?$top=999',
      }));
      return call('POST', '/v1.0/$batch', { requests });
    },
    expect: ({ response }) => ({ ...response, body: null }),
    check: ({ body }, _) => {
      const throttled = body?.responses?.find(({ status }) => status === 429);
      if (!throttled) return ['no item was throttled'];
      const { error } = throttled.body;
      const inner = error?.innerError ?? {};
      const right =
        error?.code === 'TooManyRequests' &&
        error.message === 'Please retry again later.' &&
        inner.code === '429' &&
        inner.message === 'Please retry after' &&
        inner.status === '429';
      return [
        ...(right ? [] : [`the item says ${JSON.stringify(throttled.body)}`]),
        ...(lower(throttled.headers).includes('retry-after') ? [] : ['the item has no Retry-After']),
      ];
    },
  },
};

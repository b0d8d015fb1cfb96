// @microsoft/microsoft-graph-client, Microsoft's client for Graph, with its default middleware.
import { test, expect, DAEMON, LOGIN, TENANT } from './fixtures.js';

/** Some of them are external members; at least 5,000 have the user type Guest. */
const INVITED = 5_200;

test.use({ guests: INVITED });

/** Signs in with MSAL and makes a client, which later functions of the test use. */
async function makeClient({ clientId, secret, authority, scope }) {
  const { ConfidentialClientApplication } = await import('@azure/msal-node');
  const graph = await import('@microsoft/microsoft-graph-client');
  const app = new ConfidentialClientApplication({ auth: { clientId, clientSecret: secret, authority } });
  const authProvider = {
    getAccessToken: async () => (await app.acquireTokenByClientCredential({ scopes: [scope] })).accessToken,
  };
  globalThis.graph = graph;
  globalThis.client = graph.Client.initWithMiddleware({ authProvider });
  /** The result of a call or the library's error, and how long it took. */
  globalThis.timed = async (call) => {
    const start = performance.now();
    const seconds = () => (performance.now() - start) / 1000;
    try {
      return { value: await call(), seconds: seconds() };
    } catch (error) {
      const { statusCode, code, message, requestId, date, body } = error;
      const known = error instanceof graph.GraphError;
      return { error: { known, statusCode, code, message, requestId, date: String(date), body }, seconds: seconds() };
    }
  };
}

test.beforeEach(async ({ node }) => {
  await node.run(makeClient, {
    ...DAEMON,
    authority: `${LOGIN}/${TENANT}`,
    scope: 'https://graph.microsoft.com/.default',
  });
});

test('the page iterator meets each of more than 5,000 guests once', async ({ node }) => {
  const found = await node.run(async () => {
    const { client, graph } = globalThis;
    const users = (filter) =>
      client
        .api('/users')
        .header('ConsistencyLevel', 'eventual')
        .query({ $count: 'true' })
        .filter(filter)
        .select('id,mail');
    const members = await users("userType eq 'Member' and creationType eq 'Invitation'").top(1).get();
    const first = await users("userType eq 'Guest'").top(999).get();
    const met = [];
    const iterator = new graph.PageIterator(client, first, ({ id }) => met.push(id) > 0);
    await iterator.iterate();
    return {
      members: members['@odata.count'],
      count: first['@odata.count'],
      met: met.length,
      different: new Set(met).size,
      done: iterator.isComplete(),
    };
  });
  const guests = INVITED - found.members;
  expect(guests).toBeGreaterThan(5_000);
  expect(found).toMatchObject({ count: guests, met: guests, different: guests, done: true });
});

test('the page iterator stops where it is told to, and goes on from there', async ({ node }) => {
  const found = await node.run(async () => {
    const { client, graph } = globalThis;
    const first = await client.api('/users').select('id').top(100).get();
    const met = [];
    const iterator = new graph.PageIterator(client, first, ({ id }) => met.push(id) !== 250);
    await iterator.iterate();
    const stopped = { met: met.length, done: iterator.isComplete() };
    await iterator.resume();
    return { stopped, met: met.length, different: new Set(met).size, done: iterator.isComplete() };
  });
  expect(found.stopped).toEqual({ met: 250, done: false });
  expect(found.met).toBeGreaterThan(INVITED);
  expect(found.different).toBe(found.met);
  expect(found.done).toBe(true);
});

test('the page iterator follows delta to its link, which then tells what changed', async ({ node }) => {
  const found = await node.run(async () => {
    const { client, graph } = globalThis;
    const all = async (address) => {
      const met = [];
      const iterator = new graph.PageIterator(client, await client.api(address).get(), (user) => met.push(user) > 0);
      await iterator.iterate();
      return { met, link: iterator.getDeltaLink() };
    };
    const before = await all('/users/delta?$select=displayName,mail,userType');
    const invited = await client.api('/invitations').post({
      invitedUserEmailAddress: 'kim@fabrikam.com',
      inviteRedirectUrl: 'https://contoso.com/',
    });
    const after = await all(before.link);
    return { before: before.met.length, invited: invited.invitedUser.id, after: after.met };
  });
  expect(found.before).toBeGreaterThan(INVITED);
  expect(found.after).toHaveLength(1);
  expect(found.after[0]).toMatchObject({ id: found.invited, mail: 'kim@fabrikam.com' });
});

test('a batch of twenty hands back the one that was throttled, and the client does not repeat it', async ({
  node,
  tenant,
}) => {
  await tenant.faults({ method: 'GET', path: '/users/*', skip: 6, times: 1, fault: { throttle: { retryAfter: '7' } } });
  const found = await node.run(async () => {
    const { client, graph } = globalThis;
    const { value } = await client.api('/users').select('id').top(20).get();
    const steps = value.map(({ id }, index) => ({
      id: String(index),
      request: new Request(`https://graph.microsoft.com/users/${id}?$select=id`, { method: 'GET' }),
    }));
    const content = await new graph.BatchRequestContent(steps).getContent();
    const answer = new graph.BatchResponseContent(await client.api('/$batch').post(content));
    const items = [];
    for (const [id, response] of answer.getResponsesIterator()) {
      const body = await response.json();
      items.push({ id, status: response.status, after: response.headers.get('retry-after'), body });
    }
    return { wanted: value.map(({ id }) => id), items };
  });
  expect(found.items).toHaveLength(20);
  expect(new Set(found.items.map(({ id }) => id)).size).toBe(20);
  const [throttled, ...more] = found.items.filter(({ status }) => status === 429);
  expect(more).toEqual([]);
  expect(throttled.after).toBe('7');
  expect(throttled.body.error.code).toBe('TooManyRequests');
  for (const { id, status, body } of found.items.filter((item) => item !== throttled)) {
    expect(status).toBe(200);
    expect(body.id).toBe(found.wanted[Number(id)]);
  }
  expect(await tenant.struck()).toEqual([1]);
});

test('a batch of twenty-one is not sent at all', async ({ node }) => {
  const refused = await node.run(() => {
    const { graph } = globalThis;
    const request = () => new Request('https://graph.microsoft.com/me');
    const steps = Array.from({ length: 21 }, (_, id) => ({ id: String(id), request: request() }));
    try {
      return String(new graph.BatchRequestContent(steps));
    } catch ({ name }) {
      return name;
    }
  });
  expect(refused).toBe('Limit Exceeded Error');
});

for (const { says, fault, least, most } of [
  { says: '429 that names seconds', fault: { throttle: { retryAfter: '2' } }, least: 2, most: 6 },
  { says: '429 that names seconds with a fraction', fault: { throttle: { retryAfter: '1.5' } }, least: 1.5, most: 6 },
  { says: '429 that names no time', fault: { throttle: {} }, least: 3, most: 9 },
  { says: '503 that names seconds', fault: { status: { code: 503, retryAfter: '2' } }, least: 2, most: 6 },
  { says: '504 without a word about time', fault: { status: { code: 504 } }, least: 3, most: 9 },
]) {
  test(`the client waits and repeats after a ${says}`, async ({ node, tenant }) => {
    await tenant.faults({ method: 'GET', path: '/users', times: 1, fault });
    const { value, seconds, error } = await node.run(() => {
      const { client, timed } = globalThis;
      return timed(() => client.api('/users').select('id').top(3).get());
    });
    expect(error).toBeUndefined();
    expect(value.value).toHaveLength(3);
    expect(seconds).toBeGreaterThanOrEqual(least);
    expect(seconds).toBeLessThan(most);
    expect(await tenant.struck()).toEqual([1]);
  });
}

test('the client waits until the date that a 429 names', async ({ node, tenant }) => {
  // HTTP dates have whole seconds, so up to one second of the wait can be missing.
  const until = new Date(Date.now() + 4_000).toUTCString();
  await tenant.faults({ method: 'GET', path: '/users', times: 1, fault: { throttle: { retryAfter: until } } });
  const { value, seconds } = await node.run(() => {
    const { client, timed } = globalThis;
    return timed(() => client.api('/users').select('id').top(3).get());
  });
  expect(value.value).toHaveLength(3);
  expect(seconds).toBeGreaterThanOrEqual(2);
});

test('the client gives up after three repeats, with the error that it was given', async ({ node, tenant }) => {
  await tenant.faults({ method: 'GET', path: '/users', fault: { throttle: { retryAfter: '0.1' } } });
  const { error } = await node.run(() => {
    const { client, timed } = globalThis;
    return timed(() => client.api('/users').top(3).get());
  });
  expect(error).toMatchObject({ known: true, statusCode: 429, code: 'TooManyRequests' });
  expect(await tenant.struck()).toEqual([4]);
});

test('the client does not repeat what was refused for good', async ({ node, tenant }) => {
  await tenant.faults({ method: 'write', path: '/invitations', fault: { status: { code: 500 } } });
  const { error } = await node.run(() => {
    const { client, timed } = globalThis;
    const invitation = { invitedUserEmailAddress: 'kim@fabrikam.com', inviteRedirectUrl: 'https://contoso.com/' };
    return timed(() => client.api('/invitations').post(invitation));
  });
  expect(error).toMatchObject({ known: true, statusCode: 500 });
  expect(await tenant.struck()).toEqual([1]);
});

test('a refusal carries its code, its words and the id that support asks for', async ({ node }) => {
  const { error } = await node.run(() => {
    const { client, timed } = globalThis;
    return timed(() => client.api('/users/11111111-2222-4333-8444-555555555555').get());
  });
  expect(error).toMatchObject({ known: true, statusCode: 404, code: 'Request_ResourceNotFound' });
  expect(error.message).toContain('11111111-2222-4333-8444-555555555555');
  expect(error.requestId).toMatch(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/);
  expect(Math.abs(Date.parse(error.date) - Date.now())).toBeLessThan(60_000);
});

test('what an app may not do is refused as such', async ({ node, tenant }) => {
  const { error } = await node.run(async () => {
    const { client, timed } = globalThis;
    const { value } = await client.api('/users').filter("userType eq 'Guest'").select('id').top(1).get();
    return timed(() => client.api(`/users/${value[0].id}`).delete());
  });
  expect(error).toMatchObject({ known: true, statusCode: 403, code: 'Authorization_RequestDenied' });
  const { entries } = await tenant.ledger();
  expect(entries.map(({ method, status }) => ({ method, status }))).toEqual([{ method: 'DELETE', status: 403 }]);
});

test('an invitation that is sent once arrives once', async ({ node, tenant }) => {
  const { value } = await node.run(() => {
    const { client, timed } = globalThis;
    const invitation = {
      invitedUserEmailAddress: 'kim@fabrikam.com',
      inviteRedirectUrl: 'https://contoso.com/',
      sendInvitationMessage: true,
    };
    return timed(() => client.api('/invitations').post(invitation));
  });
  expect(value).toMatchObject({ status: 'PendingAcceptance', invitedUserEmailAddress: 'kim@fabrikam.com' });
  const { invitationsPerAddress } = await tenant.ledger();
  expect(invitationsPerAddress).toEqual({ 'kim@fabrikam.com': 1 });
  expect(await tenant.outbox()).toHaveLength(1);
});

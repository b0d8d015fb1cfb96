// @pnp/graph, a client that many SharePoint programs use: what a program does that manages guests.
import '@pnp/graph/batching.js';
import '@pnp/graph/groups/index.js';
import '@pnp/graph/invitations/index.js';
import '@pnp/graph/members/index.js';
import '@pnp/graph/users/index.js';
import assert from 'node:assert/strict';
import { AdvancedQuery, GraphBrowser, GraphCollection, graphfi, Paged } from '@pnp/graph';
import { BearerToken } from '@pnp/queryable';
import { closing } from '../contract/closing.js';
import { TENANT, token } from './daemon.js';

const GRAPH = 'https://graph.microsoft.com/v1.0';
const NOBODY = '11111111-2222-4333-8444-555555555555';
const REDIRECT = 'https://contoso.com/';

const graph = graphfi().using(GraphBrowser(), BearerToken(await token('https://login.microsoftonline.com', TENANT)));

/** The status and the error in Graph's shape with which a call was refused. */
async function refusal(call) {
  try {
    await call;
  } catch (error) {
    if (!error.isHttpRequestError) throw error;
    return { status: error.status, ...(await error.response.json()).error };
  }
  throw new Error('the call was not refused');
}

const cases = {
  'an invitation is answered with its link and its guest': async () => {
    const { data } = await graph.invitations.create('kim@tailspintoys.com', REDIRECT, { sendInvitationMessage: true });
    assert.equal(data.status, 'PendingAcceptance');
    assert.match(data.inviteRedeemUrl, /^https:\/\/login\.microsoftonline\.com\/redeem\?/);
    const guest = await graph.users.getById(data.invitedUser.id).select('mail', 'userType', 'externalUserState')();
    assert.equal(guest.mail, 'kim@tailspintoys.com');
    assert.equal(guest.userType, 'Guest');
    assert.equal(guest.externalUserState, 'PendingAcceptance');
  },

  'an iteration meets each user once': async () => {
    const met = [];
    for await (const page of graph.users.select('id').top(60)) met.push(...page.map(({ id }) => id));
    assert.ok(met.length > 200, `${met.length} users`);
    assert.equal(new Set(met).size, met.length);
  },

  'a filter with a count has both': async () => {
    const query = graph.users.filter("userType eq 'Guest'").select('id', 'mail').top(10);
    const page = await GraphCollection(query)
      .using(Paged(true), AdvancedQuery())
      .filter("userType eq 'Guest'")
      .top(10)();
    assert.equal(page.value.length, 10);
    assert.ok(page.count > 150, `count: ${page.count}`);
    assert.ok(page.hasNext);
  },

  'a search sends the header by itself': async () => {
    const found = await graph.users.search('"displayName:ada"').select('displayName')();
    assert.ok(found.length > 0);
    for (const { displayName } of found) assert.match(displayName, /ada/i);
  },

  'a guest is added to a group and taken out again': async () => {
    const groups = await graph.groups.filter('securityEnabled eq true and mailEnabled eq false')();
    const found = groups.find(({ groupTypes }) => groupTypes.length === 0);
    const group = graph.groups.getById(found.id);
    const { data } = await graph.invitations.create('robin@tailspintoys.com', REDIRECT);
    const { id } = data.invitedUser;
    await group.members.add(`${GRAPH}/directoryObjects/${id}`);
    assert.ok((await group.members()).some((member) => member.id === id));
    const again = await refusal(group.members.add(`${GRAPH}/directoryObjects/${id}`));
    assert.equal(again.status, 400);
    assert.equal(again.code, 'Request_BadRequest');
    // Besides the groups that rules fill with guests.
    const mine = (await graph.users.getById(id).memberOf()).map((one) => one.id);
    assert.ok(mine.includes(found.id), `the group is not among the guest's: ${mine}`);
    await group.members.getById(id).remove();
    assert.ok(!(await group.members()).some((member) => member.id === id));
  },

  'a change is read back, and a deleted guest is gone': async () => {
    const { data } = await graph.invitations.create('sam@tailspintoys.com', REDIRECT);
    const guest = graph.users.getById(data.invitedUser.id);
    await guest.update({ companyName: 'Tailspin Toys' });
    assert.equal((await guest.select('companyName')()).companyName, 'Tailspin Toys');
    await guest.delete();
    const gone = await refusal(graph.users.getById(data.invitedUser.id)());
    assert.deepEqual([gone.status, gone.code], [404, 'Request_ResourceNotFound']);
  },

  'a batch of 25 goes in two parts, and each caller gets its own answer': async () => {
    const wanted = (await graph.users.select('id').top(24)()).map(({ id }) => id);
    const [batched, execute] = graph.batched();
    const calls = [...wanted, NOBODY].map((id) => batched.users.getById(id).select('id')());
    const settled = Promise.allSettled(calls);
    await execute();
    const answers = await settled;
    assert.deepEqual(
      answers.slice(0, -1).map(({ value }) => value?.id),
      wanted,
    );
    const { status, reason } = answers.at(-1);
    assert.equal(status, 'rejected');
    assert.equal(reason.status, 404);
  },

  'an address of the own domain is refused with code and words': async () => {
    const { status, code, message } = await refusal(graph.invitations.create('somebody@contoso.com', REDIRECT));
    assert.deepEqual([status, code], [400, 'BadRequest']);
    assert.match(message, /verified domain of this directory/);
  },
};

const count = { passed: 0, failed: 0 };
for (const [title, run] of Object.entries(cases)) {
  try {
    await run();
    count.passed += 1;
    console.log(`ok     @pnp/graph: ${title}`);
  } catch (error) {
    count.failed += 1;
    console.log(`FAILED @pnp/graph: ${title}\n${String(error.stack).replace(/^/gm, '       ')}`);
  }
}
closing(count);

// Invitations as single requests, and as batches of twenty: how long a list takes, how many requests are throttled in vain, and
// how many rows one lost response leaves uncertain. The service is the one of `../shared/peer` (a bucket of 3,000 and 20 a
// second, 125 ms latency). Both ways know the quota and stay below it.
//
//   node tests/bench/batches.js --peer DIR [--invites 1000,5000]
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: { peer: { type: 'string' }, invites: { type: 'string', default: '1000,5000' } },
});
const BURST = 3_000;
const REFILL = 20;
const ways = [
  { name: 'single, 16 at a time', size: 1, atOnce: 16 },
  { name: 'batches of 20, 4 at a time', size: 20, atOnce: 4 },
];

const service = fork(resolve(values.peer, 'fake/server.mjs'), ['--https', '0', '--http', '0'], { silent: true });
const [{ http: port }] = await once(service, 'message');
const agent = new Agent({ keepAlive: true });

async function ask(path, method, body) {
  const headers = { authorization: 'Bearer x', 'content-type': 'application/json' };
  const sent = request({ port, host: '127.0.0.1', path, method, headers, agent });
  sent.end(body && JSON.stringify(body));
  const [response] = await once(sent, 'response');
  const parts = [];
  for await (const part of response) parts.push(part);
  return { status: response.statusCode, headers: response.headers, body: JSON.parse(Buffer.concat(parts).toString()) };
}

const invitation = (at) => ({
  invitedUserEmailAddress: `guest${at}@fabrikam.com`,
  inviteRedirectUrl: 'https://myapps.microsoft.com',
});

/** The numbers that were throttled, with the wait. */
async function send(numbers) {
  if (numbers.length === 1) {
    const { status, headers } = await ask('/v1.0/invitations', 'POST', invitation(numbers[0]));
    return status === 429 ? [{ at: numbers[0], wait: Number(headers['retry-after']) }] : [];
  }
  const requests = numbers.map((at) => ({
    id: String(at),
    method: 'POST',
    url: '/invitations',
    headers: { 'Content-Type': 'application/json' },
    body: invitation(at),
  }));
  const { body } = await ask('/v1.0/$batch', 'POST', { requests });
  return body.responses
    .filter(({ status }) => status === 429)
    .map(({ id, headers }) => ({ at: Number(id), wait: Number(headers['Retry-After']) }));
}

async function measure({ size, atOnce }, count) {
  await ask('/_fake/reset', 'POST', {
    guests: 1000,
    latency: 125,
    jitter: 75,
    burst: BURST,
    refill: REFILL,
    retryAfter: 'auto',
  });
  const queue = Array.from({ length: count }, (_, at) => at);
  let tokens = BURST - 10;
  let filled = performance.now();
  let paused = 0;
  const begun = performance.now();
  async function work() {
    while (queue.length) {
      const now = performance.now();
      tokens = Math.min(BURST - 10, tokens + ((now - filled) / 1000) * REFILL);
      filled = now;
      const some = Math.min(size, queue.length);
      if (now < paused || tokens < some) {
        await pause(Math.max(paused - now, ((some - tokens) / REFILL) * 1000, 10));
        continue;
      }
      tokens -= some;
      for (const { at, wait } of await send(queue.splice(0, some))) {
        queue.push(at);
        paused = Math.max(paused, performance.now() + wait * 1000);
      }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work));
  const took = (performance.now() - begun) / 1000;
  const { body } = await ask('/_fake/ledger?summary=1', 'GET');
  return { took, wasted: (100 * body.throttled) / body.items, requests: body.requests };
}

try {
  console.log(
    `${'invitations'.padEnd(13)}${'way'.padEnd(30)}seconds   wasted   requests   uncertain after one lost response`,
  );
  for (const count of values.invites.split(',').map(Number)) {
    for (const way of ways) {
      const { took, wasted, requests } = await measure(way, count);
      console.log(
        `${String(count).padEnd(13)}${way.name.padEnd(30)}${took.toFixed(1).padEnd(10)}${`${wasted.toFixed(1)} %`.padEnd(9)}${String(requests).padEnd(11)}${way.size}`,
      );
    }
  }
} finally {
  service.kill();
  agent.destroy();
}

// Messages from outside the portal: from another page of its host, and from a window of another site.
import { test, expect, signIn } from '../support/fixtures.js';
import { listLoaded, openGuests, refresh } from '../support/steps.js';

test('S-37: garbage from another page changes nothing', async ({ page, context, tenant, watch }) => {
  watch.allow(/favicon/, 'in the worker');
  await signIn(page, 'Guest Inviter');
  const stranger = await context.newPage();
  await stranger.goto(`${tenant.portal}/config.json`);
  await stranger.evaluate(async (portal) => {
    const html = await (await fetch(portal)).text();
    const [, script] = html.match(/data-vault="?([^" >]+)/);
    const odd = [
      null,
      7,
      '',
      'signedOut',
      '{"signedOut":1}',
      '"signedIn"',
      '{"signedIn":{}}',
      'null',
      '[]',
      '{}',
      {},
      [],
      ['"signedOut"'],
      '"stopped"',
      '{"request":{"id":1}}',
      '{"request":{"id":"1","request":"forget"}}',
      '{"request":{"id":1,"request":"forget","x":1}}',
      '{"request":{"id":1,"request":{"graph":"a"}}}',
      '{"request":{"id":1,"request":{"redeem":{"code":"a","verifier":"b"}}}}',
      '["forget"]',
      { length: 1, 0: '"signedOut"' },
    ];
    const channel = new BroadcastChannel('guestlist');
    const blocked = new BroadcastChannel('guestlist.blocked');
    for (const message of [
      ...odd,
      ['connect-src'],
      ['connect-src', 'http://['],
      ['connect-src', 'https://x.microsoft.com'],
      ['connect-src', 'https://graph.microsoft.com.evil.example'],
      ['script-src', 'https://graph.microsoft.com'],
      ['connect-src', { toString: 1 }],
    ])
      blocked.postMessage(message);
    // On a page without the portal, any script can create a policy with the portal's name.
    const policy = globalThis.trustedTypes.createPolicy('guestlist', { createScriptURL: (url) => url });
    const direct = new SharedWorker(policy.createScriptURL(script), { type: 'module' }).port;
    const { port1, port2 } = new MessageChannel();
    direct.postMessage('no port here');
    direct.postMessage(null, [port2]);
    for (const message of odd) for (const port of [channel, port1]) port.postMessage(message);
    await new Promise((resolve) => setTimeout(resolve, 500));
  }, tenant.portal);
  await openGuests(page, 250);
  await refresh(page).click();
  await listLoaded(page, 250);
  await expect(page.getByText('Ines Duarte')).toBeVisible();
  await expect(page.getByText('may not talk to')).toBeHidden();
});

test('S-37: garbage from a window of another site changes nothing', async ({ page, context, tenant }) => {
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  // A page of another origin opens the portal in a window, to which it may post messages.
  const stranger = await context.newPage();
  await stranger.goto(`${tenant.graph}/_sandbox/landing`);
  const [opened] = await Promise.all([
    context.waitForEvent('page'),
    stranger.evaluate((portal) => {
      globalThis.victim = open(portal);
    }, tenant.portal),
  ]);
  await listLoaded(page, 250);
  await expect(opened.getByText('Ines Duarte')).toBeVisible();
  const reached = await stranger.evaluate(() => {
    const odd = [
      '"signedOut"',
      ['"signedOut"'],
      '{"request":{"id":1,"request":"forget"}}',
      { type: 'guestlist', forget: true },
      null,
    ];
    const { port2 } = new MessageChannel();
    for (const message of odd) globalThis.victim.postMessage(message, '*');
    globalThis.victim.postMessage(null, '*', [port2]);
    return globalThis.victim.closed;
  });
  // Cross-Origin-Opener-Policy separates the two windows, so no message arrives.
  expect(reached).toBe(true);
  await expect(opened.getByText('Ines Duarte')).toBeVisible();
  await refresh(page).click();
  await listLoaded(page, 250);
});

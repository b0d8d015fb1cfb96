// Inviting while Microsoft throttles, fails or does not answer: the portal waits or explains the state, keeps what was typed,
// and never sends one invitation twice. The tenant's ledger shows what really happened.
import { test, expect, axe } from '../support/fixtures.js';
import {
  countingClock,
  expectFilledIn,
  fillIn,
  invitations,
  jumpUntil,
  posts,
  outcome,
  refusal,
  signInToInvite,
  troubled,
  waiting,
} from '../support/steps.js';

const ADDRESS = 'kim@fabrikam.com';
const TYPED = { email: ADDRESS, name: 'Kim Lee', message: 'Hello Kim', cc: 'sponsor@contoso.com' };
const UNSURE = 'No clear answer from Microsoft';
const MAYBE = 'It is not certain whether the invitation was made. Wait a minute, then you can safely send again';
const INVITING = { method: 'POST', path: '/invitations' };

const sent = (page, address = ADDRESS) => page.getByRole('heading', { name: `Invitation sent to ${address}` });
const statuses = async (tenant) => (await posts(tenant)).map(({ status }) => status);

/** Fills in the form and sends it, in a page whose clock the test can move. */
async function send(page, values = TYPED) {
  await page.clock.install();
  const form = await signInToInvite(page);
  await fillIn(form, values);
  await form.send.click();
  return form;
}

for (const [told, seconds] of [
  ['30', 30],
  ['20.128', 20],
]) {
  test(`a tenant that asks for ${told} seconds gets them, and one invitation`, async ({ page, tenant, watch }) => {
    watch.allow(/status of 429/);
    await tenant.faults({ ...INVITING, times: 1, fault: { throttle: { retryAfter: told } } });
    const form = await send(page);
    await expect(waiting(page, seconds)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Sending…' })).toBeVisible();
    await expectFilledIn(form, TYPED);
    await axe(page);
    // The portal does not send before the time is over, also if the person presses Enter.
    await page.clock.fastForward((seconds - 15) * 1_000);
    await page.keyboard.press('Enter');
    await expect(waiting(page, seconds)).toBeVisible();
    expect(await statuses(tenant)).toEqual([429]);
    await jumpUntil(page, 16_000, (options) => expect(sent(page)).toBeFocused(options));
    await expect(waiting(page, seconds)).toBeHidden();
    expect(await statuses(tenant)).toEqual([429, 201]);
    expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
  });
}

test('the seconds of a wait count down for the eye, are read out once, and stand still on a hidden page', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 429/);
  await tenant.faults({ ...INVITING, times: 1, fault: { throttle: { retryAfter: '30' } } });
  await countingClock(page);
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  await form.send.click();
  const read = page.locator('.waiting p:not([aria-hidden])');
  const left = async () => {
    const seen = await page.locator('.waiting p[aria-hidden]').textContent();
    return Number(/^Microsoft asked to slow down\. Going on in (\d+) s\.$/.exec(seen)[1]);
  };
  await expect(waiting(page, 30)).toBeVisible();
  // Time also passes by itself.
  await page.clock.fastForward(5_000);
  await expect.poll(left).toBeLessThanOrEqual(25);
  await expect(read).toHaveText('Microsoft asked to slow down. Going on in 30 s.');
  const becomes = (state) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { configurable: true, value });
      document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
    }, state);
  await becomes('hidden');
  const before = await left();
  await page.clock.fastForward(5_000);
  expect(await left()).toBe(before);
  await becomes('visible');
  await expect.poll(left).toBeLessThanOrEqual(before - 5);
  await jumpUntil(page, 16_000, (options) => expect(sent(page)).toBeFocused(options));
});

for (const [how, retryAfter] of [
  ['as a date', new Date(Date.now() + 1_000).toUTCString()],
  ['not at all', undefined],
]) {
  test(`a tenant that tells the time to wait ${how} is asked again with longer and longer pauses`, async ({
    page,
    tenant,
    watch,
  }) => {
    watch.allow(/status of 429/);
    await tenant.faults({ ...INVITING, times: 3, fault: { throttle: { retryAfter } } });
    await send(page);
    await jumpUntil(page, 2_000, (options) => expect(sent(page)).toBeFocused(options));
    expect(await statuses(tenant)).toEqual([429, 429, 429, 201]);
    expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
  });
}

test('looking for an existing guest waits as well, before anything is sent', async ({ page, tenant, watch }) => {
  watch.allow(/status of 429/);
  // Once when the address is left, and once before sending.
  await tenant.faults({ method: 'GET', path: '/users', times: 2, fault: { throttle: { retryAfter: '30' } } });
  await send(page);
  await expect(waiting(page, 30)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Checking for an existing guest…' })).toBeVisible();
  expect(await posts(tenant)).toEqual([]);
  await jumpUntil(page, 31_000, (options) => expect(sent(page)).toBeVisible(options));
  expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
});

test('throttling that does not end, or asks for too long, is told instead of waited for', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 429/);
  await tenant.faults({ ...INVITING, fault: { throttle: { retryAfter: '20' } } });
  const form = await send(page);
  await jumpUntil(page, 21_000, (options) => expect(refusal(page)).toBeVisible(options));
  await expect(refusal(page)).toContainText(
    'Microsoft asks for a pause because of many requests. Wait a minute, then try again.',
  );
  await expectFilledIn(form, TYPED);
  expect(await statuses(tenant)).toEqual([429, 429, 429, 429, 429]);
  await tenant.faults({ ...INVITING, times: 1, fault: { throttle: { retryAfter: '600' } } });
  await form.send.click();
  await expect(refusal(page)).toContainText('Wait a minute, then try again.');
  await expect(outcome(page)).toBeFocused();
  await form.send.click();
  await expect(sent(page)).toBeFocused();
  expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
});

test('a service that is unavailable has sent nothing: the same form goes out when it is back', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 503/);
  const typed = { ...TYPED, email: 'unavailable@fabrikam.com' };
  const form = await send(page, typed);
  for (const attempt of [1, 2]) {
    await expect.poll(() => posts(tenant)).toHaveLength(attempt);
    await expect(refusal(page)).toContainText('Microsoft Graph has trouble at the moment. Try again in a few minutes.');
    await expect(refusal(page)).not.toContainText('not certain');
    await expect(outcome(page)).toBeFocused();
    await expectFilledIn(form, typed);
    await form.send.click();
  }
  await expect(sent(page, typed.email)).toBeFocused();
  expect(await statuses(tenant)).toEqual([503, 503, 201]);
});

test('a service that is unavailable for a told time is asked again after it', async ({ page, tenant, watch }) => {
  watch.allow(/status of 503/);
  await tenant.faults({ ...INVITING, times: 1, fault: { status: { code: 503, retryAfter: '15' } } });
  await send(page);
  await expect(troubled(page, 15)).toBeVisible();
  await expect(waiting(page, 15)).toBeHidden();
  await jumpUntil(page, 16_000, (options) => expect(sent(page)).toBeVisible(options));
  expect(await statuses(tenant)).toEqual([503, 201]);
});

/** Failures that leave the outcome unknown: the fault, how many invitations were made, the message, and a detail. */
const UNKNOWN = {
  'a gateway that gave up (504)': [
    { status: { code: 504 } },
    0,
    'Microsoft Graph has trouble at the moment.',
    'Status: 504',
  ],
  'an internal error (500)': [
    { status: { code: 500 } },
    0,
    'Microsoft Graph has trouble at the moment.',
    /^Request id: [\da-f-]{36}$/,
  ],
  'a proxy’s page instead of the answer': [
    { malformed: { kind: 'html' } },
    1,
    'Something between this browser and Microsoft answered instead of Microsoft',
    'Status: 200',
  ],
  'half an answer': [
    { malformed: { kind: 'truncated' } },
    1,
    "Microsoft's answer was not what Guestlist expects.",
    'Status: 201',
  ],
  'a connection that dies before the invitation': [
    { hangUp: { after: false } },
    0,
    'Microsoft Graph could not be reached.',
    'Microsoft gave no request id, because no answer arrived.',
  ],
};
for (const [what, [fault, made, says, detail]] of Object.entries(UNKNOWN)) {
  test(`after ${what} the portal does not pretend to know, and sending again is safe`, async ({
    page,
    tenant,
    watch,
  }) => {
    watch.allow(/status of 50[04]/, /ERR_EMPTY_RESPONSE/);
    await tenant.faults({ ...INVITING, times: 1, fault });
    const form = await send(page);
    const alert = refusal(page, UNSURE);
    await expect(alert).toContainText(says);
    await expect(alert).toContainText(MAYBE);
    await alert.getByText('Details', { exact: true }).click();
    await expect(alert.getByText(detail)).toBeVisible();
    await expectFilledIn(form, TYPED);
    expect(await posts(tenant)).toHaveLength(1);
    await form.send.click();
    if (made) await expect(page.getByRole('heading', { name: 'Kim Lee is already a guest' })).toBeVisible();
    else {
      // Within a minute the directory may not list the guest, so the person decides.
      await expect(page.getByRole('heading', { name: 'An invitation to Kim Lee may have been made' })).toBeVisible();
      await page.getByRole('button', { name: 'Resend invitation' }).click();
      await expect(sent(page)).toBeVisible();
    }
    await expect(alert).toBeHidden();
    expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
  });
}

test('a lost answer: the second press finds the guest and mails nobody again', async ({ page, tenant, watch }) => {
  watch.allow(/ERR_EMPTY_RESPONSE/);
  const typed = { ...TYPED, email: 'lost-answer@fabrikam.com' };
  const form = await send(page, typed);
  const alert = refusal(page, UNSURE);
  await expect(alert).toContainText(
    `Microsoft Graph could not be reached. Check your connection, then try again.${MAYBE}`,
  );
  await expect(outcome(page)).toBeFocused();
  await expectFilledIn(form, typed);
  await axe(page);
  await form.send.click();
  const found = page.getByRole('status').filter({ hasText: 'Kim Lee is already a guest' });
  await expect(found).toContainText(
    "Microsoft's answer to your last attempt was lost: that attempt may have made this invitation. Invited on",
  );
  await expect(found).toContainText('not accepted yet');
  // Enter gives the first answer, which sends nothing.
  await page.keyboard.press('Enter');
  await expect(page.getByText('Nothing was sent. Kim Lee stays a guest as before.')).toBeVisible();
  await expect(form.email).toBeFocused();
  expect(await statuses(tenant)).toEqual([201]);
  expect(await invitations(tenant)).toEqual({ [typed.email]: 1 });
  expect(await tenant.outbox()).toHaveLength(1);
});

test('an answer that does not come within a minute is not waited for any longer', async ({ page, tenant, watch }) => {
  test.setTimeout(150_000);
  watch.allow(/ERR_/);
  await tenant.faults({ ...INVITING, times: 1, fault: { hold: { ms: 600_000 } } });
  const form = await send(page);
  await expect.poll(() => posts(tenant)).toHaveLength(1);
  // The wait is in the worker, whose clock a test cannot move.
  await expect(refusal(page, UNSURE)).toContainText('Microsoft Graph did not answer in time.', { timeout: 90_000 });
  await expectFilledIn(form, TYPED);
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Kim Lee is already a guest' })).toBeVisible();
  expect(await invitations(tenant)).toEqual({ [ADDRESS]: 1 });
});

test('when looking fails, it is certain that nothing was sent', async ({ page, tenant, watch }) => {
  watch.allow(/status of 504/);
  await tenant.faults({ method: 'GET', path: '/users', fault: { status: { code: 504 } } });
  const form = await send(page);
  await jumpUntil(page, 5_000, (options) => expect(refusal(page)).toBeVisible(options));
  await expect(refusal(page)).toContainText('Microsoft Graph has trouble at the moment.');
  await expect(refusal(page)).not.toContainText('not certain');
  await expectFilledIn(form, TYPED);
  expect(await posts(tenant)).toEqual([]);
});

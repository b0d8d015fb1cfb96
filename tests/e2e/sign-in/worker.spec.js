// The worker that holds the tokens can end before the page, because the browser needs memory or because of a defect. Pages do
// not wait for ever, keep what was typed, and say when it is uncertain whether something was sent.
import { test, expect, signIn } from '../support/fixtures.js';
import {
  alone,
  expectFilledIn,
  fillIn,
  inviteForm,
  listLoaded,
  openGuests,
  posts,
  refusal,
  requests,
  sharedWorker,
  signInAgain,
  signInButton,
  signInToInvite,
  signOut,
} from '../support/steps.js';
import { interruption } from './session.js';

const TYPED = { email: 'kim@fabrikam.com', name: 'Kim Lee', message: 'Hello Kim' };
const stopped = (page) => page.getByRole('alert').filter({ hasText: 'Guestlist has stopped.' });

test('a page that is loaded again finds its session in the worker that outlived it, and asks Microsoft nothing', async ({
  page,
  context,
  tenant,
}) => {
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  const asked = requests(context, /\/(authorize|token)\b/);
  await page.reload();
  await expectFilledIn(form, TYPED);
  await page.goto('/guests?state=pending');
  await listLoaded(page, 250);
  await page.reload();
  await listLoaded(page, 250);
  await expect(page).toHaveURL(`${tenant.portal}/guests?state=pending`);
  expect(asked).toEqual([]);
});

test('a worker that outlives its pages keeps no session that was ended', async ({ page, context }) => {
  await signInToInvite(page);
  await signOut(page);
  const asked = requests(context, /\/authorize/);
  for (const path of ['/', '/guests']) {
    await page.goto(path);
    await expect(signInButton(page)).toBeVisible();
  }
  expect(asked).toEqual([]);
  await signInButton(page).click();
  await expect(page.getByRole('heading', { name: 'Pick an account' })).toBeVisible();
});

test('a worker that the browser ends: both tabs say so, one press goes on, and nothing typed is lost', async ({
  page,
  context,
  tenant,
}) => {
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  const second = await context.newPage();
  await second.goto('/guests');
  await listLoaded(second, 250);
  await (await sharedWorker(page, tenant.portal)).end();
  for (const one of [page, second]) {
    await expect(interruption(one)).toContainText('Your browser closed the part of Guestlist that holds your sign-in');
  }
  await expectFilledIn(form, TYPED);
  await signInAgain(page);
  await expectFilledIn(form, TYPED);
  // The other tab has connected to the new worker by itself.
  await expect(interruption(second)).toBeHidden();
  await second.getByRole('button', { name: 'Refresh' }).click();
  await listLoaded(second, 250);
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  expect(await posts(tenant)).toHaveLength(1);
});

test('an invitation that was on its way when the worker ended is called uncertain, also after signing in again', async ({
  page,
  tenant,
}) => {
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  await tenant.faults({ method: 'POST', path: '/invitations', fault: { hold: { ms: 20_000 } } });
  await form.send.click();
  await expect(page.getByRole('button', { name: 'Sending…' })).toBeVisible();
  await (await sharedWorker(page, tenant.portal)).end();
  await expect(refusal(page, 'No clear answer from Microsoft')).toContainText(
    'It is not certain whether the invitation was made.',
  );
  await tenant.clearFaults();
  await signInAgain(page);
  await expectFilledIn(form, TYPED);
  await expect(page.getByText('Draft restored. It is not certain whether this invitation was made')).toBeVisible();
});

test('a worker that breaks says so on its page, and a reload goes on with what was typed', async ({
  page,
  context,
  watch,
}) => {
  watch.allow('unwrap_throw');
  await alone(context);
  const form = await signInToInvite(page);
  await fillIn(form, TYPED);
  // Provokes a panic: making headers fails, which the program takes for impossible.
  await page.workers()[0].evaluate(() => {
    globalThis.Headers = class {
      constructor() {
        throw new Error('broken');
      }
    };
  });
  await form.send.click();
  await expect(stopped(page)).toBeVisible();
  await stopped(page).getByRole('link', { name: 'Load the page again' }).click();
  await expect(stopped(page)).toBeHidden();
  await expectFilledIn(inviteForm(page), TYPED);
});

test('a worker that cannot read config.json at first: another one is tried, and the sign-in continues', async ({
  page,
  context,
  watch,
}) => {
  watch.allow(/status of 503/);
  await alone(context);
  await page.goto('/');
  // After the redirect, the page asks first. Then two workers ask twice each.
  let asked = 0;
  await context.route('**/config.json', (route) => {
    asked += 1;
    return asked > 1 && asked < 6 ? route.fulfill({ status: 503 }) : route.continue();
  });
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  expect(asked).toBeGreaterThan(5);
});

test('a shared worker that breaks says so in every tab', async ({ page, context, tenant, watch }) => {
  watch.allow('unwrap_throw');
  await signIn(page, 'Guest Inviter');
  const second = await context.newPage();
  await second.goto('/guests');
  await listLoaded(second, 250);
  const worker = await sharedWorker(page, tenant.portal);
  await worker.run("globalThis.Headers = class { constructor() { throw new Error('broken'); } }");
  await second.getByRole('button', { name: 'Refresh' }).click();
  for (const one of [page, second]) await expect(stopped(one)).toBeVisible();
  await stopped(page).getByRole('link', { name: 'Load the page again' }).click();
  await expect(stopped(page)).toBeHidden();
  await openGuests(page, 250);
});

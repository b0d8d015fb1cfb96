// Steps and controls that several folders of journeys use, and queries of the tenant to compare the page with.
import { account, expect, signIn } from './fixtures.js';

/** The redirect URL of invitations: a page of the sandbox that represents the application. */
export const landing = (tenant) => `${tenant.graph}/_sandbox/landing?x=1`;

/** The button that begins a sign-in on the portal's sign-in page. */
export const signInButton = (page) => page.getByRole('button', { name: 'Sign in', exact: true });

/** The panel of the account menu. It is there only while it is open. */
export const accountPanel = (page) =>
  page.getByRole('group', { name: /^(Your account and settings|Votre compte et vos réglages)$/ });

/** Opens the account menu, unless it is open. */
export async function openAccount(page) {
  if (!(await accountPanel(page).isVisible())) await account(page).click();
  await expect(accountPanel(page)).toBeVisible();
}

/** Presses the button to sign out, and does not wait for what follows. */
export async function pressSignOut(page) {
  await openAccount(page);
  await accountPanel(page)
    .getByRole('button', { name: /^(Sign out|Se déconnecter)$/ })
    .click();
}

/** Opens Your access by the account menu. */
export async function openAccess(page) {
  await openAccount(page);
  await accountPanel(page).getByRole('link', { name: 'Your access' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your access' })).toBeVisible();
}

/**
 * The list of languages or themes. A person who is signed in has it in the account menu, which is opened; on the other
 * pages it is at the foot.
 */
export async function setting(page, name) {
  if (await account(page).isVisible()) await openAccount(page);
  // The Invite form has a list of languages of its own.
  return accountPanel(page).or(page.getByRole('contentinfo')).getByRole('combobox', { name });
}

/** Signs out, and waits until Microsoft has ended its session and has sent the browser back. */
export async function signOut(page) {
  await pressSignOut(page);
  await expect(page.getByText('You are signed out.', { exact: true })).toBeVisible();
}

/**
 * Presses "Sign in again" and waits until the browser has left the page. Only then can a test look for the person or the
 * form: the old page shows them, too.
 */
export async function signInAgain(page) {
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeHidden();
}

/** Does something that loads the page again, and waits for the new document, which may look like the old one. */
export async function loadsAnew(page, act) {
  const loaded = page.waitForEvent('framenavigated', (frame) => frame === page.mainFrame());
  await act();
  await loaded;
}

/** The controls of the Invite form. */
export function inviteForm(page) {
  const field = (name) => page.getByRole('textbox', { name, exact: true });
  return {
    email: field('Email address'),
    name: field('Display name'),
    inviteAs: page.getByRole('combobox', { name: 'Invite as' }),
    sendMail: page.getByRole('checkbox', { name: "Send Microsoft's invitation email" }),
    message: field('Personal message'),
    language: page.getByRole('combobox', { name: 'Message language' }),
    cc: field('Cc'),
    redirect: field('Redirect URL'),
    // The button's name depends on whether a mail is sent.
    send: page.getByRole('button', { name: /^(Send|Create) invitation$/ }),
  };
}

/** Signs in and waits until the Invite form knows the organization, on which its rules depend. */
export async function signInToInvite(page, role = 'Guest Inviter') {
  await signIn(page, role);
  await expect(page.getByText('Somebody from outside gets access to Contoso.')).toBeVisible();
  return inviteForm(page);
}

/** Fills in the fields that `values` names. `sendMail` is a boolean; the other values are texts or options. */
export async function fillIn(form, values) {
  for (const [name, value] of Object.entries(values)) {
    if (name === 'sendMail') await form.sendMail.setChecked(value);
    else if (name === 'inviteAs' || name === 'language') await form[name].selectOption(value);
    else await form[name].fill(value);
  }
}

/** Asserts that the form contains `values`, given as for `fillIn`, but options by their value. */
export async function expectFilledIn(form, values) {
  for (const [name, value] of Object.entries(values)) {
    if (name === 'sendMail') await expect(form.sendMail).toBeChecked({ checked: value });
    else await expect(form[name]).toHaveValue(value);
  }
}

/** Invites `address` with the other values given, and waits for the result. */
export async function invite(page, address, values = {}) {
  const form = inviteForm(page);
  await fillIn(form, { email: address, ...values });
  await form.send.click();
  const said = values.sendMail === false ? `Invitation created for ${address}` : `Invitation sent to ${address}`;
  await expect(page.getByRole('heading', { name: said })).toBeVisible();
}

/** Opens the list by the navigation and waits until it is complete. */
export async function openGuests(page, total) {
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Guests' })).toBeVisible();
  await listLoaded(page, total);
}

/** Waits until the list has loaded all `total` guests. */
export async function listLoaded(page, total) {
  await expect(status(page)).toHaveAttribute('data-total', String(total));
  await expect(refresh(page)).toHaveAttribute('aria-busy', 'false');
}

/** The line "N of M guests", whose attributes contain both numbers. */
export const status = (page) => page.locator('[data-total]');

/** The row of the guest with this address. */
export const row = (page, address) =>
  page.getByRole('row').filter({ has: page.getByRole('gridcell', { name: address, exact: true }) });

/** The rows that are in the document, without the header row. The list contains only rows near the visible part. */
export const rows = (page) => page.getByRole('row').filter({ has: page.getByRole('gridcell') });

/** The columns of the guest list, in their order. */
export const COLUMNS = ['Select', 'Name', 'Address', 'Company', 'State', 'Invited', 'Accepted', 'Copy', 'Again'];

/** A cell of a row of the guest list. */
export const cell = (row, column) => row.getByRole('gridcell').nth(COLUMNS.indexOf(column));

/** The guest list. */
export const grid = (page) => page.getByRole('grid', { name: 'Guests' });

/** The button that loads the list again. */
export const refresh = (page) => page.getByRole('button', { name: 'Refresh' });

export const searchbox = (page) => page.getByRole('searchbox', { name: 'Search guests' });

/** All requests to invite that reached Graph, oldest first. */
export async function posts(tenant) {
  const { entries } = await tenant.ledger();
  return entries.filter(({ method, path }) => method === 'POST' && path.endsWith('/invitations'));
}

/** The number of invitations that were made for each address. */
export async function invitations(tenant) {
  return (await tenant.ledger()).invitationsPerAddress;
}

/** The message that an invitation was not sent or, with another heading, that its outcome is unknown. */
export const refusal = (page, heading = 'The invitation was not sent') =>
  page.getByRole('alert').filter({ hasText: heading });

/** The result of an attempt to send, in the action bar of the form. It takes the focus. */
export const outcome = (page) => page.locator('.form__bar .outcome');

/** A message about a wait. It is there twice: for a screen reader with the whole time, and for the eye with what is left of it. */
const wait = (page, hasText) => page.locator('.waiting p').filter({ hasText }).first();

/** The message while the portal waits because Microsoft throttles it. */
export const waiting = (page, seconds) => wait(page, `Microsoft asked to slow down. Going on in ${seconds} s.`);

/** The message while the portal waits because Microsoft has trouble. */
export const troubled = (page, seconds) =>
  wait(page, `Microsoft does not answer as it should. Trying again in ${seconds} s.`);

/** Gives the page a clock that the test can move, and whose seconds a text can count. */
export async function countingClock(page) {
  await page.clock.install();
  // The numbers of this clock's timers are larger than those of a browser's, which fit into 32 bits.
  await page.addInitScript(() => {
    const { setInterval, clearInterval } = globalThis;
    const timers = [];
    globalThis.setInterval = (...timer) => timers.push(setInterval(...timer));
    globalThis.clearInterval = (number) => clearInterval(timers[number - 1]);
  });
}

/** Moves the page's clock forward repeatedly until `done` passes, so that the test need not wait in real time. */
export const jumpUntil = (page, milliseconds, done) =>
  expect(async () => {
    await page.clock.fastForward(milliseconds);
    await done({ timeout: 500 });
  }).toPass({ timeout: 30_000 });

/** The content of the tab's session storage and local storage, as one text. */
export const storages = (page) =>
  page.evaluate(() => JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]));

/**
 * Removes shared workers, as in browsers that have none. The portal then uses a dedicated worker, whose requests Playwright's
 * events and routes can see; those of a shared worker they cannot.
 */
export const alone = (context) => context.addInitScript(() => delete globalThis.SharedWorker);

/** Lets Graph refuse the token once as expired, so that the next request needs a renewal. */
export const tokenEnds = (tenant) => tenant.faults({ times: 1, fault: { unauthorized: {} } });

/** Collects the requests of a context whose addresses match, from now on. */
export function requests(context, pattern) {
  const seen = [];
  context.on('request', (request) => {
    if (pattern.test(request.url())) seen.push(`${request.method()} ${request.url()}`);
  });
  return seen;
}

/**
 * The shared worker of an origin, for which Playwright has no interface. `end()` ends it, as a browser does when it needs
 * memory; `run(source)` evaluates a script in it.
 */
export async function sharedWorker(page, origin) {
  const cdp = await page.context().browser().newBrowserCDPSession();
  const found = async () => {
    const { targetInfos } = await cdp.send('Target.getTargets', { filter: [{ type: 'shared_worker' }] });
    return targetInfos.find(({ url }) => url.startsWith(origin));
  };
  await expect.poll(found).toBeTruthy();
  const { targetId } = await found();
  return {
    end: () => cdp.send('Target.closeTarget', { targetId }),
    async run(expression) {
      const { sessionId } = await cdp.send('Target.attachToTarget', { targetId, flatten: false });
      const done = new Promise((resolve) => cdp.once('Target.receivedMessageFromTarget', resolve));
      const message = JSON.stringify({ id: 1, method: 'Runtime.evaluate', params: { expression } });
      await cdp.send('Target.sendMessageToTarget', { sessionId, message });
      await done;
      // As long as a debugger is attached, the next worker of this address would wait for it.
      await cdp.send('Target.detachFromTarget', { sessionId });
    },
  };
}

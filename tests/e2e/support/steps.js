// Steps that many journeys share, in the words of whoever takes them, and the truth of the tenant to compare with.
import { expect, signIn } from './fixtures.js';

/** The landing page of the sandbox stands in for the application behind a redirect URL. */
export const landing = (tenant) => `${tenant.graph}/_sandbox/landing?x=1`;

/** The button that begins a sign-in, on the portal's first page. */
export const signInButton = (page) => page.getByRole('button', { name: 'Sign in', exact: true });

/** Signs out, and waits until the browser is back from Microsoft: before that the page is still on its way there. */
export async function signOut(page) {
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page.getByText('You are signed out.', { exact: true })).toBeVisible();
}

/**
 * Signs in again where a page says that its sign-in has ended, and waits until that page has gone: it shows the same person
 * and the same form as the one that follows it.
 */
export async function signInAgain(page) {
  await page.getByRole('button', { name: 'Sign in again' }).click();
  await expect(page.getByRole('heading', { name: 'Your sign-in has ended' })).toBeHidden();
}

/** Does something that loads the page anew, and waits for the new document: it may look as the old one does. */
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
    // It is called after what it does: with the mail off, nothing is sent.
    send: page.getByRole('button', { name: /^(Send|Create) invitation$/ }),
  };
}

/** Signs in and waits until the Invite form knows the organization, and with it the form's rules. */
export async function signInToInvite(page, role = 'Guest Inviter') {
  await signIn(page, role);
  await expect(page.getByText('Somebody from outside gets access to Contoso.')).toBeVisible();
  return inviteForm(page);
}

/** Fills the fields that `values` names; a mail switch is a boolean, the rest are texts or options. */
export async function fillIn(form, values) {
  for (const [name, value] of Object.entries(values)) {
    if (name === 'sendMail') await form.sendMail.setChecked(value);
    else if (name === 'inviteAs' || name === 'language') await form[name].selectOption(value);
    else await form[name].fill(value);
  }
}

/** Asserts that the form holds `values`, written as for `fillIn` (options by their value). */
export async function expectFilledIn(form, values) {
  for (const [name, value] of Object.entries(values)) {
    if (name === 'sendMail') await expect(form.sendMail).toBeChecked({ checked: value });
    else await expect(form[name]).toHaveValue(value);
  }
}

/** Invites `address` with what else is given, and waits for the result. */
export async function invite(page, address, values = {}) {
  const form = inviteForm(page);
  await fillIn(form, { email: address, ...values });
  await form.send.click();
  const said = values.sendMail === false ? `Invitation created for ${address}` : `Invitation sent to ${address}`;
  await expect(page.getByRole('heading', { name: said })).toBeVisible();
}

/** Opens the list by the navigation and waits until all of it is there. */
export async function openGuests(page, total) {
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Guests' })).toBeVisible();
  await listLoaded(page, total);
}

/** Waits until the list says that all `total` guests are there. */
export async function listLoaded(page, total) {
  await expect(status(page)).toHaveAttribute('data-total', String(total));
  await expect(refresh(page)).toHaveAttribute('aria-busy', 'false');
}

/** The line "N of M guests", with both numbers as attributes. */
export const status = (page) => page.locator('[data-total]');

/** The row of the guest with that address. */
export const row = (page, address) => page.getByRole('row').filter({ has: page.getByRole('cell', { name: address, exact: true }) });

/** The rows that are drawn, without the headers. */
export const rows = (page) => page.getByRole('row').filter({ has: page.getByRole('cell') });

/** The button that loads the list again. */
export const refresh = (page) => page.getByRole('button', { name: 'Refresh' });

export const searchbox = (page) => page.getByRole('searchbox', { name: 'Search guests' });

/** Every attempt to invite that reached Graph, oldest first. */
export async function posts(tenant) {
  const { entries } = await tenant.ledger();
  return entries.filter(({ method, path }) => method === 'POST' && path.endsWith('/invitations'));
}

/** How many invitations each address really got. */
export async function invitations(tenant) {
  return (await tenant.ledger()).invitationsPerAddress;
}

/** The box that says why an invitation did not go out, or that nobody knows. */
export const refusal = (page, heading = 'The invitation was not sent') => page.getByRole('alert').filter({ hasText: heading });

/** The words while Microsoft has asked to wait. */
export const waiting = (page, seconds) => page.getByText(`Microsoft asked to slow down. Going on in ${seconds} s.`);

/** Lets the page's time jump, again and again, until `done` holds: what a page waits for need not be waited for here. */
export const jumpUntil = (page, milliseconds, done) =>
  expect(async () => {
    await page.clock.fastForward(milliseconds);
    await done({ timeout: 500 });
  }).toPass({ timeout: 30_000 });

/** All that the tab keeps in storage, as one text. */
export const storages = (page) =>
  page.evaluate(() => JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage)]));

/**
 * Takes shared workers away: the vault is then a worker of the page alone, as in browsers that have none. Its requests are
 * the page's to events and routes, which never see those of a shared worker.
 */
export const alone = (context) => context.addInitScript(() => delete globalThis.SharedWorker);

/** Graph takes the token once not any more, as when it has ended: the next question needs a renewal. */
export const tokenEnds = (tenant) => tenant.faults({ times: 1, fault: { unauthorized: {} } });

/** Collects the requests of a context whose address matches. */
export function requests(context, pattern) {
  const seen = [];
  context.on('request', (request) => {
    if (pattern.test(request.url())) seen.push(`${request.method()} ${request.url()}`);
  });
  return seen;
}

/**
 * The shared worker of an origin, which Playwright knows nothing of: `end()` ends it as the browser does when memory is short,
 * `run(source)` runs something in it.
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
      // As long as somebody watches, the next worker of that address would wait for them.
      await cdp.send('Target.detachFromTarget', { sessionId });
    },
  };
}

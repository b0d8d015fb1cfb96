// A new guest is known to every tab of the session at once, also while the directory does not list them yet, and after the
// only tab is loaded again. The address is searched for as soon as the person leaves its field.
import { test, expect } from '../support/fixtures.js';
import {
  alone,
  fillIn,
  invite,
  inviteForm,
  loadsAnew,
  posts,
  signInButton,
  signInToInvite,
  signOut,
  storages,
} from '../support/steps.js';

const ADDRESS = 'kim@fabrikam.com';
const LAGGING = { replicationSeconds: 600 };

const known = (page) => page.getByRole('heading', { name: 'Kim Lee is already a guest' });

/** Tries to invite ADDRESS, and expects the question. */
async function isAsked(page) {
  const form = inviteForm(page);
  await fillIn(form, { email: 'Kim@Fabrikam.com' });
  await form.email.press('Enter');
  await expect(known(page)).toBeVisible();
  await expect(page.getByText(/^You invited this address at .+ does not list the guest yet\.$/)).toBeVisible();
}

/** A browser whose tabs share a worker, and one without shared workers, where a new tab signs in on its own. */
const BROWSERS = [
  { name: 'tabs that share a worker', prepare: async () => {}, signIn: async () => {} },
  { name: 'tabs with a worker each', prepare: alone, signIn: (tab) => signInButton(tab).click() },
];

/** Opens another tab of the same person on the Invite page. */
async function openTab(context, browser) {
  const tab = await context.newPage();
  await tab.goto('/invite');
  await browser.signIn(tab);
  await expect(inviteForm(tab).email).toBeFocused();
  return tab;
}

for (const browser of BROWSERS) {
  test(`${browser.name}: each knows the new guest, also one that is opened later`, async ({
    page,
    context,
    tenant,
  }) => {
    await tenant.settings(LAGGING);
    await browser.prepare(context);
    await signInToInvite(page);
    const second = await openTab(context, browser);
    await invite(page, ADDRESS, { name: 'Kim Lee' });
    await isAsked(second);
    await isAsked(await openTab(context, browser));
    expect(await posts(tenant)).toHaveLength(1);
    // The person can decide otherwise.
    await second.getByRole('button', { name: 'Resend invitation' }).click();
    await expect(second.getByRole('heading', { name: /^Invitation sent to Kim@Fabrikam\.com/i })).toBeFocused();
    expect(await posts(tenant)).toHaveLength(2);
  });

  test(`${browser.name}: two that send at the same moment make one invitation`, async ({ page, context, tenant }) => {
    await browser.prepare(context);
    await signInToInvite(page);
    const second = await openTab(context, browser);
    await tenant.faults({ method: 'POST', path: '/invitations', fault: { hold: { ms: 3_000 } } });
    await fillIn(inviteForm(page), { email: ADDRESS, name: 'Kim Lee' });
    await fillIn(inviteForm(second), { email: ADDRESS });
    await inviteForm(page).send.click();
    await expect(page.getByRole('button', { name: 'Sending…' })).toBeVisible();
    await inviteForm(second).send.click();
    await expect(second.getByText(/^An invitation to this address is being sent at this moment/)).toBeVisible();
    await expect(page.getByRole('heading', { name: `Invitation sent to ${ADDRESS}` })).toBeVisible();
    expect(await posts(tenant)).toHaveLength(1);
  });
}

test('the reload of the only tab knows the new guest', async ({ page, tenant }) => {
  await tenant.settings(LAGGING);
  await signInToInvite(page);
  await invite(page, ADDRESS, { name: 'Kim Lee' });
  await loadsAnew(page, () => page.reload());
  await isAsked(page);
  expect(await posts(tenant)).toHaveLength(1);
});

test.describe('where workers end with their pages', () => {
  test.use({ workersEndWithPages: true });

  test('the tab itself remembers the new guest, until the sign-out', async ({ page, tenant }) => {
    await tenant.settings(LAGGING);
    await signInToInvite(page);
    await invite(page, ADDRESS, { name: 'Kim Lee' });
    await loadsAnew(page, () => page.reload());
    await isAsked(page);
    expect(await storages(page)).toContain(ADDRESS);
    await signOut(page);
    expect(await storages(page)).not.toContain(ADDRESS);
  });
});

test('an existing guest is told when the address is left, and nothing is asked twice', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await expect(form.email).toBeFocused();
  await invite(page, ADDRESS, { name: 'Kim Lee' });
  await page.getByRole('button', { name: 'Invite another' }).click();
  await form.email.fill(ADDRESS);
  await form.email.press('Tab');
  const note = page.getByText(/^Kim Lee is already a guest\. Invited on .+ not accepted yet/);
  await expect(note).toBeVisible();
  await form.email.fill('lee@fabrikam.com');
  await expect(note).toBeHidden();
  await form.email.fill(ADDRESS);
  await form.send.click();
  await expect(known(page)).toBeVisible();
  await expect(note).toBeHidden();
  expect(await posts(tenant)).toHaveLength(1);
});

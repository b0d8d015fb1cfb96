// Inviting without a mail: the person copies the redemption link and passes it on.
import { test, expect } from '../support/fixtures.js';
import { invite, inviteForm, landing, openGuests, row, signInToInvite } from '../support/steps.js';
import { copyLink, redeem } from './redeem.js';

test('mail off: nothing is sent, and the copied link redeems', async ({ page, tenant, visitor }) => {
  await signInToInvite(page);
  await invite(page, 'quiet@fabrikam.com', { sendMail: false, redirect: landing(tenant) });
  await expect(page.getByText('No email was sent. Copy the redemption link and pass it on')).toBeVisible();
  const link = await copyLink(page);
  expect(await tenant.outbox()).toEqual([]);

  const guest = await visitor();
  await redeem(guest, link);
  await expect(guest).toHaveURL(landing(tenant));
  await openGuests(page, 251);
  await expect(row(page, 'quiet@fabrikam.com')).toContainText('Accepted');
});

test('a link can be copied after a mailed invitation too', async ({ page, tenant }) => {
  await signInToInvite(page);
  await invite(page, 'mailed@fabrikam.com');
  const [mail] = await tenant.outbox();
  expect(await copyLink(page)).toBe(mail.acceptUrl);
});

test('fields that only a mail needs go with the mail, and keep their text', async ({ page }) => {
  const form = await signInToInvite(page);
  await form.message.fill('Hello');
  await form.sendMail.uncheck();
  for (const name of ['message', 'language', 'cc']) await expect(form[name]).toHaveCount(0);
  await expect(form.send).toHaveText('Create invitation');
  await form.sendMail.check();
  await expect(form.message).toHaveValue('Hello');
  await expect(form.send).toHaveText('Send invitation');
});

test('“Invite another” is an empty form, and earlier results stay listed with their links', async ({
  page,
  visitor,
}) => {
  await signInToInvite(page);
  const form = inviteForm(page);
  await invite(page, 'first@fabrikam.com', { name: 'First Guest', sendMail: false });
  await page.getByRole('button', { name: 'Invite another' }).click();
  await expect(form.email).toBeFocused();
  await expect(form.email).toHaveValue('');
  await expect(form.name).toHaveValue('');

  await invite(page, 'second@fabrikam.com', { sendMail: false });
  await expect(page.getByRole('heading', { name: 'Sent in this session' })).toBeVisible();
  const earlier = page.getByRole('listitem').filter({ hasText: 'first@fabrikam.com' });
  await expect(earlier).toContainText('First Guest');
  await expect(earlier).toContainText('Pending');
  const link = await copyLink(page, 'Copy link for first@fabrikam.com');
  const guest = await visitor();
  await guest.goto(link);
  await expect(guest.getByText('first@fabrikam.com')).toBeVisible();
});

/** Every way in which a browser does not copy. */
const COPYING_FAILS = {
  'is refused': () => {
    navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
  },
  throws: () => {
    navigator.clipboard.writeText = () => {
      throw new DOMException('no', 'SecurityError');
    };
  },
  'is missing': () => Object.defineProperty(navigator, 'clipboard', { value: undefined }),
  'never ends': () => {
    navigator.clipboard.writeText = () => new Promise(() => {});
  },
};
for (const [how, change] of Object.entries(COPYING_FAILS)) {
  test(`where copying ${how}, the link is selected`, async ({ page, tenant }) => {
    await signInToInvite(page);
    await invite(page, 'selected@fabrikam.com');
    await page.evaluate(change);
    await page.getByRole('button', { name: 'Copy redemption link' }).click();
    await expect(page.getByText('The browser did not allow copying.')).toBeVisible();
    await expect(page.getByText('Link copied')).toHaveCount(0);
    const [mail] = await tenant.outbox();
    expect(mail.acceptUrl).toContain('%25252f');
    const link = page.getByRole('textbox', { name: 'Redemption link' });
    await expect(link).toHaveValue(mail.acceptUrl);
    await expect(link).toBeFocused();
    expect(await page.evaluate(() => getSelection().toString())).toBe(mail.acceptUrl);
  });
}

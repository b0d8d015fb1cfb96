// Links into the Invite form fill in address and name. They never send anything.
import { test, expect, signIn } from '../support/fixtures.js';
import { expectFilledIn, inviteForm, openGuests, posts } from '../support/steps.js';

const forged = [
  'email=kim%40fabrikam.com&name=Kim+Lee',
  'redirect=https%3A%2F%2Fevil.test&inviteRedirectUrl=https%3A%2F%2Fevil.test&message=Pay+now&cc=evil%40evil.test',
  'inviteAs=member&sendMail=false&send=1&submit=1&action=invite&code=x&state=y',
].join('&');

test('S-34: a link fills in address and name, and nothing else, and sends nothing', async ({ page, tenant }) => {
  await page.goto(`/invite?${forged}`);
  await signIn(page, 'User Administrator');
  const form = inviteForm(page);
  await expectFilledIn(form, {
    email: 'kim@fabrikam.com',
    name: 'Kim Lee',
    message: '',
    cc: '',
    sendMail: true,
    inviteAs: 'guest',
    redirect: `${tenant.graph}/_sandbox/landing`,
  });
  // The guest's address is no longer in the address bar and therefore not in the history.
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  await openGuests(page, 250);
  expect(await posts(tenant)).toEqual([]);
});

test('S-34: a link does not write over what somebody has typed', async ({ page, tenant }) => {
  await signIn(page, 'Guest Inviter');
  const form = inviteForm(page);
  await form.name.fill('Somebody else');
  await page.goto('/invite?email=evil%40evil.test&name=Evil');
  await expect(form.name).toHaveValue('Somebody else');
  await expect(form.email).toHaveValue('');
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
});

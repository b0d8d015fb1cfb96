// Links into the portal fill in and never act; links out of it are few, named, and tell the other side nothing.
import { test, expect, signIn } from './fixtures.js';
import { expectFilledIn, inviteForm, openGuests, posts } from './steps.js';

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
  // The guest's address has left the address bar, and with it the history.
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

test('S-36: every link leads into the portal or to Microsoft’s sign-in, which learns nothing of the page', async ({ page, tenant }) => {
  await signIn(page, 'Reader without rights');
  const outside = new Set();
  for (const path of ['/invite', '/guests', '/access', '/no/such/page']) {
    await page.goto(path);
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    const links = await page.locator('a[href]').evaluateAll((all) =>
      all.map((link) => ({ href: link.href, rel: link.rel, target: link.target, html: link.outerHTML })),
    );
    expect(links.length, path).toBeGreaterThan(3);
    for (const { href, rel, target, html } of links) {
      const { origin } = new URL(href);
      if (origin === tenant.portal) {
        if (target) expect(rel, html).toContain('noopener');
        continue;
      }
      outside.add(origin);
      expect(rel.split(' ').sort(), html).toEqual(['noopener', 'noreferrer']);
    }
  }
  expect([...outside]).toEqual([tenant.login]);
});

test('S-36: no address of the portal leads to another site', async ({ page, tenant }) => {
  const foreign = [];
  page.on('request', (request) => {
    const { origin } = new URL(request.url());
    if (![tenant.portal, tenant.login, tenant.graph].includes(origin)) foreign.push(request.url());
  });
  await signIn(page, 'Guest Inviter');
  for (const path of [
    '/?returnTo=https%3A%2F%2Fevil.test%2F',
    '/invite?returnTo=//evil.test/&redirect=//evil.test/&next=javascript:alert(1)',
    '/guests?state=pending&return_to=https://evil.test',
    '//evil.test/invite',
    '/%2F%2Fevil.test/',
    '/\\evil.test/',
    '/access?continue=data:text/html,x#//evil.test',
    '/?admin_consent=True&tenant=evil&scope=x&state=y',
  ]) {
    await page.goto(`${tenant.portal}${path}`);
    await expect(page.getByRole('button', { name: 'Sign out' })).toBeVisible();
    expect(new URL(page.url()).origin, path).toBe(tenant.portal);
  }
  expect(foreign).toEqual([]);
});

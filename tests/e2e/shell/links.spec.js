// Links out of the portal are few and send no referrer. No address of the portal leads to another site.
import { test, expect, signIn, account } from '../support/fixtures.js';

test('S-36: every link leads into the portal or to Microsoft’s sign-in, which learns nothing of the page', async ({
  page,
  tenant,
}) => {
  await signIn(page, 'Reader without rights');
  const outside = new Set();
  for (const path of ['/invite', '/guests', '/access', '/no/such/page']) {
    await page.goto(path);
    await expect(account(page)).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    // The only link to another site.
    if (path === '/invite')
      await expect(page.getByRole('link', { name: 'Consent page for administrators' })).toBeVisible();
    const links = await page
      .locator('a[href]')
      .evaluateAll((all) =>
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
    await expect(account(page)).toBeVisible();
    expect(new URL(page.url()).origin, path).toBe(tenant.portal);
  }
  expect(foreign).toEqual([]);
});

test('S-36: a link that names another site is never a page of the portal', async ({ page, tenant, watch }) => {
  watch.allow(/.*/s); // the policy refuses the script
  await signIn(page, 'Guest Inviter');
  const asked = [];
  await page.route(/evil\.test/, (route) => {
    asked.push(route.request().url());
    return route.fulfill({ contentType: 'text/html', body: 'elsewhere' });
  });
  const follow = (href) =>
    page.evaluate((href) => {
      const link = Object.assign(document.createElement('a'), { textContent: 'x' });
      link.setAttribute('href', href);
      document.body.append(link);
      let followed;
      addEventListener('click', (event) => (followed = event.defaultPrevented), { once: true });
      link.click();
      link.remove();
      return followed;
    }, href);
  for (const href of ['//evil.test/invite', '/\\evil.test/invite', 'https://evil.test/guests']) {
    // The browser navigates to the other site. The router must not show the portal's page of the same path instead.
    expect(await follow(href), href).toBe(false);
    await expect(page.getByText('elsewhere')).toBeVisible();
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1, name: 'Invite a guest' })).toBeVisible();
  }
  expect(asked).toHaveLength(3);
  expect(await follow('javascript:globalThis.evil = 1')).toBe(false);
  await expect.poll(() => watch.all.join('\n')).toContain('script-src');
  await expect(page).toHaveURL(`${tenant.portal}/invite`);
  expect(await page.evaluate(() => globalThis.evil)).toBeUndefined();
});

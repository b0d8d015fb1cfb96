// The token is sent to Graph only, whatever Graph's answers contain.
import { expect, signIn } from '../support/fixtures.js';
import { alone, requests } from '../support/steps.js';
import { served } from '../support/tenant.js';
import { anywhere, test } from './stranger.js';

const LIST = { method: 'GET', path: '/users' };
const partial = (page) => page.getByRole('alert').filter({ hasText: 'The list is not complete' });
const openList = (page) => page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();

/** Links to a next page that lead away, made from Graph's origin and that of another site. */
const ASTRAY = {
  'another host': ({ stranger }) => `${stranger}/v1.0/users`,
  'another port': () => 'http://127.0.0.1:1/v1.0/users',
  'another scheme': ({ graph }) => graph.replace('http:', 'https:').concat('/v1.0/users'),
  'a host that begins like Graph': () => 'https://graph.microsoft.com.evil.example/v1.0/users',
  'a user name that looks like Graph': ({ graph, stranger }) =>
    stranger.replace('//', `//${new URL(graph).host}@`).concat('/v1.0/users'),
  'no host': () => '/v1.0/users',
  'a host without a scheme': ({ stranger }) => stranger.replace('http:', '').concat('/v1.0/users'),
  'a script': () => 'javascript:alert(1)',
};

for (const [what, leadsTo] of Object.entries(ASTRAY)) {
  test(`S-11: a list that leads to ${what} is not followed`, async ({ page, context, tenant, stranger }) => {
    const known = [tenant.portal, tenant.login, tenant.graph];
    await alone(context);
    const all = requests(context, /./);
    await signIn(page, 'Guest Inviter');
    await tenant.faults({
      ...LIST,
      fault: { linkTo: { url: leadsTo({ graph: tenant.graph, stranger: stranger.origin }) } },
    });
    await openList(page);
    await expect(partial(page)).toContainText('named an address outside the guest list');
    expect(stranger.asked).toEqual([]);
    expect(all.filter((line) => !known.some((origin) => line.includes(` ${origin}/`)))).toEqual([]);
  });
}

test('S-12: a redirect of Graph is not followed, and the token stays', async ({ page, stranger, watch }) => {
  watch.allow(/ERR_FAILED/);
  // The policy would stop it, too. Here it allows all hosts, so that the request itself must refuse the redirect.
  await served(anywhere, async (tenant) => {
    await page.goto(tenant.portal);
    await signIn(page, 'Guest Inviter');
    await tenant.faults({ ...LIST, fault: { redirect: { to: `${stranger.origin}/v1.0/users` } } });
    await openList(page);
    await expect(
      page.getByRole('alert').filter({ hasText: 'Microsoft Graph could not be reached.' }).first(),
    ).toBeVisible({ timeout: 40_000 });
    expect(stranger.asked).toEqual([]);
    // A request that follows no redirect does reach the site.
    await page.evaluate((origin) => fetch(origin), stranger.origin);
    expect(stranger.asked).toHaveLength(1);
  });
});

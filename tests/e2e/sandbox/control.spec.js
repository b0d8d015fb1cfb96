// The sandbox's control page, used by hand: every part of it is accessible and changes what it says it changes.
import { test, expect, axe } from '../support/fixtures.js';
import { invite, signInToInvite, status } from '../support/steps.js';

const open = (page, tenant) => page.goto(`${tenant.graph}/_sandbox`);

test('settings are saved by hand, and what is wrong is said beside its control', async ({ page, tenant, watch }) => {
  watch.allow(/status of 400/); // the refused form
  await open(page, tenant);
  await axe(page);
  await page
    .getByRole('combobox', { name: 'Who may invite guests' })
    .selectOption('Only administrators and Guest Inviters');
  const latency = page.getByRole('spinbutton', { name: 'Extra time for every answer, in milliseconds' });
  const domains = page.getByRole('textbox', { name: 'Domains that may be invited' });
  await latency.fill('25');
  await domains.fill('fabrikam.com\nnobody@adatum.com');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  await expect(domains).toHaveAccessibleDescription(/'nobody@adatum\.com' is not the name of a domain/);
  await expect(latency).toHaveValue('25');
  await axe(page);

  await page.getByRole('alert').getByRole('link', { name: 'Domains that may be invited' }).click();
  await domains.fill('fabrikam.com\nadatum.com');
  await page.getByRole('button', { name: 'Save settings' }).click();
  await expect(page.getByRole('region', { name: 'Settings' }).getByRole('status')).toContainText(
    'Domains that may be invited: fabrikam.com, adatum.com',
  );
  const saved = await (await fetch(`${tenant.graph}/_sandbox/settings`)).json();
  expect(saved).toMatchObject({
    allowInvitesFrom: 'adminsAndGuestInviters',
    latencyMs: 25,
    allowedDomains: ['fabrikam.com', 'adatum.com'],
    branding: true,
  });
});

test('a role is given, a fault is set, and a reset takes both back', async ({ page, tenant }) => {
  await page.setViewportSize({ width: 375, height: 800 });
  await page.emulateMedia({ colorScheme: 'dark' });
  await open(page, tenant);
  await page
    .getByRole('navigation', { name: 'On this page' })
    .getByRole('link', { name: 'Accounts and roles' })
    .click();
  const mira = page.getByRole('group').filter({ hasText: 'mira@contoso.com' }).first();
  await mira.getByText('mira@contoso.com').click();
  await mira.getByRole('checkbox', { name: 'Guest Inviter' }).check();
  await axe(page);
  await page.getByRole('button', { name: 'Save roles of Mira Falk' }).click();
  await expect(page.getByText('mira@contoso.com: Guest Inviter')).toBeVisible();

  const faults = page.getByRole('region', { name: 'Faults' });
  await faults.getByText('Add a fault for a number of calls').click();
  await faults.getByRole('button', { name: 'Add fault' }).click();
  await expect(faults.getByText('the next 3 calls; used 0 times')).toBeVisible();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);

  const directory = page.getByRole('region', { name: 'Directory' });
  await directory.getByRole('spinbutton', { name: 'Number of guests' }).fill('7');
  await directory.getByRole('button', { name: 'Reset the tenant' }).click();
  await expect(directory.getByText('Made with 7 guests from seed 1;', { exact: false })).toBeVisible();
  await expect(page.getByText('mira@contoso.com: no role')).toBeVisible();
  await expect(faults.getByText('None. Only the addresses')).toBeVisible();
});

test("the tenant's own pages load cleanly and are accessible", async ({ page, tenant }) => {
  for (const path of ['/_sandbox', '/_sandbox/outbox', '/_sandbox/ledger.html', '/_sandbox/landing']) {
    const reply = await page.goto(tenant.graph + path);
    expect([path, reply.status()]).toEqual([path, 200]);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    await axe(page);
  }
});

test('a response is written by hand, and what is wrong is said beside its control', async ({ page, tenant, watch }) => {
  watch.allow(/status of 400/); // the refused form
  await open(page, tenant);
  const faults = page.getByRole('region', { name: 'Faults' });
  await faults.getByText('Add a response of your own').click();
  await axe(page);
  const headers = faults.getByRole('textbox', { name: 'Headers, one per line' });
  const body = faults.getByRole('textbox', { name: 'Body of the response' });
  await faults.getByRole('combobox', { name: 'Where' }).selectOption('Sign-in and redemption');
  await faults.getByRole('textbox', { name: 'Path (empty: every path)' }).fill('/keys');
  await faults.getByRole('spinbutton', { name: 'Status of the response' }).fill('503');
  await headers.fill('Content-Length: 5');
  await body.fill('{ "error": "busy" }');
  await faults.getByRole('button', { name: 'Add response' }).click();
  await expect(faults.getByRole('alert')).toBeFocused();
  await expect(headers).toHaveAccessibleDescription(/'content-length' is set by the host/);
  await expect(headers).toHaveValue('Content-Length: 5');
  await expect(body).toHaveValue('{ "error": "busy" }');
  await axe(page);

  await faults.getByRole('alert').getByRole('link', { name: 'Headers, one per line' }).click();
  await headers.fill('Retry-After: 5');
  await faults.getByRole('button', { name: 'Add response' }).click();
  await expect(faults.getByRole('status')).toHaveText(
    'Fault added: Every call of /keys at the sign-in host answers 503 with a prepared response.',
  );
  const keys = `${tenant.login}/common/discovery/v2.0/keys`;
  const told = await fetch(keys);
  expect([told.status, told.headers.get('retry-after'), await told.json()]).toEqual([503, '5', { error: 'busy' }]);
  expect((await fetch(keys)).status).toBe(200);
  await page.reload();
  await expect(faults.getByText('no more calls; used once')).toBeVisible();
});

test('a situation is started by one button, met in the portal, and ended', async ({ page, tenant, visitor }) => {
  await signInToInvite(page);
  const box = await visitor();
  await open(box, tenant);
  const faults = box.getByRole('region', { name: 'Faults' });
  await faults.getByRole('button', { name: 'Start “A proxy answers with HTML”' }).click();
  await expect(faults.getByRole('status')).toContainText('Started: “A proxy answers with HTML”.');
  await axe(box);
  await page.getByRole('link', { name: 'Guests', exact: true }).click();
  await expect(page.getByText(/answered instead of Microsoft/).first()).toBeVisible();
  await box.reload();
  await expect(faults.getByText(/^Every call to Graph answers 200 .*used (once|\d+ times)$/)).toBeVisible();
  await faults.getByRole('button', { name: 'End “A proxy answers with HTML”' }).click();
  await expect(faults.getByRole('status')).toHaveText('Ended: “A proxy answers with HTML”.');
  await expect(faults.getByText('None. Only the addresses')).toBeVisible();
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(status(page)).toHaveText('250 of 250 guests');
});

test('one fault of several is removed, and the log says what a request has changed', async ({
  page,
  tenant,
  visitor,
}) => {
  await tenant.faults([
    { method: 'POST', path: '/invitations', times: 2, fault: { status: { code: 503 } } },
    { path: '/organization', fault: { hold: { ms: 10 } } },
  ]);
  const box = await visitor();
  await box.setViewportSize({ width: 375, height: 800 });
  await open(box, tenant);
  const faults = box.getByRole('region', { name: 'Faults' });
  const sentence = 'POST /invitations answers 503, the next 2 calls; used 0 times';
  const one = faults.getByRole('listitem').filter({ hasText: sentence });
  await expect(one.getByRole('button')).toHaveAccessibleDescription(sentence);
  await one.getByRole('button', { name: 'Remove' }).click();
  await expect(faults.getByRole('status')).toHaveText('Fault removed: POST /invitations answers 503.');
  await expect(one).toBeHidden();
  await expect(faults.getByText('Every call of /organization answers after 10 milliseconds')).toBeVisible();

  await signInToInvite(page);
  await invite(page, 'kim@fabrikam.com');
  await box.getByRole('link', { name: 'Open the log' }).click();
  await expect(box.getByRole('row').filter({ hasText: 'Invited kim@fabrikam.com' })).toContainText('ines@contoso.com');
  expect(await box.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
  await axe(box);
});

// The console contains no secret, and the release contains nothing that is not meant for visitors.
import { readFile } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { test, expect } from '../support/fixtures.js';
import { alone, fillIn, inviteForm, openGuests, signInToInvite } from '../support/steps.js';
import { dist } from '../support/tenant.js';

test('S-38: what the console says holds no token, no code and no address', async ({ page, context, watch, tenant }) => {
  watch.allow(/.*/s);
  // A dedicated worker writes to the page's console. A shared worker has its own.
  await alone(context);
  const said = [];
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(String(error.stack ?? error)));
  const codes = [];
  page.on('response', (response) => {
    const code = response.headers().location?.match(/[#&]code=([^&]+)/)?.[1];
    if (code) codes.push(code);
  });
  await signInToInvite(page);
  // Failures of several kinds, since the portal may write about them to the console.
  const inviting = { method: 'POST', path: '/invitations', times: 1 };
  const faults = [{ status: { code: 403 } }, { status: { code: 500 } }, { hangUp: { after: true } }];
  for (const [number, fault] of faults.entries()) {
    await tenant.faults({ ...inviting, fault });
    // Each another guest: after a lost answer, the same one would be a question.
    await fillIn(inviteForm(page), {
      email: `canary${number}@fabrikam.com`,
      name: 'Canary Bird',
      message: 'A secret plan',
    });
    await inviteForm(page).send.click();
    await expect.poll(() => tenant.struck()).toEqual([1]);
    await expect(page.getByRole('alert').filter({ has: page.getByRole('heading') })).toBeVisible();
  }
  await tenant.clearFaults();
  await page.workers()[0].evaluate(() => console.log('the worker is heard'));
  await openGuests(page, 251);
  await page.evaluate(() => {
    const broken = () => {
      throw new Error('broken');
    };
    Document.prototype.createElement = broken;
    Element.prototype.cloneNode = broken;
  });
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(page.getByText('Guestlist has stopped.')).toBeVisible();
  const secrets = (await tenant.tokens()).flatMap(({ accessToken, refreshToken, idToken }) => [
    accessToken,
    refreshToken,
    idToken,
  ]);
  expect(secrets.filter((secret) => secret?.length > 40).length).toBeGreaterThanOrEqual(3);
  expect(codes.length).toBeGreaterThan(0);
  const all = said.join('\n');
  expect(all).toContain('Guestlist stopped at');
  expect(all).toContain('the worker is heard');
  expect(all).not.toMatch(/canary|fabrikam|contoso|eyJ|Bearer|login_hint|secret plan/i);
  for (const secret of [...secrets, ...codes]) expect(all).not.toContain(secret);
});

test('S-43: the release holds no secret, no source map and nothing for tests', async ({ tenant }) => {
  const files = readdirSync(dist, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const file of files) {
    expect(file.name).not.toMatch(/\.(map|ts|rs|toml|lock|env|pem|key)$/);
    const text = await readFile(join(file.parentPath ?? file.path, file.name), 'latin1');
    expect(text, file.name).not.toMatch(
      /sourceMappingURL|client_secret=|BEGIN [A-Z ]*PRIVATE KEY|wasm_bindgen_test|_sandbox/,
    );
    expect(text, `${file.name} names a folder of the machine that built it`).not.toMatch(
      /\/home\/|\/root\/|\/Users\/|C:\\Users/,
    );
  }
  for (const path of ['/x.js', '/assets/x.js', '/assets/guestlist.wasm.map', '/.env', '/Cargo.toml']) {
    const reply = await fetch(tenant.portal + path);
    expect([path, reply.status]).toEqual([path, 404]);
    expect(await reply.text()).not.toContain('<html');
  }
});

// If one byte of a script, style sheet or wasm file was changed, the page says so and does not start. Each test copies the
// release files, changes the copy, and serves it from its own tenant.
import { createHash } from 'node:crypto';
import { readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, expect, signIn, account } from '../support/fixtures.js';
import { alone, openAccount, setting, signInButton } from '../support/steps.js';
import { dist, served } from '../support/tenant.js';

const CHANGED = 'Guestlist was not started. One of its files did not arrive, or is not the one that was published.';
/** What browsers write about it to the console. */
const REFUSED = [
  /integrity/i,
  'Failed to fetch',
  'the style sheet was not applied',
  'Failed to load resource',
  /\.(js|css) could not be loaded/,
];

/** Flips the lowest bit of one byte in the middle of a file, so that a letter becomes another letter. */
async function flip(file) {
  const bytes = await readFile(file);
  bytes[Math.floor(bytes.length / 2)] ^= 1;
  await writeFile(file, bytes);
}

const loaded = (await readdir(join(dist, 'assets'))).filter((name) => /\.(js|css|wasm)$/.test(name));
const kinds = [...new Set(loaded.map((name) => name.replace(/-[0-9a-f]+\./, '.')))];
const named = (kind) => loaded.find((name) => name.replace(/-[0-9a-f]+\./, '.') === kind);

/** The files that are loaded when a person signs in, and those that are loaded when they open a page. */
const LATER = ['vault.js', 'sign-in-worker.wasm', 'guestlist.js', 'guestlist.wasm', 'portal.css'];
const showGuests = (page) => page.getByRole('link', { name: 'Guests', exact: true }).click();
const fromMenu = (role, name) => async (page) => {
  await openAccount(page);
  await page.getByRole(role, { name }).click();
};
const PARTS = {
  'guestlist-guests.wasm': showGuests,
  'guestlist-bulk.wasm': (page) => page.getByRole('link', { name: 'Bulk invite' }).click(),
  'guestlist-access.wasm': fromMenu('link', 'Your access'),
  'guestlist-help.wasm': fromMenu('button', 'About Guestlist'),
};
const pages = Object.values(PARTS);
/** Opens one after the other, until something does not come. */
async function showEach(page) {
  const missing = page.getByRole('alert').filter({ hasText: 'This page could not be loaded' });
  for (const open of pages) {
    await open(page);
    await expect(missing.or(page.locator('.list, .facts, .bulk__source')).first()).toBeVisible();
    if (await missing.isVisible()) return;
  }
}
/** What several parts need and the first one does not, the splitter puts into files of their own. */
for (const kind of kinds) if (/^guestlist-chunk_\d+\.wasm$/.test(kind)) PARTS[kind] = showEach;

test('S-25: the release has scripts, styles and wasm to check, and no part that nobody changes here', () => {
  const atFirst = ['boot.js', 'sign-in.js', 'sign-in.wasm', 'style.css'];
  expect(kinds.toSorted()).toEqual([...atFirst, ...LATER, ...Object.keys(PARTS)].toSorted());
});

for (const kind of kinds.filter((kind) => !LATER.includes(kind) && !PARTS[kind])) {
  test(`S-25: one changed byte in ${kind} stops the start`, async ({ page, watch }) => {
    watch.allow(...REFUSED);
    await served(
      (copy) => flip(join(copy, 'assets', named(kind))),
      async (tenant) => {
        await page.goto(tenant.portal);
        // A changed boot.js does not run, so it cannot show the message. The page then shows it by itself after some time.
        await expect(page.getByText(CHANGED)).toBeVisible({ timeout: kind === 'boot.js' ? 25_000 : 10_000 });
        await expect(signInButton(page)).toHaveCount(0);
      },
    );
  });
}

for (const [what, change] of Object.entries({
  'is missing': (file) => rm(file),
  'is cut off': async (file) => writeFile(file, (await readFile(file)).subarray(0, 2_000)),
})) {
  test(`a style sheet that ${what} stops the start`, async ({ page, watch }) => {
    watch.allow(...REFUSED, /status of 404/, 'Refused to apply style');
    await served(
      (copy) => change(join(copy, 'assets', named('style.css'))),
      async (tenant) => {
        await page.goto(tenant.portal);
        await expect(page.getByText(CHANGED)).toBeVisible();
        await expect(signInButton(page)).toHaveCount(0);
      },
    );
  });
}

test('S-25: a worker that cannot start says so, also when it ends before the portal is there', async ({
  page,
  context,
  watch,
}) => {
  watch.allow(...REFUSED);
  await alone(context);
  await served(
    (copy) => flip(join(copy, 'assets', named('sign-in-worker.wasm'))),
    async (tenant) => {
      await page.goto(tenant.portal);
      await signInButton(page).click();
      const ended = page.waitForEvent('worker').then((worker) => worker.waitForEvent('close'));
      await page.route(/\/guestlist-[0-9a-f]+\.wasm$/, async (route) => {
        await ended;
        await route.continue();
      });
      await page.getByRole('button', { name: 'Guest Inviter' }).click();
      await expect(page.getByText(CHANGED)).toBeVisible();
      expect(await tenant.tokens()).toEqual([]);
    },
  );
});

for (const kind of ['guestlist.js', 'guestlist.wasm', 'portal.css', 'sign-in-worker.wasm']) {
  test(`S-25: one changed byte in ${kind} stops the sign-in, which it is loaded for`, async ({ page, watch }) => {
    watch.allow(...REFUSED);
    await served(
      (copy) => flip(join(copy, 'assets', named(kind))),
      async (tenant) => {
        await page.goto(tenant.portal);
        await signInButton(page).click();
        await page.getByRole('button', { name: 'Guest Inviter' }).click();
        await expect(page.getByText(CHANGED)).toBeVisible();
        // The code was not redeemed.
        expect(await tenant.tokens()).toEqual([]);
      },
    );
  });
}

for (const [kind, open] of Object.entries(PARTS)) {
  test(`S-25: one changed byte in ${kind} keeps its page away, and nothing else`, async ({ page, watch }) => {
    watch.allow(...REFUSED);
    await served(
      (copy) => flip(join(copy, 'assets', named(kind))),
      async (tenant) => {
        await page.goto(tenant.portal);
        await signIn(page, 'Guest Inviter');
        await open(page);
        await expect(page.getByRole('alert').filter({ hasText: 'This page could not be loaded' })).toBeVisible();
        await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible();
        await page.keyboard.press('Escape');
        await page.getByRole('link', { name: 'Invite', exact: true }).click();
        await expect(page.getByRole('textbox', { name: 'Email address' })).toBeVisible();
      },
    );
  });
}

test('S-25: one changed byte in vault.js stops the sign-in, which it is loaded for', async ({ page, watch }) => {
  watch.allow(...REFUSED);
  // With this change the script would run as before. Only its hash shows that it was changed.
  const letter = async (copy) => {
    const file = join(copy, 'assets', named('vault.js'));
    const text = await readFile(file, 'utf8');
    expect(text).toContain('guestlist.blocked');
    await writeFile(file, text.replace('guestlist.blocked', 'guestlist.blockeD'));
  };
  await served(letter, async (tenant) => {
    await page.goto(tenant.portal);
    await signInButton(page).click();
    await page.getByRole('button', { name: 'Guest Inviter' }).click();
    await expect(page.getByText(CHANGED)).toBeVisible();
    // The code was not redeemed.
    expect(await tenant.tokens()).toEqual([]);
  });
});

test('S-25: one changed byte in the French texts leaves the page in English', async ({ page, watch }) => {
  watch.allow(...REFUSED);
  const french = (await readdir(join(dist, 'assets'))).find((name) => /^fr-[0-9a-f]+\.txt$/.test(name));
  await served(
    (copy) => flip(join(copy, 'assets', french)),
    async (tenant) => {
      await page.goto(tenant.portal);
      await signIn(page, 'Guest Inviter');
      const fetched = page.waitForResponse((response) => response.url().endsWith(french));
      await (await setting(page, 'Language')).selectOption('Français');
      expect(await (await fetched).finished()).toBeNull();
      // No event shows that the browser has refused the file. The page must stay in English.
      await expect(page.getByRole('link', { name: 'Inviter' })).toBeHidden();
      await page.reload();
      await expect(account(page)).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    },
  );
});

test('a worker whose own script cannot be loaded says so instead of letting people wait', async ({ page, watch }) => {
  watch.allow(...REFUSED, /status of 404/);
  const lead = async (copy) => {
    // The worker's script is published with a correct hash, but it imports a file that does not exist.
    const vault = join(copy, 'assets', named('vault.js'));
    const text = await readFile(vault, 'utf8');
    await writeFile(vault, text.replaceAll(named('sign-in.js'), 'gone.js'));
    const integrity = `sha384-${createHash('sha384')
      .update(await readFile(vault))
      .digest('base64')}`;
    const index = join(copy, 'index.html');
    const html = await readFile(index, 'utf8');
    await writeFile(
      index,
      html.replace(/data-vault-integrity="?sha384-[A-Za-z0-9+/=]+"?/, `data-vault-integrity="${integrity}"`),
    );
  };
  await served(lead, async (tenant) => {
    await page.goto(tenant.portal);
    await signInButton(page).click();
    await page.getByRole('button', { name: 'Guest Inviter' }).click();
    await expect(page.getByText(CHANGED)).toBeVisible();
  });
});

test('S-25: a page whose integrity was taken out of step does not start either', async ({ page, watch }) => {
  watch.allow(...REFUSED);
  const swap = async (copy) => {
    const file = join(copy, 'index.html');
    const text = await readFile(file, 'utf8');
    const integrity = text.match(/data-sign-in-wasm-integrity="(sha384-[^"]+)"/)[1];
    await writeFile(file, text.replaceAll(integrity, `sha384-${'A'.repeat(64)}`));
  };
  await served(swap, async (tenant) => {
    await page.goto(tenant.portal);
    await expect(page.getByText(CHANGED)).toBeVisible();
  });
});

test('S-25: a first visit fetches each file once', async ({ page }) => {
  await page.goto('/');
  await expect(signInButton(page)).toBeVisible();
  const fetched = async () => {
    const sizes = await page.evaluate(() =>
      performance.getEntriesByType('resource').map(({ name, transferSize }) => [new URL(name).pathname, transferSize]),
    );
    return sizes.filter(([path, size]) => path.startsWith('/assets/') && size > 0).map(([path]) => path);
  };
  const kindsFetched = async () =>
    (await fetched()).map((path) => path.replace('/assets/', '').replace(/-[0-9a-f]+\./, '.'));
  const signInPage = async () => (await kindsFetched()).filter((kind) => !LATER.includes(kind)).toSorted();
  // The button can be visible before the program is loaded.
  await expect.poll(signInPage).toEqual(['boot.js', 'sign-in.js', 'sign-in.wasm', 'style.css']);
  // The page then fetches in advance what is needed after signing in.
  await expect.poll(kindsFetched).toEqual(expect.arrayContaining(LATER));
  const all = await fetched();
  expect(all).toEqual([...new Set(all)]);
});

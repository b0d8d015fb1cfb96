// Data of the directory is shown as text, whatever it contains.
import { test, expect, signIn } from '../support/fixtures.js';
import { alone, grid, listLoaded, openAccount } from '../support/steps.js';

/** The elements that a list with harmless names consists of. */
const BENIGN = ['a', 'bdi', 'button', 'div', 'input', 'span'];

test('S-27: a thousand hostile names and addresses are text and nothing else', async ({ page, context }) => {
  test.setTimeout(200_000);
  const bait = [
    '<img src=x onerror=alert(1)>',
    '<script>alert(1)</script>',
    '"><svg onload=alert(1)>',
    "';alert(1)//",
    'javascript:alert(1)',
    '{{7*7}}',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: it must be shown as it is.
    '${7*7}',
    '<a href="https://evil.example">click</a>',
    '</td></tr></table><h1>Gone</h1>',
    '<!--',
    ']]>',
    '&lt;b&gt;',
    '\u202Egnp.exe',
    '\u0000\u0007',
    '%3Cscript%3E',
    '<style>*{display:none}</style>',
    '<iframe srcdoc="<script>alert(1)</script>">',
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    '=cmd|calc',
    '😀'.repeat(40),
  ];
  const people = Array.from({ length: 1000 }, (_, at) => ({
    id: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    displayName: `${bait[at % bait.length]} ${at}`,
    mail: `${bait[(at * 7) % bait.length]}${at}@evil.example`,
    userType: 'Guest',
    externalUserState: 'PendingAcceptance',
    createdDateTime: '2026-11-01T08:00:00Z',
  }));
  await alone(context);
  await context.route(/\/v1\.0\/users\?/, async (route) => {
    const headers = { 'access-control-allow-origin': '*', 'content-type': 'application/json' };
    if (route.request().method() === 'OPTIONS') return route.fallback();
    await route.fulfill({ status: 200, headers, body: JSON.stringify({ value: people }) });
  });
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  await signIn(page, 'Guest Inviter');
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await listLoaded(page, 1000);
  const region = grid(page);
  const kinds = () =>
    region.evaluate((list) => [...new Set([...list.querySelectorAll('*')].map((element) => element.localName))].sort());
  const shown = new Set();
  const strangers = new Set();
  const linked = new Set();
  const targets = () =>
    region.evaluate((list) => [...list.querySelectorAll('a')].map((link) => link.origin + link.pathname));
  // Scrolls through the whole list, since only visible rows are in the document.
  await expect(async () => {
    for (const text of await region.getByRole('row').allInnerTexts()) shown.add(text.match(/(\d+)@evil\.example/)?.[1]);
    for (const kind of await kinds()) strangers.add(kind);
    for (const target of await targets()) linked.add(target);
    await region.evaluate(async (list) => {
      const end = list.scrollTop + list.clientHeight >= list.scrollHeight - 1;
      list.scrollTo(0, end ? 0 : list.scrollTop + list.clientHeight / 2);
      // The rows are drawn after two frames.
      for (const _ of [1, 2]) await new Promise(requestAnimationFrame);
    });
    expect(shown.size).toBeGreaterThan(1000);
  }).toPass({ timeout: 150_000, intervals: [1] });
  // No other elements than for harmless names.
  expect([...strangers].sort()).toEqual(BENIGN);
  expect([...linked]).toEqual([new URL('/invite', page.url()).href]);
  await expect(page.getByRole('heading', { name: 'Gone' })).toHaveCount(0);
  const first = people[0];
  await page.getByRole('searchbox', { name: 'Search guests' }).fill(first.mail);
  await expect(page.getByText(first.mail, { exact: true }).first()).toBeVisible();
});

test('S-27: a hostile organization, person and refusal are text too', async ({ page, context, watch }) => {
  watch.allow(/status of 403/);
  const BAIT = '<img src=x onerror=alert(1)>';
  await alone(context);
  const answers = {
    organization: {
      status: 200,
      body: {
        value: [
          { id: 'x', displayName: BAIT, verifiedDomains: [{ name: `${BAIT}.onmicrosoft.com`, isDefault: true }] },
        ],
      },
    },
    users: { status: 403, body: { error: { code: BAIT, message: BAIT, innerError: { 'request-id': BAIT } } } },
  };
  await context.route(/\/v1\.0\/(organization|users)\?/, async (route) => {
    if (route.request().method() === 'OPTIONS') return route.fallback();
    const { status, body } = answers[new URL(route.request().url()).pathname.split('/').at(-1)];
    await route.fulfill({
      status,
      headers: { 'access-control-allow-origin': '*', 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  });
  page.on('dialog', (dialog) => {
    throw new Error(`a dialog opened: ${dialog.message()}`);
  });
  await page.goto('/guests');
  await signIn(page, 'Guest Inviter');
  await openAccount(page);
  await expect(page.getByText(BAIT, { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  const alert = page.getByRole('alert').filter({ hasText: 'You cannot see guests' });
  await alert.getByText('Details').click();
  await expect(alert).toContainText(`Code: ${BAIT}`);
  await page.getByRole('navigation').getByRole('link', { name: 'Invite', exact: true }).click();
  await expect(page.getByText(`The main domain of your organization is ${BAIT}.onmicrosoft.com.`)).toBeVisible();
  await expect(page.locator('img, script:not([src])')).toHaveCount(0);
});

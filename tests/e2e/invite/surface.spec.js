// What is where in the Invite form: no field is behind the action bar, the rows of this session are compact, messages are as
// wide as the form, and a wrong field is red while it has the focus.
import { test, expect } from '../support/fixtures.js';
import { expectFilledIn, fillIn, invite, refusal, signInToInvite, tokenEnds } from '../support/steps.js';
import { interruption } from '../sign-in/session.js';

const FIELDS = ['invite-message', 'invite-language', 'invite-cc', 'invite-redirect'];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 375, height: 812 },
];

test.use({ contextOptions: { reducedMotion: 'reduce' } });

/**
 * Runs in the page: how far the element that has the focus is behind the action bar, behind a message at the upper edge, or
 * above the window, in pixels.
 */
function hidden() {
  const focused = document.activeElement;
  const { top, bottom } = focused.getBoundingClientRect();
  const bar = document.querySelector('.form__bar');
  const above = document.querySelector('.interrupted')?.getBoundingClientRect().bottom ?? 0;
  const below = bar.contains(focused) ? 0 : bottom - bar.getBoundingClientRect().top;
  return Math.max(0, Math.ceil(below), Math.ceil(above - top));
}

const focusedId = (page) => page.evaluate(() => document.activeElement.id);

/** Moves the focus by `key` until all of FIELDS had it, and asserts that each was in view. */
async function walk(page, key) {
  const seen = new Set();
  for (let presses = 0; presses < 20 && seen.size < FIELDS.length; presses += 1) {
    await page.keyboard.press(key);
    const id = await focusedId(page);
    if (!FIELDS.includes(id)) continue;
    await expect.poll(() => page.evaluate(hidden), `${id} by ${key}`).toBe(0);
    seen.add(id);
  }
  expect([...seen].sort()).toEqual(FIELDS.toSorted());
}

for (const size of SIZES) {
  test(`no field is behind the action bar at ${size.width}`, async ({ page, tenant, watch }) => {
    watch.allow(/status of 400/);
    await page.setViewportSize(size);
    const form = await signInToInvite(page);
    await page.getByRole('button', { name: /^Message and options/ }).click();
    // What has opened is in view at once, as far as there is room for it.
    const shown = () =>
      page.evaluate(() => {
        const bar = document.querySelector('.form__bar').getBoundingClientRect();
        return document.getElementById('invite-message').getBoundingClientRect().bottom <= bar.top;
      });
    await expect.poll(shown).toBe(true);
    await form.email.focus();
    await walk(page, 'Tab');
    await form.send.focus();
    await walk(page, 'Shift+Tab');

    // By mouse, at the last line that is visible above the bar.
    for (const id of FIELDS) {
      const point = await page.evaluate((id) => {
        const field = document.getElementById(id);
        const bar = () => document.querySelector('.form__bar').getBoundingClientRect().top;
        scrollTo(0, 0);
        scrollBy(0, Math.max(0, field.getBoundingClientRect().top - bar() + 8));
        const { left, width, top } = field.getBoundingClientRect();
        return { x: left + width / 4, y: Math.min(top + 4, bar() - 3) };
      }, id);
      // The list of a select lies above the page, so it is opened and closed.
      await page.mouse.click(point.x, point.y);
      if (id === 'invite-language') await page.keyboard.press('Escape');
      expect(await focusedId(page)).toBe(id);
      await expect.poll(() => page.evaluate(hidden), `${id} by mouse`).toBe(0);
    }

    // A refusal makes the bar higher.
    await tenant.settings({ blockedDomains: ['fabrikam.com'] });
    await fillIn(form, { email: 'kim@fabrikam.com' });
    await form.send.click();
    await expect(refusal(page)).toBeVisible();
    await expect(form.send).toBeInViewport({ ratio: 1 });
    await form.email.focus();
    await walk(page, 'Tab');
  });

  test(`the rows of this session are 44 pixels high at ${size.width}, and their buttons are aligned`, async ({
    page,
  }) => {
    await page.setViewportSize(size);
    await signInToInvite(page);
    for (const [address, name] of [
      ['kim@fabrikam.com', 'Kim Lee'],
      ['lee@fabrikam.com', ''],
      ['ann@fabrikam.com', 'Ann Park'],
    ]) {
      await invite(page, address, { name });
      await page.getByRole('button', { name: 'Invite another' }).click();
    }
    const items = page.getByRole('listitem');
    await expect(items).toHaveCount(3);
    await expect(items.filter({ hasText: 'Kim Lee' })).toContainText(
      size.width > 640 ? /Pending · Sent \d/ : /Pending/,
      {
        useInnerText: true,
      },
    );
    const boxes = await items.evaluateAll((all) =>
      all.map((item) => ({
        height: item.getBoundingClientRect().height,
        right: item.getBoundingClientRect().right - item.querySelector('button').getBoundingClientRect().right,
        shown: item.innerText.match(/@/g).length,
      })),
    );
    for (const { height, right, shown } of boxes) {
      expect(height).toBeGreaterThanOrEqual(44);
      expect(height).toBeLessThan(47);
      expect(right).toBeCloseTo(0, 0);
      // The second one is in the button's name, for screen readers only.
      expect(shown).toBeLessThanOrEqual(2);
    }
    await expect(page.getByRole('button', { name: 'Copy link for kim@fabrikam.com' })).toBeVisible();
  });
}

test('a wrong field is red also while it has the focus', async ({ page }) => {
  const form = await signInToInvite(page);
  await form.email.fill('ann');
  await form.email.press('Enter');
  await expect(form.email).toBeFocused();
  await expect(form.email).toHaveAttribute('aria-invalid', 'true');
  const { border, ring, said, gaps } = await form.email.evaluate((input) => {
    const style = getComputedStyle(input);
    const field = input.closest('.field');
    const box = (element) => element.getBoundingClientRect();
    const [says, hint] = [field.querySelector('.field__says'), field.querySelector('.field__hint')];
    return {
      border: style.borderTopColor,
      ring: `${style.outlineStyle} ${style.outlineColor}`,
      said: getComputedStyle(says.firstElementChild).color,
      gaps: [box(says).top - box(input).bottom, box(hint).top - box(says).bottom],
    };
  });
  expect(border).toBe(said);
  expect(ring).toMatch(/^solid /);
  expect(ring).not.toContain(border);
  expect(gaps).toEqual([4, 4]);
});

test('a sign-in that ends while something is sent is told once, with one button, as wide as the form', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 40[01]/);
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'kim@fabrikam.com' });
  await tenant.expireSessions();
  await tokenEnds(tenant);
  await form.send.click();
  await expect(interruption(page)).toContainText('The invitation was not sent.');
  await expect(page.locator('#interrupted')).toBeFocused();
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(1);
  await expect(page.getByRole('main').getByRole('button', { name: /^Sign in/ })).toHaveCount(1);
  const [notice, card] = await Promise.all(
    [page.locator('#interrupted'), page.getByRole('form', { name: 'Invite a guest' })].map((one) => one.boundingBox()),
  );
  expect([notice.x, notice.width]).toEqual([card.x, card.width]);

  // The list of guests tells it once, too.
  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Guests' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Refresh' })).toHaveAttribute('aria-busy', 'false');
  await expect(page.getByRole('alert').filter({ hasText: /\S/ })).toHaveCount(1);
});

for (const size of [...SIZES, { width: 320, height: 600 }, { width: 320, height: 256 }])
  test(`no field is behind the message that the sign-in has ended at ${size.width}×${size.height}`, async ({
    page,
    context,
    tenant,
    watch,
  }) => {
    watch.allow(/status of 40[01]/);
    await page.setViewportSize(size);
    const form = await signInToInvite(page);
    await page.getByRole('button', { name: /^Message and options/ }).click();
    // The person is in a field at the upper edge of the window when the message appears.
    await form.cc.focus();
    await form.cc.evaluate((field) => scrollBy(0, field.getBoundingClientRect().top - 2));
    const second = await context.newPage();
    await second.goto('/access');
    await expect(second.getByRole('button', { name: 'Check again' })).toBeVisible();
    await tenant.expireSessions();
    await tokenEnds(tenant);
    await second.getByRole('button', { name: 'Check again' }).click();
    await expect(interruption(page)).toBeVisible();
    await second.close();
    await expect(form.cc).toBeFocused();
    await expect.poll(() => page.evaluate(hidden), 'the field with the focus').toBe(0);
    await form.email.focus();
    for (const [key, last] of [
      ['Tab', form.send],
      ['Shift+Tab', form.email],
    ]) {
      for (let presses = 0; presses < 20; presses += 1) {
        await page.keyboard.press(key);
        await expect.poll(() => page.evaluate(hidden), `${await focusedId(page)} by ${key}`).toBe(0);
        if (await last.evaluate((element) => element === document.activeElement)) break;
      }
      await expect(last).toBeFocused();
    }
  });

test('the message that is kept for the next guest is told, and an empty form is one press away', async ({ page }) => {
  const form = await signInToInvite(page);
  await invite(page, 'kim@fabrikam.com', { message: 'Hello Kim' });
  await page.getByRole('button', { name: 'Invite another' }).click();
  const kept = page.getByText('The message and options of the last invitation are kept.');
  await expect(kept).toBeVisible();
  await page.getByRole('button', { name: 'Use an empty form' }).click();
  await expect(kept).toBeHidden();
  await expect(form.email).toBeFocused();
  await expectFilledIn(form, { email: '', message: '' });
});

// With colours that the person has chosen (forced colours), backgrounds are taken away: every state must show all the same.
import { test, expect, account, signIn } from '../support/fixtures.js';
import { accountPanel, listLoaded, openAccount, signInToInvite } from '../support/steps.js';

test.use({ contextOptions: { forcedColors: 'active', reducedMotion: 'reduce' } });

/** What a control looks like, without focus and pointer. */
async function look(page, control) {
  await page.mouse.move(0, 0);
  await page.getByRole('main').focus();
  return (await control.screenshot()).toString('base64');
}

for (const colorScheme of ['light', 'dark'])
  test(`${colorScheme}: switch, tabs, current page and badges show their state`, async ({ page }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    const form = await signInToInvite(page);
    expect(await page.evaluate(() => matchMedia('(forced-colors: active)').matches)).toBe(true);
    const on = await look(page, form.sendMail);
    await form.sendMail.uncheck();
    expect(await look(page, form.sendMail), 'the switch').not.toBe(on);

    const link = page.getByRole('navigation').getByRole('link', { name: 'Guests' });
    // The line below the link of the current page is outside of its text.
    const bar = page.locator('.top');
    const elsewhere = [await look(page, link), await look(page, bar)];
    await link.click();
    await listLoaded(page, 250);
    expect([await look(page, link), await look(page, bar)], 'the current page').not.toEqual(elsewhere);
    expect(await look(page, bar), 'the current page').not.toBe(elsewhere[1]);

    const tab = page.getByRole('tab', { name: 'Pending' });
    const other = await look(page, tab);
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
    expect(await look(page, tab), 'the chosen tab').not.toBe(other);
    const badge = page.getByRole('gridcell').getByText('Pending', { exact: true }).first();
    expect(await badge.evaluate((element) => getComputedStyle(element).borderStyle)).toBe('solid');
  });

for (const colorScheme of ['light', 'dark'])
  test(`${colorScheme}: a wrong field has another edge than a right one, and a button that does nothing other letters`, async ({
    page,
    tenant,
  }) => {
    await page.emulateMedia({ forcedColors: 'active', colorScheme });
    const form = await signInToInvite(page);
    const edge = (control) =>
      control.evaluate((element) => {
        const { borderStyle, borderWidth } = getComputedStyle(element);
        return `${borderStyle} ${borderWidth}`;
      });
    const letters = (control) => control.evaluate((element) => getComputedStyle(element).color);
    for (const [field, wrong, right] of [
      [form.email, 'kim', 'kim@fabrikam.com'],
      [form.redirect, 'http://contoso.com', 'https://contoso.com'],
    ]) {
      await field.fill(right);
      await field.blur();
      const [of, { height, y }] = [await edge(field), await field.boundingBox()];
      await field.fill(wrong);
      await field.blur();
      await expect(field).toHaveAttribute('aria-invalid', 'true');
      expect(await edge(field)).not.toBe(of);
      // Nothing moves.
      expect(await field.boundingBox()).toMatchObject({ height, y });
      await field.fill(right);
      await field.blur();
      await expect(field).toHaveAttribute('aria-invalid', 'false');
      expect(await edge(field)).toBe(of);
    }
    const of = await letters(form.send);
    await tenant.faults({ method: 'POST', path: '/invitations', fault: { hold: { ms: 60_000 } } });
    await form.send.click();
    const busy = page.getByRole('button', { name: 'Sending…' });
    await expect(busy).toHaveAttribute('aria-disabled', 'true');
    expect(await letters(busy)).not.toBe(of);
    // A border of one colour on all sides would be a ring that stands still.
    const sides = await busy.evaluate((element) => {
      const { borderTopWidth, borderBottomWidth } = getComputedStyle(element, '::before');
      return [borderTopWidth, borderBottomWidth];
    });
    expect(sides[0]).not.toBe(sides[1]);
  });

test('what opens above the page has an edge, and its switch shows its state', async ({ page }) => {
  await signIn(page, 'Guest Inviter');
  const edge = (element) => {
    const { borderStyle, borderWidth } = getComputedStyle(element);
    return borderStyle === 'solid' && Number.parseFloat(borderWidth) > 0;
  };
  expect(await account(page).evaluate(edge)).toBe(true);
  await openAccount(page);
  expect(await accountPanel(page).evaluate(edge)).toBe(true);
  await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('checkbox')).toBeVisible();
  expect(await dialog.evaluate(edge)).toBe(true);
  const use = dialog.getByRole('checkbox');
  const close = dialog.getByRole('button', { name: 'Close' });
  await close.focus();
  const on = (await use.screenshot()).toString('base64');
  await use.uncheck();
  await page.mouse.move(0, 0);
  await close.focus();
  expect((await use.screenshot()).toString('base64')).not.toBe(on);
});

// What people paste: addresses with what mail programs put around them, invisible characters, several addresses.
import { test, expect } from '../support/fixtures.js';
import { expectFilledIn, posts, signInToInvite } from '../support/steps.js';

/** Pastes a text into a field, as a browser does. */
async function paste(field, text) {
  await field.focus();
  await field.evaluate((element, pasted) => {
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    const event = new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true });
    // Unless the page takes the text over, the browser inserts it, in a field of one line without line breaks.
    if (element.dispatchEvent(event)) document.execCommand('insertText', false, pasted.replaceAll('\n', ''));
  }, text);
}

/** The address and the name that must come of a pasted text. */
const PASTED = {
  '<ann@fabrikam.com>': ['ann@fabrikam.com', ''],
  'mailto:ann@fabrikam.com?subject=Hi%20there': ['ann@fabrikam.com', ''],
  'Ann Lee <ann@fabrikam.com>;': ['ann@fabrikam.com', 'Ann Lee'],
  '"Lee, Ann \\"AJ\\"" <ann@fabrikam.com>': ['ann@fabrikam.com', 'Lee, Ann "AJ"'],
  'Ann Lee\tann@fabrikam.com': ['ann@fabrikam.com', 'Ann Lee'],
  '\u202aann@fabri\u2060kam.com\u202c\ufeff': ['ann@fabrikam.com', ''],
  'ann\uff20fabrikam\u3002com': ['ann@fabrikam.com', ''],
};

test('what is pasted with an address is taken apart, and only the address is sent', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  for (const [text, [email, name]] of Object.entries(PASTED)) {
    await form.email.fill('');
    await form.name.fill('');
    await paste(form.email, text);
    await form.redirect.focus();
    await expectFilledIn(form, { email, name });
  }
  await form.email.fill('\u200bann@fabrikam.com\u00ad');
  await form.name.fill('Ann\u202eLee');
  // Enter sends without the field being left first.
  await form.name.press('Enter');
  await expect(page.getByRole('heading', { name: 'Invitation sent to ann@fabrikam.com' })).toBeVisible();
  expect(await posts(tenant)).toMatchObject([{ address: 'ann@fabrikam.com', status: 201 }]);
});

test('several addresses are kept and told, nothing is sent, and they go to Bulk invite', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await paste(form.email, 'ann@fabrikam.com\nbo@fabrikam.com');
  await expect(form.email).toHaveValue('ann@fabrikam.com; bo@fabrikam.com');
  await form.send.click();
  await expect(form.email).toHaveAccessibleDescription(/These are several addresses/);
  await page.getByRole('link', { name: 'Use Bulk invite for them' }).click();
  await expect(page.getByRole('button', { name: 'Invite 2 guests' })).toBeVisible();
  expect(await posts(tenant)).toEqual([]);
});

test('what was removed and what looks like another domain is said at the field', async ({ page }) => {
  const form = await signInToInvite(page);
  await form.email.fill('ann@f\u0430brikam.com\u200b');
  await form.name.focus();
  await expect(form.email).toHaveAccessibleDescription(/Invisible characters were removed\./);
  await expect(form.email).toHaveAccessibleDescription(/really xn--fbrikam-2fg\.com: its letters look like others/);
  await form.email.fill('jos\u00e9@fabrikam.com');
  await form.name.focus();
  await expect(form.email).toHaveAccessibleDescription(/usually refuses letters such as é before the @/);
});

test('the first click on Send counts, whatever is said when a field is left', async ({ page, tenant }) => {
  const form = await signInToInvite(page);
  await form.email.fill('ann@fabrikam.com');
  await form.redirect.fill('https://c\u043entoso.com');
  const { x, y, width, height } = await form.send.boundingBox();
  await page.mouse.move(x + width / 2, y + height / 2);
  await page.mouse.down();
  await page.mouse.up();
  await expect(page.getByRole('heading', { name: 'Invitation sent to ann@fabrikam.com' })).toBeVisible();
  expect(await posts(tenant)).toHaveLength(1);
});

// Guests who exist already, in the list of a bulk invitation: a choice for each class of them, and what will be sent for a
// row. Nothing is sent.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { openGuests } from '../support/steps.js';

// Without transitions, so that axe measures the final colours.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

const numbers = (page) => page.locator('[data-invited]');
const row = (page, text) => page.getByRole('row').filter({ hasText: text });

/** Pastes a text into the textbox, as a browser does. */
async function paste(page, text) {
  await page.getByRole('textbox', { name: 'Paste guests', exact: true }).evaluate((element, pasted) => {
    element.focus();
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', pasted);
    element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
  }, text);
}

test('guests who exist are skipped, sent again or given a new link, and the request is shown', async ({ page }) => {
  await signIn(page, 'Guest Inviter');
  await openGuests(page, 250);
  const known = await page.locator('.list__address').first().textContent();
  await page.getByRole('navigation').getByRole('link', { name: 'Bulk invite' }).click();
  await paste(page, `${known}\nnew@fabrikam.com\n`);
  const choices = page.getByRole('region', { name: 'Guests who exist already' });
  await expect(numbers(page)).toHaveAttribute('data-invited', '1');
  const choice = choices.getByRole('combobox').first();
  await choice.selectOption({ label: 'Send again' });
  await expect(numbers(page)).toHaveAttribute('data-invited', '2');
  await expect(row(page, 'Already a guest')).toContainText('Will be sent again');
  await choice.selectOption({ label: 'New link only, no mail' });
  await expect(row(page, 'Already a guest')).toContainText('New link only');
  await axe(page);

  const button = page.getByRole('button', { name: 'What will be sent row 1', exact: true });
  await button.press('Enter');
  const dialog = page.getByRole('dialog', { name: 'What will be sent' });
  const body = JSON.parse(await dialog.getByRole('region', { name: 'Request' }).textContent());
  expect(body).toMatchObject({ invitedUserEmailAddress: known, sendInvitationMessage: false });
  await axe(page);
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();

  await choice.selectOption({ label: 'Skip' });
  await expect(numbers(page)).toHaveAttribute('data-invited', '1');
  await page.getByRole('button', { name: 'Invite anyway row 1', exact: true }).click();
  await expect(numbers(page)).toHaveAttribute('data-invited', '2');
});

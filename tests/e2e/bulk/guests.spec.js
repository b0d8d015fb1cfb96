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

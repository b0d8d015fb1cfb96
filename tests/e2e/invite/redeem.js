// Copying the link of an invitation, and redeeming it as the guest.
import { expect } from '../support/fixtures.js';

/** Presses the button that copies the link, and returns the link from the clipboard. */
export async function copyLink(page, name = 'Copy redemption link') {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  // The clipboard and the page may still have an earlier link and its message.
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.getByRole('button', { name }).click();
  await expect(page.getByText('Link copied').first()).toBeVisible();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(read).not.toBe('');
  return read();
}

/** Opens a redemption link as a guest with a work account, and accepts. */
export async function redeem(page, link) {
  await page.goto(link);
  await acceptReview(page);
}

/** On the page of a redemption link: signs in with the invited account, and accepts. */
export async function acceptReview(page) {
  await expect(page.getByRole('heading', { name: 'Sign in with your work account' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Review permissions' })).toBeVisible();
  await page.getByRole('button', { name: 'Accept' }).click();
  // Before this redirect the tenant may not have recorded the acceptance.
  await expect(page).toHaveURL(/\/_sandbox\/landing/);
}

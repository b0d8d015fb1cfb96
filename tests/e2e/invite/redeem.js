// The link of an invitation, and the guest who follows it.
import { expect } from '../support/fixtures.js';

/** Reads the link out of the clipboard, where the portal has put it. */
export async function copyLink(page, name = 'Copy redemption link') {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  // An earlier link, and the words about it, may still be there.
  await page.evaluate(() => navigator.clipboard.writeText(''));
  await page.getByRole('button', { name }).click();
  await expect(page.getByText('Link copied').first()).toBeVisible();
  const read = () => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(read).not.toBe('');
  return read();
}

/** Follows a redemption link as a guest with a work account, and accepts. */
export async function redeem(page, link) {
  await page.goto(link);
  await acceptReview(page);
}

/** From the page that a redemption link leads to: signs in with the account that was invited, and accepts. */
export async function acceptReview(page) {
  await expect(page.getByRole('heading', { name: 'Sign in with your work account' })).toBeVisible();
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Review permissions' })).toBeVisible();
  await page.getByRole('button', { name: 'Accept' }).click();
  // Only then has the tenant noted it.
  await expect(page).toHaveURL(/\/_sandbox\/landing/);
}

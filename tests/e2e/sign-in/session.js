// How a page shows that its session has ended, and the token requests of sessions.

export const ENDED = 'Your sign-in has ended';

/** The message that the session has ended. */
export const interruption = (page) =>
  page.getByRole('alert').filter({ has: page.getByRole('heading', { name: ENDED }) });

/** The number of token requests of all pages and workers, by grant type. */
export async function tokenRequests(tenant) {
  const count = { authorization_code: 0, refresh_token: 0 };
  for (const { grantType } of await tenant.tokens()) count[grantType] += 1;
  return count;
}

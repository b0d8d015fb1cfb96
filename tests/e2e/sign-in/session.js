// A session that has ended as pages show it, and what it has asked for.

export const ENDED = 'Your sign-in has ended';

/** The box in which a page says that its session has ended. */
export const interruption = (page) => page.getByRole('alert').filter({ has: page.getByRole('heading', { name: ENDED }) });

/** How often tokens were asked for, by kind of request, whichever page or worker asked. */
export async function tokenRequests(tenant) {
  const count = { authorization_code: 0, refresh_token: 0 };
  for (const { grantType } of await tenant.tokens()) count[grantType] += 1;
  return count;
}

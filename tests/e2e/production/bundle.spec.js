// The unmodified release bundle with a production configuration signs in, invites and lists at the addresses of Microsoft's
// services.
import { test, expect, CLOUDS } from './fixtures.js';
import { axe, signIn } from '../support/fixtures.js';
import { cell, invite, listLoaded, openGuests, row, signInToInvite, signOut } from '../support/steps.js';

test('S-26: the release bundle signs in, invites and lists at the addresses of its cloud, and asks nobody else', async ({
  page,
  context,
  tenant,
  cloud,
}) => {
  const { login, initialDomain, adminCenter } = CLOUDS[cloud];
  // In US Government nobody may invite guests until an administrator allows it.
  if (cloud.startsWith('usgov')) await tenant.settings({ allowInvitesFrom: 'everyone' });
  const hosts = new Set();
  context.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.goto('/');
  await signInToInvite(page);
  await invite(page, 'kim@fabrikam.com');
  const [mail] = await tenant.outbox();
  expect(mail.from).toContain(`<invites@${initialDomain}>`);
  await openGuests(page, 251);
  await cell(row(page, 'kim@fabrikam.com'), 'Name').click();
  const link = page.getByRole('link', { name: 'Open in Entra admin centre (new tab)' });
  const { searchParams } = new URL(page.url());
  const { tenant: id } = await tenant.config();
  await expect(link).toHaveAttribute(
    'href',
    `https://${adminCenter}/${id}/#view/Microsoft_AAD_UsersAndTenants/UserProfileMenuBlade/~/overview/userId/${searchParams.get('guest')}`,
  );
  await expect(link).toHaveAttribute('rel', 'noopener noreferrer');
  await page.reload();
  await listLoaded(page, 251);
  await axe(page);
  // The worker's requests to Graph are not among the page's. No host but the cloud's can be reached.
  expect([...hosts].sort()).toEqual([new URL(tenant.portal).host, login].sort());
  await signOut(page);
  await signIn(page, 'Member');
});

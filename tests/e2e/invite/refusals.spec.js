// Every refusal of an invitation has its own message: the cause, and what to do or whom to ask. What was typed stays.
import { test, expect, axe, signIn } from '../support/fixtures.js';
import { expectFilledIn, fillIn, inviteForm, posts, outcome, refusal, signInToInvite } from '../support/steps.js';

const NOT_ALLOWED = [
  'Microsoft answers that you may not invite guests, although your role allows it',
  'Ask an administrator to look at “Guest invite settings”',
];
const DOMAIN = [
  'Your organization does not allow guests from this domain.',
  'Ask an administrator to change the list of allowed and blocked domains.',
];
const CROSS_TENANT = [
  'Cross-tenant access settings block this invitation.',
  "Administrators of your organization and of the guest's have to allow it.",
];
const GROUP = ['This is the address of a group or distribution list.', 'Invite each person by their own address.'];

/** The address, the status in the ledger, the message, and the settings of the tenant. */
const ROWS = {
  'an account that the policy excludes': ['denied@fabrikam.com', 403, NOT_ALLOWED],
  'a tenant where nobody may invite': ['kim@fabrikam.com', 403, NOT_ALLOWED, { allowInvitesFrom: 'none' }],
  'cross-tenant access blocked': ['cross-tenant@fabrikam.com', 403, CROSS_TENANT],
  'cross-tenant access blocked by the tenant’s own default': [
    'kim@fabrikam.com',
    403,
    CROSS_TENANT,
    { crossTenantAccess: { default: { b2bCollaborationInbound: 'blocked' } } },
  ],
  'another cloud': [
    'cross-cloud@fabrikam.com',
    403,
    [
      "The guest's organization, in another Microsoft cloud, has switched off an app",
      'Ask their administrator to enable “Microsoft B2B Cross Cloud Worker”',
    ],
  ],
  'a group': ['group@fabrikam.com', 400, GROUP],
  'a blocked domain': ['kim@fabrikam.com', 400, DOMAIN, { blockedDomains: ['fabrikam.com'] }],
  'a domain that is not on the list of allowed ones': [
    'kim@fabrikam.com',
    400,
    DOMAIN,
    { allowedDomains: ['northwindtraders.com'] },
  ],
  'a home account that cannot be found': [
    'not-found-home@fabrikam.com',
    500,
    [
      "Microsoft could not find the guest's mailbox at the moment.",
      'Check the address; if it is right, send again in a few minutes.',
    ],
  ],
};

/** Asserts the message of a refusal, and that the form keeps its values and can be sent again. */
async function refused(page, form, typed, [cause, step]) {
  const alert = refusal(page);
  await expect(alert).toContainText(cause);
  await expect(alert).toContainText(step);
  await expect(alert).not.toContainText('not certain');
  await expectFilledIn(form, typed);
  await expect(outcome(page)).toBeFocused();
  await expect(form.send).toHaveAttribute('aria-disabled', 'false');
  return alert;
}

for (const [what, [email, status, words, settings = {}]] of Object.entries(ROWS)) {
  test(`${what} is refused in words, with the request id`, async ({ page, tenant, watch }) => {
    watch.allow(/status of (400|403|500)/);
    await tenant.settings(settings);
    const form = await signInToInvite(page);
    const typed = { email, name: 'Kim Lee', message: 'Hello Kim', cc: 'sponsor@contoso.com' };
    await fillIn(form, typed);
    await form.send.click();
    const alert = await refused(page, form, typed, words);
    await alert.getByText('Details', { exact: true }).click();
    await expect(alert.getByText(/^Request id: [\da-f-]{36}$/)).toBeVisible();
    await expect(alert.getByText(`Status: ${status}`)).toBeVisible();
    await axe(page);
    expect(await posts(tenant)).toMatchObject([{ address: email, status }]);
    // An invitation to another address works.
    await tenant.settings({
      allowInvitesFrom: 'everyone',
      blockedDomains: [],
      allowedDomains: [],
      crossTenantAccess: { default: { b2bCollaborationInbound: 'allowed' } },
    });
    await form.email.fill('lee@fabrikam.com');
    await form.send.click();
    await expect(page.getByRole('heading', { name: 'Invitation sent to lee@fabrikam.com' })).toBeFocused();
    await expect(alert).toBeHidden();
    expect(await tenant.outbox()).toMatchObject([{ to: 'lee@fabrikam.com', customizedMessageBody: 'Hello Kim' }]);
  });
}

test('a refusal that speaks of Your access links to it', async ({ page, tenant, watch }) => {
  watch.allow(/status of 403/);
  await tenant.settings({ allowInvitesFrom: 'none' });
  const form = await signInToInvite(page);
  await fillIn(form, { email: 'kim@fabrikam.com' });
  await form.send.click();
  await refusal(page).getByRole('link', { name: 'Your access' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Your access' })).toBeVisible();
  await page.goBack();
  await expectFilledIn(form, { email: 'kim@fabrikam.com' });
});

/** Addresses that the form refuses if it knows the organization. Here it could not load it, so the service refuses them. */
const INSIDE = {
  'an address in an own domain': [
    'nobody@contoso.com',
    [
      "This address belongs to one of your organization's own domains.",
      'ask an administrator to create an account instead',
    ],
    [400],
  ],
  'a distribution list': ['projects@contoso.com', GROUP, [400]],
  'an account that is blocked from signing in': [
    'otto@contoso.com',
    [
      'This address belongs to an account in your organization that is blocked from signing in.',
      'Ask an administrator to unblock it instead of inviting.',
    ],
    [],
  ],
};
for (const [what, [email, words, statuses]] of Object.entries(INSIDE)) {
  test(`${what} is refused in words where the organization's domains are not known`, async ({
    page,
    tenant,
    watch,
  }) => {
    watch.allow(/status of 40[03]/);
    await tenant.faults({ method: 'GET', path: '/organization', fault: { status: { code: 403 } } });
    await signIn(page, 'Guest Inviter');
    const form = inviteForm(page);
    const typed = { email, name: 'Somebody', message: 'Hello' };
    await fillIn(form, typed);
    await form.send.click();
    await refused(page, form, typed, words);
    expect((await posts(tenant)).map(({ status }) => status)).toEqual(statuses);
    expect(await tenant.outbox()).toEqual([]);
  });
}

test('who may not look for guests can invite all the same, and a colleague is then refused by Microsoft', async ({
  page,
  tenant,
  watch,
}) => {
  watch.allow(/status of 40[03]/);
  await tenant.faults({ method: 'GET', path: '/users', fault: { status: { code: 403 } } });
  const form = await signInToInvite(page);
  const typed = { email: 'tove.marchetti@adatum.com', name: 'Tove', message: 'Hello' };
  await fillIn(form, typed);
  await form.send.click();
  const alert = await refused(page, form, typed, [
    'This address belongs to somebody who already has an account in your organization.',
    'They can use that account; no invitation is needed.',
  ]);
  await alert.getByText('Details', { exact: true }).click();
  await expect(alert.getByText('Status: 400')).toBeVisible();
  await form.email.fill('kim@fabrikam.com');
  await form.send.click();
  await expect(page.getByRole('heading', { name: 'Invitation sent to kim@fabrikam.com' })).toBeVisible();
  expect((await posts(tenant)).map(({ status }) => status)).toEqual([400, 201]);
});

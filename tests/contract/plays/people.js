// The tour's calls about users and the caller.

const link = (tenant, of, id) => ({ '@odata.id': `${tenant.graph}/v1.0/${of}/${id}` });

export async function people({ tenant, ok, ADVANCED }) {
  const { value: guests } = await ok('GET', "/users?$filter=userType eq 'Guest'&$select=id,mail&$top=5");
  const [one, other] = guests;
  const invited = await ok('POST', '/invitations', {
    invitedUserEmailAddress: 'tour@fabrikam.com',
    inviteRedirectUrl: 'https://myapps.microsoft.com/',
  });
  const guest = `/users/${invited.invitedUser.id}`;
  await ok('GET', '/users/$count', undefined, ADVANCED);
  await ok('GET', '/users/delta()?$select=id');
  await ok('GET', guest);
  await ok('PATCH', guest, { companyName: 'Fabrikam' });

  const { id: noor } = await ok('GET', '/users/noor@contoso.com');
  await ok('PUT', `${guest}/manager/$ref`, link(tenant, 'users', noor));
  await ok('GET', `${guest}/manager`);
  await ok('GET', `${guest}/manager?$select=id,displayName`);
  await ok('DELETE', `${guest}/manager/$ref`);
  await ok('POST', `${guest}/sponsors/$ref`, link(tenant, 'users', noor));
  await ok('GET', `${guest}/sponsors`);
  await ok('GET', `${guest}/sponsors/${noor}`);
  await ok('DELETE', `${guest}/sponsors/${noor}/$ref`);

  const { value: groups } = await ok('GET', '/groups?$select=id&$top=3');
  const groupIds = groups.map(({ id }) => id);
  for (const who of [`/users/${one.id}`, '/me']) {
    await ok('GET', `${who}/memberOf`);
    await ok('GET', `${who}/transitiveMemberOf`);
    await ok('GET', `${who}/transitiveMemberOf/microsoft.graph.directoryRole?$count=true`, undefined, ADVANCED);
    await ok('POST', `${who}/checkMemberGroups`, { groupIds });
  }
  await ok('GET', `/users/${one.id}/memberOf/microsoft.graph.group`);
  await ok('POST', `/users/${one.id}/getMemberGroups`, { securityEnabledOnly: false });
  await ok('POST', `/users/${one.id}/revokeSignInSessions`);
  await ok('GET', `/users/${noor}/licenseDetails`);
  await ok('GET', `/users/${noor}/licenseDetails?$select=id,skuId`);
  await ok('GET', `/users/${one.id}/licenseDetails`);
  await ok('GET', '/me/licenseDetails');

  await ok('GET', '/me');
  await ok('POST', '/me/sendMail', {
    message: {
      subject: 'Welcome',
      body: { contentType: 'Text', content: 'Hello' },
      toRecipients: [{ emailAddress: { address: 'tour@fabrikam.com' } }],
    },
  });

  await ok('DELETE', guest);
  const deleted = '/directory/deletedItems';
  await ok('GET', `${deleted}/microsoft.graph.user`);
  await ok('GET', `${deleted}/${invited.invitedUser.id}`);
  await ok('POST', `${deleted}/${invited.invitedUser.id}/restore`);
  await ok('DELETE', guest);
  await ok('POST', `${guest}/restore`);
  await ok('DELETE', `/users/${other.id}`);
  await ok('DELETE', `${deleted}/${other.id}`);
}

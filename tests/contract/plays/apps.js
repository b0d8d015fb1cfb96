// The tour's calls about apps and their roles.

export async function apps({ ok, ADVANCED }) {
  const { value: all } = await ok('GET', '/servicePrincipals');
  const portal = all.find(({ displayName }) => displayName === 'Partner Portal');
  const documents = all.find(({ displayName }) => displayName === 'Supplier Documents');
  const search = '/servicePrincipals?$search="displayName:partner"&$select=id,displayName,appRoles&$count=true';
  await ok('GET', search, undefined, ADVANCED);
  await ok('GET', `/servicePrincipals?$filter=appId eq '${portal.appId}'`);
  await ok('GET', '/servicePrincipals/$count', undefined, ADVANCED);
  await ok('GET', `/servicePrincipals/${portal.id}`);
  await ok('GET', `/servicePrincipals(appId='${portal.appId}')?$select=id,displayName`);

  const { value: users } = await ok('GET', "/users?$filter=userType eq 'Guest'&$select=id&$top=1");
  const guest = users[0].id;
  const of = `/users/${guest}/appRoleAssignments`;
  const access = { principalId: guest, appRoleId: '00000000-0000-0000-0000-000000000000' };
  const { id } = await ok('POST', of, { ...access, resourceId: documents.id });
  await ok('GET', of);
  await ok('GET', `${of}?$filter=resourceId eq ${documents.id}&$select=id,appRoleId`);
  await ok('GET', `${of}/${id}`);
  await ok('DELETE', `${of}/${id}`);
  await ok('GET', '/me/appRoleAssignments');

  const to = `/servicePrincipals/${portal.id}/appRoleAssignedTo`;
  const manager = portal.appRoles.find(({ value }) => value === 'Partner.Manager');
  const assignment = { principalId: guest, resourceId: portal.id, appRoleId: manager.id };
  const given = await ok('POST', to, assignment);
  await ok('GET', to);
  await ok('GET', `${to}/${given.id}`);
  await ok('DELETE', `${to}/${given.id}`);
  const byKey = `/servicePrincipals(appId='${portal.appId}')/appRoleAssignedTo`;
  const again = await ok('POST', byKey, assignment);
  await ok('GET', `${byKey}?$select=id,principalDisplayName&$top=3`);
  await ok('DELETE', `${to}/${again.id}`);
}

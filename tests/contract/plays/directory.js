// The tour's calls about groups, members of members, and objects by their ids.

export async function directory({ tenant, ok, ADVANCED }) {
  const named = async (name) => (await ok('GET', `/groups?$filter=displayName eq '${name}'`)).value[0].id;
  const outer = `/groups/${await named('Partner Portal Users')}`;
  const inner = await named('Supplier Documents');
  const { value: guests } = await ok('GET', "/users?$filter=userType eq 'Guest'&$select=id&$top=2");
  const { value: roles } = await ok('GET', '/directoryRoles');
  const { value: apps } = await ok('GET', '/servicePrincipals?$select=id&$top=1');

  await ok('GET', '/groups');
  await ok('GET', outer);
  await ok('PATCH', outer, { description: 'Changed by the tour' });
  await ok('GET', `${outer}/members`);
  await ok('GET', `${outer}/members/$ref`);
  const auditors = `/groups/${await named('Directory Operators')}`;
  await ok('GET', auditors);
  const added = `/groups/${inner}/members`;
  const { value: sofar } = await ok('GET', `${added}?$select=id&$top=999`);
  for (const { id } of sofar.slice(0, 1)) await ok('DELETE', `${added}/${id}/$ref`);
  const outside = guests.find(({ id }) => !sofar.some((member) => member.id === id)) ?? sofar[0];
  await ok('POST', `${added}/$ref`, { '@odata.id': `${tenant.graph}/v1.0/directoryObjects/${outside.id}` });

  const all = `${outer}/transitiveMembers`;
  await ok('GET', `${all}?$top=50`);
  await ok('GET', `${all}?$select=id,displayName&$count=true`, undefined, ADVANCED);
  await ok('GET', `${all}/$count`, undefined, ADVANCED);
  await ok('GET', `${all}/microsoft.graph.group?$count=true`, undefined, ADVANCED);
  await ok('GET', `${all}/microsoft.graph.user?$count=true&$orderby=displayName&$top=5`, undefined, ADVANCED);
  await ok('GET', `${all}/microsoft.graph.user/$count`, undefined, ADVANCED);

  const ids = [guests[0].id, inner, apps[0].id, roles[0].id];
  await ok('POST', '/directoryObjects/getByIds', { ids });
  await ok('POST', '/directoryObjects/getByIds', { ids, types: ['user'] });
  await ok('POST', '/directoryObjects/getByIds?$select=id,displayName', { ids, types: ['user', 'group'] });
}

// The tour's calls about policies, reports, the organization, other tenants, and a batch.

export async function services({ ok }) {
  const { value: audits } = await ok('GET', '/auditLogs/directoryAudits?$top=5');
  await ok('GET', `/auditLogs/directoryAudits/${encodeURIComponent(audits[0].id)}`);
  await ok('GET', '/auditLogs/signIns?$top=5');

  const policy = await ok('GET', '/policies/authorizationPolicy');
  await ok('PATCH', '/policies/authorizationPolicy', { allowInvitesFrom: policy.allowInvitesFrom });
  const access = '/policies/crossTenantAccessPolicy';
  await ok('GET', access);
  await ok('GET', `${access}/default`);
  const { value: partners } = await ok('GET', `${access}/partners`);
  await ok('GET', `${access}/partners/${partners[0].tenantId}`);

  const { value: organizations } = await ok('GET', '/organization');
  const own = `/organization/${organizations[0].id}`;
  await ok('GET', own);
  await ok('GET', `${own}/branding`);
  await ok('GET', `${own}/branding/bannerLogo`);
  await ok('GET', `${own}/branding/squareLogo`);
  await ok('GET', `${own}/branding/localizations`);
  await ok('GET', '/subscribedSkus');

  const other = await ok('GET', "/tenantRelationships/findTenantInformationByDomainName(domainName='fabrikam.com')");
  await ok('GET', `/tenantRelationships/findTenantInformationByTenantId(tenantId='${other.tenantId}')`);

  await ok('POST', '/$batch', { requests: [{ id: '1', method: 'GET', url: '/me?$select=id' }] });
}

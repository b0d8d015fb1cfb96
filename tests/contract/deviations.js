// Known differences between the service, and so the sandbox, and the description. Each line has its reason. Any other
// difference is an error. The letters name sections of facts/graph.md.

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/bmp'];

/**
 * Paths that the description does not contain. `success` is the status; `list` and `entity` name the type of the answer, with
 * `open` for a type that the description does not contain; `stream` names the media types; `refused` means that the path
 * never succeeds; `version` is the only version with this path.
 */
export const PATHS = [
  { method: 'GET', path: '/invitations', refused: [404], reason: 'listed in the metadata, 404 in practice (i)' },
  {
    method: 'POST',
    path: '/users/{user-id}/sponsors/$ref',
    success: 204,
    reason: 'documented, missing from the description (i)',
  },
  {
    method: 'DELETE',
    path: '/users/{user-id}/sponsors/{directoryObject-id}/$ref',
    success: 204,
    reason: 'documented, missing from the description (i)',
  },
  {
    method: 'DELETE',
    path: '/users/{user-id}/sponsors/{directoryObject-id}',
    success: 204,
    reason: 'without /$ref it deletes the sponsor: documented, missing from the description (k)',
  },
  {
    method: 'DELETE',
    path: '/groups/{group-id}/members/{directoryObject-id}',
    success: 204,
    reason: 'without /$ref it deletes the member: documented, missing from the description (k)',
  },
  {
    method: 'PATCH',
    path: '/me',
    success: 204,
    reason: '/me is /users/{id} of the caller; the documented example of an update uses it',
  },
  {
    method: 'DELETE',
    path: '/groups/{group-id}',
    success: 204,
    reason: 'part of the documented batch example; path not in the slice',
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/graph.user/$count',
    stream: ['text/plain'],
    reason: 'the list is documented with `$count` (b); path not in the slice',
  },
  {
    method: 'GET',
    path: '/directory/deletedItems/graph.user/{directoryObject-id}',
    entity: 'microsoft.graph.user',
    reason: 'the cast of a described path; public clients use it',
  },
  {
    method: 'GET',
    path: '/contacts',
    list: 'open',
    reason: 'organizational contacts: collide with invitations (a); type not in the slice',
  },
  { method: 'GET', path: '/contacts/{orgContact-id}', entity: 'open', reason: 'as /contacts' },
  {
    method: 'GET',
    path: '/directoryRoles',
    list: 'microsoft.graph.directoryRole',
    reason: 'path not in the slice, its type is',
  },
  {
    method: 'GET',
    path: '/directoryRoles/{directoryRole-id}',
    entity: 'microsoft.graph.directoryRole',
    reason: 'as /directoryRoles',
  },
  {
    method: 'GET',
    path: '/directoryRoles/{directoryRole-id}/members',
    list: 'microsoft.graph.directoryObject',
    reason: 'as /directoryRoles',
  },
  {
    method: 'GET',
    path: '/me/sponsors',
    list: 'microsoft.graph.directoryObject',
    reason: '/me is /users/{id} of the caller',
  },
  {
    method: 'GET',
    path: '/auditLogs/signIns/{signIn-id}',
    entity: 'microsoft.graph.signIn',
    reason: 'path not in the slice, its list is',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{servicePrincipal-id}',
    entity: 'microsoft.graph.servicePrincipal',
    reason: 'path not in the slice, its list is; written from serviceprincipal-get.md',
  },
  {
    method: 'GET',
    path: "/servicePrincipals(appId='{appId}')",
    entity: 'microsoft.graph.servicePrincipal',
    reason: 'the alternate key, documented in serviceprincipal-get.md',
  },
  {
    method: 'POST',
    path: '/servicePrincipals',
    success: 201,
    entity: 'microsoft.graph.servicePrincipal',
    reason: 'path not in the slice with this method; written from serviceprincipal-post-serviceprincipals.md',
  },
  {
    method: 'GET',
    path: '/applications',
    list: 'open',
    reason:
      'app registrations, which scripts in docs/registration make: type not in the slice; written from application-list.md',
  },
  {
    method: 'POST',
    path: '/applications',
    success: 201,
    entity: 'open',
    reason: 'as GET; written from application-post-applications.md',
  },
  {
    method: 'GET',
    path: '/applications/{application-id}',
    entity: 'open',
    reason: 'as /applications; written from application-get.md',
  },
  {
    method: 'PATCH',
    path: '/applications/{application-id}',
    success: 204,
    reason: 'as /applications; written from application-update.md',
  },
  {
    method: 'DELETE',
    path: '/applications/{application-id}',
    success: 204,
    reason: 'as /applications; written from application-delete.md',
  },
  {
    method: 'GET',
    path: "/applications(appId='{appId}')",
    entity: 'open',
    reason: 'the alternate key, documented in application-get.md',
  },
  {
    method: 'PATCH',
    path: "/applications(appId='{appId}')",
    success: 204,
    reason: 'the alternate key, documented in application-update.md',
  },
  {
    method: 'DELETE',
    path: "/applications(appId='{appId}')",
    success: 204,
    reason: 'the alternate key, documented in application-delete.md',
  },
  {
    method: 'GET',
    path: '/oauth2PermissionGrants',
    list: 'open',
    reason: 'consents: type not in the slice; written from oauth2permissiongrant-list.md',
  },
  {
    method: 'POST',
    path: '/oauth2PermissionGrants',
    success: 201,
    entity: 'open',
    reason: 'as GET; written from oauth2permissiongrant-post.md',
  },
  {
    method: 'GET',
    path: '/oauth2PermissionGrants/{oAuth2PermissionGrant-id}',
    entity: 'open',
    reason: 'as the list; written from oauth2permissiongrant-get.md',
  },
  {
    method: 'PATCH',
    path: '/oauth2PermissionGrants/{oAuth2PermissionGrant-id}',
    success: 204,
    reason: 'as the list; written from oauth2permissiongrant-update.md',
  },
  {
    method: 'DELETE',
    path: '/oauth2PermissionGrants/{oAuth2PermissionGrant-id}',
    success: 204,
    reason: 'as the list; written from oauth2permissiongrant-delete.md',
  },
  {
    method: 'GET',
    path: '/servicePrincipals/{servicePrincipal-id}/appRoleAssignedTo/{appRoleAssignment-id}',
    entity: 'microsoft.graph.appRoleAssignment',
    reason: 'path not in the slice, its list is',
  },
  {
    method: 'DELETE',
    path: '/servicePrincipals/{servicePrincipal-id}/appRoleAssignedTo/{appRoleAssignment-id}',
    success: 204,
    reason: 'path not in the slice; written from serviceprincipal-delete-approleassignedto.md',
  },
  {
    method: 'GET',
    path: "/servicePrincipals(appId='{appId}')/appRoleAssignedTo",
    list: 'microsoft.graph.appRoleAssignment',
    reason: 'the alternate key, documented in serviceprincipal-list-approleassignedto.md',
  },
  {
    method: 'POST',
    path: "/servicePrincipals(appId='{appId}')/appRoleAssignedTo",
    success: 201,
    entity: 'microsoft.graph.appRoleAssignment',
    reason: 'the alternate key, documented in serviceprincipal-post-approleassignedto.md',
  },
  {
    method: 'GET',
    path: '/me/appRoleAssignments',
    list: 'microsoft.graph.appRoleAssignment',
    reason: '/me is /users/{id} of the caller',
  },
  {
    method: 'POST',
    path: '/directoryObjects/getByIds',
    list: 'microsoft.graph.directoryObject',
    reason: 'path not in the slice; written from directoryobject-getbyids.md',
  },
  {
    method: 'GET',
    path: '/groups/{group-id}/transitiveMembers',
    list: 'microsoft.graph.directoryObject',
    reason: 'path not in the slice; written from group-list-transitivemembers.md',
  },
  {
    method: 'GET',
    path: '/users/{user-id}/licenseDetails',
    list: 'open',
    reason: 'neither path nor type is in the slice; written from user-list-licensedetails.md',
  },
  { method: 'GET', path: '/me/licenseDetails', list: 'open', reason: 'as /users/{id}/licenseDetails' },
  {
    method: 'GET',
    path: '/me/people',
    list: 'open',
    reason: 'one way to find a sponsor (e); neither path nor type is in the slice',
  },
  {
    method: 'GET',
    path: '/organization/{organization-id}/branding/localizations/{organizationalBrandingLocalization-id}',
    entity: 'microsoft.graph.organizationalBrandingLocalization',
    reason: 'path not in the slice, its list is',
  },
  {
    method: 'GET',
    path: '/organization/{organization-id}/branding/localizations/{organizationalBrandingLocalization-id}/bannerLogo',
    stream: IMAGES,
    reason: 'named among the neighbouring APIs (e), path not in the slice',
  },
  {
    method: 'GET',
    path: '/organization/{organization-id}/branding/localizations/{organizationalBrandingLocalization-id}/squareLogo',
    stream: IMAGES,
    reason: 'as bannerLogo',
  },
  {
    method: 'GET',
    version: 'beta',
    path: '/policies/authorizationPolicy',
    list: 'microsoft.graph.authorizationPolicy',
    reason: 'a singleton in v1.0, a collection in beta (e) [K]',
  },
  {
    method: 'GET',
    version: 'beta',
    path: '/policies/authorizationPolicy/{authorizationPolicy-id}',
    entity: 'microsoft.graph.authorizationPolicy',
    reason: 'as the collection',
  },
];

/** Statuses that the description does not name. */
export const STATUSES = {
  'POST /me/sendMail': {
    success: 202,
    statuses: [202],
    reason: 'the description says 204, the reference 202 without a body (e)',
  },
  'POST /$batch': {
    statuses: [401, 413, 429, 500, 503, 504],
    reason: 'added by hand with 200 and 400 only (i); the envelope is a request like any other',
  },
};

/**
 * The text, such as a count, in an item of a batch. Its encoding is not known: OData's JSON format requires the text itself,
 * but photos are known to come in base64. Both are accepted.
 */
export const text = (body, item) =>
  item && /^[A-Za-z0-9+/]+={0,2}$/.test(body) && !/^\d+$/.test(body)
    ? Buffer.from(body, 'base64').toString()
    : String(body);

/** Types of directory objects that the description does not contain. Only their id is checked. */
export const FOREIGN_TYPES = [
  '#microsoft.graph.orgContact',
  '#microsoft.graph.administrativeUnit',
  '#microsoft.graph.device',
];

/** Members of `innerError` that the description lacks, or to which it gives another type. */
export const INNER_ERROR = {
  // Every documented and observed answer has a time without an offset, but the described pattern requires one (c).
  date: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$' },
  // In the documented 429, and in nested errors (c).
  code: { type: 'string' },
  message: { type: 'string' },
  status: { type: 'string' },
  innerError: { type: 'object' },
};

/** Members that documented answers have, and the description lacks. */
export const MORE_MEMBERS = {
  // `initiatedBy.user` in the audit log (k).
  'microsoft.graph.userIdentity': Object.fromEntries(
    ['userType', 'homeTenantId', 'homeTenantName'].map((name) => [name, { type: ['string', 'null'] }]),
  ),
};

/** Delta answers omit properties that were never set, and always contain the id (b). */
export const DELTA = '/users/delta()';

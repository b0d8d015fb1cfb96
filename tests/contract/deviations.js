// Where the service, and so the sandbox, is known to differ from the description. Each line has its reason; what is not
// named here and differs is an error. Sections are those of facts/graph.md.

const IMAGES = ['image/png', 'image/jpeg', 'image/gif', 'image/bmp'];

/** Paths that the description lacks. `success` is the status; `list`, `entity` name the type of what is answered,
 *  `open` a type that the description does not hold, `stream` its media types, `refused` a path that never succeeds,
 *  `version` the only version that is so. */
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
  { method: 'DELETE', path: '/groups/{group-id}', success: 204, reason: 'part of the documented batch example; path not in the slice' },
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

/** Statuses other than the described ones. */
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

/** How an item of a batch carries text, such as a count, is not established: OData's JSON format says as it is, bytes
 *  in base64 are known of photos. Either passes. */
export const text = (body, item) =>
  item && /^[A-Za-z0-9+/]+={0,2}$/.test(body) && !/^\d+$/.test(body)
    ? Buffer.from(body, 'base64').toString()
    : String(body);

/** Types that collections of directory objects may hold though the slice does not have them: checked for their id only. */
export const FOREIGN_TYPES = [
  '#microsoft.graph.orgContact',
  '#microsoft.graph.administrativeUnit',
  '#microsoft.graph.device',
];

/** Members of `innerError` beyond the description, or otherwise typed. */
export const INNER_ERROR = {
  // Every documented and observed answer has a moment without an offset, which the described pattern demands (c).
  date: { type: 'string', pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d$' },
  // The documented 429, and errors that nest (c).
  code: { type: 'string' },
  message: { type: 'string' },
  status: { type: 'string' },
  innerError: { type: 'object' },
};

/** Delta answers leave out what was never set and always name the id (b). */
export const DELTA = '/users/delta()';

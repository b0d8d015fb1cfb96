// What facts/graph.md adds to the description: exact statuses, default properties, and the values of states typed as strings.

/** The properties of a user in an answer to a request without `$select` (section b). */
export const DEFAULT_USER = [
  'businessPhones',
  'displayName',
  'givenName',
  'id',
  'jobTitle',
  'mail',
  'mobilePhone',
  'officeLocation',
  'preferredLanguage',
  'surname',
  'userPrincipalName',
];

/** The paths that answer with these default properties. */
export const DEFAULT_USER_AT = ['/users', '/users/{user-id}', '/me'];

/** The values of states that the description types as plain strings (sections a and b). */
export const VALUES = {
  'microsoft.graph.user': {
    userType: ['Member', 'Guest'],
    externalUserState: ['PendingAcceptance', 'Accepted'],
    creationType: ['Invitation', 'LocalAccount', 'EmailVerified', 'SelfServiceSignUp'],
  },
  'microsoft.graph.invitation': {
    invitedUserType: ['Guest', 'Member'],
    status: ['PendingAcceptance', 'Completed', 'InProgress', 'Error'],
  },
};

/** The status of success where the description says 2XX. For other endpoints see `success`. */
const SUCCESS = {
  'POST /invitations': 201,
  'POST /users': 201,
  'POST /me/sendMail': 202,
  'POST /groups/{group-id}/members/$ref': 204,
  'POST /users/{user-id}/appRoleAssignments': 201,
  'POST /servicePrincipals/{servicePrincipal-id}/appRoleAssignedTo': 201,
};

/** Reads answer 200, changes and deletions 204, actions 200 (sections b and e). */
export function success(endpoint) {
  const method = endpoint.split(' ')[0];
  return SUCCESS[endpoint] ?? { GET: 200, POST: 200, PATCH: 204, PUT: 204, DELETE: 204 }[method];
}

/** The statuses with which an error code was observed or is documented (sections a to c). */
export const STATUS_OF_CODE = {
  Unauthorized: [401],
  Forbidden: [403],
  InternalServerError: [500],
  InvalidAuthenticationToken: [401],
  Authorization_RequestDenied: [403],
  Request_ResourceNotFound: [404],
  Request_UnsupportedQuery: [400],
  // 405 in the documented batch example.
  Request_BadRequest: [400, 405],
  NotImplemented: [501],
  TooManyRequests: [429],
};

/** Properties that can be missing although they were selected: a user who never signed in has none. */
export const MAY_BE_ABSENT = ['signInActivity'];

/** The headers that a page of another origin may read (section c), in lower case. */
export const EXPOSED = [
  'etag',
  'location',
  'preference-applied',
  'content-range',
  'request-id',
  'client-request-id',
  'readwriteconsistencytoken',
  'retry-after',
  'sdkversion',
  'www-authenticate',
  'x-ms-client-gcc-tenant',
  'x-planner-operationid',
  'x-ms-permissions-recommendations',
];

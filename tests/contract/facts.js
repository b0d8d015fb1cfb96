// What facts/graph.md tells beyond the description: exact statuses, default properties, the words of string-typed states.

/** The properties of a user that come back without `$select` (section b). */
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

/** Where a user, or a list of them, is answered with that default set. */
export const DEFAULT_USER_AT = ['/users', '/users/{user-id}', '/me'];

/** The words of states that the description types as plain strings (sections a and b). */
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

/** The status of success, where the description says 2XX. Without a line here: see `success`. */
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

/** The statuses that an error code was seen or documented with (sections a to c). */
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

/** Selected properties that may be absent all the same: nobody signed in yet, or a list cannot have it. */
export const MAY_BE_ABSENT = ['signInActivity'];

/** The headers a page of another origin may read (section c), in lower case. */
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

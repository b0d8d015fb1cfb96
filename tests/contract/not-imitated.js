// The operations of Microsoft's description that the sandbox does not imitate: what it answers instead, and why. Every other
// operation must have a recorded answer with success. `accounting.js` compares this list with the description. The letters
// name sections of facts/graph.md.

const GOVERNANCE = '/identityGovernance/entitlementManagement';

/** Path below entitlement management, and its methods. */
const PACKAGES = {
  '/accessPackages': ['GET', 'POST'],
  '/accessPackages/{accessPackage-id}': ['GET'],
  '/accessPackages/{accessPackage-id}/getApplicablePolicyRequirements': ['POST'],
  "/accessPackages/filterByCurrentUser(on='{on}')": ['GET'],
  '/accessPackages/{accessPackage-id}/assignmentPolicies': ['GET'],
  '/assignmentPolicies': ['GET', 'POST'],
  '/assignmentPolicies/{accessPackageAssignmentPolicy-id}': ['GET', 'PUT', 'DELETE'],
  '/assignmentRequests': ['GET', 'POST'],
  '/assignmentRequests/{accessPackageAssignmentRequest-id}': ['GET', 'DELETE'],
  '/assignmentRequests/{accessPackageAssignmentRequest-id}/cancel': ['POST'],
  '/assignmentRequests/{accessPackageAssignmentRequest-id}/reprocess': ['POST'],
  "/assignmentRequests/filterByCurrentUser(on='{on}')": ['GET'],
  '/assignments': ['GET'],
  '/assignments/{accessPackageAssignment-id}': ['GET'],
  "/assignments/filterByCurrentUser(on='{on}')": ['GET'],
  '/accessPackageAssignmentApprovals/{approval-id}': ['GET'],
  "/accessPackageAssignmentApprovals/filterByCurrentUser(on='{on}')": ['GET'],
  '/accessPackageAssignmentApprovals/{approval-id}/stages': ['GET'],
  '/accessPackageAssignmentApprovals/{approval-id}/stages/{approvalStage-id}': ['GET', 'PATCH'],
  '/connectedOrganizations': ['GET', 'POST'],
  '/connectedOrganizations/{connectedOrganization-id}': ['GET', 'PATCH', 'DELETE'],
  '/connectedOrganizations/{connectedOrganization-id}/internalSponsors': ['GET'],
  '/connectedOrganizations/{connectedOrganization-id}/externalSponsors': ['GET'],
  '/catalogs': ['GET'],
  '/settings': ['GET'],
};

export const NOT_IMITATED = [
  ...Object.entries(PACKAGES).flatMap(([path, methods]) =>
    methods.map((method) => ({
      method,
      path: GOVERNANCE + path,
      status: 403,
      code: 'NoLicense',
      reason: 'entitlement management is a product of its own; the answer is that of a tenant without its licence',
    })),
  ),
  {
    method: 'POST',
    path: '/chats',
    status: 403,
    code: 'Forbidden',
    reason: 'Teams is another service; the answer is that for a person without a licence for it',
  },
  { method: 'POST', path: '/chats/{chat-id}/messages', status: 403, code: 'Forbidden', reason: 'as /chats' },
  {
    method: 'POST',
    path: '/users',
    status: 501,
    code: 'NotImplemented',
    reason: 'guests come by invitation; the portal creates no internal users',
  },
  {
    method: 'GET',
    path: '/users/{user-id}/manager/$ref',
    status: 405,
    code: 'Request_BadRequest',
    reason: 'generated from the metadata; no page of the reference shows it or its answer',
  },
  {
    method: 'DELETE',
    path: '/groups/{group-id}/members/$ref',
    status: 405,
    code: 'Request_BadRequest',
    reason: 'generated from the metadata; the reference removes a member by members/{id}/$ref',
  },
];

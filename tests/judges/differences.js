// Where a judge and the sandbox differ, and why the sandbox is right. Each line has its source. Any other difference fails. A
// line that nothing needs any more is named. Letters name sections of facts/graph.md.
import { INNER_ERROR } from '../contract/deviations.js';

/** Corrections of the description before schemathesis reads it: the path into it, and what stands there instead. */
export const DESCRIPTION = [
  {
    path: ['components', 'schemas', 'microsoft.graph.ODataErrors.InnerError', 'properties', 'date'],
    value: INNER_ERROR.date,
    reason:
      'every documented and observed answer has a time without an offset, but the described pattern requires one (c)',
  },
];

/** What tsc says about answers. `type` is the type of the answer, `says` a part of the compiler's message. */
export const TYPES = [
  {
    type: 'DirectoryAudit',
    says: "does not exist in type 'UserIdentity'",
    reason: 'initiatedBy.user may have userType, homeTenantId and homeTenantName [documented] (k); the types lack them',
  },
];

/**
 * What schemathesis says. `operation` is the method with the path of the description, or a pattern for several; `says` a part of
 * its message.
 */
export const FUZZ = [
  {
    operation: 'POST /users',
    says: 'Server error',
    reason:
      '501: members are not created here; the portal invites guests (sandbox/src/graph/user_changes.rs) [invented]',
  },
  {
    operation: 'PATCH /users/{user-id}',
    says: /Missing Content-Type header|JSON deserialization error/,
    reason: '204 without a body: [documented] user-update.md; the description has a body for every 2XX',
  },
  {
    operation: 'PATCH /groups/{group-id}',
    says: /Missing Content-Type header|JSON deserialization error/,
    reason: '204 without a body: [documented] group-update.md; the description has a body for every 2XX',
  },
];

/** The differences among `found` that `known` does not list, and the entries of `known` that fit none of `found`. */
export function compare(known, found, fits) {
  return {
    unlisted: found.filter((one) => !known.some((entry) => fits(entry, one))),
    unneeded: known.filter((entry) => !found.some((one) => fits(entry, one))),
  };
}

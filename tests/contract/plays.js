// Assigns a play to each documented example, or the reason why it has none.
import { batches } from './plays/batches.js';
import { invitations } from './plays/invitations.js';
import { reading } from './plays/reading.js';
import { signIn } from './plays/sign-in.js';

const PLAYS = {
  'advanced-query-errors': reading,
  'claims-challenge': signIn,
  'delta-reset': reading,
  'entitlementmanagement-post-assignmentrequests': () => ({
    notApplicable: 'access packages are outside what the portal uses and the sandbox imitates',
  }),
  'group-errors': reading,
  'invitation-errors': invitations,
  'invitation-post': invitations,
  'json-batching': batches,
  'oauth-token-endpoint': signIn,
  'user-list': reading,
  'user-post-sponsors': reading,
};

/** How an example is played: `{ play, … }` with the allowances of `differences`, or `{ notApplicable: why }`. */
export function play(file, example) {
  const plays = PLAYS[file.split('.')[0]];
  const part = typeof plays === 'function' ? plays(example) : plays?.[example.name];
  return part ?? { play: () => Promise.reject(new Error('nobody wrote a play for this example')) };
}

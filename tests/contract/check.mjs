// Checks every recorded answer by Microsoft's description:  node check.mjs DIRECTORY…
//
// By hand, for the native stories alone:
//   GUESTLIST_RECORD=/tmp/recordings cargo test -p sandbox --test stories && node tests/contract/check.mjs /tmp/recordings
import { existsSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { account, wrongAccounts } from './accounting.js';
import { PATHS, STATUSES } from './deviations.js';
import { shared } from './description.js';
import { Judge, Kind } from './judge.js';
import { NOT_IMITATED } from './not-imitated.js';
import { exchanges, files } from './recordings.js';
import { closing } from './closing.js';

if (!existsSync(join(shared, 'facts', 'graph-openapi.json'))) {
  console.log(`skipped: ${shared} is not here`);
  closing({ skipped: 1 });
  process.exit();
}
const judge = new Judge();
const endpoints = new Map();
/** The answers to described operations, for the account of all of them. */
const operations = [];
let answers = 0;
const recordings = process.argv.slice(2).flatMap(files);
for (const file of recordings) {
  for await (const exchange of exchanges(file)) {
    const verdict = judge.judge(exchange);
    if (verdict.kind === Kind.Control) continue;
    answers += 1;
    if (verdict.kind === Kind.Described)
      operations.push({ endpoint: verdict.endpoint, status: exchange.status, code: exchange.body?.error?.code });
    const key = `${verdict.endpoint} ${verdict.status}`;
    const endpoint = endpoints.get(key) ?? { ...verdict, key, answers: 0, problems: new Map() };
    endpoint.answers += 1;
    for (const problem of verdict.problems) {
      const general = problem.replace(/\/\d+(?=[/:])/g, '/[]');
      const seen = endpoint.problems.get(general) ?? { count: 0, example: exchange };
      seen.count += 1;
      endpoint.problems.set(general, seen);
    }
    endpoints.set(key, endpoint);
  }
}

const all = [...endpoints.values()].sort((a, b) => a.key.localeCompare(b.key));
for (const { key, problems } of all.filter(({ problems }) => problems.size > 0)) {
  console.log(`\n${key}`);
  for (const [problem, { count, example }] of problems) {
    console.log(`  ${problem}  (${count}x, such as ${example.method} ${example.url.slice(0, 160)})`);
  }
}
for (const kind of [Kind.Deviation, Kind.BetaUndescribed, Kind.Refused]) {
  const named = all.filter((endpoint) => endpoint.kind === kind);
  if (named.length > 0) console.log(`\n${kind}: ${named.length}`);
  for (const { endpoint, key, answers: count } of named) {
    const reason = PATHS.find(
      ({ method, path, version }) => `${method} ${version ? `/${version}` : ''}${path}` === endpoint,
    )?.reason;
    console.log(`  ${key} (${count})${reason ? `: ${reason}` : ''}`);
  }
}
for (const { endpoint, key, status } of all) {
  if (STATUSES[endpoint]?.statuses.includes(status))
    console.log(`\nstatus beyond the description: ${key}: ${STATUSES[endpoint].reason}`);
}

const { paths } = judge.description;
const toured = recordings.some((file) => basename(dirname(file)) === 'tour');
const accounts = account(paths, operations);
if (!toured) {
  console.log('\nThe tour is not among the recordings, so nothing is said about operations without an answer.');
  accounts.problems = [];
}
if (accounts.problems.length > 0) console.log('\nOperations of the description without an account:');
for (const problem of accounts.problems) console.log(`  ${problem}`);
const blind = Object.entries(wrongAccounts(paths, operations)).filter(
  ([, wrong]) => toured && account(...wrong).problems.length <= accounts.problems.length,
);
for (const [name] of blind) console.log(`The account does not notice ${name}`);

const failed = all.filter(({ problems }) => problems.size > 0).length;
const names = (kinds) => new Set(all.filter(({ kind }) => kinds.includes(kind)).map(({ endpoint }) => endpoint));
const distinct = (kinds) => names(kinds).size;
const held = names([Kind.Described, Kind.Beta]);
for (const { method, path } of NOT_IMITATED) held.delete(`${method} ${path}`);
console.log(`
Contract: ${answers} answers in ${recordings.length} recordings; ${held.size} endpoints held against the \
description (${all.length} with their statuses), ${distinct([Kind.Deviation])} not described, \
${distinct([Kind.BetaUndescribed])} of beta not described, ${distinct([Kind.Refused])} unknown ones refused
Of ${accounts.operations} operations on ${accounts.paths} described paths, ${accounts.imitated} are imitated, ${accounts.listed} listed as not imitated`);
const unaccounted = accounts.problems.length + blind.length;
closing({ passed: all.length - failed + accounts.imitated + accounts.listed, failed: failed + unaccounted });

// Lets schemathesis send requests to a sandbox of its own that it makes from Microsoft's description, for about a minute. No
// answer may be a server error, and an answer must be as the description says for its status.
//
// The requests are the same each time: the seed is fixed, and the phases are those that do not depend on the machine's speed.
// The description is read where it is, in ../shared.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closing } from '../contract/closing.js';
import { shared } from '../contract/description.js';
import { Tenant } from '../e2e/support/tenant.js';
import { Account, graph, Visitor } from '../contract/visitor.js';
import { compare, DESCRIPTION, FUZZ } from './differences.js';

/** A Global Administrator with all permissions of the described paths, so that refusals for rights hide nothing. */
const PERMISSIONS = [
  'openid',
  'AuditLog.Read.All',
  'CrossTenantInformation.ReadBasic.All',
  'Directory.ReadWrite.All',
  'EntitlementManagement.ReadWrite.All',
  'Group.ReadWrite.All',
  'Mail.Send',
  'Organization.Read.All',
  'Policy.Read.All',
  'User.Invite.All',
  'User.ReadWrite.All',
];

/** "Coverage" goes through the values of each parameter by the schema; it needs no chance. */
const PHASES = 'coverage,fuzzing';
/** The number of random requests for each operation. It bounds the time, so that two runs send the same requests. */
const MAX_EXAMPLES = 3;
/** The run ends after this time in any case; it is then counted as failed. */
const MAX_SECONDS = 300;
const CHECKS = 'not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance';

const python = process.env.GUESTLIST_PYTHON ?? 'python3';
const results = fileURLToPath(new URL('results', import.meta.url));
const described = join(shared, 'facts', 'graph-openapi.json');
const report = join(results, 'schemathesis.ndjson');

if (!existsSync(described)) {
  console.log(`skipped: ${shared} is not here`);
  closing({ skipped: 1 });
  process.exit();
}
mkdirSync(results, { recursive: true });
rmSync(report, { force: true });

/** Values for parameters in paths, from what the tenant has. */
async function existing(call) {
  const ids = async (path) => ((await call('GET', `/v1.0${path}`)).body.value ?? []).map(({ id }) => id);
  const guests = await ids("/users?$select=id&$top=60&$filter=userType eq 'Guest'");
  const governance = '/identityGovernance/entitlementManagement';
  return {
    'user-id': guests,
    'directoryObject-id': guests.slice(30),
    'group-id': await ids('/groups?$select=id'),
    'organization-id': await ids('/organization?$select=id'),
    'servicePrincipal-id': await ids('/servicePrincipals?$select=id'),
    'directoryAudit-id': await ids('/auditLogs/directoryAudits?$top=5'),
    'accessPackage-id': await ids(`${governance}/accessPackages`),
    'accessPackageAssignmentPolicy-id': await ids(`${governance}/assignmentPolicies`),
    'accessPackageAssignmentRequest-id': await ids(`${governance}/assignmentRequests`),
    'accessPackageAssignment-id': await ids(`${governance}/assignments`),
    'connectedOrganization-id': await ids(`${governance}/connectedOrganizations`),
    domainName: ['fabrikam.com', 'adatum.com'],
    on: ['allowedRequestor', 'createdBy', 'target', 'approver'],
  };
}

const tenant = await Tenant.start({ portal: null, guests: 60 });
let output;
try {
  // Hundreds of requests a second are more than the service allows an app.
  await tenant.settings({ limits: { enabled: false } });
  const visitor = await Visitor.of(tenant);
  const { body } = await visitor.redeem(Account.GlobalAdministrator, PERMISSIONS);
  if (!body.access_token) throw new Error(`no token: ${JSON.stringify(body)}`);
  const options = [
    ['--url', `${tenant.graph}/v1.0`],
    ['--header', `Authorization: Bearer ${body.access_token}`],
    ['--phases', PHASES],
    ['--checks', CHECKS],
    ['--max-examples', MAX_EXAMPLES],
    ['--seed', 1],
    ['--report', 'ndjson'],
    ['--report-ndjson-path', report],
  ];
  const flags = ['--generation-deterministic', '--continue-on-failure', '--no-shrink'];
  const config = ['--config-file', fileURLToPath(new URL('schemathesis.toml', import.meta.url))];
  const args = [
    '-m',
    'schemathesis.cli',
    '--no-color',
    ...config,
    'run',
    described,
    ...options.flat().map(String),
    ...flags,
  ];
  output = spawnSync(python, args, {
    cwd: results,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    timeout: MAX_SECONDS * 1000,
    env: {
      ...process.env,
      PYTHONPATH: fileURLToPath(new URL('.', import.meta.url)),
      SCHEMATHESIS_HOOKS: 'hooks',
      JUDGE_CORRECTIONS: JSON.stringify(DESCRIPTION.map(({ path, value }) => [path, value])),
      JUDGE_IDS: JSON.stringify(await existing(graph(tenant, body.access_token))),
    },
  });
} finally {
  await tenant.stop();
}

/** All failures in a value of the report: objects with a check's code, an operation and a message. */
function* failures(value) {
  if (!value || typeof value !== 'object') return;
  if (value.code && value.operation && typeof value.message === 'string' && value.case_id !== undefined) {
    yield { operation: value.operation, says: `${value.title}: ${value.message}` };
    return;
  }
  for (const inner of Object.values(value)) yield* failures(inner);
}

const events = existsSync(report)
  ? readFileSync(report, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
  : [];
const found = [];
const operations = new Set();
let requests = 0;
for (const event of events) {
  const { recorder } = event.ScenarioFinished ?? {};
  if (recorder) {
    operations.add(recorder.label);
    requests += Object.keys(recorder.interactions ?? {}).length;
    found.push(...failures(recorder.checks));
  }
  const error = event.NonFatalError ?? event.FatalError;
  if (error) found.push({ operation: error.label ?? 'schemathesis', says: JSON.stringify(error) });
}

const fits = ({ operation, says }, one) =>
  (operation instanceof RegExp ? operation.test(one.operation) : operation === one.operation) &&
  (says instanceof RegExp ? says.test(one.says) : one.says.includes(says));
const { unlisted, unneeded } = compare(FUZZ, found, fits);
const told = new Map();
for (const { operation, says } of unlisted) {
  const key = `${operation}: ${says.slice(0, 600)}`;
  told.set(key, (told.get(key) ?? 0) + 1);
}
for (const [key, count] of told) console.log(`FAILED schemathesis: ${key.replace(/\n/g, '\n       ')} (${count}x)`);
for (const { operation, says } of unneeded) console.log(`No longer needed: the difference of ${operation}: ${says}`);
const ended = events.some(({ EngineFinished }) => EngineFinished?.stop_reason === 'completed');
if (!ended) console.log(`schemathesis did not come to its end:\n${output.stdout}\n${output.stderr}`);
console.log(
  `schemathesis: ${requests} requests to ${operations.size} operations, ${found.length} failures of checks, ${FUZZ.length} listed differences`,
);
const bad = new Set(unlisted.map(({ operation }) => operation));
closing({
  passed: [...operations].filter((label) => !bad.has(label)).length,
  failed: bad.size + (ended ? 0 : 1),
});

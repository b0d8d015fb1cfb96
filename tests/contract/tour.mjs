// Sends each operation of the description to a sandbox of its own, so that the recordings account for all of them:
//   node tour.mjs
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { Tenant } from '../e2e/support/tenant.js';
import { closing } from './closing.js';
import { shared } from './description.js';
import { NOT_IMITATED } from './not-imitated.js';
import { apps } from './plays/apps.js';
import { directory } from './plays/directory.js';
import { people } from './plays/people.js';
import { services } from './plays/services.js';
import { Account, Visitor } from './visitor.js';

if (!existsSync(join(shared, 'facts', 'graph-openapi.json'))) {
  console.log(`skipped: ${shared} is not here`);
  closing({ skipped: 1 });
  process.exit();
}

const PERMISSIONS = [
  'AppRoleAssignment.ReadWrite.All',
  'Application.Read.All',
  'AuditLog.Read.All',
  'Chat.Create',
  'ChatMessage.Send',
  'CrossTenantInformation.ReadBasic.All',
  'Directory.ReadWrite.All',
  'EntitlementManagement.ReadWrite.All',
  'Group.ReadWrite.All',
  'LicenseAssignment.Read.All',
  'Mail.Send',
  'Organization.Read.All',
  'Policy.Read.All',
  'Policy.ReadWrite.Authorization',
  'User.DeleteRestore.All',
  'User.Invite.All',
  'User.Read',
  'User.ReadWrite.All',
  'User.RevokeSessions.All',
];
const ADVANCED = { ConsistencyLevel: 'eventual' };

const tenant = await Tenant.start({ guests: 120, portal: null });
const count = { passed: 0, failed: 0 };
try {
  const partner = '2c4b7a9e-5d18-4c63-9a0f-1e7d3b6f8a21';
  await tenant.settings({
    branding: true,
    crossTenantAccess: { partners: { [partner]: { b2bCollaborationInbound: 'allowed' } } },
  });
  const call = await (await Visitor.of(tenant)).signIn(Account.GlobalAdministrator, PERMISSIONS);
  const expect = async (wanted, method, path, body, headers) => {
    const reply = await call(method, path.startsWith('http') ? path : `/v1.0${path}`, body, headers);
    const good = wanted(reply);
    count[good ? 'passed' : 'failed'] += 1;
    if (!good) console.log(`FAILED ${method} ${path}: ${reply.status} ${JSON.stringify(reply.body)?.slice(0, 300)}`);
    return reply.body;
  };
  const ok = (...request) => expect(({ status }) => status < 400, ...request);
  const about = { tenant, ok, ADVANCED };
  for (const tour of [people, directory, apps, services]) await tour(about);
  for (const { method, path, status, code } of NOT_IMITATED) {
    const real = path.replace(/\{[^}]+\}/g, '2f6d81b4-0e57-4c39-9d12-a6f857c3e041');
    const body = method === 'GET' || method === 'DELETE' ? undefined : {};
    await expect((reply) => reply.status === status && reply.body?.error?.code === code, method, real, body);
  }
} finally {
  await tenant.stop();
}
console.log(`\nTour: ${count.passed} of ${count.passed + count.failed} requests get the answer they should`);
closing(count);

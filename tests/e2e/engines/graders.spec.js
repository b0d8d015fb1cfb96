// What public graders say about the headers of the release: Mozilla's HTTP Observatory, over https and with a redirect from
// http as a real host has it, and Google's CSP Evaluator.
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { get } from 'node:https';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { test, expect } from '@playwright/test';
import { Tenant } from '../support/tenant.js';
import { KINDS, hosted } from './servers.js';

const graders = createRequire(new URL('../graders/package.json', import.meta.url));

test('S-20: Google’s CSP Evaluator finds nothing above low in the policy', async () => {
  const { CspEvaluator } = graders('csp_evaluator');
  const { CspParser } = graders('csp_evaluator/dist/parser.js');
  const { Severity } = graders('csp_evaluator/dist/finding.js');
  const tenant = await Tenant.start({ tls: true });
  try {
    const reply = get(`${tenant.portal}/`, { ca: tenant.authority });
    const policy = (await once(reply, 'response'))[0].headers['content-security-policy'];
    const grave = (text) => {
      const findings = new CspEvaluator(new CspParser(text).csp).evaluate();
      // Findings below "medium" are general remarks, for example that 'self' can be a problem on hosts that serve JSONP.
      return findings.filter(({ severity }) => severity < Severity.MEDIUM_MAYBE);
    };
    expect(policy).toContain('https://graph.microsoft.com');
    expect(grave(policy), policy).toEqual([]);
    expect(
      grave(policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")),
      'it would be seen',
    ).not.toEqual([]);
  } finally {
    await tenant.stop();
  }
});

test('S-24: Mozilla’s HTTP Observatory gives A+ and at least 130', async () => {
  needsRoot();
  const toHttps = createServer((ask, answer) =>
    answer.writeHead(301, { location: `https://localhost${ask.url}` }).end(),
  );
  toHttps.listen(80, '127.0.0.1');
  await once(toHttps, 'listening');
  const tenant = await Tenant.start({ tls: true, listen: '127.0.0.1:443' });
  try {
    await expectTopGrade(tenant.ca);
  } finally {
    await tenant.stop();
    toHttps.close();
  }
});

for (const kind of KINDS) {
  test(`S-24: the Observatory gives the same to ${kind} with its file from public/`, async () => {
    needsRoot();
    await hosted(kind, ({ pem }) => expectTopGrade(pem), { http: 80, https: 443 });
  });
}

function needsRoot() {
  const root = process.getuid?.() === 0;
  test.skip(!root, 'the Observatory asks at the ports 443 and 80, which only root may open');
}

/** Lets the Observatory scan what answers as `localhost`, whose certificate is signed by the authority in the file `ca`. */
async function expectTopGrade(ca) {
  const home = dirname(graders.resolve('@mdn/mdn-http-observatory/package.json'));
  // The list of hosts that browsers use only over https. An empty one is enough, and so nothing is downloaded.
  await writeFile(join(home, 'conf', 'hsts-preload.json'), '{}');
  const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca };
  const run = promisify(execFile)(process.execPath, [join(home, 'src', 'scan.js'), 'localhost'], { env });
  const { scan, tests } = JSON.parse((await run).stdout);
  const failed = Object.entries(tests ?? {}).filter(([, { pass }]) => !pass);
  expect(failed).toEqual([]);
  expect([scan.grade, scan.score >= 130], JSON.stringify(scan)).toEqual(['A+', true]);
}

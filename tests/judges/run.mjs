// Starts a sandbox, lets each judge use it, and adds up their totals:  node run.mjs RECORDINGS
//
// GUESTLIST_PYTHON is the Python with the packages of requirements.lock; the task runner installs it.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { closing } from '../contract/closing.js';
import { Tenant } from '../e2e/support/tenant.js';
import { DAEMON } from './daemon.js';
import { NameProxy } from './proxy.js';

const here = fileURLToPath(new URL('.', import.meta.url));
const python = process.env.GUESTLIST_PYTHON ?? 'python3';
const sum = { passed: 0, failed: 0, skipped: 0 };

/** Runs a judge, shows what it prints, and adds the numbers in its last line. A judge without them counts as failed. */
async function judge(name, program, args, environment = {}) {
  const start = performance.now();
  const child = spawn(program, args, {
    cwd: here,
    env: { ...process.env, PYTHONUNBUFFERED: '1', ...environment },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
    process.stdout.write(text);
  });
  const code = await new Promise((resolve) => {
    child.once('error', (error) => {
      console.log(`${program} does not start: ${error.message}`);
      resolve(1);
    });
    child.once('close', resolve);
  });
  const counted = Object.fromEntries(
    [...(output.trimEnd().split('\n').at(-1) ?? '').matchAll(/(\d+) (passed|failed|skipped)/g)].map(([, n, what]) => [
      what,
      Number(n),
    ]),
  );
  if (code !== 0 && !counted.failed) counted.failed = 1;
  for (const what of Object.keys(sum)) sum[what] += counted[what] ?? 0;
  console.log(`${name}: ${((performance.now() - start) / 1000).toFixed(1)} s\n`);
}

/** Runs `use` with a sandbox in which the daemon is registered. */
async function withTenant(options, use) {
  const tenant = await Tenant.start({ portal: null, ...options });
  try {
    await tenant.register(DAEMON);
    await use(tenant);
  } finally {
    await tenant.stop();
  }
}

// The clients have the addresses of production. Node has no setting for a proxy, so its names are mapped in the process.
await withTenant({ tls: true, guests: 250 }, async (tenant) => {
  const proxy = await NameProxy.start(tenant.port);
  const throughProxy = {
    HTTPS_PROXY: proxy.address,
    https_proxy: proxy.address,
    NO_PROXY: '',
    no_proxy: '',
    SSL_CERT_FILE: tenant.ca,
    REQUESTS_CA_BUNDLE: tenant.ca,
    JUDGE_CONTROL: tenant.control,
    JUDGE_CLIENT_ID: DAEMON.clientId,
    JUDGE_SECRET: DAEMON.secrets[0],
  };
  await judge('@pnp/graph', 'node', ['--require', '../e2e/clients/names.cjs', 'pnp.mjs'], {
    NODE_EXTRA_CA_CERTS: tenant.ca,
    SANDBOX_PORT: String(tenant.port),
  });
  await judge('msal', python, ['msal_client.py'], throughProxy);
  await judge('msgraph-sdk', python, ['graph_sdk.py'], throughProxy);
  if (proxy.refused.size > 0) console.log(`Not on this machine, so refused: ${[...proxy.refused].join(', ')}\n`);
  proxy.stop();
});

await judge('schemathesis', 'node', ['fuzz.mjs']);
await judge('types', 'node', ['types.mjs', ...process.argv.slice(2)]);
closing(sum);

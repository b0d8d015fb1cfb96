// How the journeys run, those with a production configuration in `production`, with another authority in `provider`, and
// the tests of Microsoft's own clients in `clients`: one installed Chromium (nothing is downloaded), each worker with a
// sandbox tenant of its own. `cargo xtask test` starts them and reads results/report.json.
import { defineConfig } from '@playwright/test';

// Tests talk to loopback only, so the browser's own traffic is off. Its sandbox does not work for root.
const args = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** Each of these folders has a project of its own, here or in engines/playwright.config.js; all other folders hold journeys. */
const others = ['clients', 'engines', 'production', 'provider'].map((folder) => `**/e2e/${folder}/**`);

export default defineConfig({
  testDir: '.',
  projects: [
    { name: 'journeys', testMatch: '*.spec.js', testIgnore: others },
    { name: 'provider', testDir: 'provider', testMatch: '*.spec.js', timeout: 120_000 },
    { name: 'clients', testDir: 'clients', testMatch: '*.spec.js', timeout: 120_000 },
    ...['global', 'usgov', 'usgov-dod', 'china'].map((cloud) => ({
      name: cloud === 'global' ? 'production' : `production-${cloud}`,
      testDir: 'production',
      testMatch: '*.spec.js',
      use: { cloud },
    })),
  ],
  outputDir: 'results/artifacts',
  reporter: [['list'], ['json', { outputFile: 'results/report.json' }]],
  workers: 2,
  fullyParallel: true,
  // A run that decides something repeats a failed test once and names it as flaky in its report: two shared cores can
  // starve a browser. By hand nothing is repeated, so that a test that is not dependable is seen where it is written.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: process.env.GUESTLIST_CHROMIUM ?? '/usr/bin/chromium', args },
    locale: 'en-US',
    // Recording every test costs a third of the time of all. By hand: `--trace=retain-on-failure`.
    trace: 'on-first-retry',
  },
});

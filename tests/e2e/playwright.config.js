// Settings for Playwright: the journeys, the same with a production configuration (`production`) and with another authority
// (`provider`), and the tests of Microsoft's own clients (`clients`). All use the installed Chromium; nothing is downloaded.
// Each worker has its own sandbox tenant. `cargo xtask test` starts them and reads results/report.json.
import { defineConfig } from '@playwright/test';

// Tests use loopback addresses only, so the browser's own traffic is switched off. Its sandbox does not work for root.
const args = [
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** These folders have their own projects here, or their own playwright.config.js. All other folders hold journeys. */
const others = ['clients', 'engines', 'faults', 'production', 'provider'].map((folder) => `**/e2e/${folder}/**`);

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
  // CI repeats a failed test once and names it as flaky in the report, because a browser can be too slow on two shared
  // cores. By hand nothing is repeated, so that a developer sees a flaky test at once.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  expect: { timeout: 15_000 },
  use: {
    browserName: 'chromium',
    launchOptions: { executablePath: process.env.GUESTLIST_CHROMIUM ?? '/usr/bin/chromium', args },
    locale: 'en-US',
    // Recording all tests would take a third more time. By hand: `--trace=retain-on-failure`.
    trace: 'on-first-retry',
  },
});

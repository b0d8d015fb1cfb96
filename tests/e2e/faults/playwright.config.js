// `cargo xtask faults`. It takes more than half an hour, so it has a configuration of its own: `cargo xtask test` runs all
// projects of tests/e2e/playwright.config.js.
import { defineConfig } from '@playwright/test';
import config from '../playwright.config.js';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  outputDir: '../results/faults',
  reporter: [['./reporter.js']],
  workers: 2,
  fullyParallel: true,
  timeout: 1_200_000,
  expect: { timeout: 30_000 },
  use: config.use,
});

// The release bundle in the engines that the journeys do not use, and the public graders of its headers. Playwright only
// runs these tests and counts them; the browsers are Debian's Firefox ESR and WebKitGTK, driven by their own protocols.
import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '*.spec.js',
  outputDir: '../results/engines',
  reporter: [['list'], ['json', { outputFile: '../results/engines.json' }]],
  workers: 1,
  retries: process.env.CI ? 1 : 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 180_000,
  expect: { timeout: 45_000 },
});

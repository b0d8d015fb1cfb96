// The release bundle in the engines that the journeys do not use, and public graders of its headers. Playwright only runs
// and counts these tests. The browsers are Debian's Firefox ESR and WebKitGTK, which have their own automation protocols.
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

// The fault matrix of bulk invitations: faults x moments, each cell in Chromium against a sandbox tenant of its own.
//
//   cargo xtask faults [--only FAULT] [--moment MOMENT]
//
// A cell is a run of some rows in the release build. At its moment the fault strikes; then the person does what the page says.
// At the end each row is compared with the ledger of the tenant: no row may be lost, none doubled, and the page says of each
// what the tenant has, or that it is not known. A cell with several variants of its fault is as good as the worst of them.
import { test as base, expect } from '@playwright/test';
import { Browser } from './browser.js';
import { cells, killed, run } from './matrix.js';

const test = base.extend({
  shared: [
    async ({}, use) => {
      const browser = await Browser.start();
      await use(browser);
      await browser.end();
    },
    { scope: 'worker' },
  ],
});

const tell = (type, description) => test.info().annotations.push({ type, description });

for (const { fault, phase } of cells()) {
  test(`${fault.name} | ${phase}`, async ({ shared }) => {
    const reason = fault.unused?.[phase];
    if (reason) return tell('n/a', reason);
    const { wrong, text, variants } = await run(shared, fault, phase);
    tell(variants > 1 ? `ok (${variants})` : 'ok', text);
    expect(wrong, text).toEqual([]);
  });
}

for (const share of [25, 50, 75]) {
  test(`SIGKILL at ${share} %`, async () => {
    const { wrong, text } = await killed(share);
    tell('share', text);
    expect(wrong, text).toEqual([]);
  });
}

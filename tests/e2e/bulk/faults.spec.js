// Some cells of the fault matrix (`cargo xtask faults`), so that each change of the engine meets them.
import { test as base, expect } from '../support/fixtures.js';
import { Browser } from '../faults/browser.js';
import { run, short } from '../faults/matrix.js';

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

for (const { fault, only, phase } of short) {
  test(`S-33: ${fault.name} (${only}), ${phase}: no row is lost or doubled`, async ({ shared }) => {
    // A row that was written down and perhaps not sent counts as not sent only after 90 seconds.
    test.setTimeout(240_000);
    const { wrong, text } = await run(shared, fault, phase, only);
    expect(wrong, text).toEqual([]);
  });
}

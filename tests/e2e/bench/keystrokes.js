// How much time one key takes in the portal: real key events in the release build, in headless Chromium, with a sandbox tenant.
//
//   cargo xtask bench --only keystrokes [--dist DIR --dist OTHER] [--rounds 5]
//
// It measures two fields of the Invite form and the search among 5,000 guests. A Chromium trace gives for each key
// - work: the processor time of the page's main thread from the key's `keydown` until the next key: the program's handlers and
//   what follows from them, style, layout, paint, and timers. Time in which another program used the processor does not count.
//   Compare builds by this figure.
// - until paint: how long the tasks from the `keydown` to the end of the next paint took in real time, including time of other
//   programs. A person waits for this and for the screen's next frame.
// Each round starts with an empty profile, so the first keys run code that the browser has not yet optimized. Several builds
// take turns, and the order changes from round to round.
//
// Noise: the same keys are typed into a page with only an input. The differences between its rounds come from the machine and
// the browser, so smaller differences between builds mean nothing. Its median is the browser's own time for a key; that time
// and the cost of tracing are part of all other figures. On two processors with ten other programs, `work` stayed within 7 %,
// while `until paint` was sometimes many times as long.
import { cpus, loadavg } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';
import { inviteForm, rows, searchbox } from '../support/steps.js';
import { dist, Tenant } from '../support/tenant.js';
import { CATEGORIES, keystrokes } from './trace.js';

/** The time between two keys of a fast typist. */
const PACE_MS = 120;
const GUESTS = 5_000;
const ADDRESS = 'marie-therese.van-der-berg.external@engineering.fabrikam.com';
const MESSAGE = 'Welcome to the project, see you at nine.';
/** A long limit, so that the measurement does not fail on a busy machine. */
const PATIENCE_MS = 300_000;
/** The number of characters of a guest's address that are typed into the search. */
const SEARCHED = 20;
const EMPTY = 'Empty page';

const { values, positionals } = parseArgs({
  options: { rounds: { type: 'string', default: '5' } },
  allowPositionals: true,
});
const rounds = Number(values.rounds);

const browser = await chromium.launch(config.use.launchOptions);
const builds = [];
try {
  for (const [index, portal] of (positionals.length ? positionals : [dist]).entries()) {
    const tenant = await Tenant.start({ guests: GUESTS, untidy: 0, portal });
    builds.push({ name: String.fromCharCode(65 + index), portal, tenant, fields: new Map() });
  }
  const empty = { name: '', fields: new Map() };
  for (let round = 1; round <= rounds; round += 1) {
    console.log(`round ${round} of ${rounds}`);
    await inNewPage((page) => typeIntoNothing(page, empty));
    for (const build of round % 2 ? builds : builds.toReversed()) {
      await inNewPage((page) => typeIntoPortal(page, build), build.tenant.portal);
    }
  }
  report(empty);
} finally {
  for (const { tenant } of builds) await tenant.stop();
  await browser.close();
}

async function inNewPage(use, baseURL) {
  const context = await browser.newContext({ locale: config.use.locale, baseURL });
  context.setDefaultTimeout(PATIENCE_MS);
  await use(await context.newPage());
  await context.close();
}

async function typeIntoNothing(page, empty) {
  await page.goto('data:text/html,<!doctype html><title>Empty</title><input>');
  await measure(page, page.locator('input'), ADDRESS, empty, EMPTY);
}

async function typeIntoPortal(page, build) {
  await page.goto('/');
  await page.getByRole('button', { name: 'Sign in', exact: true }).first().click();
  await page.getByRole('button', { name: 'Guest Inviter' }).click();
  const form = inviteForm(page);
  // When the form knows the organization, no further answer arrives while keys are typed.
  await page.getByText('Somebody from outside gets access to Contoso.').waitFor();
  await measure(page, form.email, ADDRESS, build, 'Email address');
  await measure(page, form.message, MESSAGE, build, 'Personal message');

  await page.getByRole('navigation').getByRole('link', { name: 'Guests' }).click();
  await page.locator(`[data-total="${GUESTS}"]`).waitFor();
  await page.getByRole('button', { name: 'Refresh' }).and(page.locator('[aria-busy="false"]')).waitFor();
  const address = /\S+@\S+/.exec(await rows(page).first().innerText())[0];
  await measure(page, searchbox(page), address.slice(0, SEARCHED), build, 'Search guests');
}

/** Types `text` into `field` and records how much time each key took. */
async function measure(page, field, text, { fields }, name) {
  await field.click();
  await pause(500); // until the effects of the click are over
  await browser.startTracing(page, { categories: CATEGORIES });
  for (const key of text) {
    await page.keyboard.press(key);
    await pause(PACE_MS);
  }
  const trace = await browser.stopTracing();
  const typed = await field.inputValue();
  if (typed !== text) throw new Error(`“${text}” was typed into ${name}, which holds “${typed}”`);
  const costs = keystrokes(trace.toString(), PACE_MS);
  if (costs.length !== text.length) throw new Error(`of ${text.length} keys the trace shows ${costs.length}`);
  fields.set(name, [...(fields.get(name) ?? []), costs]);
}

function report(empty) {
  console.log(
    `\nOne key, in milliseconds: Chromium ${browser.version()}, ${rounds} rounds, a key every ${PACE_MS} ms, ${GUESTS} guests`,
  );
  for (const { name, portal } of builds) console.log(`${name}  ${portal}`);
  console.log(`\n${''.padEnd(28)}${'work'.padEnd(43)}until paint`);
  console.log(`${'Field'.padEnd(18)} keys     median     p95   rounds’ medians   to A     median     p95`);
  line(empty, EMPTY);
  for (const field of builds[0].fields.keys()) for (const build of builds) line(build, field);
  const [least, most] = range(empty.fields.get(EMPTY));
  const noise = Math.round((100 * (most - least)) / least);
  const [waiting] = loadavg(); // of the last minute
  console.log(`\n${waiting.toFixed(1)} programs wanted one of the ${cpus().length} processors at the end.`);
  console.log(
    `The rounds with the empty page differ by ${noise} %: no smaller difference between builds means anything.`,
  );
}

function line({ name, fields }, field) {
  const measured = fields.get(field);
  const keys = measured.flat();
  const [work, paint] = ['work', 'paint'].map((figure) =>
    keys.map((key) => key[figure]).filter((value) => value !== undefined),
  );
  const ratio =
    name &&
    median(work) /
      median(
        builds[0].fields
          .get(field)
          .flat()
          .map((key) => key.work),
      );
  const [least, most] = range(measured).map((value) => value.toFixed(2));
  console.log(
    [
      field.padEnd(18),
      String(measured[0].length).padStart(4),
      name.padStart(2),
      cell(median(work)),
      cell(quantile(work, 0.95)),
      `${least} to ${most}`.padStart(17),
      (ratio ? ratio.toFixed(2) : '').padStart(6),
      '  ',
      cell(median(paint)),
      cell(quantile(paint, 0.95)),
    ]
      .join(' ')
      .trimEnd(),
  );
}

/** The smallest and the largest of the rounds' medians. */
function range(measured) {
  const medians = measured.map((keys) => median(keys.map(({ work }) => work)));
  return [Math.min(...medians), Math.max(...medians)];
}

function cell(value) {
  return value.toFixed(2).padStart(7);
}

function median(values) {
  return quantile(values, 0.5);
}

/** The smallest value that is not exceeded by this part of all values. */
function quantile(values, part) {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)];
}

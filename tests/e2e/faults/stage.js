// A list of guests that one person invites in one browser, in a tenant of its own; and the comparison of what the page says
// with what the tenant has.
import { expect } from '@playwright/test';
import { button, list, paste, showBulk } from '../support/bulk.js';
import { account } from '../support/fixtures.js';
import { Tenant } from '../support/tenant.js';
import { WorkerSession } from './browser.js';
import { heldCommits, shiftableClock } from './probes.js';

/** More than one part of a batch (5 addresses), and more requests than run at the same time (16). */
export const ROWS = 24;
/**
 * The longest time that a run may take after the fault: a row whose response was lost may be sent again after 90 s, and many
 * refusals without a Retry-After make the waits longer each time.
 */
const PATIENCE_MS = 420_000;

export class Stage {
  /** `browser` is shared by the cells; a cell that kills it brings its own. */
  static async open(browser, { kept = false, tenant, role = 'Guest Inviter', rows = ROWS } = {}) {
    const stage = new Stage();
    stage.browser = browser;
    stage.role = role;
    stage.rows = rows;
    stage.ownsTenant = !tenant;
    stage.tenant = tenant ?? (await Tenant.start());
    stage.context = kept
      ? browser.kept
      : await browser.playwright.newContext({ baseURL: stage.tenant.portal, locale: 'en-US', reducedMotion: 'reduce' });
    stage.ownsContext = !kept;
    await stage.context.addInitScript(shiftableClock);
    await stage.context.addInitScript(heldCommits);
    stage.page = await stage.newPage();
    return stage;
  }

  async newPage() {
    const page = await this.context.newPage();
    // So high that the table has all rows.
    await page.setViewportSize({ width: 1280, height: 2600 });
    page.setDefaultTimeout(30_000);
    page.on('dialog', (dialog) => dialog.accept().catch(() => {}));
    return page;
  }

  /** Signs in, if that is necessary, and opens Bulk invite. */
  async signIn(page = this.page) {
    await page.goto(`${this.tenant.portal}/`);
    const enter = page.getByRole('button', { name: 'Sign in', exact: true }).first();
    await expect(enter.or(account(page))).toBeVisible();
    if (await enter.isVisible()) {
      await enter.click();
      const who = page.getByRole('button', { name: this.role });
      await expect(who.or(account(page)).first()).toBeVisible();
      if (await who.isVisible()) await who.click();
    }
    await expect(account(page)).toBeVisible();
    await showBulk(page);
  }

  /** Everything until the question before a run. */
  async prepare() {
    await this.signIn();
    await paste(this.page, list(this.rows));
    await expect(this.page.getByText('The directory was searched for all addresses.')).toBeVisible();
  }

  async confirm(page = this.page) {
    await button(page, `Invite ${this.rows} guests`).click();
    await button(page, `Send ${this.rows} invitations`).click();
  }

  /** Opens Bulk invite in a new page of the same browser, after the first one has ended. */
  async reopen() {
    this.page = await this.newPage();
    // A crash ends the worker too if both are in one process, so the person may have to sign in again.
    await this.signIn();
  }

  /** The clock of page and worker, from now on this many milliseconds away from the right time. */
  async shift(by, page = this.page) {
    this.shifted = by;
    await page.evaluate((by) => (globalThis.__clock.by = by), by);
    const worker = await WorkerSession.attach(this.browser.playwright, this.tenant.portal);
    await worker.send('Runtime.evaluate', {
      expression: `globalThis.__clock || (${shiftableClock})(); __clock.by = ${by}`,
    });
    await worker.detach();
  }

  /** What the page shows of the run. */
  state(page = this.page) {
    return page.evaluate(() => {
      const named = (text) =>
        [...document.querySelectorAll('main button')].some(
          (of) => of.textContent.trim() === text && of.checkVisibility(),
        );
      const row = (of) => [...of.querySelectorAll('td')].map((cell) => cell.textContent.trim());
      return {
        heading: document.querySelector('#bulk-run')?.textContent,
        numbers: { ...document.querySelector('.run [data-sent]')?.dataset },
        pace: document.querySelector('.run__pace')?.textContent ?? '',
        why: document.querySelector('.run__why')?.textContent ?? '',
        notices: [...document.querySelectorAll('main [role=alert], main .notice')].map((of) => of.textContent.trim()),
        resume: named('Resume'),
        rows: [...document.querySelectorAll('tr[data-row]')]
          .map(row)
          .map(([number, address, , outcome]) => ({ number, address, outcome })),
        stopped: [...document.querySelectorAll('[id^=stopped-]')]
          .filter((of) => of.checkVisibility())
          .map((of) => of.id),
      };
    });
  }

  /** Waits until the page shows this. */
  async until(what, { page = this.page, time = 30_000 } = {}) {
    const late = Date.now() + time;
    let state;
    do {
      state = await this.state(page);
      if (what(state)) return state;
      await new Promise((next) => setTimeout(next, 100));
    } while (Date.now() < late);
    throw new Error(`not reached in ${time / 1000} s: ${JSON.stringify({ ...state, rows: state.rows.length })}`);
  }

  /** Does what the page says of a sign-in that has ended. */
  async signInAgain(page = this.page) {
    this.signedInAgain = true;
    const left = page.waitForEvent('framenavigated');
    await page.locator('.run__why').getByRole('button', { name: 'Sign in again' }).click();
    await left;
    const who = page.getByRole('button', { name: this.role });
    await expect(who.or(button(page, 'Resume'))).toBeVisible();
    if (await who.isVisible()) await who.click();
    await this.until(({ resume }) => resume, { page });
  }

  /**
   * Does what a person does until the run is over: presses Resume where the run is paused, signs in again where the sign-in
   * has ended, and presses Retry failed, so many times at most.
   */
  async finish({ page = this.page, resumes = 6, retries = 2 } = {}) {
    const late = Date.now() + PATIENCE_MS;
    let left = resumes;
    while (Date.now() < late) {
      const state = await this.state(page);
      if (state.heading === 'Finished' && !(retries > 0 && Number(state.numbers.failed) > 0)) return state;
      if (state.heading === 'Finished') {
        retries -= 1;
        await button(page, 'Retry failed').click();
        await this.until(({ heading }) => heading !== 'Finished', { page, time: 2_000 }).catch(() => {});
      }
      if (state.stopped.length) throw new Error(`the portal has stopped: ${state.stopped}`);
      if (state.resume) {
        if (left === 0) return state;
        left -= 1;
        if (/sign-in has ended/i.test(state.why)) await this.signInAgain(page);
        await button(page, 'Resume').click();
      }
      await new Promise((next) => setTimeout(next, 150));
    }
    const { heading, numbers, pace } = await this.state(page);
    throw new Error(`not over after ${PATIENCE_MS / 1000} s: ${JSON.stringify({ heading, numbers, pace })}`);
  }

  /**
   * Compares what the page says of each row with the tenant. `unreadable` rows are told in a notice and are not in the table.
   */
  async compare({ page = this.page, unreadable = 0 } = {}) {
    const { rows } = await this.state(page);
    const { invitationsPerAddress, entries } = await this.tenant.ledger();
    const times = new Map(
      Object.entries(invitationsPerAddress).map(([address, count]) => [address.toLowerCase(), count]),
    );
    const found = {
      invited: times.size,
      doubled: [],
      lost: [],
      wrong: [],
      unknown: 0,
      elsewhere: 0,
      sent: 0,
      left: 0,
      failed: 0,
    };
    const made = entries.filter(
      ({ method, path, status }) => method === 'POST' && path.endsWith('/invitations') && status < 300,
    );
    for (const [address, count] of times) {
      if (count === 1) continue;
      const when = made.filter((entry) => entry.address?.toLowerCase() === address).map(({ time }) => time);
      found.doubled.push(`${address} ${count} times (${when.join(', ')})`);
    }
    if (rows.length + unreadable !== this.rows) found.lost.push(`${rows.length} rows in the table`);
    for (const { address, outcome } of rows) {
      const count = times.get(address.toLowerCase()) ?? 0;
      const said = kind(outcome);
      found[said] += 1;
      if (said === 'sent' && count === 0) found.lost.push(`${address}: ${outcome}`);
      if ((said === 'failed' || said === 'left') && count > 0) found.wrong.push(`${address}: ${outcome}`);
      if (said === 'elsewhere' && count === 0) found.lost.push(`${address}: ${outcome}`);
    }
    return found;
  }

  async close() {
    await this.worker?.detach();
    await this.second?.close();
    if (this.ownsContext) await this.context.close().catch(() => {});
    if (this.ownsTenant) await this.tenant.stop();
  }
}

function kind(outcome) {
  if (outcome.startsWith('Invited') || outcome.startsWith('Created')) return 'sent';
  if (outcome.startsWith('Not known') || outcome.startsWith('No response')) return 'unknown';
  if (outcome.startsWith('Not sent: since')) return 'elsewhere';
  if (outcome.startsWith('Not sent') || outcome.startsWith('Being sent')) return 'left';
  return 'failed';
}

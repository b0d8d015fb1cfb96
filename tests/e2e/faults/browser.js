// A Chromium with a profile of its own that can be killed, and its shared workers, for which Playwright has no interface.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import config from '../playwright.config.js';

const { executablePath, args } = config.use.launchOptions;

export class Browser {
  #child;

  /** Starts Chromium with this profile, or with a new one. */
  static async start(profile) {
    const folder = profile ?? (await mkdtemp(join(tmpdir(), 'guestlist-faults-')));
    const flags = [
      '--headless=new',
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--remote-debugging-port=0',
      '--mute-audio',
    ];
    // Several pages work at the same time, and none of them is in front.
    const awake = [
      '--disable-background-timer-throttling',
      '--disable-renderer-backgrounding',
      '--disable-backgrounding-occluded-windows',
    ];
    const child = spawn(executablePath, [...args, ...flags, ...awake, `--user-data-dir=${folder}`, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      // A group of its own, so that all its processes can be killed at once.
      detached: true,
    });
    const address = await new Promise((found, failed) => {
      createInterface({ input: child.stderr }).on('line', (line) => {
        const [, url] = line.match(/DevTools listening on (ws:\S+)/) ?? [];
        if (url) found(url);
      });
      child.once('exit', () => failed(new Error('Chromium ended before it was ready')));
    });
    const browser = new Browser();
    browser.#child = child;
    browser.profile = folder;
    browser.playwright = await chromium.connectOverCDP(address);
    return browser;
  }

  /** The context of the profile, which outlives the browser. */
  get kept() {
    return this.playwright.contexts()[0];
  }

  /** Ends all processes at once, as a crash of the computer would. */
  async kill() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    process.kill(-this.#child.pid, 'SIGKILL');
    await ended;
  }

  async end() {
    await this.kill();
    await rm(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A debugger's session with the portal's shared worker of an origin. */
export class WorkerSession {
  #cdp;
  #id;
  #last = 0;
  #answers = new Map();
  #handlers = new Map();

  static async attach(playwright, origin) {
    const session = new WorkerSession();
    const cdp = await playwright.newBrowserCDPSession();
    session.#cdp = cdp;
    const late = Date.now() + 10_000;
    let target;
    while (!target) {
      const { targetInfos } = await cdp.send('Target.getTargets', { filter: [{ type: 'shared_worker' }] });
      target = targetInfos.find(({ url }) => url.startsWith(origin));
      if (!target && Date.now() > late) throw new Error('the portal has no shared worker');
    }
    cdp.on('Target.receivedMessageFromTarget', ({ sessionId, message }) => {
      if (sessionId === session.#id) session.#received(JSON.parse(message));
    });
    session.#id = (await cdp.send('Target.attachToTarget', { targetId: target.targetId, flatten: false })).sessionId;
    return session;
  }

  #received({ id, result, error, method, params }) {
    if (method) return this.#handlers.get(method)?.(params);
    const { done, failed } = this.#answers.get(id) ?? {};
    this.#answers.delete(id);
    if (error) failed?.(new Error(error.message));
    else done?.(result);
  }

  on(method, handler) {
    this.#handlers.set(method, handler);
  }

  async send(method, params = {}) {
    this.#last += 1;
    const id = this.#last;
    const answer = new Promise((done, failed) => this.#answers.set(id, { done, failed }));
    const sent = this.#cdp.send('Target.sendMessageToTarget', {
      sessionId: this.#id,
      message: JSON.stringify({ id, method, params }),
    });
    // A worker that has ended does not answer.
    const late = new Promise((_, failed) => setTimeout(failed, 5_000, new Error(`no answer to ${method}`)));
    return Promise.race([sent.then(() => answer), late]);
  }

  /** As long as a debugger is attached, the next worker of this address would wait for it. */
  async detach() {
    await this.#cdp.send('Target.detachFromTarget', { sessionId: this.#id }).catch(() => {});
    await this.#cdp.detach().catch(() => {});
  }
}

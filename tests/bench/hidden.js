// A Chromium whose page is hidden, as a tab in the background is. Playwright tells each page that it has the focus, and starts
// Chromium without the brakes for hidden pages; so Chromium is started here, and Playwright is connected without its defaults.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

/** Starts Chromium. The result is what `chromium.launch` gives, with one context. */
export async function launch(chromium, executablePath, switches) {
  const profile = mkdtempSync(join(tmpdir(), 'guestlist-hidden-'));
  const flags = ['--remote-debugging-port=0', '--lang=en-US', '--window-size=1280,900', `--user-data-dir=${profile}`];
  const child = spawn(executablePath, [...switches, ...flags, 'about:blank'], {
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: true,
  });
  const address = await new Promise((found, failed) => {
    createInterface({ input: child.stderr }).on('line', (line) => {
      const [, url] = line.match(/DevTools listening on (ws:\S+)/) ?? [];
      if (url) found(url);
    });
    child.once('exit', () => failed(new Error('Chromium ended before it was ready')));
  });
  const browser = await chromium.connectOverCDP(address, { noDefaults: true });
  browser.newContext = async () => browser.contexts()[0];
  browser.close = async () => {
    process.kill(-child.pid, 'SIGKILL');
    await new Promise((ended) => child.once('close', ended));
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  return browser;
}

/** Opens another tab in front of the page. */
export async function hide(page) {
  const front = await page.context().newPage();
  await front.bringToFront();
  const seen = await page.evaluate(() => document.visibilityState);
  if (seen !== 'hidden') throw new Error(`the page is ${seen}`);
}

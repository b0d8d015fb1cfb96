// WebKitGTK, driven by plain WebDriver requests on a virtual screen.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { freePort } from './port.js';

export const name = 'WebKitGTK';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const driverProgram = process.env.GUESTLIST_WEBKIT_DRIVER ?? '/usr/bin/WebKitWebDriver';

/**
 * Starts a virtual screen, a driver and a browser; `stop` ends them. WebDriver cannot add a script before a page loads, so
 * `watch` sees only what happens after it is called.
 */
export async function start() {
  const started = [];
  const stop = async () => {
    for (const child of started.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const ended = once(child, 'exit');
      child.kill();
      const late = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await ended;
      clearTimeout(late);
    }
  };
  try {
    const screen = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    started.push(screen);
    const [display] = await once(createInterface({ input: screen.stdout }), 'line');
    const port = await freePort();
    const driver = spawn(driverProgram, [`--port=${port}`], {
      stdio: 'ignore',
      env: {
        ...process.env,
        DISPLAY: `:${display}`,
        GDK_BACKEND: 'x11',
        LIBGL_ALWAYS_SOFTWARE: '1',
        WEBKIT_DISABLE_COMPOSITING_MODE: '1',
      },
    });
    started.push(driver);
    return await session(`http://127.0.0.1:${port}`, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function session(driver, end) {
  const command = async (method, path, body) => {
    const reply = await fetch(driver + path, { method, body: body && JSON.stringify(body) });
    const { value } = await reply.json();
    if (!reply.ok) throw new Error(`${method} ${path}: ${value?.error}: ${value?.message}`);
    return value;
  };
  await until(() => command('GET', '/status'));
  const browserOptions = {
    binary: process.env.GUESTLIST_WEBKIT ?? '/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser',
    args: ['--automation'],
  };
  const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': browserOptions, pageLoadStrategy: 'normal' } };
  const { sessionId } = await command('POST', '/session', { capabilities });
  const at = `/session/${sessionId}`;
  await command('POST', `${at}/timeouts`, { pageLoad: 90_000, script: 60_000 });
  const execute = (source, args) =>
    command('POST', `${at}/execute/sync`, { script: `return (${source})(...arguments)`, args });
  const element = async (find, args) => `${at}/element/${(await execute(find, args))[ELEMENT]}`;
  return {
    goto: (url) => command('POST', `${at}/url`, { url }),
    run: (source, ...args) => execute(source, args),
    click: async (find, ...args) => command('POST', `${await element(find, args)}/click`, {}),
    type: async (text, find, ...args) => command('POST', `${await element(find, args)}/value`, { text }),
    watch: () => execute(String(watch), []),
    problems: () => execute('() => globalThis.problems ?? []', []),
    stop: async () => {
      await command('DELETE', at).catch(() => {});
      await end();
    },
  };
}

function watch() {
  globalThis.problems = [];
  addEventListener('securitypolicyviolation', (event) =>
    globalThis.problems.push(`refused by ${event.effectiveDirective}: ${event.blockedURI}`),
  );
  addEventListener('error', (event) => globalThis.problems.push(event.message));
}

async function until(works, ends = Date.now() + 30_000) {
  for (;;) {
    try {
      return await works();
    } catch (error) {
      if (Date.now() > ends) throw error;
      await pause(200);
    }
  }
}

// A Node process in which Microsoft's host names lead to a sandbox with `tls`, for clients that do not run in a page. It
// trusts the sandbox's authority and can reach no other host.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const here = (name) => fileURLToPath(new URL(name, import.meta.url));

export class NodeProcess {
  #child;

  constructor(tenant) {
    this.#child = fork(here('node-child.js'), {
      execArgv: ['--require', here('names.cjs')],
      env: { ...process.env, NODE_EXTRA_CA_CERTS: tenant.ca, SANDBOX_PORT: String(tenant.port) },
      serialization: 'advanced',
    });
  }

  /**
   * Runs a function in the process and returns its result, like `page.evaluate`. The function can use its argument and what
   * it imports. Values that it puts into `globalThis` are there for the next function.
   */
  async run(code, argument) {
    const ended = new AbortController();
    this.#child.send({ source: code.toString(), argument });
    const answer = once(this.#child, 'message', { signal: ended.signal });
    const exit = once(this.#child, 'exit', { signal: ended.signal }).then(([status]) => {
      throw new Error(`the process ended with ${status}`);
    });
    try {
      const [{ result, error }] = await Promise.race([answer, exit]);
      if (error) throw Object.assign(new Error(error.message), { name: error.name, stack: error.stack });
      return result;
    } finally {
      // Ends the wait that is still open; its rejection is no failure.
      await Promise.allSettled([answer, exit, ended.abort()]);
    }
  }

  async stop() {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill();
    await ended;
  }
}

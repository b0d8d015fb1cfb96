// A Node process in which the real host names lead to a sandbox with `tls`, for clients that are no web pages. It trusts
// the authority of that sandbox, and finds no other host.
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
   * Runs a function there and gives what it returns, like `page.evaluate`: it sees its argument and what it imports, and
   * keeps for the next one what it puts into `globalThis`.
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
      // Whoever still waits is let go; that is no failure.
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

// Watches every page of a browser context for what a visitor never sees but must not happen: errors in the
// console, exceptions, and violations of the Content-Security-Policy, also by the worker.

export class Watch {
  #problems = [];
  #allowed = [];

  /** Starts watching a context, with all pages that it has or will have. */
  async over(context) {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#note(`console error: ${message.text()}`, message.location()?.url);
    });
    context.on('weberror', (error) => {
      this.#note(`exception: ${error.error().stack ?? error.error()}`, error.page()?.url());
    });
    await context.exposeBinding('__cspViolation', ({ page }, what) => {
      this.#note(`Content-Security-Policy violation: ${what}`, page.url());
    });
    await context.addInitScript(() => {
      // A shared worker's violations are no page's: it tells them here.
      new BroadcastChannel('guestlist.blocked').onmessage = ({ data }) => {
        const said = [data].flat().map((part) => (typeof part === 'string' ? part : typeof part));
        globalThis.__cspViolation(`in the worker: ${said}`);
      };
      addEventListener('securitypolicyviolation', (event) => {
        const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event;
        globalThis.__cspViolation(`${effectiveDirective} blocked ${blockedURI} (${sourceFile}:${lineNumber})`);
      });
    });
  }

  /** Names a message that this test provokes on purpose. It is not a failure, however often it comes. */
  allow(...patterns) {
    this.#allowed.push(...patterns);
  }

  /** What happened, allowed or not. */
  get all() {
    return [...this.#problems];
  }

  /** What happened and was not allowed. */
  get problems() {
    const matches = (pattern, text) => (pattern instanceof RegExp ? pattern.test(text) : text.includes(pattern));
    return this.#problems.filter((text) => !this.#allowed.some((pattern) => matches(pattern, text)));
  }

  #note(what, where) {
    this.#problems.push(where ? `${what} [${where}]` : what);
  }
}

// Watches all pages of a browser context for problems that a person does not see: errors in the console, exceptions, and
// violations of the Content-Security-Policy by the page or by its worker.

export class Watch {
  #problems = [];
  #allowed = [];

  /** Starts watching a context and all its pages, including later ones. */
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
      // Violations by a shared worker raise no event in a page. The worker reports them on this channel.
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

  /** Allows messages that this test provokes on purpose, any number of times. */
  allow(...patterns) {
    this.#allowed.push(...patterns);
  }

  /** All problems, allowed or not. */
  get all() {
    return [...this.#problems];
  }

  /** The problems that were not allowed. */
  get problems() {
    const matches = (pattern, text) => (pattern instanceof RegExp ? pattern.test(text) : text.includes(pattern));
    return this.#problems.filter((text) => !this.#allowed.some((pattern) => matches(pattern, text)));
  }

  #note(what, where) {
    this.#problems.push(where ? `${what} [${where}]` : what);
  }
}

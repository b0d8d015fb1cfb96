// What a person does on a page, in terms of any engine: `driver` has `goto(url)`, `run(source, ...args)` (a function's
// source, run in the page, its answer as JSON), and `click(find, ...args)`, `type(text, find, ...args)`, where `find` is the
// source of a function that returns an element.
import { expect } from '@playwright/test';

/** Elements by their role and the name that the browser's user hears. */
const find = (kind, name) => {
  const shown = (element) => element.getClientRects().length > 0;
  const heard = (element) =>
    element.getAttribute('aria-label') ||
    element.getAttribute('placeholder') ||
    [...(element.labels ?? [])].map((label) => label.textContent).join(' ') + (element.labels?.length ? '' : element.textContent);
  const selectors = { button: 'button', link: 'a[href]', textbox: 'input, textarea', heading: 'h1, h2, h3' };
  const fits = (element) => heard(element).trim().replace(/\s+/g, ' ').includes(name);
  return [...document.querySelectorAll(selectors[kind])].find((element) => shown(element) && fits(element));
};

/** A tab of some engine. */
export class Page {
  constructor(driver) {
    this.driver = driver;
  }

  goto(url) {
    return this.driver.goto(url);
  }

  run(fn, ...args) {
    return this.driver.run(fn.toString(), ...args);
  }

  /** Waits until it is there. */
  async sees(kind, name) {
    // Not before the page is whole: WebKit loses a click on one that is still loading. Between two pages there is none.
    const whole = `(kind, name) => document.readyState === 'complete' && Boolean((${find})(kind, name))`;
    const there = () => this.driver.run(whole, kind, name).catch(() => false);
    await expect.poll(there, { message: `${kind} ${name}` }).toBe(true);
  }

  async press(kind, name) {
    await this.sees(kind, name);
    await this.driver.click(find.toString(), kind, name);
  }

  async type(name, text) {
    await this.sees('textbox', name);
    await this.driver.type(text, find.toString(), 'textbox', name);
  }
}

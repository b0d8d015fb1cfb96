// What a person does on a page, for any engine. `driver` has `goto(url)`; `run(source, ...args)`, which runs the source of a
// function in the page and returns its result as JSON; and `click(find, ...args)` and `type(text, find, ...args)`, where
// `find` is the source of a function that returns an element.
import { expect } from '@playwright/test';

/** Finds an element by its role and its accessible name. Runs in the page. */
const find = (kind, name) => {
  const shown = (element) => element.getClientRects().length > 0;
  const named = (element) =>
    element.getAttribute('aria-label') ||
    element.getAttribute('placeholder') ||
    [...(element.labels ?? [])].map((label) => label.textContent).join(' ') +
      (element.labels?.length ? '' : element.textContent);
  const selectors = { button: 'button', link: 'a[href]', textbox: 'input, textarea', heading: 'h1, h2, h3' };
  const fits = (element) => named(element).trim().replace(/\s+/g, ' ').includes(name);
  return [...document.querySelectorAll(selectors[kind])].find((element) => shown(element) && fits(element));
};

/** A tab of any engine. */
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

  /** Waits until the element is visible and the page is loaded. */
  async sees(kind, name) {
    // WebKit loses a click on a page that is still loading. Between two pages `run` fails, which counts as "not yet".
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

// Firefox ESR over WebDriver BiDi.
import puppeteer from 'puppeteer-core';

export const name = 'Firefox ESR';

/** Starts a new browser. Errors in its console count as problems. */
export async function start() {
  const problems = [];
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: process.env.GUESTLIST_FIREFOX ?? '/usr/bin/firefox-esr',
    headless: true,
    timeout: 90_000,
    protocolTimeout: 120_000,
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(90_000);
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  // Firefox does not report policy violations over the protocol, so the page logs them as errors.
  await page.evaluateOnNewDocument(() =>
    addEventListener('securitypolicyviolation', (event) =>
      console.error(`refused by ${event.effectiveDirective}: ${event.blockedURI || event.sample}`),
    ),
  );
  const element = async (find, args) => {
    const handle = await page.evaluateHandle(`(${find})(...${JSON.stringify(args)})`);
    return handle.asElement();
  };
  return {
    goto: (url) => page.goto(url, { waitUntil: 'domcontentloaded' }),
    run: (source, ...args) => page.evaluate(`(${source})(...${JSON.stringify(args)})`),
    click: async (find, ...args) => (await element(find, args)).click(),
    type: async (text, find, ...args) => (await element(find, args)).type(text),
    watch: async () => {},
    problems: async () => problems,
    stop: () => browser.close(),
  };
}

// The cells of the matrix, and how one is run and judged.
import { stripVTControlCharacters } from 'node:util';
import { expect } from '@playwright/test';
import { Browser } from './browser.js';
import { kill, ofBrowser } from './of_browser.js';
import { ofService } from './of_service.js';
import { phases, sentSoFar } from './phases.js';
import { Stage } from './stage.js';

export const faults = [...ofBrowser, ...ofService];

export const cells = () => faults.flatMap((fault) => Object.keys(phases).map((phase) => ({ fault, phase })));

/** Some cells, each with one variant of its fault, that need few seconds. */
export const short = [
  ['tab crash', 'crash', 'POST in flight'],
  ['browser SIGKILL', 'kill', 'journal commit'],
  ['close, navigate, freeze', 'closed', 'between batch parts'],
  ['response lost after effect', 'found', 'response lost'],
  ['token ends, session ends, CAE, consent', 'session', 'POST in flight'],
  ['storage full, evicted, other version', 'full', 'journal commit'],
  ['nextLink: itself, foreign, empty page', 'empty', 'response lost'],
  ['batch: missing, doubled, foreign ids', 'missing', 'between batch parts'],
  ['wasm panic in the loop', 'trap', 'POST in flight'],
].map(([name, only, phase]) => ({ fault: faults.find((fault) => fault.name === name), only, phase }));

/** Runs all variants of a cell, or one of them. Returns what is wrong, and what is to be told. */
export async function run(shared, fault, phase, only) {
  const wrong = [];
  const texts = [];
  const variants = Object.entries(fault.variants).filter(([name]) => !only || name === only);
  for (const [name, strike] of variants) {
    const browser = fault.ownBrowser ? await Browser.start() : shared;
    const result = await variant(browser, strike, phase, Boolean(fault.ownBrowser));
    wrong.push(...result.wrong.map((text) => `${name}: ${text}`));
    texts.push(variants.length > 1 ? `${name}: ${result.text}` : result.text);
  }
  return { wrong, text: texts.join('; '), variants: variants.length };
}

async function variant(browser, strike, phase, kept) {
  let stage;
  try {
    stage = await Stage.open(browser, { kept });
    await stage.prepare();
    await strike.before?.(stage);
    const early = phase === 'before POST' && strike.early;
    const moment = early ? { isEarly: true, release() {} } : phases[phase];
    if (early) await stage.tenant.faults(strike.early);
    else await moment.arm(stage);
    await stage.confirm();
    if (!early) await moment.reached(stage);
    return judged(stage, await strike(stage, moment));
  } catch (error) {
    const found = await stage?.compare().catch(() => undefined);
    const text = stripVTControlCharacters(error.message).split('\n').slice(0, 4).join(' ');
    return { wrong: [text], text: `${text}${found ? ` [${words(found)}]` : ''}` };
  } finally {
    await stage?.close().catch(() => {});
    if (kept) await (stage?.browser ?? browser).end();
  }
}

function judged(stage, { found, note, late = [], truthful = false, elsewhere = false, missing = 0 }) {
  const wrong = [
    ...found.doubled.map((text) => `doubled: ${text}`),
    ...found.lost.map((text) => `lost: ${text}`),
    ...found.wrong.map((text) => `told wrongly: ${text}`),
    ...late,
  ];
  // Where nothing hinders it, all rows are invited in the end, and the page knows it.
  const invited = stage.rows - missing;
  if (!truthful && (found.invited < invited || (!elsewhere && found.sent !== invited))) {
    wrong.push('not all were invited');
  }
  const said = [words(found), note, ...wrong.slice(0, 4)].filter(Boolean).join(', ');
  return { wrong, text: said };
}

function words({ invited, sent, unknown, elsewhere, left, failed, doubled }) {
  const parts = { sent, unknown, elsewhere, left, failed };
  const told = Object.entries(parts).filter(([, count]) => count > 0);
  return `tenant ${invited}${doubled.length ? ` (${doubled.length} doubled)` : ''}, page ${told.map(([name, count]) => `${count} ${name}`).join(' ')}`;
}

/** Kills the browser when so many percent of a run are sent. */
export async function killed(share) {
  const rows = 40;
  let browser = await Browser.start();
  let stage;
  try {
    stage = await Stage.open(browser, { kept: true, rows });
    await stage.prepare();
    await stage.tenant.faults({ method: 'POST', path: '/invitations', fault: { hold: { ms: 200 } } });
    await stage.confirm();
    const sent = expect.poll(() => sentSoFar(stage.tenant), { timeout: 60_000, intervals: [20] });
    await sent.toBeGreaterThanOrEqual((rows * share) / 100);
    const result = judged(stage, await kill(stage, { async release() {} }));
    return result;
  } finally {
    browser = stage?.browser ?? browser;
    await stage?.close().catch(() => {});
    await browser.end();
  }
}

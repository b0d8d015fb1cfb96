// Faults of Microsoft's services and of what is between them and the browser.

const POST = { method: 'POST', path: '/invitations' };
const READ = { method: 'GET', path: '/users' };
const BATCH = { path: '/$batch' };

const unbatched = 'invitations are single requests, and a single request has no parts';

/** Sets rules at the moment, continues, and compares. */
const rules = (of, options) =>
  Object.assign(
    async (stage, moment) => {
      if (!moment.isEarly) await stage.tenant.faults(of);
      await moment.release(stage);
      await stage.finish(options);
      const struck = await stage.tenant.struck();
      const used = struck.filter((times) => times > 0).length;
      return { found: await stage.compare(), note: `${used} of ${struck.length} rules struck` };
    },
    { early: of },
  );

const throttle = (retryAfter) => ({
  ...POST,
  times: 2,
  fault: { throttle: retryAfter === undefined ? {} : { retryAfter } },
});

/** 429 in all forms, one after the other; for the absurd one the run is paused, and the person resumes. */
const storm = rules([
  { ...READ, times: 1, fault: { throttle: { retryAfter: '1' } } },
  throttle('1'),
  throttle(new Date(Date.now() + 3_000).toUTCString()),
  throttle(undefined),
  throttle('0'),
  throttle('-1'),
  throttle('2.128'),
  { ...throttle('86400'), times: 1 },
]);

const status = (code, retryAfter) => ({
  ...POST,
  times: 1,
  fault: { status: { code, ...(retryAfter && { retryAfter }) } },
});

const renewed = rules([{ times: 2, fault: { unauthorized: {} } }]);

/** The session has ended: the run is paused, the person signs in again and resumes. */
const ended = (end) => async (stage, moment) => {
  await end(stage.tenant);
  await moment.release(stage);
  const state = await stage.until(({ heading }) => heading === 'Paused' || heading === 'Finished', { time: 40_000 });
  const paused = state.heading === 'Paused';
  const late = paused && !/sign-in has ended/i.test(state.why) ? [`paused for another reason: ${state.why}`] : [];
  const before = await stage.compare();
  await stage.finish();
  return {
    found: await stage.compare(),
    late,
    note: paused ? `paused with ${before.sent} sent` : 'the token outlived the run',
  };
};

/** Consent is withdrawn: invitations are refused, nothing is lost, and they are sent again when it is back. */
const withdrawn = async (stage, moment) => {
  await stage.tenant.faults({ ...POST, times: 30, fault: { status: { code: 403 } } });
  await moment.release(stage);
  const state = await stage.until(({ heading }) => heading === 'Paused' || heading === 'Finished', { time: 40_000 });
  const before = await stage.compare();
  await stage.tenant.clearFaults();
  const late = [...before.wrong, ...before.lost];
  await stage.finish();
  return {
    found: await stage.compare(),
    late,
    note: `${state.heading.toLowerCase()} with ${before.failed} refused, then retried`,
  };
};

const nextLink = (fault) => rules([{ ...READ, times: 6, fault }], { resumes: 8 });
const malformed = (kind) =>
  rules([
    { ...POST, times: 1, fault: { malformed: { kind } } },
    { ...BATCH, times: 1, fault: { malformed: { kind } } },
    { ...READ, times: 1, fault: { malformed: { kind } } },
  ]);
const batchItems = (kind) => rules([{ ...BATCH, times: 2, fault: { batchItems: { kind } } }]);

/** The same with a guest of the list whom the directory has already, so that a wrong reading of a batch would show. */
const lostTwice = rules([
  { ...POST, skip: 1, times: 3, fault: { hangUp: { after: true } } },
  { ...POST, skip: 4, times: 1, fault: { hangUp: {} } },
  { ...BATCH, times: 1, fault: { hangUp: {} } },
]);

export const ofService = [
  {
    name: 'response lost after effect',
    variants: {
      found: rules([{ ...POST, skip: 1, times: 3, fault: { hangUp: { after: true } } }]),
      twice: lostTwice,
    },
  },
  { name: '429 storm', variants: { storm } },
  {
    name: '5xx, stall of 60 s',
    variants: {
      unavailable: rules([status(503, '1'), { ...BATCH, times: 1, fault: { status: { code: 503, retryAfter: '1' } } }]),
      '5xx': rules([
        status(500),
        status(502),
        status(503, '1'),
        status(503),
        status(504),
        { ...BATCH, times: 1, fault: { status: { code: 503 } } },
      ]),
      stall: rules([{ ...POST, times: 1, fault: { hold: { ms: 60_000 } } }]),
    },
  },
  {
    name: 'token ends, session ends, CAE, consent',
    variants: {
      renewed,
      session: ended((tenant) =>
        Promise.all([tenant.expireSessions(), tenant.faults({ times: 1, fault: { unauthorized: {} } })]),
      ),
      revoked: ended((tenant) => tenant.revokeSessions()),
      consent: withdrawn,
    },
  },
  {
    name: 'nextLink: itself, foreign, empty page',
    variants: {
      self: nextLink({ nextLink: { kind: 'self' } }),
      foreign: nextLink({ nextLink: { kind: 'foreign' } }),
      empty: nextLink({ nextLink: { kind: 'emptyPage' } }),
    },
    unused: {
      'POST in flight':
        'the response to a POST has no next page; a search that runs beside it is the cell "before POST"',
      'journal commit': 'a commit reads no page',
    },
  },
  {
    name: 'malformed responses',
    variants: Object.fromEntries(
      ['html', 'notJson', 'empty', 'truncated', 'wrongType'].map((kind) => [kind, malformed(kind)]),
    ),
  },
  {
    name: 'batch: missing, doubled, foreign ids',
    variants: Object.fromEntries(['missing', 'duplicated', 'foreign'].map((kind) => [kind, batchItems(kind)])),
    unused: { 'POST in flight': unbatched, 'journal commit': 'a commit sends no batch' },
  },
];

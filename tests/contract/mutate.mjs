// Tests the check itself. It must accept every documented answer in the examples, and reject all copies of recorded good
// answers that `mutations.js` has broken:  node mutate.mjs DIRECTORY…
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { closing } from './closing.js';
import { shared } from './description.js';
import { documented as documentedAnswers } from './documented.js';
import { ERROR, Judge, Kind } from './judge.js';
import { MUTATIONS } from './mutations.js';
import { exchanges, files } from './recordings.js';

/** How many answers of one endpoint and status are used that differ in their properties. */
const SAMPLES = 8;

if (!existsSync(join(shared, 'facts', 'graph-openapi.json'))) {
  console.log(`skipped: ${shared} is not here`);
  closing({ skipped: 1 });
  process.exit();
}
const judge = new Judge();
const checked = [Kind.Described, Kind.Deviation, Kind.Beta];
const samples = new Map();
for (const file of process.argv.slice(2).flatMap(files)) {
  for await (const exchange of exchanges(file)) {
    const { endpoint, status, kind } = { ...exchange, ...judge.judge(trimmed(exchange)) };
    if (!checked.includes(kind)) continue;
    const ofEndpoint = samples.get(`${endpoint} ${status}`) ?? new Map();
    const shape = signature(exchange.body);
    if (ofEndpoint.size < SAMPLES && !ofEndpoint.has(shape)) {
      const verdict = judge.judge(trimmed(exchange));
      if (verdict.problems.length === 0) ofEndpoint.set(shape, { exchange: trimmed(exchange), verdict });
    }
    samples.set(`${endpoint} ${status}`, ofEndpoint);
  }
}

const accepted = documentedAnswers(judge);
const control = accepted.filter(({ wrong }) => wrong.length > 0);
for (const { name, wrong } of control)
  console.log(`The check rejects the documented answer ${name}: ${wrong.join('; ')}`);

const kinds = Object.fromEntries(
  Object.keys(MUTATIONS).map((kind) => [kind, { made: 0, rejected: 0, endpoints: new Set(), passed: [] }]),
);
for (const [endpoint, ofEndpoint] of samples) {
  for (const { exchange, verdict } of ofEndpoint.values()) {
    const schema = exchange.status >= 400 ? ERROR : verdict.schema;
    const isJson = exchange.body !== null && typeof exchange.body === 'object';
    const places = schema && isJson ? [...judge.schemas.places(schema, exchange.body)] : [];
    for (const [kind, mutate] of Object.entries(MUTATIONS)) {
      for (const mutant of mutate(exchange, places)) {
        kinds[kind].made += 1;
        kinds[kind].endpoints.add(endpoint);
        if (judge.judge(mutant).problems.length > 0) kinds[kind].rejected += 1;
        else kinds[kind].passed.push({ endpoint, mutant });
      }
    }
  }
}

for (const [kind, { made, rejected, endpoints, passed }] of Object.entries(kinds)) {
  console.log(`${kind.padEnd(28)} ${rejected} of ${made} rejected, at ${endpoints.size} endpoints`);
  for (const { endpoint, mutant } of passed.slice(0, 3)) {
    console.log(
      `  NOT rejected: ${endpoint}  ${mutant.status} ${mutant.url.slice(0, 100)}\n    ${JSON.stringify(mutant.body)?.slice(0, 400)}`,
    );
  }
}
const made = Object.values(kinds).reduce((sum, kind) => sum + kind.made, 0);
const rejected = Object.values(kinds).reduce((sum, kind) => sum + kind.rejected, 0);
console.log(
  `\nMutations: ${rejected} of ${made} broken answers rejected, made from ${[...samples.values()].reduce((sum, one) => sum + one.size, 0)} good ones of ${samples.size} endpoints with their statuses`,
);
// A kind of mistake that fits no recorded answer counts as skipped.
const tried = Object.values(kinds).filter((kind) => kind.made > 0);
const failed = tried.filter((kind) => kind.rejected < kind.made).length + (control.length > 0 ? 1 : 0);
console.log(`The check accepts ${accepted.length - control.length} of ${accepted.length} documented answers of Graph`);
closing({ passed: tried.length + 1 - failed, failed, skipped: Object.keys(kinds).length - tried.length });

/** The exchange with only the first row of a list, which is enough for all mutations. */
function trimmed(exchange) {
  const value = exchange.body?.value;
  return Array.isArray(value) && value.length > 1
    ? { ...exchange, body: { ...exchange.body, value: value.slice(0, 1) } }
    : exchange;
}

/** The names and types of an answer's properties, including those of its first row. */
function signature(value) {
  if (Array.isArray(value)) return `[${value.length > 0 ? signature(value[0]) : ''}]`;
  if (!value || typeof value !== 'object') return value === null ? 'null' : typeof value;
  return `{${Object.keys(value)
    .sort()
    .map((name) => `${name}:${signature(value[name])}`)
    .join()}}`;
}

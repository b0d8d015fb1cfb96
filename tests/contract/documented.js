// Judges the documented answers. The answers in the reference must pass the check; if one fails, the check is too strict.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { facts, shared } from './description.js';
import { Kind } from './judge.js';
import { items } from './recordings.js';

const HOST = 'graph.microsoft.com';
const ID = '2978706d-629a-4162-ab9c-98ad11388b69';

/** Problems that come from an incomplete or mixed example in the sources, by the example's name. */
const SHORTENED = {
  // The rows of the list show only some of their default properties.
  filter_orderby_count: /was not selected|missing, though selected/,
  // The request is for v1.0, but the links in the answer are for beta.
  'json-batching-example': /of another version/,
};

/** `{ name, wrong }` for every example that shows a request to Graph and a complete answer. */
export function documented(judge) {
  // Access packages are not imitated, and their page mixes the names of two versions (section e).
  const files = readdirSync(join(shared, 'facts', 'examples')).filter(
    (name) => !name.startsWith('entitlementmanagement'),
  );
  return files
    .flatMap((file) => facts(`examples/${file}`))
    .flatMap((example) => {
      const { name, request, response } = example;
      if (!response?.status || !request?.path?.startsWith(`https://${HOST}/`)) return [];
      if (response.body === null && response.status !== 204) return [];
      const whole = exchange(request, response);
      const judged = [whole, ...items(whole)]
        .map((one) => judge.judge(one))
        .filter(({ kind }) => kind !== Kind.Refused);
      // In the sources, headers and bodies of one example have ids of different calls.
      const wrong = judged
        .flatMap(({ problems }) => problems)
        .filter((problem) => !/request-id/.test(problem) && !SHORTENED[name]?.test(problem));
      return [{ name, wrong }];
    });
}

function exchange(request, response) {
  const url = new URL(request.path);
  const lower = (headers) =>
    Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return {
    method: request.method,
    url: url.pathname + url.search,
    requestHeaders: { host: HOST, ...lower(request.headers) },
    requestBody: request.body,
    status: response.status,
    headers: { 'request-id': ID, 'client-request-id': ID, ...lower(response.headers) },
    body: response.body,
  };
}

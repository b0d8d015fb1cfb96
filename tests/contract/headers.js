// Checks the headers of an answer: the request ids, what a page of another origin may read, and the media type.
import { EXPOSED } from './facts.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The problems of an answer's headers. An item of a batch has only few headers. */
export function headers({ exchange }, found) {
  const { headers: all, status, item, requestHeaders } = exchange;
  const problems = [];
  const mime = (all['content-type'] ?? '').split(';')[0].trim();
  const hasBody = exchange.body !== null && exchange.body !== '';
  if (hasBody) {
    const fitting = status >= 400 ? ['application/json'] : found.mimes;
    if (fitting.length > 0 && !fitting.includes(mime))
      problems.push(`content-type ${mime || 'missing'}, not ${fitting.join(' or ')}`);
  }
  if (all.location && !URL.canParse(all.location)) problems.push('Location is not an absolute URL');
  if (item) return problems;
  for (const name of ['request-id', 'client-request-id']) {
    if (!GUID.test(all[name] ?? '')) problems.push(`header ${name} is not a GUID`);
  }
  const own = requestHeaders['client-request-id'];
  if (own && GUID.test(own) && all['client-request-id'] !== own)
    problems.push("header client-request-id is not the caller's");
  if (requestHeaders.origin && all['access-control-allow-origin'] !== '*')
    problems.push('no Access-Control-Allow-Origin: *');
  const exposed = (all['access-control-expose-headers'] ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter(Boolean);
  for (const name of exposed) if (!EXPOSED.includes(name)) problems.push(`exposes header ${name}`);
  if (requestHeaders.origin && exposed.length < EXPOSED.length) problems.push('exposes fewer headers than the service');
  if (status === 429 && all['retry-after'] && !isRetryAfter(all['retry-after']))
    problems.push('Retry-After is neither seconds nor a date');
  return problems;
}

const isRetryAfter = (value) => /^\d+(\.\d+)?$/.test(value) || !Number.isNaN(Date.parse(value));

export function preflight({ status, headers: all }) {
  const problems = [];
  if (status !== 200 && status !== 204) problems.push(`a preflight is answered with ${status}`);
  for (const name of ['access-control-allow-origin', 'access-control-allow-methods']) {
    if (!all[name]) problems.push(`a preflight without ${name}`);
  }
  return problems;
}

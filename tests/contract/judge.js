// One answer against the description: which endpoint it is, and everything that is wrong with it.
import { Description, facts, segments, template } from './description.js';
import { DELTA, PATHS, STATUSES, text } from './deviations.js';
import { DEFAULT_USER, DEFAULT_USER_AT, EXPOSED, MAY_BE_ABSENT, STATUS_OF_CODE, success } from './facts.js';
import { isBatch } from './recordings.js';
import { Schemas } from './schemas.js';

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const LINKS = ['@odata.context', '@odata.nextLink', '@odata.deltaLink'];
/** The shape of every error. */
export const ERROR = { $ref: 'graph#/$defs/microsoft.graph.ODataErrors.ODataError' };
const COUNT = /^\uFEFF?\d+$/;

/** Collections of directory objects, where `$count` takes the header `ConsistencyLevel: eventual` (section b). */
const DIRECTORY = /^\/(users|groups|contacts|(me|users\/\{[^}]+\})\/(transitiveM|m)emberOf(\/.*)?|directory\/deletedItems\/.*)$/;

/** How an answer is counted. */
export const Kind = {
  Described: 'described',
  /** Not in the description, but in the table of deviations. */
  Deviation: 'deviation',
  Beta: 'beta',
  BetaUndescribed: 'beta, not described',
  /** A path that nobody describes, and that was refused. */
  Refused: 'refused, not described',
  Preflight: 'preflight',
  /** The box's own switches: not Graph. */
  Control: 'control',
};

export class Judge {
  constructor(description = new Description(), newer = facts('graph-openapi.csdl-diff.json')) {
    this.description = description;
    this.schemas = new Schemas(description, newer);
    this.extra = PATHS.map((entry) => ({ ...entry, ...template(entry.path) }));
  }

  /** `{ kind, endpoint, status, problems }` of one exchange. */
  judge(exchange) {
    const { path, version, query } = address(exchange.url);
    if (path.startsWith('/_sandbox')) return { kind: Kind.Control, endpoint: path, problems: [] };
    const about = { exchange, path, version, query, method: exchange.method };
    if (exchange.method === 'OPTIONS') {
      return { kind: Kind.Preflight, endpoint: 'OPTIONS', status: exchange.status, problems: preflight(exchange) };
    }
    const found = this.#endpoint(about);
    const problems = exchange.status >= 400 ? this.#failure(about, found) : this.#success(about, found);
    problems.push(...headers(about, found));
    const endpoint = found.template ? `${found.method} ${found.template}` : `${exchange.method} ${shown(path)}`;
    return { kind: found.kind, endpoint, status: exchange.status, problems: [...new Set(problems)], schema: found.schema };
  }

  /** The described operation, or the line of the table, behind a request. */
  #endpoint({ exchange, path, version, method }) {
    const beta = version === 'beta';
    const described = this.description.find(path);
    const key = `${method} ${described}`;
    if (described && this.description.responses(method, described)) {
      const response = this.description.response(method, described, exchange.status);
      const [mime, content] = Object.entries(response?.content ?? {})[0] ?? [];
      return {
        kind: beta ? Kind.Beta : Kind.Described,
        method,
        template: described,
        known: response !== undefined || Boolean(STATUSES[key]?.statuses.includes(exchange.status)),
        success: STATUSES[key]?.success ?? success(key),
        mimes: Object.keys(response?.content ?? {}),
        schema: content && mime === 'application/json' ? this.schemas.answer(content.schema) : undefined,
      };
    }
    const parts = segments(path);
    const entry = this.extra.find((one) => one.method === method && one.fits(parts)) ?? this.#derived(method, parts);
    if (entry && !(entry.refused && exchange.status < 400)) {
      const { list, entity, refused } = entry;
      return {
        kind: beta ? Kind.Beta : Kind.Deviation,
        method,
        template: entry.text,
        known: exchange.status >= 400 ? !refused || refused.concat(401).includes(exchange.status) : true,
        success: entry.success ?? 200,
        mimes: entry.count ? ['text/plain'] : list || entity ? ['application/json'] : [],
        schema: list ? this.schemas.list(list) : entity ? this.schemas.entity(entity) : undefined,
        count: entry.count,
      };
    }
    if (beta) return { kind: Kind.BetaUndescribed, method, known: true, success: exchange.status, mimes: ['application/json', 'text/plain'] };
    return { kind: Kind.Refused, method, known: exchange.status >= 400, mimes: [] };
  }

  /** A cast or `/$count` behind a described collection of directory objects is that collection, narrowed. */
  #derived(method, parts) {
    const last = parts.at(-1) ?? '';
    const base = this.description.find(parts.slice(0, -1).join('/'));
    if (method !== 'GET' || !base) return undefined;
    if (/^graph\./i.test(last)) {
      const type = `microsoft.${last.replace(/^graph/i, 'graph')}`;
      const text = `${base}/${last}`;
      if (this.schemas.raw[type]) return { text, list: type };
      return { text, list: 'open' };
    }
    if (last === '$count') return { text: `${base}/$count`, count: true };
    return undefined;
  }

  #failure({ exchange, path }, found) {
    const problems = [];
    const { status, body } = exchange;
    if (!found.known) problems.push(`status ${status} is not described`);
    if (!body || typeof body !== 'object') return [...problems, `a ${status} without an error in Graph's shape`];
    problems.push(...this.schemas.problems(ERROR, body));
    const error = body.error ?? {};
    if (error.code === '') problems.push('/error/code: empty');
    const expected = STATUS_OF_CODE[error.code];
    if (expected && !expected.includes(status)) problems.push(`code ${error.code} with status ${status}`);
    const id = exchange.headers['request-id'];
    if (id && error.innerError?.['request-id'] !== id) problems.push("/error/innerError/request-id: not the header's");
    if (status === 410 && !/[?&]\$deltatoken=($|&)/i.test(exchange.headers.location ?? '')) {
      problems.push(`a 410 needs a Location with an empty $deltatoken (${path})`);
    }
    if (error.code === 'InvalidAuthenticationToken' && !exchange.item && !/^Bearer /.test(exchange.headers['www-authenticate'] ?? '')) {
      problems.push('a 401 for the token without WWW-Authenticate');
    }
    return problems;
  }

  #success(about, found) {
    const { exchange, path } = about;
    const { status, body } = exchange;
    if (found.kind === Kind.Refused) return [`${exchange.method} ${path} is answered with ${status}, but not described`];
    if (found.kind === Kind.BetaUndescribed) return links(about, body);
    if (!found.known) return [`status ${status} is not described`];
    if (status !== found.success) return [`status ${status} where ${found.success} is documented`];
    if (found.count || found.mimes[0] === 'text/plain') {
      return COUNT.test(text(body, exchange.item)) ? [] : [`not a count: ${JSON.stringify(body)}`];
    }
    const empty = body === null || body === '';
    if (status === 204 || status === 202) return empty ? [] : [`a ${status} with a body`];
    if (!found.schema) return empty || typeof body === 'object' ? ['an answer without the described content'] : [];
    if (!body || typeof body !== 'object') return ['an answer without JSON'];
    const problems = this.schemas.problems(found.schema, body);
    if (isBatch(exchange)) return [...problems, ...envelope(exchange)];
    problems.push(...links(about, body), ...context(about), ...count(about, found), ...this.#selection(about, found));
    return problems;
  }

  /** The answer has what was selected and nothing else; without `$select`, users have their default properties. */
  #selection({ exchange, query }, found) {
    const { body } = exchange;
    const rows = Array.isArray(body.value) ? body.value.filter((row) => row && typeof row === 'object') : [body];
    const delta = found.template === DELTA;
    const isList = Array.isArray(body.value);
    const selected = selection(query, body['@odata.context']);
    const expanded = names(query.get('$expand')).map((name) => name.replace(/\(.*$/s, ''));
    const problems = [];
    const at = isList ? '/value/[]' : '';
    for (const row of rows) {
      if (row['@removed'] && !delta) problems.push(`${at}/@removed: only a delta answer says so`);
      const properties = Object.keys(row).filter((name) => !name.includes('@'));
      const own = this.#properties(row, found, isList);
      const wanted = selected ?? (DEFAULT_USER_AT.includes(found.template) ? DEFAULT_USER : undefined);
      if (!wanted) {
        if (own?.entity && !('id' in row)) problems.push(`${at}/id: missing`);
        continue;
      }
      const allowed = [...wanted, ...expanded, ...(delta ? ['id'] : [])].map((name) => name.toLowerCase());
      for (const name of properties) {
        if (!allowed.includes(name.toLowerCase())) problems.push(`${at}/${name}: was not selected`);
      }
      const present = properties.map((name) => name.toLowerCase());
      const needed = delta ? ['id'] : [...wanted, ...expanded].filter((name) => !MAY_BE_ABSENT.includes(name));
      for (const name of needed) {
        const exists = !own || Object.keys(own.properties).some((known) => known.toLowerCase() === name.toLowerCase());
        if (exists && !present.includes(name.toLowerCase())) problems.push(`${at}/${name}: missing, though selected`);
      }
    }
    return problems;
  }

  /** The type of a row: by its annotation, else the declared one. */
  #properties(row, found, isList) {
    const schema = isList ? this.schemas.resolve(found.schema).properties?.value?.items : found.schema;
    const declared = schema?.$ref?.slice('graph#/$defs/'.length).replace(/!?:row$/, '');
    const type = row['@odata.type']?.slice(1) ?? declared;
    return type && this.schemas.raw[type] ? this.schemas.flat(type) : undefined;
  }
}

function address(url) {
  const [path, query = ''] = url.split(/\?(.*)/s);
  const [, version, rest] = path.match(/^\/(v1\.0|beta)(\/.*|)$/) ?? [undefined, undefined, path];
  return { path: rest || '/', version, query: new URLSearchParams(query) };
}

/** Ids out of a path that no template fits, so that it is named once. */
const shown = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '{id}').slice(0, 80);

const names = (list) => (list ? list.split(/,(?![^(]*\))/).map((name) => name.trim()).filter(Boolean) : []);

/** `$select`, or what the context says was selected (a next page may carry its token alone). */
function selection(query, context) {
  const asked = names(query.get('$select'));
  if (asked.includes('*')) return undefined;
  if (asked.length > 0) return asked.map((name) => name.split('/')[0]);
  if (!query.has('$skiptoken')) return undefined;
  const told = /\$metadata#[A-Za-z]+\(([^()]+)\)/.exec(context ?? '')?.[1];
  return told ? names(told) : undefined;
}

/** Annotations that are addresses must be whole ones, of this Graph. */
function links({ exchange, version }, body) {
  if (!body || typeof body !== 'object') return [];
  const host = exchange.requestHeaders.host;
  return LINKS.filter((name) => name in body).flatMap((name) => {
    const url = URL.canParse(body[name]) ? new URL(body[name]) : undefined;
    if (!url) return [`/${name}: not an absolute URL`];
    if (host && url.host !== host) return [`/${name}: not on the Graph origin`];
    if (version && !url.pathname.startsWith(`/${version}/`)) return [`/${name}: of another version`];
    return [];
  });
}

/** Every answer says what it is, and lists what was selected. */
function context({ exchange: { body }, query }) {
  const told = body['@odata.context'];
  if (typeof told !== 'string') return ['/@odata.context: missing'];
  const listed = names(/\$metadata#[^(]*\((.*)\)/.exec(told)?.[1]).map((name) => name.toLowerCase());
  const unlisted = names(query.get('$select')).filter((name) => name !== '*' && !listed.includes(name.toLowerCase()));
  return unlisted.length > 0 ? [`/@odata.context: does not list ${unlisted.join(', ')}`] : [];
}

/** A page has at most as many rows as asked for, and the count only where it was asked for in an advanced query. */
function count({ exchange: { body, requestHeaders }, query }, found) {
  if (!Array.isArray(body.value)) return [];
  const problems = [];
  const top = Number(query.get('$top') ?? (DIRECTORY.test(found.template) ? 100 : Infinity));
  if (body.value.length > top) problems.push(`/value: ${body.value.length} rows on a page of ${top}`);
  const advanced = /^eventual$/i.test(requestHeaders.consistencylevel ?? '');
  const asked = /^true$/i.test(query.get('$count') ?? '') && (advanced || !DIRECTORY.test(found.template));
  if ('@odata.count' in body && !asked) problems.push('/@odata.count: was not asked for');
  if (asked && advanced && DIRECTORY.test(found.template) && !query.has('$skiptoken') && !('@odata.count' in body)) {
    problems.push('/@odata.count: missing');
  }
  return problems;
}

function envelope({ requestBody, body }) {
  const id = (item) => String(item.id).toLowerCase();
  const asked = (requestBody?.requests ?? []).map(id).sort();
  const answered = (Array.isArray(body.responses) ? body.responses : []).map(id).sort();
  return asked.join() === answered.join() ? [] : ['/responses: not one answer for each request'];
}

function headers({ exchange, method, version }, found) {
  const { headers: all, status, item, requestHeaders } = exchange;
  const problems = [];
  const mime = (all['content-type'] ?? '').split(';')[0].trim();
  const hasBody = exchange.body !== null && exchange.body !== '';
  if (hasBody) {
    const fitting = status >= 400 ? ['application/json'] : found.mimes;
    if (fitting.length > 0 && !fitting.includes(mime)) problems.push(`content-type ${mime || 'missing'}, not ${fitting.join(' or ')}`);
  }
  if (all.location && !URL.canParse(all.location)) problems.push('Location is not an absolute URL');
  if (item) return problems;
  for (const name of ['request-id', 'client-request-id']) {
    if (!GUID.test(all[name] ?? '')) problems.push(`header ${name} is not a GUID`);
  }
  const own = requestHeaders['client-request-id'];
  if (own && GUID.test(own) && all['client-request-id'] !== own) problems.push("header client-request-id is not the caller's");
  if (requestHeaders.origin && all['access-control-allow-origin'] !== '*') problems.push('no Access-Control-Allow-Origin: *');
  const exposed = (all['access-control-expose-headers'] ?? '').split(',').map((name) => name.trim().toLowerCase()).filter(Boolean);
  for (const name of exposed) if (!EXPOSED.includes(name)) problems.push(`exposes header ${name}`);
  if (requestHeaders.origin && exposed.length < EXPOSED.length) problems.push('exposes fewer headers than the service');
  if (status === 429 && all['retry-after'] && !isRetryAfter(all['retry-after'])) problems.push('Retry-After is neither seconds nor a date');
  return problems;
}

const isRetryAfter = (value) => /^\d+(\.\d+)?$/.test(value) || !Number.isNaN(Date.parse(value));

function preflight({ status, headers: all }) {
  const problems = [];
  if (status !== 200 && status !== 204) problems.push(`a preflight is answered with ${status}`);
  for (const name of ['access-control-allow-origin', 'access-control-allow-methods']) {
    if (!all[name]) problems.push(`a preflight without ${name}`);
  }
  return problems;
}

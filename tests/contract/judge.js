// Judges one answer by the description: which endpoint it belongs to, and what is wrong with it.
import { context, count, envelope, links, selection } from './body.js';
import { Description, facts, segments, template } from './description.js';
import { PATHS, STATUSES, text } from './deviations.js';
import { STATUS_OF_CODE, success } from './facts.js';
import { headers, preflight } from './headers.js';
import { isBatch } from './recordings.js';
import { Schemas } from './schemas.js';

/** The schema of every error. */
export const ERROR = { $ref: 'graph#/$defs/microsoft.graph.ODataErrors.ODataError' };
const COUNT = /^\uFEFF?\d+$/;

/** The kind under which an answer is counted. */
export const Kind = {
  Described: 'described',
  /** Not in the description, but in the table of deviations. */
  Deviation: 'deviation',
  Beta: 'beta',
  BetaUndescribed: 'beta, not described',
  /** A refused request to a path that is not described. */
  Refused: 'refused, not described',
  Preflight: 'preflight',
  /** The sandbox's control plane, which is not part of Graph. */
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
    if (path === '/' || path.startsWith('/_sandbox')) return { kind: Kind.Control, endpoint: path, problems: [] };
    const about = { exchange, path, version, query, method: exchange.method };
    if (exchange.method === 'OPTIONS') {
      return { kind: Kind.Preflight, endpoint: 'OPTIONS', status: exchange.status, problems: preflight(exchange) };
    }
    const found = this.#endpoint(about);
    const problems = exchange.status >= 400 ? this.#failure(about, found) : this.#success(about, found);
    problems.push(...headers(about, found));
    const where = found.kind === Kind.BetaUndescribed || found.betaOnly ? '/beta' : '';
    const endpoint = `${exchange.method} ${where}${found.template ?? shown(path)}`;
    return {
      kind: found.kind,
      endpoint,
      status: exchange.status,
      problems: [...new Set(problems)],
      schema: found.schema,
    };
  }

  /** The described operation of a request, or its line in the table of deviations. */
  #endpoint({ exchange, path, version, method }) {
    const beta = version === 'beta';
    const described = this.description.find(path);
    const key = `${method} ${described}`;
    const parts = segments(path);
    const line = this.extra.find(
      (one) => one.method === method && (one.version ?? version) === version && one.fits(parts),
    );
    if (!line?.version && described && this.description.responses(method, described)) {
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
    const entry = line ?? this.#derived(method, parts);
    if (entry && !(entry.refused && exchange.status < 400)) {
      const { list, entity, stream, refused } = entry;
      return {
        kind: beta && !entry.version ? Kind.Beta : Kind.Deviation,
        betaOnly: entry.version === 'beta',
        method,
        template: entry.text,
        known: exchange.status >= 400 ? !refused || refused.concat(401).includes(exchange.status) : true,
        success: entry.success ?? 200,
        mimes: stream ?? (entry.count ? ['text/plain'] : list || entity ? ['application/json'] : []),
        schema: list ? this.schemas.list(list) : entity ? this.schemas.entity(entity) : undefined,
        count: entry.count,
      };
    }
    const kind = beta ? Kind.BetaUndescribed : Kind.Refused;
    return { kind, method, known: beta || exchange.status >= 400, mimes: [] };
  }

  /** A cast or `/$count` after a described collection of directory objects belongs to that collection. */
  #derived(method, parts) {
    const last = parts.at(-1) ?? '';
    if (method !== 'GET' || parts.length < 2) return undefined;
    const rest = parts.slice(0, -1);
    const base =
      this.description.find(rest.join('/')) ??
      this.extra.find((one) => one.method === method && one.fits(rest))?.text ??
      (last === '$count' ? this.#derived(method, rest)?.text : undefined);
    if (!base) return undefined;
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
    if (
      error.code === 'InvalidAuthenticationToken' &&
      !exchange.item &&
      !/^Bearer /.test(exchange.headers['www-authenticate'] ?? '')
    ) {
      problems.push('a 401 for the token without WWW-Authenticate');
    }
    return problems;
  }

  #success(about, found) {
    const { exchange } = about;
    const { status, body } = exchange;
    if (found.kind === Kind.Refused) return [`answered with ${status}, though nobody describes the path`];
    if (found.kind === Kind.BetaUndescribed) return links(about, body);
    if (!found.known) return [`status ${status} is not described`];
    if (status !== found.success) return [`status ${status} where ${found.success} is documented`];
    if (found.count || found.mimes[0] === 'text/plain') {
      return COUNT.test(text(body, exchange.item)) ? [] : [`not a count: ${JSON.stringify(body)}`];
    }
    const empty = body === null || body === '';
    if (status === 204 || status === 202) return empty ? [] : [`a ${status} with a body`];
    // An answer that is not JSON is a picture or empty.
    if (!found.schema) return empty || typeof body === 'object' ? ['an answer without the described content'] : [];
    if (!body || typeof body !== 'object') return ['an answer without JSON'];
    const problems = this.schemas.problems(found.schema, body);
    if (isBatch(exchange)) return [...problems, ...envelope(exchange)];
    problems.push(
      ...links(about, body),
      ...context(about),
      ...count(about, found),
      ...selection(about, found, this.schemas),
    );
    return problems;
  }
}

function address(url) {
  const [path, query = ''] = url.split(/\?(.*)/s);
  // Paths ignore letter case (k).
  const [, version, rest] = path.match(/^\/(v1\.0|beta)(\/.*|)$/i) ?? [undefined, undefined, path];
  return { path: rest || '/', version: version?.toLowerCase(), query: options(query, /^beta$/i.test(version ?? '')) };
}

/** Removes ids from a path that fits no template, so that the report names it once. */
const shown = (path) => path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/gi, '{id}').slice(0, 80);

const OPTIONS = /^\$(count|deltatoken|expand|filter|format|orderby|search|select|skip|skiptoken|top)$/;

/** The query. Names of options ignore letter case, and need no `$` in beta (query-parameters.md). */
function options(query, beta) {
  const spelled = (name) => {
    const known = (beta && !name.startsWith('$') ? `$${name}` : name).toLowerCase();
    return OPTIONS.test(known) ? known : name;
  };
  return new URLSearchParams([...new URLSearchParams(query)].map(([name, value]) => [spelled(name), value]));
}

// Checks an answer's body beyond its schema: links, context, count, and the selected properties.
import { DELTA } from './deviations.js';
import { DEFAULT_USER, DEFAULT_USER_AT, MAY_BE_ABSENT } from './facts.js';

const LINKS = ['@odata.context', '@odata.nextLink', '@odata.deltaLink'];

/** Collections of directory objects, where `$count` takes the header `ConsistencyLevel: eventual` (section b). */
const DIRECTORY =
  /^\/(users|groups|contacts|servicePrincipals|groups\/\{[^}]+\}\/transitiveMembers(\/.*)?|(me|users\/\{[^}]+\})\/(transitiveM|m)emberOf(\/.*)?|directory\/deletedItems\/.*)$/;

/** The answer has exactly the selected properties. Without `$select`, users have their default properties. */
export function selection({ exchange, query }, found, schemas) {
  const { body } = exchange;
  const rows = Array.isArray(body.value) ? body.value.filter((row) => row && typeof row === 'object') : [body];
  const delta = found.template === DELTA;
  const isList = Array.isArray(body.value);
  const selected = selectedNames(query, body['@odata.context']);
  const expanded = names(query.get('$expand')).map((name) => name.replace(/\(.*$/s, ''));
  const problems = [];
  const at = isList ? '/value/[]' : '';
  for (const row of rows) {
    if (row['@removed'] && !delta) problems.push(`${at}/@removed: only a delta answer says so`);
    const properties = Object.keys(row).filter((name) => !name.includes('@'));
    const own = typeOf(row, found, isList, schemas);
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
    // A user without a manager has no such property, but an expanded list is present even if it is empty.
    const lists = expanded.filter((name) => own?.properties[name]?.type === 'array');
    const needed = delta ? ['id'] : [...wanted, ...lists].filter((name) => !MAY_BE_ABSENT.includes(name));
    for (const name of needed) {
      const exists = !own || Object.keys(own.properties).some((known) => known.toLowerCase() === name.toLowerCase());
      if (exists && !present.includes(name.toLowerCase())) problems.push(`${at}/${name}: missing, though selected`);
    }
  }
  return problems;
}

/** The type of a row, by its annotation or else as declared. */
function typeOf(row, found, isList, schemas) {
  const schema = isList ? schemas.resolve(found.schema).properties?.value?.items : found.schema;
  const declared = schema?.$ref?.slice('graph#/$defs/'.length).replace(/!?:row$/, '');
  const type = row['@odata.type']?.slice(1) ?? declared;
  return type && schemas.raw[type] ? schemas.flat(type) : undefined;
}

const names = (list) =>
  list
    ? list
        .split(/,(?![^(]*\))/)
        .map((name) => name.trim())
        .filter(Boolean)
    : [];

/** The selected properties, from `$select` or from the context, since the link to a next page may contain only a token. */
function selectedNames(query, context) {
  const asked = names(query.get('$select'));
  if (asked.includes('*')) return undefined;
  if (asked.length > 0) return asked.map((name) => name.split('/')[0]);
  if (!query.has('$skiptoken')) return undefined;
  const told = /\$metadata#[A-Za-z]+\(([^()]+)\)/.exec(context ?? '')?.[1];
  return told ? names(told) : undefined;
}

/** Annotations that are addresses must be absolute addresses of this Graph. */
export function links({ exchange, version }, body) {
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

/** Every answer has a context, which lists the selected properties. */
export function context({ exchange: { body }, query }) {
  const told = body['@odata.context'];
  if (typeof told !== 'string') return ['/@odata.context: missing'];
  // A context can name an object by its key, such as `users('…')/licenseDetails(id)`.
  const bare = told.replace(/\('[^']*'\)/g, '');
  const listed = names(/\$metadata#[^(]*\((.*)\)/.exec(bare)?.[1]).map((name) => name.toLowerCase());
  const unlisted = names(query.get('$select')).filter((name) => name !== '*' && !listed.includes(name.toLowerCase()));
  return unlisted.length > 0 ? [`/@odata.context: does not list ${unlisted.join(', ')}`] : [];
}

/** A page has at most `$top` rows, and a count only if an advanced query asked for it. */
export function count({ exchange: { body, requestHeaders }, query }, found) {
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

export function envelope({ requestBody, body }) {
  // Recordings contain malformed envelopes, too, whose requests can be no list and whose items can be no objects.
  const ids = (list) => (Array.isArray(list) ? list : []).map((item) => String(item?.id).toLowerCase()).sort();
  const asked = ids(requestBody?.requests);
  const answered = ids(body.responses);
  return asked.join() === answered.join() ? [] : ['/responses: not one answer for each request'];
}

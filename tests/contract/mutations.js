// Makes wrong copies of good answers, one kind for each mistake that the check must detect. Knows how to break an answer; the
// judge decides whether the copy is wrong.

/**
 * Each kind of mistake yields broken copies of a good exchange. `places` are all values in the body with the schema that
 * applies to each.
 */
export const MUTATIONS = {
  'wrong property name': function* (exchange, places) {
    for (const { pointer } of properties(places)) {
      const name = pointer.at(-1);
      yield at(exchange, pointer.slice(0, -1), (object) => rename(object, name, `${name}s`));
      const cased = name[0] === name[0].toLowerCase() ? name[0].toUpperCase() + name.slice(1) : name.toLowerCase();
      yield at(exchange, pointer.slice(0, -1), (object) => rename(object, name, cased));
    }
  },
  'extra property': function* (exchange, places) {
    for (const { pointer, value, schema } of places) {
      if (isObject(value) && schema.additionalProperties === false) {
        yield at(exchange, pointer, (object) => ({ ...object, favouriteColour: 'blue' }));
        yield at(exchange, pointer, (object) => ({
          ...object,
          '@odata.nextlink': 'https://graph.microsoft.com/v1.0/users',
        }));
      }
    }
  },
  'missing id': function* (exchange, places) {
    for (const { pointer, value } of places) {
      // If the id was not selected, there is none to remove. The objects that an audit event names and the roles of an app
      // are not entities, so the description requires no id there.
      const named = ['targetResources', 'initiatedBy', 'appRoles'].some((name) => pointer.includes(name));
      if (isObject(value) && 'id' in value && !named) yield at(exchange, pointer, (object) => without(object, 'id'));
    }
  },
  'missing value': function* (exchange) {
    if (Array.isArray(exchange.body?.value)) yield at(exchange, [], (body) => without(body, 'value'));
  },
  'wrong enum member': function* (exchange, places) {
    for (const { pointer, value, schema } of places) {
      if (typeof value === 'string' && schema.enum) yield at(exchange, pointer, () => `${value}Ish`);
    }
  },
  'wrong type': function* (exchange, places) {
    for (const { pointer, value, schema } of properties(places)) {
      if (schema === true || value === null) continue;
      yield at(exchange, pointer, () => otherType(value));
    }
  },
  'null where not nullable': function* (exchange, places) {
    for (const { pointer, value, nullable } of properties(places)) {
      if (value !== null && !nullable) yield at(exchange, pointer, () => null);
    }
  },
  'malformed moment or GUID': function* (exchange, places) {
    for (const { pointer, value, schema } of places) {
      if (typeof value === 'string' && schema.pattern) yield at(exchange, pointer, () => `${value}?`);
    }
  },
  'wrong status': function* (exchange) {
    const { status } = exchange;
    for (const other of status < 300 ? [status === 200 ? 204 : 200, 206, 302, 299] : [200, 302])
      yield { ...exchange, status: other };
  },
  'error without code': function* (exchange) {
    if (exchange.body?.error) {
      yield at(exchange, ['error'], (error) => without(error, 'code'));
      yield at(exchange, ['error'], (error) => ({ ...error, code: '' }));
    }
  },
  'error without message': function* (exchange) {
    if (exchange.body?.error) yield at(exchange, ['error'], (error) => without(error, 'message'));
  },
  'error in another shape': function* (exchange) {
    if (!exchange.body?.error) return;
    yield { ...exchange, body: { error: exchange.body.error.code, error_description: exchange.body.error.message } };
    yield { ...exchange, body: exchange.body.error };
    yield { ...exchange, body: exchange.body.error.message };
  },
  'relative link': function* (exchange) {
    for (const name of ['@odata.context', '@odata.nextLink', '@odata.deltaLink']) {
      const link = exchange.body?.[name];
      if (!link) continue;
      yield at(exchange, [name], () => link.replace(/^https?:\/\/[^/]+/, ''));
      yield at(exchange, [name], () => link.replace(/^https?:\/\/[^/]+/, 'https://graph.example'));
    }
  },
  'missing context': function* (exchange) {
    if (exchange.body?.['@odata.context']) yield at(exchange, [], (body) => without(body, '@odata.context'));
  },
  'count that was not asked for': function* (exchange) {
    if (Array.isArray(exchange.body?.value) && !/\$count/.test(exchange.url))
      yield at(exchange, ['@odata.count'], () => 7);
  },
  'selected property left out': function* (exchange) {
    const select = new URLSearchParams(exchange.url.split('?')[1]).get('$select')?.split(',') ?? [];
    const pointer = Array.isArray(exchange.body?.value) ? ['value', 0] : [];
    const row = pointer.reduce((value, key) => value?.[key], exchange.body);
    // A delta answer always contains the id, but other properties only if they were set. A user who has never signed in has
    // no signInActivity.
    const delta = /\/(microsoft\.graph\.)?delta(\(\))?(\?|$)/.test(exchange.url);
    const needed = select.filter((name) => name !== 'signInActivity');
    for (const name of delta ? needed.filter((name) => name === 'id') : needed)
      if (isObject(row) && name in row) yield at(exchange, pointer, (object) => without(object, name));
  },
  'wrong header': function* (exchange) {
    const mime = exchange.headers['content-type'];
    if (mime) yield header(exchange, 'content-type', mime.includes('json') ? 'text/html' : 'application/json');
    if (exchange.item) return;
    yield header(exchange, 'request-id', undefined);
    yield header(exchange, 'client-request-id', 'none');
    yield header(exchange, 'access-control-expose-headers', 'x-ms-resource-unit');
  },
};

const isObject = (value) => value !== null && typeof value === 'object' && !Array.isArray(value);

/** The places that are properties and not annotations. */
const properties = (places) =>
  places.filter(({ pointer }) => typeof pointer.at(-1) === 'string' && !pointer.at(-1).includes('@'));

const without = (object, name) => Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
const rename = (object, name, to) =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key === name ? to : key, value]));

function otherType(value) {
  if (typeof value === 'string') return 7;
  if (Array.isArray(value)) return 'several';
  if (isObject(value)) return 'one';
  // The description allows texts for numbers, too ("INF").
  return typeof value === 'boolean' ? 'yes' : true;
}

/** A copy of the exchange with another value at the pointer. */
function at(exchange, pointer, change) {
  const replace = (value, [key, ...rest]) => {
    if (key === undefined) return change(value);
    if (Array.isArray(value)) return value.map((one, index) => (index === key ? replace(one, rest) : one));
    return { ...value, [key]: replace(value[key], rest) };
  };
  return { ...exchange, body: replace(exchange.body, pointer) };
}

function header(exchange, name, value) {
  const { [name]: _, ...headers } = exchange.headers;
  return { ...exchange, headers: value === undefined ? headers : { ...headers, [name]: value } };
}

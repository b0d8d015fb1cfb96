// Compares an answer with a documented one: status, names, types and, if the request determines them, values. Values that
// differ between tenants (ids, hosts, times, tickets) count as equal if they have the same form.

const FORMS = [
  [/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-fx]{4}-[0-9a-fx]{4}-[0-9a-f]{12}|\{[a-zA-Z-]+\}/gi, '<id>'],
  [/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z?$/, '<moment>'],
  [/^https?:\/\/(graph\.microsoft\.com|127\.0\.0\.1:\d+|localhost:\d+)\/(v1\.0|beta)\//, '<graph>/$2/'],
  [/#EXT#@[a-z0-9.]+\.onmicrosoft\.com$/i, '#EXT#@<initial>'],
  [/([?&]\$(skiptoken|deltatoken)=)[^&]+$/i, '$1<token>'],
];

const form = (text) => FORMS.reduce((formed, [pattern, name]) => formed.replace(pattern, name), text);

/**
 * The differences between an answer and the documented one. `free` are pointers to values that depend on the tenant, `also`
 * to properties that the answer may have in addition, `absent` to properties that it may lack.
 */
export function differences(expected, actual, { free = [], also = [], absent = [] } = {}) {
  const found = [];
  if (expected.status !== null && expected.status !== actual.status) {
    found.push(
      `status ${actual.status}, documented ${expected.status}${actual.status >= 400 ? ` (${brief(actual.body)})` : ''}`,
    );
  }
  const mime = (value = '') => value.split(';')[0];
  const documented = Object.fromEntries(
    Object.entries(expected.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (documented['content-type'] && mime(actual.headers['content-type']) !== mime(documented['content-type'])) {
    found.push(`content-type ${actual.headers['content-type']}, documented ${documented['content-type']}`);
  }
  if (expected.body !== null) found.push(...compare(expected.body, actual.body, '', { free, also, absent }));
  return found;
}

function compare(expected, actual, pointer, rules) {
  const at = pointer || 'the body';
  if (expected === null) {
    // A code or text that the source does not show.
    return actual === null || rules.free.includes(pointer) ? [] : [`${at}: ${brief(actual)}, documented null`];
  }
  if (kind(expected) !== kind(actual)) return [`${at}: ${brief(actual)}, documented ${brief(expected)}`];
  if (Array.isArray(expected)) {
    if (rules.free.includes(pointer))
      return actual
        .slice(0, 1)
        .flatMap((one) => (expected.length > 0 ? compare(expected[0], one, `${pointer}/0`, rules) : []));
    if (expected.length !== actual.length) return [`${at}: ${actual.length} entries, documented ${expected.length}`];
    return expected.flatMap((one, index) => compare(one, actual[index], `${pointer}/${index}`, rules));
  }
  if (typeof expected === 'object') {
    const missing = Object.keys(expected).filter(
      (name) => !(name in actual) && !rules.absent.includes(`${pointer}/${name}`),
    );
    const extra = Object.keys(actual).filter(
      (name) => !(name in expected) && !rules.also.includes(`${pointer}/${name}`),
    );
    return [
      ...missing.map((name) => `${pointer}/${name}: missing`),
      ...extra.map((name) => `${pointer}/${name}: not documented`),
      ...Object.keys(expected)
        .filter((name) => name in actual)
        .flatMap((name) => compare(expected[name], actual[name], `${pointer}/${name}`, rules)),
    ];
  }
  if (rules.free.includes(pointer)) return [];
  if (typeof expected === 'string' && form(expected) === form(actual)) return [];
  return expected === actual ? [] : [`${at}: ${brief(actual)}, documented ${brief(expected)}`];
}

const kind = (value) => (Array.isArray(value) ? 'array' : value === null ? 'null' : typeof value);
const brief = (value) => JSON.stringify(value)?.slice(0, 200);

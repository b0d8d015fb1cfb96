// Compiles recorded answers of the sandbox with `tsc --strict` against @microsoft/microsoft-graph-types:  node types.mjs DIRECTORY…
//
// Every object is a constant of its type, so a property that the type lacks, a wrong type, a null where none may be, and an
// unknown member of an enumeration are errors. The type is what the description says about the path, or `@odata.type`.
// Annotations are left out, since the types have none. There are no types for errors.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closing } from '../contract/closing.js';
import { Description, segments, shared, template } from '../contract/description.js';
import { PATHS } from '../contract/deviations.js';
import { exchanges, files } from '../contract/recordings.js';
import { compare, TYPES } from './differences.js';

const results = fileURLToPath(new URL('results', import.meta.url));
const require = createRequire(import.meta.url);

if (!existsSync(join(shared, 'facts', 'graph-openapi.json'))) {
  console.log(`skipped: ${shared} is not here`);
  closing({ skipped: 1 });
  process.exit();
}

const description = new Description();
const beside = PATHS.map((entry) => ({ ...entry, ...template(entry.path) }));
const declared = readFileSync(require.resolve('@microsoft/microsoft-graph-types/microsoft-graph.d.ts'), 'utf8');
const known = new Set([...declared.matchAll(/export interface (\w+)/g)].map(([, name]) => name));

/** The name of a type in the library, or undefined if it has none: those of nested namespaces and of errors. */
function typeName(name) {
  const [, short] = /^#?microsoft\.graph\.(\w+)$/.exec(name ?? '') ?? [];
  const type = short && short[0].toUpperCase() + short.slice(1);
  return known.has(type) ? type : undefined;
}

/** The type of an answer, and whether the answer is a list of it. */
function typeOf(method, path) {
  const found = description.find(path);
  const content = found && description.response(method, found, 200)?.content?.['application/json']?.schema;
  if (!content) {
    const entry = beside.find((one) => one.method === method && one.fits(segments(path)));
    return { type: entry?.list ?? entry?.entity, list: Boolean(entry?.list) };
  }
  const schema = resolved(content);
  const rows = property(schema, 'value')?.items;
  return rows ? { type: nameOf(rows), list: true } : { type: nameOf(content), list: false };
}

const nameOf = (schema) => (schema.$ref ?? schema.anyOf?.find((one) => one.$ref)?.$ref)?.split('/').at(-1);
const resolved = (schema) => description.schemas[nameOf(schema)] ?? schema;
const property = (schema, name) =>
  schema.properties?.[name] ??
  (schema.allOf ?? []).map((part) => property(resolved(part), name)).find((one) => one !== undefined);

/** The value without annotations. */
function bare(value) {
  if (Array.isArray(value)) return value.map(bare);
  if (!value || typeof value !== 'object') return value;
  const own = Object.entries(value).filter(([name]) => !name.includes('@'));
  return Object.fromEntries(own.map(([name, inner]) => [name, bare(inner)]));
}

/** What a value has in common with others that the compiler judges in the same way. Members of enumerations are kept. */
function shape(value) {
  if (Array.isArray(value)) return `[${[...new Set(value.map(shape))].sort()}]`;
  if (value === null || typeof value !== 'object') {
    return typeof value === 'string' && /^[a-z][A-Za-z]+$/.test(value) ? value : value === null ? 'null' : typeof value;
  }
  return `{${Object.keys(value)
    .sort()
    .map((name) => `${name}:${shape(value[name])}`)}}`;
}

const constants = new Map();
let objects = 0;
for (const file of process.argv.slice(2).flatMap(files)) {
  for await (const { method, url, status, body } of exchanges(file)) {
    const [, path] = /^\/v1\.0(\/[^?]*)/.exec(url) ?? [];
    if (!path || status >= 300 || !body || typeof body !== 'object') continue;
    const { type, list } = typeOf(method, path);
    const rows = list ? body.value : [body];
    if (!Array.isArray(rows)) continue;
    for (const row of rows) {
      const name = typeName(row?.['@odata.type'] ?? type);
      if (!name || row['@removed']) continue;
      objects += 1;
      const value = bare(row);
      const key = `${name} ${shape(value)}`;
      if (!constants.has(key)) constants.set(key, { name, value, from: `${method} ${url}` });
    }
  }
}
if (constants.size === 0) {
  console.log('There are no recorded answers: run the steps native and journeys first.');
  closing({ failed: 1 });
  process.exit();
}

mkdirSync(results, { recursive: true });
const all = [...constants.values()];
const source = join(results, 'answers.ts');
const lines = all.map(({ name, value }, at) => `export const a${at}: Graph.${name} = ${JSON.stringify(value)};`);
writeFileSync(source, `import type * as Graph from '@microsoft/microsoft-graph-types';\n${lines.join('\n')}\n`);
const options = ['--strict', '--noEmit', '--target', 'es2022', '--module', 'nodenext', '--types', ''];
const tsc = join(require.resolve('typescript/package.json'), '..', 'bin', 'tsc');
const { stdout, stderr } = spawnSync(process.execPath, [tsc, ...options, '--pretty', 'false', source], {
  encoding: 'utf8',
  maxBuffer: 2 ** 28,
});

/** One line for each constant and message. Lines that begin with a space explain the one above. */
const found = [];
for (const line of `${stdout}${stderr}`.split('\n')) {
  const [, at, says] = /answers\.ts[(:](\d+)[^a-z]*error (TS\d+: .*)$/.exec(line) ?? [];
  if (at) found.push({ ...all[Number(at) - 2], says });
  else if (line.startsWith(' ') && found.length > 0) found.at(-1).says += line.replace(/^ */, ' ');
  else if (line.trim()) found.push({ name: 'tsc', says: line, from: '' });
}
const { unlisted, unneeded } = compare(
  TYPES,
  found,
  ({ type, says }, one) => one.name === type && one.says.includes(says),
);
const told = new Map();
for (const { name, says, from } of unlisted) {
  const key = `${name}: ${says.slice(0, 400)}`;
  told.set(key, { from, count: (told.get(key)?.count ?? 0) + 1 });
}
for (const [key, { from, count }] of told)
  console.log(`FAILED types: ${key} (${count}x, such as ${from.slice(0, 120)})`);
for (const { type, says } of unneeded) console.log(`No longer needed: the difference of ${type}: ${says}`);
const types = new Set(all.map(({ name }) => name));
console.log(
  `types: ${objects} objects of ${types.size} types, ${all.length} of different shape compiled, ${TYPES.length} listed differences`,
);
const bad = new Set(unlisted.map(({ name }) => name));
closing({ passed: [...types].filter((name) => !bad.has(name)).length, failed: bad.size });

// Strict versions of the description's schemas: a type has only the properties that it lists, an entity has its id, and
// `@odata.type` determines the type of an object. Knows schemas. Must not know paths, statuses or headers.
import Ajv from 'ajv';
import { VALUES } from './facts.js';
import { FOREIGN_TYPES, INNER_ERROR, MORE_MEMBERS } from './deviations.js';

const ENTITY = 'microsoft.graph.entity';
const INNER = 'microsoft.graph.ODataErrors.InnerError';
const NULL = { type: 'null' };

/** Annotations that any object can have, and those of a property. */
const ANNOTATIONS = {
  '@odata.type': { type: 'string' },
  '@odata.id': { type: 'string' },
  '@odata.etag': { type: 'string' },
};
const BESIDE = { '^[A-Za-z]+@odata\\.(context|count|nextLink|type|navigationLink|associationLink)$': true };
/** Annotations of a whole answer, and the one of a removed row in a delta answer. */
const OF_ANSWERS = {
  '@odata.context': { type: 'string' },
  '@odata.count': { type: 'integer', minimum: 0 },
  '@odata.nextLink': { type: 'string' },
  '@odata.deltaLink': { type: 'string' },
  // Lists without `$select` can contain advice (k).
  '@microsoft.graph.tips': { type: 'string' },
  '@removed': {
    type: 'object',
    required: ['reason'],
    properties: { reason: { enum: ['changed', 'deleted'] } },
    additionalProperties: false,
  },
};

export class Schemas {
  #compiled = new Map();
  #flat = new Map();

  /** `newer` lists what the service's metadata contains in addition to the description. */
  constructor(description, newer) {
    this.raw = description.schemas;
    this.newer = newer;
    this.ajv = new Ajv({ allErrors: true, strict: false, validateFormats: true });
    // The description contains patterns for them, except for whole numbers.
    for (const name of ['date-time', 'date', 'time', 'uuid', 'duration', 'base64url', 'binary']) {
      this.ajv.addFormat(name, true);
    }
    this.ajv.addFormat('int32', { type: 'number', validate: Number.isInteger });
    this.ajv.addFormat('int64', { type: 'number', validate: Number.isInteger });
    this.ajv.addFormat('double', { type: 'number', validate: () => true });
    this.defs = {};
    for (const name of Object.keys(this.raw)) this.#define(name);
    this.ajv.addSchema({ $id: 'graph', $defs: this.defs });
  }

  /** A type's own and inherited properties, whether it is an entity, and which properties it requires. */
  flat(name) {
    if (!this.#flat.has(name)) this.#flat.set(name, flatten(this.raw, this.raw[name], name, this.newer));
    return this.#flat.get(name);
  }

  /** The names of the types that are `name` or derive from it, by their `@odata.type`. */
  derived(name) {
    const types = Object.keys(this.raw).filter((other) => ancestors(this.raw, other).includes(name));
    return Object.fromEntries(types.map((type) => [`#${type}`, type]));
  }

  /** The strict schema of a whole answer, from its schema in the description. */
  answer(schema) {
    const [only] = schema.anyOf?.filter((one) => one.$ref) ?? [schema];
    const flat = only.$ref ? this.flat(named(only)) : flattenInline(this.raw, only, this.newer);
    return flat.entity ? ref(`${flat.name}:row`) : this.#closed(flat, { answer: true });
  }

  /** The strict schema of an answer with rows of a type, or of a type that the description does not contain (`open`). */
  list(type) {
    const row = type === 'open' ? { type: 'object', required: ['id'] } : ref(`${type}:row`);
    return {
      type: 'object',
      properties: { value: { type: 'array', items: row }, ...OF_ANSWERS },
      required: ['value'],
      additionalProperties: false,
    };
  }

  entity(type) {
    return type === 'open' ? { type: 'object', required: ['id'] } : ref(`${type}:row`);
  }

  /** The problems of a value under a strict schema, as `pointer: what`. */
  problems(schema, value) {
    const key = JSON.stringify(schema);
    if (!this.#compiled.has(key)) this.#compiled.set(key, this.ajv.compile(schema));
    const validate = this.#compiled.get(key);
    return validate(value) ? [] : told(validate.errors);
  }

  /** Every place in `value` with the schema that applies there. */
  *places(schema, value, pointer = []) {
    const known = this.resolve(schema, value);
    yield { pointer, value, schema: known, nullable: isNullable(schema) || isNullable(known) };
    if (Array.isArray(value)) {
      if (known.items && known.items !== true && value.length > 0)
        yield* this.places(known.items, value[0], [...pointer, 0]);
    } else if (value && typeof value === 'object') {
      for (const [name, inner] of Object.entries(value)) {
        if (known.properties?.[name] && known.properties[name] !== true)
          yield* this.places(known.properties[name], inner, [...pointer, name]);
      }
    }
  }

  /** The schema to which a reference leads for this value. */
  resolve(schema, value) {
    if (schema.anyOf) return this.resolve(schema.anyOf.find((one) => one.type !== 'null') ?? schema, value);
    if (!schema.$ref) return schema;
    const target = this.defs[schema.$ref.slice('graph#/$defs/'.length)];
    if (!target['x-types']) return this.resolve(target, value);
    const type = target['x-types'][value?.['@odata.type']] ?? target['x-self'];
    return this.resolve(ref(type), value);
  }

  /**
   * Two definitions of a type: inside an answer, and as the answer itself or one of its rows (`:row`), where the id can be
   * missing because of `$select`.
   */
  #define(name) {
    for (const row of [false, true]) {
      const suffix = row ? ':row' : '';
      const types = this.derived(name);
      const exact = `${name}!${suffix}`;
      this.defs[exact] = this.#closed(this.flat(name), { row });
      if (Object.keys(types).length < 2) {
        this.defs[name + suffix] = ref(exact);
        continue;
      }
      const tagged = Object.fromEntries(Object.entries(types).map(([tag, type]) => [tag, `${type}!${suffix}`]));
      this.defs[name + suffix] = {
        type: 'object',
        'x-types': tagged,
        'x-self': exact,
        properties: { '@odata.type': { enum: [...Object.keys(types), ...FOREIGN_TYPES] } },
        allOf: [
          ...Object.entries(tagged).map(([tag, type]) => ({ if: is(tag), then: ref(type) })),
          ...FOREIGN_TYPES.map((tag) => ({ if: is(tag), then: { type: 'object', required: ['id'] } })),
          { if: { not: { required: ['@odata.type'] } }, then: ref(exact) },
        ],
      };
    }
  }

  #closed({ name, properties, required, entity, open }, { row = false, answer = false } = {}) {
    if (open) return open;
    const convert = (schema, property) =>
      this.#convert(schema, { name, property, rows: answer && property === 'value' });
    const own = Object.fromEntries(
      Object.entries(properties).map(([property, schema]) => [property, convert(schema, property)]),
    );
    const extra = name === INNER ? INNER_ERROR : (MORE_MEMBERS[name] ?? {});
    return {
      type: 'object',
      properties: { ...own, ...extra, ...ANNOTATIONS, ...(row || answer ? OF_ANSWERS : {}) },
      patternProperties: BESIDE,
      additionalProperties: false,
      required: [...required, ...(entity && !row ? ['id'] : []), ...(answer && 'value' in own ? ['value'] : [])],
    };
  }

  #convert(schema, where) {
    if (schema === true || Object.keys(schema).length === 0) return true;
    if (schema.$ref) return ref(named(schema) + (where.rows ? ':row' : ''));
    const anyOf = schema.anyOf ?? schema.oneOf;
    if (anyOf) return { anyOf: anyOf.map((one) => this.#convert(one, where)) };
    if (schema.allOf || schema.properties) return this.#closed(flattenInline(this.raw, schema, this.newer));
    if (schema.type === 'array')
      return nullable(schema, { type: 'array', items: this.#convert(schema.items ?? true, where) });
    if (schema.enum?.length === 1 && schema.enum[0] === null) return NULL;
    const { type, pattern, format, minimum, maximum, enum: members, additionalProperties } = schema;
    const plain = {
      type,
      pattern,
      format,
      minimum,
      maximum,
      enum: members ?? VALUES[where.name]?.[where.property],
      additionalProperties,
    };
    return nullable(schema, JSON.parse(JSON.stringify(plain)));
  }
}

const ref = (name) => ({ $ref: `graph#/$defs/${name}` });
const named = (schema) => schema.$ref.split('/').at(-1);
const is = (tag) => ({ properties: { '@odata.type': { const: tag } }, required: ['@odata.type'] });
const isNullable = (schema) =>
  schema === true ||
  (schema.type === undefined && !schema.anyOf && !schema.$ref && !schema.enum) ||
  [schema.type].flat().includes('null') ||
  Boolean(schema.anyOf?.some(isNullable));

function nullable(raw, schema) {
  if (!raw.nullable || !schema.type) return schema;
  const members = schema.enum && [...new Set([...schema.enum, null])];
  return { ...schema, type: [schema.type, 'null'], ...(members && { enum: members }) };
}

function ancestors(raw, name) {
  const parents = (raw[name]?.allOf ?? []).filter((part) => part.$ref).map(named);
  return [name, ...parents.flatMap((parent) => ancestors(raw, parent))];
}

function flatten(raw, schema, name, newer) {
  const flat = flattenInline(raw, schema, newer);
  const beyond = Object.fromEntries((newer[short(name)]?.['only-in-CSDL'] ?? []).map((property) => [property, true]));
  const members = newer[short(name)]?.['enum only-in-CSDL'];
  const open =
    flat.open && members && flat.open.enum ? { ...flat.open, enum: [...flat.open.enum, ...members] } : flat.open;
  return {
    ...flat,
    name,
    open,
    properties: { ...flat.properties, ...beyond },
    entity: ancestors(raw, name).includes(ENTITY),
  };
}

function flattenInline(raw, schema, newer) {
  if (!schema.allOf && !schema.properties) {
    // An enumeration, a number or text, or an object without described properties.
    const { type, enum: members, pattern, format, additionalProperties } = schema;
    const open = JSON.parse(JSON.stringify({ type, enum: members, pattern, format, additionalProperties }));
    return { properties: {}, required: [], entity: false, open: nullable(schema, open) };
  }
  const parts = [schema, ...(schema.allOf ?? [])].map((part) =>
    part.$ref
      ? flatten(raw, raw[named(part)], named(part), newer)
      : part === schema
        ? { properties: part.properties ?? {}, required: part.required ?? [] }
        : flattenInline(raw, part, newer),
  );
  return {
    properties: Object.assign({}, ...parts.map((part) => part.properties)),
    required: [...new Set(parts.flatMap((part) => part.required))],
    entity: parts.some((part) => part.entity),
  };
}

const short = (name) => name.split('.').at(-1);

/** Short texts of errors, without "must be null" if the value also fails the other alternative. */
function told(errors) {
  const lines = errors
    .filter(
      ({ keyword, params }) => !['if', 'anyOf'].includes(keyword) && !(keyword === 'type' && params.type === 'null'),
    )
    .map(({ instancePath, keyword, message, params }) => {
      if (keyword === 'additionalProperties') return `${instancePath}/${params.additionalProperty}: no such property`;
      if (keyword === 'required') return `${instancePath}/${params.missingProperty}: missing`;
      if (keyword === 'enum') return `${instancePath}: must be one of ${params.allowedValues.join(', ')}`;
      return `${instancePath}: ${message}`;
    });
  return [
    ...new Set(lines.length > 0 ? lines : errors.map(({ instancePath, message }) => `${instancePath}: ${message}`)),
  ];
}

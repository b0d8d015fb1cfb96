// Microsoft's description of Graph, from a file in ../shared: where it is, and which operation a request belongs to. Knows
// paths. Must not know answers.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The directory with the collected facts. It is not part of the repository and can be missing. */
export const shared = process.env.GUESTLIST_SHARED ?? join(root, '..', 'shared');

export const facts = (name) => JSON.parse(readFileSync(join(shared, 'facts', name), 'utf8'));

export class Description {
  constructor(document = facts('graph-openapi.json')) {
    this.components = document.components;
    this.schemas = document.components.schemas;
    this.paths = document.paths;
    this.templates = Object.keys(document.paths).map(template);
  }

  /** The template that a path (below the version, decoded segment by segment) belongs to, or undefined. */
  find(path) {
    const parts = segments(path);
    const fitting = this.templates.filter((one) => one.fits(parts));
    return fitting.sort((a, b) => b.literals - a.literals)[0]?.text;
  }

  /** What the description says about the answers to `method template`, or undefined. */
  responses(method, template) {
    return this.paths[template]?.[method.toLowerCase()]?.responses;
  }

  /** The described answer for a status, by number, by range, or the default. References are resolved. */
  response(method, template, status) {
    const all = this.responses(method, template);
    if (!all) return undefined;
    const found = all[status] ?? all[`${Math.floor(status / 100)}XX`] ?? all.default;
    return found?.$ref ? this.components.responses[found.$ref.split('/').at(-1)] : found;
  }
}

/**
 * The path's segments. A cast can have its full namespace. A function can lack its parentheses, and `delta`, which has no
 * namespace in the description, can have it. A key can stand in brackets: `users('id')`.
 */
export function segments(path) {
  return path
    .split('/')
    .filter(Boolean)
    .map((part) => decode(part))
    .flatMap((part) => part.match(/^(\w+)\('(.*)'\)$/)?.slice(1) ?? [part])
    .map((part) => part.replace(/^microsoft\.graph\./i, 'graph.').replace(/^graph\.(?=delta(\(\))?$)/i, ''));
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** A path template, compiled. A parameter never stands for an option (`$ref`), a cast or a function. */
export function template(text) {
  const parts = text.split('/').filter(Boolean);
  const tests = parts.map((part) => {
    if (/^\{[^}]*\}$/.test(part)) return /^(?!\$|graph\.|delta$|delta\(|.*\(.*=).+$/i;
    const pattern = part
      .split(/\{[^}]*\}/)
      .map((literal) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
      .join('[^/]*');
    return new RegExp(`^${pattern.replace(/\\\(\\\)$/, '(\\(\\))?')}$`, 'i');
  });
  return {
    text,
    literals: parts.filter((part) => !part.startsWith('{')).length,
    fits: (path) => path.length === tests.length && tests.every((test, at) => test.test(path[at])),
  };
}

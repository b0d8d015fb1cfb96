// Accounts for every operation of the description: the recordings contain an answer with success, or `not-imitated.js` lists
// it with the answer that the recordings contain instead.
import { NOT_IMITATED } from './not-imitated.js';

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Every operation of the description as `METHOD /path`. */
export const operations = (paths) =>
  Object.entries(paths).flatMap(([path, item]) =>
    METHODS.filter((method) => item[method]).map((method) => `${method.toUpperCase()} ${path}`),
  );

/**
 * What the recordings say about the operations: `imitated` and `listed`, and `problems` as lines of text. `answers` are all
 * answers to described operations: `{ endpoint, status, code }`.
 */
export function account(paths, answers, list = NOT_IMITATED) {
  const described = operations(paths);
  const listed = new Map(list.map((entry) => [`${entry.method} ${entry.path}`, entry]));
  const succeeded = new Set(answers.filter(({ status }) => status < 400).map(({ endpoint }) => endpoint));
  const problems = [
    ...list.filter(({ reason }) => !reason).map(({ method, path }) => `${method} ${path}: listed without a reason`),
    ...[...listed.keys()].filter((name) => !described.includes(name)).map((name) => `${name}: listed, not described`),
    ...described.flatMap((name) => {
      const entry = listed.get(name);
      if (!entry) return succeeded.has(name) ? [] : [`${name}: neither answered nor listed as not imitated`];
      if (succeeded.has(name)) return [`${name}: listed as not imitated, but answered`];
      const said = answers.some(
        ({ endpoint, status, code }) => endpoint === name && status === entry.status && code === entry.code,
      );
      return said ? [] : [`${name}: no recorded answer ${entry.status} ${entry.code}, as the list says`];
    }),
  ];
  return {
    paths: Object.keys(paths).length,
    operations: described.length,
    imitated: described.filter((name) => !listed.has(name) && succeeded.has(name)).length,
    listed: described.filter((name) => listed.has(name)).length,
    problems,
  };
}

/** Wrong accounts of the same recordings, each with what is wrong about it. `account` must find a problem in every one. */
export function wrongAccounts(paths, answers) {
  const [first] = NOT_IMITATED;
  const path = '/users/{user-id}/presence';
  return {
    'an operation that nobody answers': [{ ...paths, [path]: { get: {} } }, answers, NOT_IMITATED],
    'a listed operation that is answered': [
      paths,
      [...answers, { endpoint: `${first.method} ${first.path}`, status: 200 }],
      NOT_IMITATED,
    ],
    'a line without its operation': [paths, answers, [...NOT_IMITATED, { ...first, path }]],
    'a missing line': [paths, answers, NOT_IMITATED.slice(1)],
    'a line with another answer': [paths, answers, [{ ...first, code: 'Other' }, ...NOT_IMITATED.slice(1)]],
    'a line without a reason': [paths, answers, [{ ...first, reason: '' }, ...NOT_IMITATED.slice(1)]],
  };
}

// The errors that docs/errors.md lists, for journeys that provoke each of them once.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const fixture = async (name) => JSON.parse(await readFile(`${root}tests/fixtures/${name}.json`, 'utf8'));

/** Each with `code`, `error`, `from` (the endpoint that sends it), `kind` and `meaning`. */
export const signInErrors = await fixture('sign_in_errors');

/** Each with `request`, `status`, `code`, `message`, `kind` and `meaning`. */
export const graphErrors = await fixture('graph_errors');

const list = await readFile(`${root}docs/errors.md`, 'utf8');

/**
 * What the portal says about an error, by docs/errors.md. `heading` is that of its part of the document, and `entry` the
 * line's text.
 */
export function textFor(heading, entry) {
  const part = list.split('\n## ').find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const section = part.split('\n\n- Who can act: ').map((text) => text.split('\n\n'));
  const index = section.findIndex(([lines]) => lines.includes(`\n- ${entry}`));
  if (index < 1) throw new Error(`docs/errors.md does not list ${entry}`);
  return section[index - 1].at(-1);
}

/** The text as docs/errors.md has it: with a word in place of this tenant's ids and hosts. */
export function general(text, tenant) {
  const ids = text.replace(/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}/g, '<client id>');
  return ids
    .replaceAll(new URL(tenant.login).host, '<sign-in host>')
    .replaceAll(new URL(tenant.graph).host, '<Graph host>');
}

// Another site on this machine, which records the requests that it gets.
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { test as base, expect } from '../support/fixtures.js';

export const test = base.extend({
  /** `asked` contains each request as a text: method, address and, if it was sent, the header `authorization`. */
  stranger: async ({}, use) => {
    const asked = [];
    const server = createServer((request, response) => {
      asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
      response
        .writeHead(200, { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' })
        .end('{"value":[]}');
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const host = `127.0.0.1:${server.address().port}`;
    await use({ host, origin: `http://${host}`, asked });
    server.closeAllConnections();
    server.close();
  },
});

/** Changes a copy of the release files so that the policy allows requests to all hosts. Then another control must refuse. */
export async function anywhere(copy) {
  const file = join(copy, '_headers');
  const text = await readFile(file, 'utf8');
  const open = text.replace(/ connect-src [^;]*;/, '').replace("default-src 'none'", 'default-src *');
  expect(open).not.toBe(text);
  await writeFile(file, open);
}

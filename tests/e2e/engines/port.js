// A free port for a server.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** A port at which no program listens. */
export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

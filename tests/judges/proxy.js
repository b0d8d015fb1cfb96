// A proxy on this machine for clients that obey HTTPS_PROXY. Microsoft's host names lead to a sandbox started with `tls`; every
// other name is refused, so nothing leaves the machine. The clients keep the addresses of production, and check the certificate
// for the real name.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:net';

const MAPPED = ['login.microsoftonline.com:443', 'graph.microsoft.com:443'];

export class NameProxy {
  #server;
  /** Names that a client wanted to reach and that are not on this machine. */
  refused = new Set();

  static async start(port) {
    const proxy = new NameProxy();
    proxy.#server = createServer((_, response) => response.writeHead(405).end());
    proxy.#server.on('connect', ({ url }, client, head) => {
      if (!MAPPED.includes(url)) {
        proxy.refused.add(url);
        client.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
        return;
      }
      const sandbox = connect(port, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        sandbox.write(head);
        sandbox.pipe(client).pipe(sandbox);
      });
      for (const [one, other] of [
        [sandbox, client],
        [client, sandbox],
      ]) {
        one.on('error', () => other.destroy());
        one.on('close', () => other.destroy());
      }
    });
    proxy.#server.listen(0, '127.0.0.1');
    await once(proxy.#server, 'listening');
    return proxy;
  }

  get address() {
    return `http://127.0.0.1:${this.#server.address().port}`;
  }

  stop() {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

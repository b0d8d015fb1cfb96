// The browser that finds Microsoft's host names on this machine, and no other host at all. It trusts the keys that it is
// given by their hash, and nothing else that it would not trust at any time.
import { once } from 'node:events';
import { connect } from 'node:tls';
import { keyHash } from './certificate.js';

/** What `args` a Chromium needs so that the `names` lead to a sandbox started with `tls`; `keys` are further keys to trust. */
export async function mappedTo(sandbox, names, keys = []) {
  const here = names.map((name) => `MAP ${name}:443 127.0.0.1:${sandbox.port}`);
  const rules = [...here, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1', 'EXCLUDE localhost'].join(', ');
  const trusted = [await sandboxKeyHash(sandbox, names[0]), ...keys].join();
  return [`--host-resolver-rules=${rules}`, `--ignore-certificate-errors-spki-list=${trusted}`];
}

/** The hash of the key in the sandbox's certificate, which is first checked as any client does. */
async function sandboxKeyHash({ port, authority }, servername) {
  const socket = connect({ host: '127.0.0.1', port, servername, ca: authority });
  await once(socket, 'secureConnect');
  const hash = keyHash(socket.getPeerX509Certificate().toString());
  socket.destroy();
  return hash;
}

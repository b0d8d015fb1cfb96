// Arguments for a Chromium that finds Microsoft's host names on this machine and can reach no other host. In addition to its
// usual authorities it trusts the given keys only.
import { once } from 'node:events';
import { connect } from 'node:tls';
import { keyHash } from './certificate.js';

/** The arguments with which `names` lead to a sandbox started with `tls`. `keys` are hashes of further keys to trust. */
export async function mappedTo(sandbox, names, keys = []) {
  const here = names.map((name) => `MAP ${name}:443 127.0.0.1:${sandbox.port}`);
  const rules = [...here, 'MAP * ~NOTFOUND', 'EXCLUDE 127.0.0.1', 'EXCLUDE localhost'].join(', ');
  const trusted = [await sandboxKeyHash(sandbox, names[0]), ...keys].join();
  return [`--host-resolver-rules=${rules}`, `--ignore-certificate-errors-spki-list=${trusted}`];
}

/** The hash of the key in the sandbox's certificate, after the usual checks of a TLS client. */
async function sandboxKeyHash({ port, authority }, servername) {
  const socket = connect({ host: '127.0.0.1', port, servername, ca: authority });
  await once(socket, 'secureConnect');
  const hash = keyHash(socket.getPeerX509Certificate().toString());
  socket.destroy();
  return hash;
}

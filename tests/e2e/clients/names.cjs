// Loaded first in a Node program (`--require`); it does what `--host-resolver-rules` does for the browser. The host names of
// the global cloud lead to the sandbox's port on this machine. Other names are not found, so nothing leaves the machine.
//
// It changes `Socket.connect` because the clients must stay as they are, with the addresses of production. A hosts file cannot
// map ports, and clients that use `fetch` have no setting for a proxy or an agent. TLS is not changed: the certificate is
// checked for the real name, against the authority in NODE_EXTRA_CA_CERTS.
'use strict';

const { Socket } = require('node:net');

const MAPPED = ['login.microsoftonline.com', 'graph.microsoft.com'];
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const port = Number(process.env.SANDBOX_PORT);

const { connect } = Socket.prototype;

Socket.prototype.connect = function (...args) {
  // `net.connect` passes one list with options and callback; `tls.connect` passes both as arguments.
  const [first] = args;
  const options = Array.isArray(first) ? first[0] : first;
  // A socket without a host is local, such as the channel to the parent process.
  if (!options?.host || LOOPBACK.includes(options.host)) return connect.apply(this, args);
  if (!MAPPED.includes(options.host) || Number(options.port) !== 443) {
    const error = new Error(`${options.host}:${options.port} is not on this machine`);
    process.nextTick(() => this.destroy(Object.assign(error, { code: 'ENOTFOUND' })));
    return this;
  }
  const mapped = { ...options, host: '127.0.0.1', port };
  if (Array.isArray(first)) first[0] = mapped;
  else args[0] = mapped;
  return connect.apply(this, args);
};

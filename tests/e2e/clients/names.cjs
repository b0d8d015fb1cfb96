// Loaded before everything else in a Node program (`--require`): what `--host-resolver-rules` is to the browser. The
// names of the global cloud lead to the sandbox's port on this machine; other names are not found, so nothing leaves it.
//
// Why here: a client must stay as it is, with the addresses of production. A hosts file maps no ports, and the clients
// that send by `fetch` have no setting for a proxy or an agent. Below `fetch` and `https` lies a socket that connects, and
// that is all that is touched. TLS above it stays whole: the certificate is checked for the real name, against the
// authority in NODE_EXTRA_CA_CERTS.
'use strict';

const { Socket } = require('node:net');

const MAPPED = ['login.microsoftonline.com', 'graph.microsoft.com'];
const LOOPBACK = ['localhost', '127.0.0.1', '::1'];
const port = Number(process.env.SANDBOX_PORT);

const { connect } = Socket.prototype;

Socket.prototype.connect = function (...args) {
  // `net.connect` hands on a list of options and callback, `tls.connect` the two of them.
  const [first] = args;
  const options = Array.isArray(first) ? first[0] : first;
  // Without a host it is the socket of a local program, such as the channel to the one that started this.
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

// Responses for `tenant.reply`: errors in the form in which Microsoft sends them, and files in unusual encodings.
import { randomUUID } from 'node:crypto';

/**
 * An error of Graph. `extra` are further members of `error`, such as `details`. The ids are the same in headers and body, as
 * they are at Graph.
 */
export function graphError(status, code, message, extra = {}) {
  const id = randomUUID();
  const ids = { 'request-id': id, 'client-request-id': id };
  const innerError = { date: new Date().toISOString().slice(0, 19), ...ids };
  return { status, headers: ids, body: { error: { code, message, ...extra, innerError } } };
}

/**
 * An error of the token endpoint: `error` such as invalid_grant, the number behind AADSTS, and the text. `extra` are further
 * members, such as `suberror` or `claims`.
 */
export function tokenError(error, number, text, { status = 400, ...extra } = {}) {
  const { said, trace, correlation, timestamp } = described(number, text);
  const ids = { timestamp, trace_id: trace, correlation_id: correlation };
  return { status, body: { error, error_description: said, error_codes: [number], ...ids, ...extra } };
}

/** An error with which the sign-in page sends the browser back to the portal. The tenant fills in the `state`. */
export function authorizeError(tenant, error, number, text, extra = {}) {
  const { said } = described(number, text);
  const uri = `${tenant.login}/error?code=${number}`;
  const parameters = new URLSearchParams({ error, error_description: said, error_uri: uri, ...extra });
  return { status: 302, headers: { location: `${tenant.portal}/#${parameters}&state={{state}}` } };
}

/** A file with this text in UTF-16, as Windows editors save it: little-endian, with a byte order mark. */
export function inUtf16(text, headers = { 'content-type': 'application/json' }) {
  return { headers, base64: Buffer.from(`\ufeff${text}`, 'utf16le').toString('base64') };
}

function described(number, text) {
  const [trace, correlation] = [randomUUID(), randomUUID()];
  const timestamp = `${new Date().toISOString().slice(0, 19).replace('T', ' ')}Z`;
  const lines = [`AADSTS${number}: ${text}`, `Trace ID: ${trace}`, `Correlation ID: ${correlation}`];
  return { said: [...lines, `Timestamp: ${timestamp}`].join('\r\n'), trace, correlation, timestamp };
}

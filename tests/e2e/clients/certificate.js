// Self-signed certificates for one run. Node cannot make certificates, and tests should need no further program; the required
// part of X.509 is small.
import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto';

const DAY = 86_400_000;

/** A certificate for `name`, valid for two days, and its private key, both in PEM. */
export function selfSigned(name) {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const subject = sequence(set(sequence(COMMON_NAME, utf8(name))));
  const subjectAltName = sequence(SUBJECT_ALT_NAME, tagged(0x04, sequence(tagged(0x82, Buffer.from(name)))));
  const signed = sequence(
    tagged(0xa0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    SHA256_WITH_RSA,
    subject,
    sequence(moment(Date.now() - DAY), moment(Date.now() + DAY)),
    subject,
    publicKey.export({ type: 'spki', format: 'der' }),
    tagged(0xa3, sequence(subjectAltName)),
  );
  const signature = tagged(0x03, Buffer.concat([Buffer.from([0]), sign('sha256', signed, privateKey)]));
  const der = sequence(signed, SHA256_WITH_RSA, signature);
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    certificate: new X509Certificate(der).toString(),
    thumbprintSha256: createHash('sha256').update(der).digest('hex'),
  };
}

/** The name by which Chromium can be told to trust a certificate's key: the hash of the public key, in base64. */
export function keyHash(certificate) {
  const key = new X509Certificate(certificate).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(key).digest('base64');
}

// DER: a tag, a length, and the content.
function tagged(tag, ...parts) {
  const content = Buffer.concat(parts);
  const { length } = content;
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...size]), content]);
}

const sequence = (...parts) => tagged(0x30, ...parts);
const set = (...parts) => tagged(0x31, ...parts);
const integer = (bytes) => tagged(0x02, bytes);
const utf8 = (text) => tagged(0x0c, Buffer.from(text));
/** UTCTime, as `YYMMDDhhmmssZ`. */
const moment = (time) => tagged(0x17, Buffer.from(`${new Date(time).toISOString().replace(/\D/g, '').slice(2, 14)}Z`));

const COMMON_NAME = Buffer.from('0603550403', 'hex'); // 2.5.4.3
const SUBJECT_ALT_NAME = Buffer.from('0603551d11', 'hex'); // 2.5.29.17
const SHA256_WITH_RSA = Buffer.from('300d06092a864886f70d01010b0500', 'hex'); // 1.2.840.113549.1.1.11

// In: nothing. Out: a certificate for localhost that is valid today, and its key, in PEM. Run by: tests of https.
import { generateKeyPairSync, randomBytes, sign } from 'node:crypto';

/** X.509 (RFC 5280) in DER, as much of it as one certificate needs: Node reads certificates but makes none. */
export function selfSigned(): { readonly cert: string; readonly key: string } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const name = sequence(tlv(0x31, sequence(oid(0x55, 0x04, 0x03), tlv(0x0c, Buffer.from('localhost')))));
  const algorithm = sequence(oid(0x2b, 0x65, 0x70));
  const day = 86_400_000;
  const subjectAltName = sequence(oid(0x55, 0x1d, 0x11), tlv(0x04, sequence(
    tlv(0x82, Buffer.from('localhost')), tlv(0x87, Buffer.from([127, 0, 0, 1])),
  )));
  const body = sequence(
    tlv(0xa0, integer(Buffer.from([2]))), integer(Buffer.concat([Buffer.from([1]), randomBytes(8)])), algorithm, name,
    sequence(time(Date.now() - day), time(Date.now() + day)), name,
    publicKey.export({ type: 'spki', format: 'der' }), tlv(0xa3, sequence(subjectAltName)),
  );
  const der = sequence(body, algorithm, tlv(0x03, Buffer.concat([Buffer.from([0]), sign(null, body, privateKey)])));
  const base64 = der.toString('base64').replace(/.{64}/g, '$&\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  };
}

function tlv(tag: number, ...parts: Buffer[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const head = length < 0x80 ? [tag, length] : [tag, 0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from(head), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tlv(0x30, ...parts);
}

function integer(bytes: Buffer): Buffer {
  return tlv(0x02, bytes);
}

function oid(...bytes: number[]): Buffer {
  return tlv(0x06, Buffer.from(bytes));
}

function time(ms: number): Buffer {
  return tlv(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/[-:T]/g, '').slice(2, 14)}Z`));
}

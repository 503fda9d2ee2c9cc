import { createHmac, hkdfSync } from 'node:crypto';

/** Seals what was checked, with everything it was checked against; the same for the same parts. */
export type Seal = (...parts: readonly string[]) => string;

/** Bytes of a seal that are kept: half of SHA-256's, the least that RFC 2104 advises. */
const SEAL_BYTES = 16;

/**
 * Creates the seal of one bot: an HMAC (RFC 2104) under a key derived by HKDF (RFC 5869) from a secret that the
 * database does not hold, so that whoever can only write there cannot seal.
 */
export function createSeal(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'standfirst: checked answers', 32));
  return (...parts) =>
    createHmac('sha256', key)
      .update(JSON.stringify(parts))
      .digest()
      .subarray(0, SEAL_BYTES)
      .toString('base64url');
}

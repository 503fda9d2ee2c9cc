/** How much of a server's message is examined, and how much of it is kept, in characters. */
const MAX_READ = 4_000;
const MAX_LENGTH = 300;

/** Patterns that may be or precede a key, each with its replacement. */
const SECRETS: readonly [RegExp, string][] = [
  [/\bbearer\s+[^\s"',]+/gi, 'Bearer [key]'],
  [
    /((?:api[-_ ]?key|token|secret|password|authorization)["'\\]{0,3}\s{0,3}[:=]\s{0,3}["'\\]{0,3})[^\s"'\\,;&}]+/gi,
    '$1[key]',
  ],
  [/\b(?:sk|pk|rk|gsk|xai|pplx|hf|nvapi|csk|key)[-_][\w*.-]{6,}/gi, '[key]'],
  [/\bAIza[\w-]{20,}/g, '[key]'],
  [/\beyJ[\w.-]{20,}/g, '[key]'],
];

/**
 * Makes a server's message safe to log: one short line without the key, anything that resembles one, and
 * credentials or parameters in addresses.
 */
export function redact(text: string, key: string | null): string {
  let clean = text.slice(0, MAX_READ).replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ');
  if (key !== null && key.length >= 4) clean = clean.replaceAll(key, '[key]');
  clean = clean.split(' ').map(redactUrl).join(' ');
  for (const [secret, instead] of SECRETS) clean = clean.replace(secret, instead);
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH).trimEnd()} …` : clean.trim();
}

/** Strips user, query and fragment from an address; any other word is returned unchanged. */
function redactUrl(word: string): string {
  const [before, ...addresses] = word.split('://');
  if (addresses.length === 0) return word;
  const plain = addresses.map(address => address.replace(/^[^/@]*@/, '').replace(/[?#].*/s, ''));
  return [before, ...plain].join('://');
}

/** What is looked at of a server's own words, and what is kept of them, in characters. */
const MAX_READ = 4_000;
const MAX_LENGTH = 300;

/** What may be a key or lead to one, each with what stands in its place. */
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
 * A server's own words as they may be logged: one short line without the key, anything like one, and what
 * addresses carry.
 */
export function redact(text: string, key: string | null): string {
  let clean = text.slice(0, MAX_READ).replace(/[\s\p{Cc}\p{Cf}]+/gu, ' ');
  if (key !== null && key.length >= 4) clean = clean.replaceAll(key, '[key]');
  clean = clean.split(' ').map(redactUrl).join(' ');
  for (const [secret, instead] of SECRETS) clean = clean.replace(secret, instead);
  return clean.length > MAX_LENGTH ? `${clean.slice(0, MAX_LENGTH).trimEnd()} …` : clean.trim();
}

/** An address without who asks and what is asked for; any other word as it is. */
function redactUrl(word: string): string {
  const [before, ...addresses] = word.split('://');
  if (addresses.length === 0) return word;
  const plain = addresses.map(address => address.replace(/^[^/@]*@/, '').replace(/[?#].*/s, ''));
  return [before, ...plain].join('://');
}

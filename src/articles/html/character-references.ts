import { cleanLine } from '../../language/cleaning.ts';

/** Decodes the HTML character references that JSON-LD often contains. */
export function decodeReferences(name: string): string {
  if (!/&[#\w]+;/.test(name)) return name;
  const known: Record<string, string> = {
    amp: '&',
    quot: '"',
    apos: "'",
    lt: '<',
    gt: '>',
    nbsp: ' ',
    rsquo: '’',
    lsquo: '‘',
    ldquo: '“',
    rdquo: '”',
    ndash: '–',
    mdash: '—',
    hellip: '…',
  };
  return cleanLine(
    name.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,8}));/gi, (whole, decimal, hex, word) => {
      const code = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : null;
      if (code !== null) return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
      return known[word.toLowerCase()] ?? whole;
    }),
  );
}

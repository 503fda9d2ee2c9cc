import { Parser } from 'htmlparser2';

/** Elements within each other that are looked at; what is deeper has no links that count. */
const MAX_DEPTH = 200;

/**
 * What the link of each item is relative to, where the feed says so with `xml:base`; empty where it does not.
 * `url` is where the feed was found.
 */
export function findBases(text: string, url: string): string[] {
  if (!text.includes('xml:base')) return [];
  const bases: string[] = [];
  const around: string[] = [];
  let depth = 0;
  let isItem = false;
  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        depth += 1;
        if (depth > MAX_DEPTH) return;
        const stated = attributes['xml:base'];
        const outer = around.at(-1) ?? url;
        const base = (stated === undefined ? null : URL.parse(stated.trim(), outer)?.href) ?? outer;
        around.push(base);
        const name = tag.replace(/^.*:/, '').toLowerCase();
        if (name === 'item' || name === 'entry') {
          isItem = true;
          bases.push(base);
        } else if (isItem && name === 'link' && stated !== undefined) bases[bases.length - 1] = base;
      },
      onclosetag(tag) {
        if (depth <= MAX_DEPTH) around.pop();
        depth -= 1;
        if (/(?:^|:)(?:item|entry)$/i.test(tag)) isItem = false;
      },
    },
    { xmlMode: true },
  );
  parser.end(text);
  return bases;
}

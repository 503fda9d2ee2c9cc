import { Parser } from 'htmlparser2';

/** Maximum nesting depth that is examined; deeper elements have no links that matter. */
const MAX_DEPTH = 200;

/** Lists the base URL of each item's links, if the feed sets any with `xml:base`; `url` is the feed's. */
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

import { cleanLine } from '../language/cleaning.ts';
import { elementAt } from '../lists.ts';
import { htmlLinesOf } from './formats/html-text.ts';

/** How a source declares a line to be encoded; `unsaid` if it does not, as in RSS. */
export type MarkupForm = 'text' | 'html' | 'xhtml' | 'unsaid';

const TAG = /<(\/?)([a-z][a-z\d:-]{0,30})(\s[^<>]{0,2000})?\/?>/gi;
/** Elements that occur as markup in headlines and names. */
const MARKUP_ELEMENTS = new Set(
  'a abbr b bdi bdo big cite code del dfn div em font h1 h2 h3 h4 i ins kbd mark p q s samp small span strike strong sub sup tt u var'.split(
    ' ',
  ),
);
/** The maximum length of a headline, in characters. */
const MAX_LENGTH = 5000;

interface MarkupTag {
  readonly from: number;
  readonly to: number;
  readonly name: string;
  readonly isEnd: boolean;
  readonly hasAttributes: boolean | undefined;
}

/**
 * A headline or name on one line, without its markup. A tag counts as markup if it is closed again; “A guide
 * to <video> and <b>” is about tags and keeps them. Entities are decoded once.
 */
export function parseMarkupLine(text: string, form: MarkupForm = 'unsaid'): string {
  const line = text.slice(0, MAX_LENGTH);
  if (form === 'text' || !/[<&]/.test(line)) return cleanLine(line.replace(/\s+/g, ' '));
  const found = [...line.matchAll(TAG)].map(
    ([whole, slash = '', name = '', attributes], at, all): MarkupTag => ({
      from: elementAt(all, at).index,
      to: elementAt(all, at).index + whole.length,
      name: name.toLowerCase(),
      isEnd: slash !== '',
      hasAttributes: attributes?.includes('='),
    }),
  );
  const pieces: string[] = [];
  let at = 0;
  for (const { from, to, name } of form === 'xhtml' ? found : findMarkup(found, form)) {
    pieces.push(line.slice(at, from), /^(?:br|p|div|h\d)$/.test(name) ? ' ' : '');
    at = to;
  }
  return cleanLine(
    htmlLinesOf([...pieces, line.slice(at)].join('').replaceAll('<', '&lt;'))
      .join(' ')
      .replace(/\s+/g, ' '),
  );
}

/** The tags that are markup: those that are closed, line breaks, images. */
function findMarkup(found: readonly MarkupTag[], form: MarkupForm): MarkupTag[] {
  const open = new Map<string, MarkupTag[]>();
  const all = new Set<MarkupTag>();
  for (const one of found) {
    const { name, isEnd, hasAttributes } = one;
    if (/^w?br$/.test(name) || (name === 'img' && hasAttributes)) all.add(one);
    else if (form === 'unsaid' && !MARKUP_ELEMENTS.has(name)) continue;
    else if (!isEnd) open.set(name, [...(open.get(name) ?? []).slice(-50), one]);
    else {
      const begun = open.get(name)?.pop();
      if (begun) all.add(begun).add(one);
    }
  }
  return found.filter(one => all.has(one));
}

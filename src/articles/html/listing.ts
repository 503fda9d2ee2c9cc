import { parseWebAddress } from '../web-url.ts';
import type { TextBlock } from './blocks.ts';
import { findLink, isHeading, isLinkElsewhere } from './boilerplate-lines.ts';

/** How the text of a page must be divided for it to count as a list of articles. */
interface ListingThresholds {
  /** The minimum number of headings that link to different pages. */
  readonly cards: number;
  /** The minimum share of the page's text that is under them. */
  readonly under: number;
  /** The maximum share that is under any one of them. */
  readonly one: number;
}

const LISTING: ListingThresholds = { cards: 5, under: 0.75, one: 0.45 };
/** The minimum length of a block that counts, in characters. */
const MIN_BLOCK = 60;
const READ_ON =
  /^[\s[(←→»>…]*(?:read (?:more|on|the (?:full|rest|whole)|full|article|story)|continue reading|keep reading|full (?:story|article)|more\b.{0,3}$|(?:mehr|weiter)(?:lesen)?\b|zum artikel|lire (?:la suite|l['’]article|plus)|leer m[áa]s|seguir leyendo|leia mais|continua|leggi (?:tutto|di più)|lees (?:verder|meer)|läs (?:mer|vidare)|czytaj (?:więcej|dalej)|читать)/i;

/** Whether a page's blocks are teasers: most text is under headings that link elsewhere. `few`: fewer do. */
export function isListing(
  blocks: readonly TextBlock[],
  host: string | null,
  { few }: { few: boolean },
): boolean {
  const led = blocks.map(block => ({ block, target: linkTargetOf(block, host) }));
  const onwards = new Set(
    led.flatMap(({ block, target }) => (target !== null && isReadOnLink(block) ? [target] : [])),
  );
  const cards: number[] = [];
  const seen = new Set<string>();
  let before = 0;
  for (const { block, target } of led) {
    const isNew = target !== null && !seen.has(target);
    if (isNew && (isHeading(block) || onwards.has(target))) {
      seen.add(target);
      cards.push(0);
    } else if (block.text.length >= MIN_BLOCK && !isHeading(block)) {
      const last = cards.pop();
      if (last === undefined) before += block.text.length;
      else cards.push(last + block.text.length);
    }
  }
  const under = cards.reduce((sum, length) => sum + length, 0);
  const filled = cards.filter(length => length > 0).length;
  if (cards.length < (few ? 3 : LISTING.cards) || filled < cards.length / 2) return false;
  return under >= LISTING.under * (under + before) && Math.max(...cards) <= LISTING.one * (under + before);
}

function isReadOnLink({ text, links }: TextBlock): boolean {
  return links > 0.9 && text.length <= 80 && READ_ON.test(text);
}

/** The target of a heading's link within the site; null if it has none. */
function linkTargetOf(block: TextBlock, host: string | null): string | null {
  if (!isLinkElsewhere(block)) return null;
  const address = parseWebAddress(findLink(block.element), `https://${host ?? 'page.invalid'}/article`);
  if (!address || address.pathname === '/') return null;
  const isHere =
    host === null || address.hostname === 'page.invalid' || address.hostname.replace(/^www\./, '') === host;
  return isHere ? address.pathname + address.search : null;
}

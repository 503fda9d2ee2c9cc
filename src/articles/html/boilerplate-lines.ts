import lines from '../../language/lexicons/page-lines.json' with { type: 'json' };
import { foldText } from '../../language/similarity.ts';
import { oneOf } from '../../language/word-lists.ts';
import { elementAt } from '../../lists.ts';
import { memoizePerObject } from '../../memo.ts';
import { isClosedNotice } from '../formats/text-lines.ts';
import type { TextBlock } from './blocks.ts';
import type { PageElement } from './dom.ts';

/** An article with more than this share of its text in links consists of links, which are then kept. */
const LINK_ARTICLE_SHARE = 0.4;

/** The minimum length at which a sentence that is one link counts as text, in characters. */
const MIN_LINKED_SENTENCE = 60;
const SENTENCE_END = /[.!…。！？]['"”’»“)\]]*$/u;

/** Labels before a link to something else: `Read more: …`, `Lesen Sie auch`. */
const READ_MORE = new RegExp(String.raw`^(?:[•→»>▶*\-–—\s([]*)${oneOf(lines.readMore.words)}\b`, 'i');
/** Lines that credit a picture's author or caption it. */
const IMAGE_CREDIT =
  /^(?:\(?(?:(?:file|stock|cover|header|featured?|lead|main|hero) )?(?:photos?|images?|pictures?|pics?|foto|fotos|bild|bilder|video|graphic|illustration|screenshot|artwork|collage|imagen|imagem|crédits?)(?: (?:by|credits?|courtesy|copyright|caption|source|from|via|von|de|par))*\s*(?::|©|\/|\||by\b|copyright|caption|courtesy|credit|source|\d+ of)|image \d+ of|enlarge(?: image)?|\d+ ?(?:of|\/) ?\d+\b|file photo|(?:©|\(c\)) ?\S)/i;
/** Lines that credit editors and reporters, as news agencies put them at the end. */
const DESK_CREDIT =
  /^[([]?(?:additional |further )?(?:reporting|writing|compiled|editing|edited) (?:by|in) .{1,200}\b(?:reporting|writing|editing|edited) by\b/i;
const AGENCY_CREDIT =
  /(?:\((?:[^()]{0,80}\b)?(?:getty(?: images)?|ap photo|ap|afp|reuters|epa|dpa|istock|shutterstock|alamy|image|photo|source|credit|picture|foto|bild)\b[^()]{0,80}\)|(?:\/|\||via|©|photo by|image by|credit:?|\bby) ?(?:[\w .]{0,40}\/)?(?:getty(?: images)?|ap(?: photo)?|afp|reuters|shutterstock|istock|alamy)[^.]{0,40})$/i;
const DATE =
  /\b(?:\d{1,2}[./-]\d{1,2}[./-]\d{2,4}|\d{4}-\d{2}-\d{2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juil|août|ene|abr|ago|set|dic|fev)\w*\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}(?:st|nd|rd|th|\.|º)? (?:de )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez|janv|févr|avr|juil|août|ene|abr|ago|set|dic|fev)\w*\.?,? (?:de )?\d{2,4}|\d{1,2}:\d{2}|(?:\d+|an?) (?:minutes?|hours?|days?|weeks?|months?|years?) ago)/i;
const DATE_LINE = new RegExp(
  String.raw`^(?:first |last |originally |article )?${oneOf(lines.dated.words)}\b`,
  'i',
);
const BYLINE = new RegExp(String.raw`^${oneOf(lines.authors.words)}\s+\p{Lu}`, 'u');
const INVITATION = new RegExp(String.raw`\b(?:${oneOf(lines.invitations.words)}|follow \S+ on)\b`, 'i');
const CHANNEL = new RegExp(String.raw`\b${oneOf(lines.channels.words)}\b`, 'i');
const LEGAL_NOTICE =
  /^(?:©|\(c\) ?\d{4}|copyright\b|all rights reserved|alle rechte vorbehalten|tous droits réservés|todos los derechos|todos os direitos|this (?:document|article|material|story|content) (?:is subject to copyright|may not be (?:published|reproduced)|was (?:originally )?published|originally appeared)|(?:this (?:post|article|page|site) )?(?:may )?contains? affiliate|this (?:post|article|page) (?:may )?contains?|terms of (?:use|service)|privacy (?:policy|notice)|citation:|we may earn|as an amazon associate)/i;
const COMMENT_LINE =
  /^(?:\(?\d+\)? )?(?:comments?|post (?:a )?comment|leave a (?:comment|reply)|view comments|show comments|add (?:a )?comment|join the (?:conversation|discussion)|kommentare?|comentarios?|commentaires?|reacties)(?: \(\+?\d*\))?[.:!]?$/i;
const BUTTON_LINE = new RegExp(
  String.raw`^(?:${oneOf(lines.buttons.words)}|loading\b.{0,12}|skip\b.{0,30}|share this.{0,40}|share on .{0,20}|view (?:gallery|image|author archive).{0,20}|(?:page|seite|página|pagina) \d{1,3} (?:of|von|sur|de|di|van) \d{1,3}|tags?:?.{0,300}|filed under.{0,200}|topics?:.{0,200}|categor(?:y|ies):.{0,200}|source: .{0,60}|via: ?.{0,60}|[_*•·\-–—=~.]{1,30})$`,
  'i',
);
const CONTACT_LINE =
  /^(?:[\w.+-]+@[\w-]+\.[\w.]+|(?:https?:\/\/|www\.)\S+|(?:twitter|facebook|instagram)\.com\/\S+|@\w{2,30})$/i;

/** The blocks of an article without the lines that sites insert between and after its paragraphs. */
export function filterBlocks(blocks: readonly TextBlock[], headline: string | null): TextBlock[] {
  const all = cutStream(dropRelated(blocks)).map(block => ({
    block,
    links: block.links,
    heading: isHeading(block),
  }));
  const length = sum(all.map(({ block }) => block.text.length));
  const linked = sum(all.map(({ block, links }) => (links > 0.9 ? block.text.length : 0)));
  const ofLinks = linked > LINK_ARTICLE_SHARE * length;
  const title = headline === null ? '' : foldText(headline);
  const firstLong = all.findIndex(({ block }) => block.text.length > 200);
  const retained = all.map(({ block, links, heading }, at) => {
    if (title !== '' && block.text.length < 300 && foldText(block.text) === title) return false;
    if (
      isBoilerplateLine(block, {
        links,
        heading,
        early: at <= Math.max(firstLong, 3),
        late: at >= all.length - 4,
      })
    )
      return false;
    return (
      ofLinks ||
      heading ||
      links < 0.9 ||
      block.text.split(' ').length < 3 ||
      isLinkedText(block) ||
      block.element.localName === 'td'
    );
  });
  return all.filter((_, at) => retained[at] && !isEmptyHeading(all, retained, at)).map(({ block }) => block);
}

/**
 * When the tail of a page is a stream of other articles: `headings` is the minimum number of headings that
 * link elsewhere, `before` the share of the text that must precede them.
 */
const STREAM = { headings: 2, before: 0.5 };

/** The blocks before a stream of other articles, which begins with a heading that is a link. */
function cutStream(blocks: readonly TextBlock[]): readonly TextBlock[] {
  const leading = blocks.flatMap((block, at) => (isHeading(block) && isLinkElsewhere(block) ? [at] : []));
  const [first] = leading;
  if (first === undefined || leading.length < STREAM.headings) return blocks;
  const before = blocks.slice(0, first);
  const length = (list: readonly TextBlock[]) => sum(list.map(({ text }) => text.length));
  return length(before) > STREAM.before * length(blocks) ? before : blocks;
}

/** Whether a block is a link to another page. */
export function isLinkElsewhere({ links, element }: TextBlock): boolean {
  if (links < 0.9) return false;
  const href = findLink(element);
  return href !== null && !href.startsWith('#');
}

/** The target of an element's link: the link around it, or the first one in it. */
export const findLink: (element: PageElement) => string | null = memoizePerObject(element => {
  const link = element.closest('a[href]') ?? element.querySelector('a[href]');
  return link?.getAttribute('href') ?? null;
});

const RELATED_HEADING =
  /^(?:(?:more|other|our (?:best|latest|top)|related|recommended|popular|trending|latest|top|most (?:read|popular|viewed|shared)|further|additional)\b.{0,40}\b(?:stories|articles|posts|news|reads?|reading|coverage|headlines|content|topics|links|from|on|in)\b.{0,40}|related|(?:you (?:may|might)|recommended)\b.{0,40}|read (?:more|next|also).{0,40}|mehr zum thema|auch interessant|zum thema|verwandte artikel|à lire aussi|lire aussi|te puede interesar|leia também)\W*$/i;

/** The blocks without headings such as “More stories” and the lists under them. */
function dropRelated(blocks: readonly TextBlock[]): readonly TextBlock[] {
  let inList = false;
  return blocks.filter(({ text, element }, at) => {
    const isItem = element.localName === 'li';
    const begins =
      !isItem &&
      text.length <= 100 &&
      blocks[at + 1]?.element.localName === 'li' &&
      RELATED_HEADING.test(text);
    inList = begins || (inList && isItem);
    return !inList;
  });
}

interface BlockContext {
  readonly links: number;
  readonly heading: boolean;
  readonly early: boolean;
  readonly late: boolean;
}

function isBoilerplateLine({ text }: TextBlock, { links, early, late }: BlockContext): boolean {
  const { length } = text;
  if (length <= 400 && LEGAL_NOTICE.test(text)) return true;
  if (BUTTON_LINE.test(text) || COMMENT_LINE.test(text) || isClosedNotice(text) || CONTACT_LINE.test(text))
    return true;
  if (length <= 300 && READ_MORE.test(text) && (links > 0.3 || length <= 40)) return true;
  if (length <= 400 && (IMAGE_CREDIT.test(text) || (late && DESK_CREDIT.test(text)))) return true;
  if (length <= 500 && AGENCY_CREDIT.test(text.trimEnd())) return true;
  if (
    length <= 120 &&
    (DATE_LINE.test(text) || (early && DATE.test(text))) &&
    DATE.test(text) &&
    !/[.!?]["”’]?$/.test(text.replace(/[ap]\.m\.$/i, ''))
  )
    return true;
  if (length <= 100 && (early || late) && BYLINE.test(text) && !/[.!?]$/.test(text)) return true;
  return (
    length <= 320 &&
    INVITATION.test(text) &&
    CHANNEL.test(text) &&
    (links > 0 || late || early || length <= 120)
  );
}

/** Whether a block is a heading with none of its text kept. */
function isEmptyHeading(
  all: readonly { heading: boolean }[],
  retained: readonly boolean[],
  at: number,
): boolean {
  if (!elementAt(all, at).heading) return false;
  for (let next = at + 1; next < all.length; next += 1) {
    if (!retained[next]) continue;
    return elementAt(all, next).heading && next > at + 1 && !retained.slice(at + 1, next).some(Boolean);
  }
  return true;
}

/** Whether a block is a heading. */
export function isHeading({ element }: TextBlock): boolean {
  return /^h[1-6]$/.test(element.localName);
}

/** Whether a text is a sentence rather than a label or headline. */
export function isSentence(text: string): boolean {
  return SENTENCE_END.test(text) && text.split(' ').length >= 5;
}

/**
 * Whether a block that is one link is still text of the article: a whole paragraph, longer than a headline,
 * and not a teaser whose link also contains a heading.
 */
export function isLinkedText({ text, element }: TextBlock): boolean {
  if (
    !/^(?:p|div|section|blockquote|dd|main|article|body)$/.test(element.localName) ||
    text.length < MIN_LINKED_SENTENCE
  )
    return false;
  return isSentence(text) && !isTeaser(element);
}

/** Whether an element is inside a link that also contains a heading. */
function isTeaser(element: PageElement): boolean {
  const link = element.closest('a');
  return link !== null && hasHeading(link);
}

const hasHeading = memoizePerObject(
  (link: PageElement) => link.querySelector('h1, h2, h3, h4, h5, h6') !== null,
);

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

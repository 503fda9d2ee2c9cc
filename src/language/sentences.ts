import { isTitle } from './person-names.ts';

/** Where a sentence stands in its text: `text.slice(start, end)`, without the white space around it. */
export interface SentenceSpan {
  readonly start: number;
  readonly end: number;
}

const SEGMENTER = new Intl.Segmenter('en', { granularity: 'sentence' });

const CLOSERS = `["'”’»)\\]]*`;

/** Abbreviations that stand before a name or a number and never end a sentence. */
const BEFORE_A_NAME =
  /(?<![\p{L}\p{N}])(?:Mr|Mrs|Ms|Mx|Messrs|Dr|Drs|Prof|Rev|Fr|Hon|Sen|Sens|Rep|Reps|Gov|Govs|Pres|Gen|Del|Lt|Col|Maj|Capt|Cpl|Sgt|Cmdr|Adm|Supt|Det|Insp|St|Mt|Ft|Msgr|vs|v|e\.g|i\.e|cf|approx|figs?|pp?|Nos?|vol|al|z\.\s?B|d\.\s?h|u\.\s?a|bzw|bspw|ca|Nr|Hr|Frl|Sr|Sra|Srta|Mme|Mlle|Mgr|p\.\s?ex|dott|sig|ing|dhr|mevr)\.$/u;
/** A month or "No." before a number. */
const BEFORE_A_NUMBER =
  /(?<![\p{L}\p{N}])(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Art|Sec|Ch|N[°º])\.$/u;
/** “am 3. März”: an ordinal number before a month. */
const ORDINAL = /(?<![\p{L}\p{N}])\d{1,2}\.$/u;
const MONTH =
  /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert)/;
/** Abbreviations and initials that may end a sentence: what follows decides. */
const MAY_END =
  /(?<![\p{L}\p{N}])(?:\p{Lu}|\p{L}\.\p{L}|Inc|Corp|Co|Ltd|LLC|Bros|Jr|Sr|Esq|Ph\.D|etc|Dept|Univ|Assn|Ave|Blvd|Rd|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Penn|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.$/u;
/** Words that begin a sentence far more often than they continue a name. */
const STARTERS = new Set(
  `The A An This That These Those He She It They We You I His Her Its Their Our My But And Or So Yet In On At For From By With As If When While
  After Before Since Because Although Though There Here What Who Why How Where However Meanwhile Now Then Today Also Not No Some Many Most More All
  Both Each Other Another To Under Even Still Only Just Until Once Last Next Later Earlier During According Despite Instead One Two Three
  Has Have Had Is Are Was Were Do Does Did Can Could Would Should`.split(/\s+/),
);
/** “Why?” Smith asked. */
const SAID_BY =
  /^(?:(?:the|The|Mr\.|Mrs\.|Ms\.|Dr\.)\s+)?(?:\p{Lu}[\p{L}.’'-]*\s+){1,4}(?:said|says|asked|asks|added|adds|wrote|writes|replied|told|tweeted|shouted|continued|wondered|exclaimed|cried|yelled)\b/u;
/** A small letter, but for a brand's: iPhone, eBay, macOS. */
const LOWER = /^["'“‘«([]*(?!\p{Ll}{1,3}\p{Lu})\p{Ll}/u;
/**
 * The time of day: a weekday, a month or a zone goes on with it, and so does all that follows where it opens
 * its sentence ("At 5 a.m. Mr. Lang").
 */
const TIME_OF_DAY = /(?<![\p{L}\p{N}])[ap]\.\s?m\.$/iu;
const OF_A_TIME =
  /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March|April|May|June|July|August|September|October|November|December|Eastern|Central|Pacific|Mountain|Greenwich|British|Local|[A-Z]{2,4}T?|UTC)\b/;
const OPENS_WITH_TIME =
  /^(?:At|By|Around|About|Before|After|Since|Until|Shortly|Just)\s[\p{L}\p{N}:. ]{0,20}$/u;
const COMPANY = /(?<![\p{L}\p{N}])(?:Inc|Corp|Co|Ltd|LLC|Bros|PLC)\.$/u;
/** U.S., U.K., U.N.: what follows with a capital is mostly one name with it. */
const COUNTRY = /(?<![\p{L}\p{N}])(?:\p{Lu}\.){2,4}$/u;
/** Plurals that are names with a country's before them. */
const NAMED_IN_PLURAL =
  /^(?:Marines|Airways|Airlines|Rangers|Senators|Representatives|Attorneys|Marshals|Treasuries|Seals|States|Steels?)$/;
/** The pronoun at the end of a sentence, and no initial: nobody's name goes on behind these words. */
const ENDS_IN_I = /(?<![p{L}p{N}])(?:and|or|than|as|but|nor|am|is|was|were|not)\sI\.$/;
/** “…” (Lang 55). */
const SOURCE = /^\([^()]{0,60}\d[^()]{0,20}\)\./;
/** Three dots apart stand for words left out; a fourth ends the sentence. */
const ELLIPSIS = /(?:^|[^.\s])\s?\.\s\.\s\.$/;
const ASKED = /[?!…][”"’']+$/;

/**
 * Whether the break before `next` is none: an abbreviation, an initial, or a quotation inside a longer
 * sentence.
 */
function isSameSentence(previous: string, next: string, { isWhole }: { readonly isWhole: boolean }): boolean {
  const end = previous.trimEnd().slice(-24);
  const breaks = previous.slice(previous.trimEnd().length).split('\n').length - 1;
  if (LOWER.test(next)) return breaks === 0 || !/[.!?…]["”’»)\]]*$/.test(end);
  if (!/[.!?…]["'”’»)\]]*$/.test(end)) return breaks < 2;
  if (SOURCE.test(next)) return true;
  if (ASKED.test(end)) return SAID_BY.test(next.slice(0, 120));
  if (!end.endsWith('.')) return false;
  if (BEFORE_A_NAME.test(end) || ELLIPSIS.test(end)) return true;
  if (TIME_OF_DAY.test(end)) return OF_A_TIME.test(next) || (isWhole && OPENS_WITH_TIME.test(end));
  if (ENDS_IN_I.test(end)) return false;
  if (ORDINAL.test(end) && MONTH.test(next)) return true;
  if (BEFORE_A_NUMBER.test(end) && /^\d/.test(next)) return true;
  return MAY_END.test(end) && !isSentenceStart(end, next);
}

/**
 * Whether what follows an abbreviation begins a sentence: by its first word, or because its second goes on in
 * small letters as behind a subject.
 */
function isSentenceStart(end: string, next: string): boolean {
  const [, first = '', second = ''] = /^["'“‘«([]*([\p{L}’'-]+)(?:\s+([\p{L}’'-]+))?/u.exec(next) ?? [];
  if (STARTERS.has(first)) return true;
  const isSubject = /^\p{Ll}/u.test(second) && !isTitle(first) && !/^\p{Lu}{2,}$/u.test(first);
  if (COMPANY.test(end)) return isSubject;
  return COUNTRY.test(end) && isSubject && /[^s]s$/.test(first) && !NAMED_IN_PLURAL.test(first);
}

/**
 * Ends that the segmenter reads over: before a number with a small letter behind it (“He left.” 20 people
 * followed.), before a brand in small letters, and where the space is missing and the next word begins
 * sentences (“It rained.The match went on.”).
 */
const UNSEEN_END = new RegExp(
  `\\p{Ll}{3}[.!?]${CLOSERS}(?:\\s+(?=\\d|\\p{Ll}{1,3}\\p{Lu})|(?=(?:${[...STARTERS].join('|')})[\\s’']|(?:Mr|Mrs|Ms|Dr)\\.\\s))`,
  'gu',
);

/** The number or letter of an item: "1.", "2)", "(3)", "a.", with a bullet before it or none. */
const ITEM =
  /(?<=^|\s)(?:[•⁃◦*-]\s?)?\(?(?<count>\d{1,2}|[a-z])(?<mark>[.)]{1,2})(?=\s+(?<word>[\p{L}\p{N}]+))/gu;

interface Enumeration {
  /** Where its items begin, but for the first. */
  readonly begins: readonly number[];
  /** Where the number of each ends: what follows belongs to it. */
  readonly numbers: ReadonlySet<number>;
}

/**
 * The items that a text counts in its run: "1. We wait. 2. We build." They count up from 1 or a, where the
 * text or a sentence begins or behind a colon. One that follows no full stop needs a bracket, or to begin as
 * the one before it does: a date in German ("der 2. Juni") is none.
 */
function findEnumeration(text: string): Enumeration {
  const begins: number[] = [];
  const numbers = new Set<number>();
  let last: { readonly count: string; readonly word: string } | undefined;
  for (const match of text.matchAll(ITEM)) {
    const { count = '', mark = '', word = '' } = match.groups!;
    const before = text
      .slice(Math.max(0, match.index - 2), match.index)
      .trimEnd()
      .at(-1);
    const isFree = before === undefined || /[.!?:;…”"’)]/.test(before);
    const isBulleted = /^[•⁃◦]/.test(match[0]);
    const isNext =
      last !== undefined &&
      count === nextCountOf(last.count) &&
      (isFree || isBulleted || mark.includes(')') || word === last.word);
    if (!isNext && !(isFree && (isBulleted || /^[1a]$/.test(count)))) continue;
    if (isNext) begins.push(match.index);
    numbers.add(match.index + match[0].length);
    last = { count, word };
  }
  return begins.length === 0 ? { begins, numbers: new Set() } : { begins, numbers };
}

const nextCountOf = (count: string) =>
  /\d/.test(count) ? `${Number(count) + 1}` : String.fromCharCode(count.charCodeAt(0) + 1);

function* splitPieces(text: string, { begins }: Enumeration): Generator<SentenceSpan> {
  let next = 0;
  for (const { segment, index } of SEGMENTER.segment(text)) {
    let start = index;
    const ends = [...segment.matchAll(UNSEEN_END)].flatMap(match => {
      const end = index + match.index + match[0].length;
      const isAbbreviation =
        /\s$/.test(match[0]) &&
        (MAY_END.test(match[0].trimEnd()) ||
          /(?:^|\W)\p{L}{1,4}\.\s*$/u.test(text.slice(Math.max(index, end - 12), end)));
      return isAbbreviation ? [] : [end];
    });
    while (next < begins.length && begins[next]! < index + segment.length) ends.push(begins[next++]!);
    for (const end of ends.toSorted((a, b) => a - b)) {
      if (end > start) yield { start, end };
      start = Math.max(start, end);
    }
    yield { start, end: index + segment.length };
  }
}

function trimSpan(text: string, { start, end }: SentenceSpan): SentenceSpan {
  const piece = text.slice(start, end);
  const lead = piece.length - piece.trimStart().length;
  return { start: start + lead, end: start + Math.max(lead, piece.trimEnd().length) };
}

/**
 * Where the sentences of a text stand, in order. The base is Unicode's sentence segmentation (UAX #29,
 * `Intl.Segmenter`); its breaks after titles, initials and abbreviations and inside sentences with a
 * quotation are taken back. Linear in the text's length.
 */
export function splitSentenceSpans(text: string): SentenceSpan[] {
  const spans: SentenceSpan[] = [];
  const enumeration = findEnumeration(text);
  const items = new Set(enumeration.begins);
  let open: SentenceSpan | undefined;
  for (const piece of splitPieces(text, enumeration)) {
    const joined = open && !items.has(piece.start) && isContinuation(text, open, piece, enumeration);
    if (open && !joined) spans.push(trimSpan(text, open));
    open = open && joined ? { start: open.start, end: piece.end } : piece;
  }
  if (open) spans.push(trimSpan(text, open));
  return spans.filter(({ start, end }) => end > start);
}

function isContinuation(
  text: string,
  open: SentenceSpan,
  piece: SentenceSpan,
  { numbers }: Enumeration,
): boolean {
  const from = Math.max(open.start, open.end - 32);
  const previous = text.slice(from, open.end);
  if (numbers.has(from + previous.trimEnd().length)) return true;
  return isSameSentence(previous, text.slice(piece.start, piece.start + 120), {
    isWhole: from === open.start,
  });
}

/** The sentences of a text as they stand in it. */
export function splitSentences(text: string): string[] {
  return splitSentenceSpans(text).map(({ start, end }) => text.slice(start, end));
}

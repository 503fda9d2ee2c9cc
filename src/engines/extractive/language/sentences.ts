/** Where a sentence stands in its text: `text.slice(start, end)`, without the white space around it. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

const segmenter = new Intl.Segmenter('en', { granularity: 'sentence' });

const CLOSERS = `["'”’»)\\]]*`;

/** Abbreviations that stand before a name or a number and never end a sentence. */
const BEFORE_A_NAME =
  /(?<![\p{L}\p{N}])(?:Mr|Mrs|Ms|Mx|Messrs|Dr|Drs|Prof|Rev|Fr|Hon|Sen|Sens|Rep|Reps|Gov|Govs|Pres|Gen|Del|Lt|Col|Maj|Capt|Cpl|Sgt|Cmdr|Adm|Supt|Det|Insp|St|Mt|Ft|Msgr|vs|v|e\.g|i\.e|cf|approx|figs?|pp?|Nos?|vol|al|z\.\s?B|d\.\s?h|u\.\s?a|bzw|bspw|ca|Nr|Hr|Frl|Sr|Sra|Srta|Mme|Mlle|Mgr|p\.\s?ex|dott|sig|ing|dhr|mevr)\.$/u;
/** A month or "No." before a number. */
const BEFORE_A_NUMBER =
  /(?<![\p{L}\p{N}])(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Mon|Tues?|Wed|Thurs?|Fri|Sat|Sun|Art|Sec|Ch)\.$/u;
/** “am 3. März”: an ordinal number before a month. */
const ORDINAL = /(?<![\p{L}\p{N}])\d{1,2}\.$/u;
const MONTH = /^(?:Januar|Jänner|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|Jahrhundert)/;
/** Abbreviations and initials that may end a sentence: what follows decides. */
const MAY_END =
  /(?<![\p{L}\p{N}])(?:\p{Lu}|\p{L}\.\p{L}|Inc|Corp|Co|Ltd|LLC|Bros|Jr|Sr|Esq|Ph\.D|etc|Dept|Univ|Assn|Ave|Blvd|Rd|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec|Ala|Ariz|Ark|Calif|Colo|Conn|Del|Fla|Ga|Ill|Ind|Kan|Ky|La|Mass|Md|Mich|Minn|Miss|Mo|Mont|Neb|Nev|Okla|Ore|Pa|Penn|Tenn|Tex|Va|Vt|Wash|Wis|Wyo)\.$/u;
/** Words that begin a sentence far more often than they continue a name. */
const STARTERS = new Set(
  `The A An This That These Those He She It They We You I His Her Its Their Our My But And Or So Yet In On At For From By With As If When While
  After Before Since Because Although Though There Here What Who Why How Where However Meanwhile Now Then Today Also Not No Some Many Most More All
  Both Each Other Another To Under Even Still Only Just Until Once Last Next Later Earlier During According Despite Instead One Two Three`.split(
    /\s+/,
  ),
);
/** “Why?” Smith asked. */
const SAID_BY =
  /^(?:(?:the|The|Mr\.|Mrs\.|Ms\.|Dr\.)\s+)?(?:\p{Lu}[\p{L}.’'-]*\s+){1,4}(?:said|says|asked|asks|added|adds|wrote|writes|replied|told|tweeted|shouted|continued|wondered|exclaimed|cried|yelled)\b/u;
const LOWER = /^["'“‘«([]*\p{Ll}/u;
const ASKED = /[?!…][”"’']+$/;

/** Whether the break before `next` is none: an abbreviation, an initial, or a quotation inside a longer sentence. */
function belongsTogether(previous: string, next: string): boolean {
  const end = previous.trimEnd().slice(-24);
  const breaks = previous.slice(previous.trimEnd().length).split('\n').length - 1;
  if (LOWER.test(next)) return breaks === 0 || !/[.!?…]["”’»)\]]*$/.test(end);
  if (!/[.!?…]["'”’»)\]]*$/.test(end)) return breaks < 2;
  if (ASKED.test(end)) return SAID_BY.test(next.slice(0, 120));
  if (!end.endsWith('.')) return false;
  if (BEFORE_A_NAME.test(end)) return true;
  if (ORDINAL.test(end) && MONTH.test(next)) return true;
  if (BEFORE_A_NUMBER.test(end) && /^\d/.test(next)) return true;
  return MAY_END.test(end) && !STARTERS.has(/^["'“‘«([]*(\p{L}+)/u.exec(next)?.[1] ?? '');
}

/** “He left.” 20 people followed.: the segmenter reads on over a number when a small letter follows it. */
const BEFORE_NUMBER_SENTENCE = new RegExp(`\\p{Ll}{3}[.!?]${CLOSERS}\\s+(?=\\d)`, 'gu');

function* pieces(text: string): Generator<Span> {
  for (const { segment, index } of segmenter.segment(text)) {
    let start = index;
    for (const match of segment.matchAll(BEFORE_NUMBER_SENTENCE)) {
      const end = index + match.index + match[0].length;
      if (MAY_END.test(match[0].trimEnd()) || /(?:^|\W)\p{L}{1,4}\.\s*$/u.test(text.slice(Math.max(start, end - 12), end)))
        continue;
      yield { start, end };
      start = end;
    }
    yield { start, end: index + segment.length };
  }
}

function trimmed(text: string, { start, end }: Span): Span {
  const piece = text.slice(start, end);
  const lead = piece.length - piece.trimStart().length;
  return { start: start + lead, end: start + Math.max(lead, piece.trimEnd().length) };
}

/**
 * Where the sentences of a text stand, in order. The base is Unicode's sentence segmentation (UAX #29, `Intl.Segmenter`); its breaks
 * after titles, initials and abbreviations and inside sentences with a quotation are taken back. Linear in the text's length.
 */
export function sentenceSpans(text: string): Span[] {
  const spans: Span[] = [];
  let open: Span | undefined;
  for (const piece of pieces(text)) {
    const joined =
      open &&
      belongsTogether(text.slice(Math.max(open.start, open.end - 32), open.end), text.slice(piece.start, piece.start + 120));
    if (open && !joined) spans.push(trimmed(text, open));
    open = open && joined ? { start: open.start, end: piece.end } : piece;
  }
  if (open) spans.push(trimmed(text, open));
  return spans.filter(({ start, end }) => end > start);
}

/** The sentences of a text as they stand in it. */
export function sentences(text: string): string[] {
  return sentenceSpans(text).map(({ start, end }) => text.slice(start, end));
}

/**
 * What a browser draws around `<q>`, outer and inner, by language: as CLDR has it, in the order opening,
 * closing, opening, closing.
 */
const MARKS: Readonly<Record<string, string>> = {
  '': '“”‘’',
  bg: '„“’’',
  cs: '„“‚‘',
  da: '“”‘’',
  de: '„“‚‘',
  'de-CH': '«»‹›',
  el: '«»“”',
  es: '«»“”',
  et: '„“«»',
  fi: '””’’',
  fr: '«»“”',
  'fr-CH': '«»‹›',
  hr: '„“‘’',
  hu: '„”»«',
  it: '«»“”',
  ja: '「」『』',
  lt: '„“„“',
  lv: '“”‘’',
  nb: '«»‘’',
  nn: '«»‘’',
  no: '«»‘’',
  pl: '„”«»',
  ro: '„”«»',
  ru: '«»„“',
  sk: '„“‚‘',
  sl: '„“‚‘',
  sr: '„“‘’',
  sv: '””’’',
  uk: '«»„“',
  'zh-HK': '「」『』',
  'zh-TW': '「」『』',
};
const ANY_MARK = /^["'“”„‟«»‹›‘’‚‛「」『』＂]$/;

/**
 * The marks of a quotation so many levels deep (from 0) in a text of a language (a BCP 47 tag; English where
 * there is none or it is not known).
 */
export function quotationMarksOf(
  language: string | null | undefined,
  depth: number,
): readonly [open: string, close: string] {
  const [primary = '', ...rest] = (language ?? '').trim().slice(0, 35).split(/[-_]/);
  const base = primary.toLowerCase();
  const region = rest.at(-1)?.toUpperCase();
  const traditional = base === 'zh' && /hant/i.test(rest.join());
  const four = MARKS[traditional ? 'zh-TW' : `${base}-${region}`] ?? MARKS[base] ?? MARKS['']!;
  return depth % 2 === 0 ? [four[0]!, four[1]!] : [four[2]!, four[3]!];
}

const OPENING_MARK = /["“„«‹‘‚「『]$/;

/**
 * Writes a text from its pieces with the marks that belong around `<q>`. A quotation of nothing gets none,
 * and one whose marks are typed in or just before it gets no second ones.
 */
export function createQuotingWriter() {
  let text = '';
  /** The end of what was written and seen, empty at the beginning and behind a mark that was drawn here. */
  let lastTyped = '';
  let isBlank = true;
  /** What is open; `close` is null where the marks are typed. */
  const open: { readonly marks: readonly [open: string, close: string]; close: string | null }[] = [];
  /** Of these, so many have their opening mark. */
  let begun = 0;

  function write(piece: string): void {
    const seen = piece.trim();
    if (seen !== '') {
      if (begun < open.length) drawOpening(seen[0]!);
      lastTyped = seen.slice(-2);
      isBlank = false;
    }
    text += piece;
  }

  function drawOpening(next: string): void {
    for (; begun < open.length; begun += 1) {
      const quotation = open[begun]!;
      const isTyped = OPENING_MARK.test(lastTyped) || (begun === open.length - 1 && ANY_MARK.test(next));
      lastTyped = '';
      if (isTyped) continue;
      text += quotation.marks[0];
      quotation.close = quotation.marks[1];
    }
  }

  function beginQuotation(language: string | null | undefined): void {
    open.push({ marks: quotationMarksOf(language, open.length), close: null });
  }

  /** Returns the closing mark where the text that it belongs to has been taken, else an empty text. */
  function endQuotation(): string {
    const close = open.pop()?.close ?? '';
    begun = Math.min(begun, open.length);
    if (isBlank) return close;
    text += close;
    if (close !== '') lastTyped = '';
    return '';
  }

  /** The text since it was last taken. */
  function take(): string {
    const taken = text;
    text = '';
    lastTyped = '';
    isBlank = true;
    return taken;
  }

  return { write, beginQuotation, endQuotation, take };
}

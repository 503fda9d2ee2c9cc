import { toCardinal as ar } from 'n2words/ar-SA';
import { toCardinal as cs } from 'n2words/cs-CZ';
import { toCardinal as da } from 'n2words/da-DK';
import { toCardinal as de } from 'n2words/de-DE';
import { toCardinal as el } from 'n2words/el-GR';
import { toCardinal as en } from 'n2words/en-GB';
import { toCardinal as es } from 'n2words/es-ES';
import { toCardinal as fi } from 'n2words/fi-FI';
import { toCardinal as fr } from 'n2words/fr-FR';
import { toCardinal as he } from 'n2words/he-IL';
import { toCardinal as hi } from 'n2words/hi-IN';
import { toCardinal as hr } from 'n2words/hr-HR';
import { toCardinal as hu } from 'n2words/hu-HU';
import { toCardinal as id } from 'n2words/id-ID';
import { toCardinal as it } from 'n2words/it-IT';
import { toCardinal as lt } from 'n2words/lt-LT';
import { toCardinal as no } from 'n2words/nb-NO';
import { toCardinal as nl } from 'n2words/nl-NL';
import { toCardinal as pl } from 'n2words/pl-PL';
import { toCardinal as pt } from 'n2words/pt-PT';
import { toCardinal as ro } from 'n2words/ro-RO';
import { toCardinal as ru } from 'n2words/ru-RU';
import { toCardinal as sv } from 'n2words/sv-SE';
import { toCardinal as tr } from 'n2words/tr-TR';
import { toCardinal as uk } from 'n2words/uk-UA';
import { toCardinal as vi } from 'n2words/vi-VN';
import type { Language } from './languages.ts';

/**
 * What is known of the words of many languages: numbers, months and days, countries, negations, directions.
 */

const CARDINALS: Partial<Record<Language, (value: number) => string>> = {
  ...{
    ar,
    cs,
    da,
    de,
    el,
    en,
    es,
    fi,
    fr,
    he,
    hi,
    hr,
    hu,
    id,
    it,
    lt,
    nl,
    no,
    pl,
    pt,
    ro,
    ru,
    sv,
    tr,
    uk,
    vi,
  },
};

export const toLowerCase = (text: string) => text.normalize('NFC').toLowerCase();

/** Small letters without accents, for names that another language writes with others. */
export const foldName = (text: string) => toLowerCase(text).normalize('NFD').replace(/\p{M}/gu, '');

const tokenizeText = (text: string) => toLowerCase(text).match(/\p{L}[\p{L}\p{M}]*/gu) ?? [];

interface NumberWords {
  /** Words of one number, joined by spaces, and its value. */
  readonly phrases: ReadonlyMap<string, number>;
  /** Beginnings of the words for a thousand, a million and a thousand millions. */
  readonly scales: readonly (readonly [string, number])[];
  /** How many words the longest phrase has. */
  readonly longest: number;
}

const numberWordsByLanguage = new Map<Language, NumberWords | null>();

/** From 2 on: "one" is an article in half of the languages. */
const SPELLED_VALUES = [
  ...Array.from({ length: 98 }, (_, index) => index + 2),
  100,
  200,
  300,
  400,
  500,
  600,
  700,
  800,
  900,
];

function getNumberWords(language: Language): NumberWords | null {
  const known = numberWordsByLanguage.get(language);
  if (known !== undefined) return known;
  const cardinal = CARDINALS[language];
  const made = cardinal ? buildNumberWords(cardinal) : null;
  numberWordsByLanguage.set(language, made);
  return made;
}

function buildNumberWords(cardinal: (value: number) => string): NumberWords {
  const phrases = new Map(SPELLED_VALUES.map(value => [tokenizeText(cardinal(value)).join(' '), value]));
  const scales = [1e3, 1e6, 1e9].flatMap(value =>
    [value, 2 * value].flatMap(each => {
      const last = tokenizeText(cardinal(each)).at(-1);
      // a word of its own: "zweitausend" is written in one
      return last && last.length >= 3 && tokenizeText(cardinal(each)).length > 1
        ? [[last, value] as const]
        : [];
    }),
  );
  return {
    phrases,
    scales,
    longest: Math.max(...[...phrases.keys()].map(phrase => phrase.split(' ').length)),
  };
}

/** A number of a text: all that it may mean, for `14.200` is one thing in German and another in English. */
export interface NumberReading {
  readonly text: string;
  readonly values: readonly number[];
  /** The digits between its points and colons: `22:40` and `22.40` and `22 h 40`. */
  readonly parts: readonly number[];
  readonly spelt: boolean;
}

const DIGITS = /\p{Nd}+(?:[.,:'’\u00a0\u202f ]\p{Nd}{3}(?!\p{Nd})|[.,:]\p{Nd}+)*/gu;

/** ASCII digits for those of any script. */
const toAsciiDigits = (text: string) => text.replace(/\p{Nd}/gu, digit => String(parseDigit(digit)));

function parseDigit(digit: string): number {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(zero - 1)) && code - zero < 9) zero -= 1;
  return code - zero;
}

function parseValues(digits: string): number[] {
  const found = new Set<number>();
  if (/^\d+(?:[.,'’\u00a0\u202f ]\d{3})+$/.test(digits)) found.add(Number(digits.replace(/\D/g, '')));
  const decimal = digits.match(/^(\d+(?:[.,'’\u00a0\u202f ]\d{3})*)[.,](\d+)$/);
  if (decimal) found.add(Number(`${decimal[1]!.replace(/\D/g, '')}.${decimal[2]}`));
  if (/^\d+$/.test(digits)) found.add(Number(digits));
  return [...found];
}

/** The numbers of a text in digits or, from two on, in the words of its language. */
export function extractNumbers(text: string, language: Language): NumberReading[] {
  const spelling = getNumberWords(language);
  const found: NumberReading[] = [];
  for (const match of text.matchAll(DIGITS)) {
    const digits = toAsciiDigits(match[0]);
    const scale = spelling ? findScaleAfter(text.slice(match.index + match[0].length), spelling) : 1;
    const parts = digits.split(/\D/).map(Number);
    found.push({
      text: match[0],
      values: parseValues(digits).map(value => value * scale),
      parts,
      spelt: false,
    });
  }
  return spelling ? [...found, ...extractSpelledNumbers(text, spelling)] : found;
}

/** `2,1 Millionen`, `£2.1m`: what the word after a number multiplies it by. */
function findScaleAfter(rest: string, { scales }: NumberWords): number {
  const [word] = rest.match(/^[\s\u00a0-]{0,2}\p{L}[\p{L}\p{M}]*/u) ?? [];
  if (word === undefined) return 1;
  const [written] = tokenizeText(word);
  if (written === undefined) return 1;
  const short = { m: 1e6, mn: 1e6, mio: 1e6, bn: 1e9, k: 1e3, mrd: 1e9, md: 1e9 }[written];
  if (short !== undefined && (written.length > 1 || !/^\s/.test(word))) return short;
  return parseScale(written, scales);
}

/** What a word multiplies by: itself a scale, or another ending of one. */
function parseScale(word: string, scales: NumberWords['scales']): number {
  const exact = scales.find(([scale]) => scale === word);
  if (exact) return exact[1];
  const isInflected = ([scale]: readonly [string, number]) =>
    scale.length >= 5 && word.length <= scale.length + 3 && word.startsWith(scale.slice(0, -1));
  return scales.find(isInflected)?.[1] ?? 1;
}

function extractSpelledNumbers(text: string, spelling: NumberWords): NumberReading[] {
  const all = tokenizeText(text);
  const found: NumberReading[] = [];
  for (let at = 0; at < all.length; ) {
    const length = matchPhrase(all, at, spelling);
    if (length === 0) at += 1;
    else {
      const phrase = all.slice(at, at + length).join(' ');
      at += length;
      const scale = parseScale(all[at] ?? '', spelling.scales);
      found.push({ text: phrase, values: [spelling.phrases.get(phrase)! * scale], parts: [], spelt: true });
    }
  }
  return found;
}

function matchPhrase(all: readonly string[], at: number, { phrases, longest }: NumberWords): number {
  for (let length = Math.min(longest, all.length - at); length > 0; length--)
    if (phrases.has(all.slice(at, at + length).join(' '))) return length;
  return 0;
}

const dateWordsByLanguage = new Map<Language, ReadonlyMap<string, number>>();

/** Words for months (0 to 11) and days of the week (20 to 26), as they stand alone and in a date. */
function getDateWords(language: Language): ReadonlyMap<string, number> {
  const known = dateWordsByLanguage.get(language);
  if (known) return known;
  const made = new Map<string, number>();
  const addWords = (
    options: Intl.DateTimeFormatOptions,
    kind: 'month' | 'weekday',
    date: Date,
    value: number,
  ) => {
    const format = new Intl.DateTimeFormat(language === 'no' ? 'nb' : language, {
      ...options,
      timeZone: 'UTC',
    });
    const written = format.formatToParts(date).find(({ type }) => type === kind)?.value;
    if (written && /\p{L}{3}/u.test(written)) made.set(toLowerCase(written), value);
  };
  for (let index = 0; index < 12; index++) {
    addWords({ month: 'long' }, 'month', new Date(Date.UTC(2024, index, 5)), index);
    addWords({ day: 'numeric', month: 'long' }, 'month', new Date(Date.UTC(2024, index, 5)), index);
  }
  // 1 January 2024 is a Monday
  for (let index = 0; index < 7; index++)
    addWords({ weekday: 'long' }, 'weekday', new Date(Date.UTC(2024, 0, 1 + index)), 20 + index);
  dateWordsByLanguage.set(language, made);
  return made;
}

/**
 * The months and days that a text names. Words that mean something else in small letters count only as names
 * ("may", "march").
 */
export function extractDates(text: string, language: Language): ReadonlySet<number> {
  const named = getDateWords(language);
  const isName = (word: string) => !['en', 'de'].includes(language) || /^\p{Lu}/u.test(word);
  const all = text.match(/\p{L}[\p{L}\p{M}-]*/gu) ?? [];
  return new Set(all.filter(isName).flatMap(word => parseDateWord(word, named)));
}

/** `Montagabend`: a word that begins with a day or month. */
function parseCompound(word: string, named: ReadonlyMap<string, number>): number | undefined {
  for (const [name, value] of named) if (name.length >= 6 && word.startsWith(name)) return value;
  return undefined;
}

function parseDateWord(word: string, named: ReadonlyMap<string, number>): number[] {
  const small = toLowerCase(word);
  const value = named.get(small) ?? named.get(small.replace(/s$/, '')) ?? parseCompound(small, named);
  return value === undefined ? [] : [value];
}

export const isDateWord = (word: string, language: Language) =>
  parseDateWord(word, getDateWords(language)).length > 0;

const REGIONS =
  'AR AT AU BE BG BR CA CH CL CN CO CU CZ DE DK EE EG ES FI FR GB GR HK HR HU ID IE IL IN IQ IR IS IT JP KE KR LT LU LV MA MX MY NG NL NO NZ PE PH PK PL PT RO RS RU SA SE SI SK SY TH TN TR TW UA US VE VN ZA'.split(
    ' ',
  );
const regionNames = new Map<Language, ReadonlyMap<string, string>>();

function getRegionNames(language: Language): ReadonlyMap<string, string> {
  const known = regionNames.get(language);
  if (known) return known;
  const names = new Intl.DisplayNames(language === 'no' ? 'nb' : language, { type: 'region' });
  const made = new Map(
    REGIONS.flatMap(region => (names.of(region) ?? '').split(/\s+/).map(word => [foldName(word), region])),
  );
  regionNames.set(language, made);
  return made;
}

/** The country that a word of a language names, or undefined. */
export const regionOf = (word: string, language: Language): string | undefined =>
  getRegionNames(language).get(foldName(word));

/**
 * What denies, by language; a second list says it more softly. Whole words, or their beginning where a `*`
 * follows.
 */
const NEGATIONS: Partial<Record<Language, readonly [plain: string, soft: string]>> = {
  bg: ['не нито никой никога нищо без няма', 'отказ* само'],
  ca: ['no mai ningú res cap sense ni tampoc', 'nega* només impossible'],
  cs: ['ne* nikdy nikdo nic žádn* bez ani', 'odmít* jen pouze'],
  da: ['ikke ingen intet aldrig uden hverken', 'kun næppe afvis* mangl* umulig*'],
  de: [
    'nicht kein* nie niemals niemand* nichts ohne weder',
    'kaum nur lehnt* abgelehnt ablehn* verweiger* weiger* fehlt* fehlen* scheiter* bestreit* bestritt* leugne* erst unmöglich* unfähig* unbekannt* unklar* unsicher* ungewiss* unwahrscheinlich* unbeantwortet* verbot* verbiet*',
  ],
  el: ['δεν μη μην κανείς κανένας τίποτα ποτέ χωρίς ούτε', 'μόνο αρν* αδύνατ*'],
  en: [
    "not no never none nobody nothing neither nor without cannot n't",
    'hardly barely scarcely only fail* refus* lack* deny denie* reject* declin* missing unable unlikely unknown unclear uncertain unsure unfair unanswered unfinished unpaid unsold unhurt uninjured impossible incapable illegal inaccurate incorrect disagree* disapprov* stop* prevent* avoid* ban bans banned forbid* forbade until unless',
  ],
  es: [
    'no nunca jamás nadie nada ningún ninguna ninguno sin ni tampoco',
    'apenas niega* negó negar* rechaz* solo sólo imposible* incapa* descono* falt* prohib*',
  ],
  fi: ['ei en et emme ette eivät ilman ikinä koskaan älä', 'vain kielt* tuskin mahdot*'],
  fr: [
    'pas jamais rien aucun aucune sans ni ne n non nul nulle',
    'personne refus* guère seulement impossible* incapable* inconnu* nie nia nient échou* manqu* interdi*',
  ],
  hr: ['ne nije nisu nema neće nikad nikada nitko ništa bez ni niti', 'samo odbi* nemogu*'],
  hu: ['nem ne nincs nincsenek soha senki semmi nélkül sem', 'csak elutasít* lehetetlen*'],
  id: ['tidak bukan tak tanpa belum jangan tiada', 'hanya menolak gagal mustahil'],
  it: [
    'non mai nessun nessuno nessuna niente nulla senza né neppure neanche',
    'rifiut* solo soltanto impossibil* incapac* sconosciut* appena neg* manca* vieta*',
  ],
  lt: ['ne* nė niekada niekas be', 'tik atsis*'],
  nl: [
    'niet geen nooit niemand niets zonder noch',
    'nauwelijks slechts alleen pas weiger* onmogelijk* onbekend* onduidelijk* mislukt* ontken* ontbre* verb*',
  ],
  no: ['ikke ingen intet aldri uten verken', 'bare kun neppe nekt* avvis* mangl* umulig*'],
  pl: ['nie nikt nigdy nic żaden żadna żadne bez ani', 'tylko ledwie odmówi* niemożliw* brak*'],
  pt: [
    'não nunca jamais ninguém nada nenhum nenhuma sem nem tampouco',
    'apenas só recus* nega* negou impossív* incapa* desconhec* falt* proíb* proib*',
  ],
  ro: ['nu niciodată nimeni nimic niciun nicio fără nici', 'doar refuz* imposibil*'],
  ru: [
    'не нет ни никогда никто ничего никак без нельзя',
    'только отказ* невозмож* неизвест* едва отсутств* лишь',
  ],
  sk: ['ne* nie nikdy nikto nič žiadn* bez ani', 'len iba odmiet*'],
  sv: [
    'inte ej ingen inget inga aldrig utan varken icke',
    'bara knappt nekade nekar avvis* sakna* endast omöjlig*',
  ],
  tr: ['değil yok hiç hiçbir asla', '*me* *ma* sadece yalnız*'],
  uk: ['не немає ні ніколи ніхто нічого без', 'лише тільки відмов* неможлив*'],
  vi: ['không chưa chẳng đừng', 'chỉ từ'],
};

function hasAnyWord(all: readonly string[], list: string): boolean {
  return list.split(' ').some(entry => {
    const [part, before, after] = [entry.replaceAll('*', ''), entry.startsWith('*'), entry.endsWith('*')];
    if (before) return all.some(word => word.length > part.length + 2 && word.slice(2).includes(part));
    return after ? all.some(word => word.startsWith(part)) : all.includes(part);
  });
}

/**
 * Whether a text denies something: `plain` in so many words, `soft` perhaps; null where the language's words
 * are not known.
 */
export function detectNegation(text: string, language: Language): { plain: boolean; soft: boolean } | null {
  const list = NEGATIONS[language];
  if (!list) return detectNegationByCharacter(text, language);
  const all = toLowerCase(text)
    .replaceAll('’', "'")
    .split(/[^\p{L}\p{M}']+/u)
    .flatMap(word => (language === 'en' ? [word.endsWith("n't") ? "n't" : word] : word.split("'")));
  return { plain: hasAnyWord(all, list[0]), soft: hasAnyWord(all, list[1]) };
}

/** Languages without spaces: by what they write. */
function detectNegationByCharacter(
  text: string,
  language: Language,
): { plain: boolean; soft: boolean } | null {
  const found = {
    zh: [/[不没無无未非]|别/u, /只|仅|拒|否|才/u],
    'zh-Hant': [/[不沒無未非]|別/u, /只|僅|拒|否|才/u],
    ja: [/ない|なく|なか|ません|ず|ぬ|無/u, /のみ|だけ|拒|否|未|不|しか/u],
    ko: [/않|없|안 |못|아니/u, /만|거부|불|미|무/u],
    th: [/ไม่|มิ|ไร้/u, /เพียง|ปฏิเสธ/u],
    ar: [/(?:^|\s)(?:لا|لم|لن|ليس|ليست|غير|دون|بدون|ما)(?:\s|$)/u, /فقط|رفض/u],
    he: [/(?:^|\s)(?:לא|אין|בלי|ללא|אף|מעולם)(?:\s|$)/u, /רק|סירב/u],
    hi: [/नहीं|न |मत |बिना|ना /u, /केवल|सिर्फ|इनकार/u],
  }[language as string];
  return found ? { plain: found[0]!.test(text), soft: found[1]!.test(text) } : null;
}

/**
 * Directions: the beginnings of words for one side and for the other, in the order of `SIDES`. A translation
 * that has only the other side has turned it around.
 */
const DIRECTION_NAMES = [
  'more / less',
  'rise / fall',
  'before / after',
  'win / lose',
  'open / close',
  'for / against',
  'loud / quiet',
  'buy / sell',
];
const DIRECTIONS: Partial<Record<Language, readonly (readonly [string, string])[]>> = {
  en: [
    ['more', 'less fewer'],
    [
      'rise rises rose risen rising increas* grew grow* climb* up gain*',
      'fall falls fell fallen falling drop* declin* decreas* down sank shrank lost lose*',
    ],
    ['before until', 'after since'],
    ['win* won gain*', 'lose* lost losing loss*'],
    ['open*', 'clos* shut*'],
    ['for favour* support* backs backed', 'against oppos* reject*'],
    ['loud* noisy', 'quiet* silent* silence'],
    ['buy* bought', 'sell* sold sale*'],
  ],
  de: [
    ['mehr', 'weniger'],
    [
      'stieg* steig* gestiegen erhöh* wuchs wachs* gewachsen zugenommen zunahm* kletter* geklettert',
      'fiel* fallen gefallen sank* sinkt sinken gesunken zurückgegangen rückgang abgenommen schrumpf* verlor* verlier* verlust*',
    ],
    ['vor bevor bis', 'nach nachdem seit'],
    ['gewinn* gewann* gewonnen', 'verlor* verlier* verloren verlust* einbüß*'],
    ['öffn* geöffnet eröffn*', 'schließ* geschlossen schloss'],
    ['für befürwort* unterstütz*', 'gegen lehn* abgelehnt'],
    ['laut*', 'leise* still* ruhig*'],
    ['kauf* gekauft', 'verkauf*'],
  ],
  fr: [
    ['plus davantage', 'moins'],
    ['augment* hausse* mont* grimp* progress* croî* accru*', 'baiss* diminu* chut* recul* tomb* perd*'],
    ['avant', 'après depuis'],
    ['gagn* remport* bénéfice*', 'perd* perte*'],
    ['ouvr* ouvert*', 'ferm*'],
    ['pour soutien* soutenu*', 'contre oppos* rejet*'],
    ['bruyant* bruyamment fort', 'silenc* calme*'],
    ['achet* achat*', 'vend* vente*'],
  ],
  es: [
    ['más', 'menos'],
    ['aument* sub* crec* increment*', 'baj* ca* disminu* descend* reduj* perd*'],
    ['antes', 'después tras desde'],
    ['gan* venc*', 'perd* pérdida*'],
    ['abr* abier*', 'cerr* cierr*'],
    ['favor apoy*', 'contra opon* opus* rechaz*'],
    ['ruidos* alto', 'silenci* tranquil*'],
    ['compr*', 'vend* venta*'],
  ],
  it: [
    ['più', 'meno'],
    ['aument* sal* cresc* cresci*', 'diminu* cal* scend* sces* perd* pers*'],
    ['prima', 'dopo da'],
    ['guadagn* vinc* vint*', 'perd* pers* perdita'],
    ['apr* apert*', 'chiud* chius*'],
    ['favore sosten*', 'contro respin*'],
    ['rumoros* forte', 'silenzi* tranquill*'],
    ['compr* acquist*', 'vend*'],
  ],
  pt: [
    ['mais', 'menos'],
    ['aument* sub* cresc*', 'caiu caíram ca* diminu* desc* perd*'],
    ['antes', 'depois após desde'],
    ['ganh* venc*', 'perd* prejuízo*'],
    ['abr* abert*', 'fech*'],
    ['favor apoi*', 'contra rejeit*'],
    ['barulhent* alto', 'silenci* quiet*'],
    ['compr*', 'vend*'],
  ],
  nl: [
    ['meer', 'minder'],
    ['steg* stijg* gestegen groei* toegenomen', 'daal* gedaald viel vielen gevallen afgenomen verlo* zakt*'],
    ['voor voordat', 'na nadat sinds'],
    ['win* won gewonnen winst*', 'verlo* verlie*'],
    ['open* geopend', 'sluit* gesloten sloot'],
    ['voor steun*', 'tegen verw*'],
    ['luid*', 'stil* rustig*'],
    ['koop* kocht* gekocht', 'verko*'],
  ],
};

/**
 * The direction of the original that its translation turns around, or null; null too where the words are not
 * known.
 */
export function findReversedDirection(
  original: string,
  from: Language,
  translation: string,
  to: Language,
): string | null {
  const [there, here] = [DIRECTIONS[from], DIRECTIONS[to]];
  if (!there || !here) return null;
  const [said, translated] = [tokenizeText(original), tokenizeText(translation)];
  const index = DIRECTION_NAMES.findIndex((_, at) => {
    const [one, other] = there[at]!;
    const [ours, theirs] = here[at]!;
    const isReversed = (a: string, b: string, x: string, y: string) =>
      hasAnyWord(said, a) && !hasAnyWord(said, b) && hasAnyWord(translated, y) && !hasAnyWord(translated, x);
    return isReversed(one, other, ours, theirs) || isReversed(other, one, theirs, ours);
  });
  return DIRECTION_NAMES[index] ?? null;
}

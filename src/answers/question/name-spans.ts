import { isGivenName } from '../../language/lexicon.ts';
import lexicon from '../../language/lexicons/answer-types.json' with { type: 'json' };
import { isNameWord, isOrganisation, isTitle, stripPossessive } from '../../language/person-names.ts';
import { isKnownWord } from '../../language/thesaurus.ts';
import { trimEnd } from '../../language/trimming.ts';
import { oneOf } from '../../language/word-lists.ts';
import { findNounFile } from '../../language/wordnet.ts';
import type { AnswerSpan } from './answer-kinds.ts';

/* Spans that name people, things or places, and spans that describe them without a name. */

const NAME =
  /\p{Lu}[\p{L}\p{M}\p{N}'’.&-]*(?:(?: (?:of|de|van|von|der|la|le|du|the|for|al|bin|and the|of the|&))? \p{Lu}[\p{L}\p{M}\p{N}'’.&-]*){0,6}/gu;
const PLACE_BEFORE = new RegExp(
  String.raw`(?:^|[^\p{L}])${oneOf(lexicon.prepositions.words)} (?:the )?$`,
  'iu',
);
/** "in the journal …", "through the village of …": a place or a publication with its kind before its name. */
const KIND_BEFORE = new RegExp(
  String.raw`(?:^|[^\p{L}])${oneOf(lexicon.prepositions.words)} (?:the|an?|his|her|its|their) (\p{Ll}{2,30})(?: of)? $`,
  'iu',
);
const DOER_BEFORE = new RegExp(String.raw`(?:^|[^\p{L}])${oneOf(lexicon.owning.words)} (?:the )?$`, 'iu');
/** Longest stretch before a name in which such words are looked for, in characters. */
const BEFORE = 40;

/** Whether a name stands behind "by" or "belongs to". */
export const isDoer = (sentence: string, start: number): boolean =>
  DOER_BEFORE.test(sentence.slice(Math.max(0, start - BEFORE), start));

/** What precedes a word that begins a sentence or a quotation. */
const OPENING = /^$|^[“"'‘(]{1,2}$|[.!?:][”"’']? $|(?:^|\s)[“"'‘]{1,2}$/u;

/**
 * How much less likely a word that begins a sentence is a name. No dictionary has it ("Whitcombe, 58, …"), so it
 * still fits better than people without a name ("a customer").
 */
const OPENER_DOUBT = 0.4;

export function findNames(sentence: string, wanted: 'person' | 'place' | 'any'): AnswerSpan[] {
  return [...sentence.matchAll(NAME)].flatMap(({ 0: found, index }) => {
    const name = cutAtSentence(found);
    const words = name.split(' ');
    const skip = words.findIndex(word => isNameWord(stripPossessive(trimEnd(word, /[.,]/))));
    if (skip < 0) return [];
    const start = index + words.slice(0, skip).join(' ').length + (skip > 0 ? 1 : 0);
    const rest = words.slice(skip);
    // a capital only because a sentence begins is not a name
    const isOpener =
      OPENING.test(sentence.slice(Math.max(0, start - 3), start)) &&
      rest.length === 1 &&
      !isGivenName(rest[0] ?? '') &&
      !/^[“"']?\p{Lu}{2,}/u.test(rest[0] ?? '');
    const before = sentence.slice(Math.max(0, start - BEFORE), start);
    const isPlaced = PLACE_BEFORE.test(before) && !isDoer(sentence, start);
    const isPerson = rest.some(word => isTitle(word) || isGivenName(word));
    const isBody = isOrganisation(rest);
    const fit =
      wanted === 'any'
        ? 1
        : wanted === 'person'
          ? (isPerson ? 2 : 1) - (isPlaced ? 0.7 : 0) - (isBody ? 0.3 : 0) - (isOpener ? OPENER_DOUBT : 0)
          : scorePlace(before, isPlaced) - (isPerson ? 1 : 0);
    const isWord = isOpener && isKnownWord((rest[0] ?? '').toLowerCase().match(/^\p{L}{1,40}/u)?.[0] ?? '');
    return isWord || (isOpener && wanted === 'place') ? [] : [{ start, end: index + name.length, fit }];
  });
}

/** A word that ends with a full stop and is no abbreviation or initial ends a sentence: "of Calder. She". */
const SENTENCE_END = /(?<=\p{Ll}{3})\. /u;

function cutAtSentence(name: string): string {
  const end = SENTENCE_END.exec(name);
  return end ? name.slice(0, end.index) : name;
}

/** "The head teacher of Mill Lane School" says less about where something is than "in Mill Lane". */
function scorePlace(before: string, isPlaced: boolean): number {
  const [, kind] = KIND_BEFORE.exec(before) ?? [];
  if (kind !== undefined && isOfFiles(kind, LOCATED)) return 2;
  return isPlaced ? (/\bof (?:the )?$/i.test(before.slice(-8)) ? OF_FIT : 2) : 0;
}
const OF_FIT = 0.6;

/** WordNet's lexicographer files: people; people and groups; places and things one can be in or on. */
const PERSONS = new Set([18]);
const BODIES = new Set([18, 14]);
const PLACES = new Set([15, 6, 17]);
/** These and what can be read: journals. */
const LOCATED = new Set([...PLACES, 10]);
const UNNAMED_FIT = 0.5;

/** WordNet knows WHO, the organisation. */
const isRelative = (word: string) => /^(?:who|whom|whose|which|that)$/.test(word);

const SOMEBODY =
  /(?<![\p{L}\p{N}])(?:[Tt]he|[Aa]n?|[Hh]er|[Hh]is|[Ii]ts|[Tt]heir|[Tt]wo|[Tt]hree|[Ff]our|[Ff]ive|[Ss]ome) (?=\p{Ll})/gu;
const SOMEWHERE = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${oneOf(lexicon.indoors.words)} (?:the|an?|her|his|its|their) (?=\p{Ll})`,
  'gu',
);

const isOfFiles = (word: string, files: ReadonlySet<number>) => files.has(findNounFile(word) ?? -1);

/** Whether a word is a noun for somebody. */
export const isPerson = (word: string): boolean => isOfFiles(word, PERSONS);

/** Behind a participle, which is no noun: "a fund set up by local firms". */
const PARTICLE = /^ (?:up|out|off|aside|away|by)\b/;

/** Finds phrases with a noun of these files among their first four words; the span ends with that noun. */
function findPhrases(sentence: string, pattern: RegExp, files: ReadonlySet<number>): AnswerSpan[] {
  return [...sentence.matchAll(pattern)].flatMap(({ 0: opening, index }) => {
    const from = index + opening.length;
    let end = from;
    for (const word of sentence
      .slice(from, from + 60)
      .split(' ')
      .slice(0, 4)) {
      const [bare = ''] = /^\p{Ll}[\p{Ll}-]{0,40}/u.exec(word) ?? [];
      if (bare.length < 2 || isRelative(bare)) break;
      end += bare.length;
      if (isOfFiles(bare, files) && !PARTICLE.test(sentence.slice(end, end + 8)))
        return [{ start: index, end, fit: UNNAMED_FIT }];
      // "the valley's three councils"
      const rest = word.slice(bare.length);
      if (rest !== '' && !/^['’]s?$/.test(rest)) break;
      end += rest.length + 1;
    }
    return [];
  });
}

const BESIDE = new RegExp(String.raw`(?<![\p{L}\p{N}])${oneOf(lexicon.beside.words)} $`, 'iu');

/** What a group consists of: "a pair of goggles". */
const CONSISTS_OF = /^ of (?:\S{1,20} )?(\p{Ll}{2,40})/u;

/** Finds people or groups mentioned without a name: "the treasurer", "a firm"; not "a pair of goggles". */
export const findUnnamed = (sentence: string): AnswerSpan[] =>
  findPhrases(sentence, SOMEBODY, BODIES).filter(({ start, end }) => {
    if (BESIDE.test(sentence.slice(Math.max(0, start - 16), start))) return false;
    const [, member] = CONSISTS_OF.exec(sentence.slice(end, end + 70)) ?? [];
    return member === undefined || isOfFiles(member, BODIES);
  });

/** Finds places without a name: "in the library". */
export const findUnnamedPlaces = (sentence: string): AnswerSpan[] =>
  findPhrases(sentence, SOMEWHERE, PLACES).filter(
    ({ start, end }) => !NOWHERE.test(sentence.slice(start, end)),
  );

/** "at the place where" does not say where. */
const NOWHERE = /\b(?:place|spot)s?$/i;

const WORKING = /(?<![\p{L}\p{N}])(?:an?|the|as|former|retired|its|their) (?=\p{Ll})/gu;

/** Finds occupations: "a retired dressmaker". */
export const findTrades = (sentence: string): AnswerSpan[] => findPhrases(sentence, WORKING, PERSONS);

/** A name of several words ends before what else is said: "Gasworks until 1971". */
const GIVEN_NAME = String.raw`\p{Lu}[\p{L}\p{M}\p{N}'’&-]*(?:(?: (?:of|the|and|for|in the|of the|and the|&))? \p{Lu}[\p{L}\p{M}\p{N}'’&-]*){0,6}`;
const NAMED = new RegExp(
  String.raw`(?<![\p{L}\p{N}])${oneOf(lexicon.naming.words)} (?:it |him |her |the )?(?:[“"‘](?=\p{Lu})([^,;:.!?”"]{2,60})|(${GIVEN_NAME}(?:(?:, ${GIVEN_NAME}){0,4} and ${GIVEN_NAME})?))`,
  'gu',
);
/** "Her book, The Patient Lawn, sold 30,000 copies": a thing with its name behind it. */
const APPOSED = new RegExp(
  String.raw`(?<![\p{L}\p{N}])(?:[Hh]er|[Hh]is|[Ii]ts|[Tt]heir|[Tt]he|[Aa]n?)(?: [\p{Ll}\p{N}-]{2,30}){1,4}, [“"‘]?(${GIVEN_NAME})(?=[”"’]?[,.;])`,
  'gu',
);
const SAID_FIT = 2;
const APPOSED_FIT = 1.5;

/** Finds what the text says that something is called. */
export const findGivenNames = (sentence: string): AnswerSpan[] =>
  [NAMED, APPOSED].flatMap(pattern =>
    [...sentence.matchAll(pattern)].map(({ 0: found, 1: quoted, 2: bare, index }) => ({
      start: index + found.length - (quoted ?? bare ?? '').length,
      end: index + found.length,
      fit: pattern === NAMED ? SAID_FIT : APPOSED_FIT,
    })),
  );

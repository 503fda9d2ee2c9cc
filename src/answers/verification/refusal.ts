import { fillTemplate } from '../../i18n/templates.ts';
import { fold, truncate } from '../../language/folding.ts';
import accusations from '../../language/lexicons/accusations.json' with { type: 'json' };
import { isReadingEnglish, splitWords, stem, stemText } from '../../language/stems.ts';
import { trimEnd } from '../../language/trimming.ts';
import { isInsideWord } from '../../language/word-boundaries.ts';
import { memoizePerObject } from '../../memo.ts';
import { findReasonContradiction } from './contradictions/insertions.ts';
import { findNameContradiction } from './contradictions/names.ts';
import { findNumberContradiction } from './contradictions/numbers.ts';
import { extractTerms } from './contradictions/terms.ts';
import { describeBrought, findOwnWords, isRendered, LIGHT_WORDS, REPORTING_WORDS } from './own-words.ts';
import { findTurnedProposition } from './propositions/compare.ts';
import { textOf } from './propositions/likeness.ts';
import { findOtherSpeaker } from './propositions/speakers.ts';
import { isVerbal } from './propositions/word-classes.ts';
import { readWords, type SentenceWord } from './propositions/words.ts';
import { reasons } from './reasons.ts';
import type { Source } from './source.ts';

/**
 * Why a statement in somebody's own words may not be shown as resting on a text, or null if plain code finds
 * nothing against it: a link, quotation, number or name that the text lacks; another agent, order, number or
 * degree of certainty than in the text (see propositions/compare.ts); too many words of its own. For
 * languages other than English only the first and the last are checked.
 */
export function findRefusal(statement: string, source: Source): string | null {
  if (statement.length > MAX_STATEMENT) return reasons.tooLong;
  const near = rankSentences(statement, source);
  return (
    findForeignContent(statement, source) ??
    findCutWord(statement, source) ??
    findMisquotation(statement, source) ??
    (isReadingEnglish() ? findEnglishRefusal(statement, near, source) : null) ??
    findOwnWords(statement, near, source)
  );
}

function findEnglishRefusal(statement: string, near: readonly string[], source: Source): string | null {
  return (
    findMisattribution(statement, source) ??
    findAddress(statement, near) ??
    findNumberContradiction(withoutPairs(statement), source.analyzed) ??
    findNameContradiction(extractTerms(statement), source.analyzed) ??
    findTurnedProposition(statement, near.slice(0, MAX_COMPARED))?.reason ??
    findAccusation(statement, near, source) ??
    findReasonContradiction(statement, source.analyzed) ??
    findOwnPredicate(statement, near, source) ??
    findUnrelated(statement, source)
  );
}

/** Removes "two" unless a unit follows: it is usually the drafter's own count, not the text's. */
const withoutPairs = (statement: string) =>
  statement.replaceAll(
    /\btwo (?!(?:hundred|thousand|million|billion|years?|months?|weeks?|days?|hours?|minutes?|per|points?|miles?|euros?|pounds?|dollars?)\b)/gi,
    ' ',
  );

/** Maximum characters of a statement; a longer text is no statement, and would take too long to read. */
const MAX_STATEMENT = 800;

/** How many sentences of a text to compare with a statement: those that share most words with it. */
const MAX_COMPARED = 12;
/** How many sentences, ranked the same way, to search for words that a statement may paraphrase. */
const MAX_RANKED = 30;

function rankSentences(statement: string, { analyzed: { sentences } }: Source): string[] {
  const wanted = [...new Set(stemText(statement))];
  return sentences
    .map(({ text, stems }) => ({ text, shared: wanted.filter(word => stems.has(word)).length }))
    .filter(({ shared }) => shared > 0)
    .sort((a, b) => b.shared - a.shared)
    .slice(0, MAX_RANKED)
    .map(({ text }) => text);
}

const SELF = /(?<![\p{L}'’])(?:I|me|my|mine|myself|you|your|yours|yourself|we|us|our|ours)(?![\p{L}])/gu;

/** Finds a word by which the drafter speaks of itself or to its reader, unless the text does so here. */
function findAddress(statement: string, near: readonly string[]): string | null {
  const outside = statement.replaceAll(QUOTED_WORDS, ' ').replaceAll(/\bU\.?S\b/g, ' ');
  const wanted = [...new Set(stemText(outside))];
  const isThere = (word: string) =>
    near.slice(0, 3).some(sentence => {
      const stems = new Set(stemText(sentence));
      return (
        splitWords(sentence).includes(word.toLowerCase()) &&
        wanted.filter(each => stems.has(each)).length * 2 > wanted.length
      );
    });
  const said = outside.match(SELF)?.find(word => !isThere(word));
  return said === undefined ? null : fillTemplate(reasons.address, { word: said });
}

const ACCUSING = new Set(accusations.accusing.words.map(stem));

/** Finds an accusation that the text does not make in any form. */
function findAccusation(statement: string, near: readonly string[], { analyzed }: Source): string | null {
  const accusing = new Set(near.flatMap(splitWords).filter(word => ACCUSING.has(stem(word))));
  const found = splitWords(statement).find(
    word => ACCUSING.has(stem(word)) && !analyzed.stems.has(stem(word)) && !isRendered(word, accusing),
  );
  return found === undefined ? null : describeBrought([found], statement);
}

function isInText(fragment: string, passages: readonly string[]): boolean {
  const wanted = trimEnd(fold(fragment).toLowerCase(), /[.!?]/);
  return passages.some(passage => fold(passage).toLowerCase().includes(wanted));
}

/** How many anchors of a statement (names, numbers, content words) occur together in one sentence. */
function countAnchors(all: readonly SentenceWord[], near: readonly string[]): number {
  const units = all.filter((word, at) => !(word.kind === 'name' && all[at - 1]?.kind === 'name'));
  return Math.max(
    0,
    ...near.slice(0, MAX_NEAR).map(sentence => {
      const stems = new Set([...stemText(sentence), ...splitWords(sentence)]);
      return units.filter(word => stems.has(word.stem) || stems.has(word.lower)).length;
    }),
  );
}

/** From this share of new words on, what a statement says about the people it names counts as its own. */
const MAX_OWN_SHARE = 0.5;
/** A synonym counts only if its word occurs in one of this many nearest sentences. */
const MAX_NEAR = 4;

/** Finds a predicate that is entirely new: "Strand has resigned" for a text without any such word. */
function findOwnPredicate(
  statement: string,
  near: readonly string[],
  { analyzed, passages }: Source,
): string | null {
  const words = new Set(near.slice(0, MAX_NEAR).flatMap(splitWords));
  const read = readWords(statement);
  const all = read.filter(({ isContent }) => isContent);
  const isStatement = all.length >= 2 && read.some(isVerbal);
  // "On 12 December 2009" is no statement, but is an answer if the text contains it
  if (!isStatement) return all.length > 0 && isInText(statement, passages) ? null : reasons.nothing;
  const said = all.filter(
    word =>
      word.kind !== 'name' &&
      word.kind !== 'number' &&
      !REPORTING_WORDS.has(word.stem) &&
      !LIGHT_WORDS.has(word.stem),
  );
  const own = said.filter(
    word =>
      !analyzed.stems.has(word.stem) && !analyzed.stems.has(word.root) && !isRendered(word.lower, words),
  );
  const isMost = own.length >= said.length * MAX_OWN_SHARE;
  if (own.length === 0 || !isMost || countAnchors(all, near) > own.length) return null;
  return describeBrought(
    own.map(({ lower }) => lower),
    statement,
  );
}

const PRONOUNS = new Set(['he', 'she', 'it', 'they', 'his', 'her', 'its', 'their']);

/** Maximum words of a short statement; half of them must be in one sentence or two in a row. */
const MAX_SHORT = 5;

/** Refuses a short statement whose words all occur in the text, but never together. */
function findUnrelated(statement: string, { analyzed: { sentences } }: Source): string | null {
  const wanted = [...new Set(stemText(statement))];
  if (wanted.length < 3 || wanted.length > MAX_SHORT) return null;
  const isTogether = sentences.some(({ stems }, at) => {
    // a pronoun at the start of the next sentence refers to somebody in this one
    const following = sentences[at + 1];
    const next =
      following &&
      splitWords(following.text)
        .slice(0, 3)
        .some(word => PRONOUNS.has(word))
        ? following.stems
        : undefined;
    return wanted.filter(word => stems.has(word) || next?.has(word)).length * 2 >= wanted.length;
  });
  return isTogether ? null : reasons.unrelated;
}

/** Content that a statement about a text may only have if the text has it: links, addresses, mentions. */
const FOREIGN_CONTENT =
  /\b(?:https?:\/\/|www\.|discord(?:app)?\.(?:gg|com)\b)\S*|(?<![\w.-])[\w.-]+@[\w-]+\.\w+|<[@#&:t][^<>]*>|@(?:everyone|here)\b|\]\([^)\s]*/gi;

/** Words between a pair of quotation marks of any kind. */
const QUOTED_WORDS = /[“„«"]([^“”„«»"]{1,2000})[”“»"]/g;

function findForeignContent(statement: string, { passages }: Source): string | null {
  const folded = passages.map(fold);
  const found = statement
    .match(FOREIGN_CONTENT)
    ?.find(part => !folded.some(passage => passage.includes(fold(part))));
  return found === undefined ? null : fillTemplate(reasons.foreign, { words: truncate(found) });
}

/** Refuses a fragment of the text that begins or ends inside a word. */
function findCutWord(statement: string, { passages }: Source): string | null {
  const wanted = fold(statement);
  for (const passage of passages.map(fold)) {
    const at = passage.indexOf(wanted);
    if (at >= 0 && isInsideWord(passage, at, at + wanted.length))
      return fillTemplate(reasons.foreign, { words: truncate(statement) });
  }
  return null;
}

/** The words of a quotation without marks, case or spacing. */
const quotedWordsOf = (text: string) =>
  ` ${(
    fold(text)
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}*]+/gu) ?? []
  ).join(' ')} `;

const getQuotable = memoizePerObject(({ passages }: Source) => passages.map(quotedWordsOf));

function findMisquotation(statement: string, source: Source): string | null {
  const found = [...statement.matchAll(QUOTED_WORDS)]
    .map(([, quoted = '']) => quoted)
    .find(quoted => !getQuotable(source).some(passage => passage.includes(quotedWordsOf(quoted))));
  return found === undefined ? null : fillTemplate(reasons.misquoted, { words: truncate(found) });
}

/** Minimum words of a quotation needed to find it in the text. */
const MIN_QUOTED = 3;

/** Finds quoted words that the text attributes to somebody else. */
function findMisattribution(statement: string, source: Source): string | null {
  for (const [, quoted = ''] of statement.matchAll(QUOTED_WORDS)) {
    const wanted = quotedWordsOf(quoted);
    if (wanted.trim().split(' ').length < MIN_QUOTED) continue;
    const passage = source.passages.find((_, at) => getQuotable(source)[at]?.includes(wanted));
    const beginning = wanted
      .split(' ')
      .slice(0, MIN_QUOTED + 2)
      .join(' ');
    const found =
      passage &&
      findOtherSpeaker(statement, passage, sentence => quotedWordsOf(sentence).includes(beginning));
    if (found)
      return fillTemplate(reasons.otherAgent, {
        verb: truncate(quoted),
        other: textOf([found.speaker]),
        word: textOf([found.claimed]),
      });
  }
  return null;
}

import { type Article, type Comment, commentTextOf } from '../../articles/article.ts';
import { fillTemplate } from '../../i18n/templates.ts';
import { truncateAtWord } from '../../language/folding.ts';
import { extractEnglishNumbers } from '../../language/numbers.ts';
import { splitSentences } from '../../language/sentences.ts';
import {
  extractContentWords,
  getReadingLanguage,
  isReadingEnglish,
  stem,
  stemText,
  writtenFormOf,
} from '../../language/stems.ts';
import { writesOtherWord } from '../../language/written-words.ts';
import { elementAt } from '../../lists.ts';
import type { Ground, Level } from '../levels.ts';
import { findVerbatimEvidence } from '../verification/evidence.ts';
import { hasInstructions, removeInstructions } from '../verification/instructions.ts';
import { findNearestSentence } from '../verification/nearest-sentence.ts';
import { findBestParagraphs } from '../verification/prove.ts';
import { reasons } from '../verification/reasons.ts';
import { findRefusal } from '../verification/refusal.ts';
import { findShortenedSentence, type ShortenedFrom, shiftsArticle } from '../verification/shortening.ts';
import { getSource as getVerificationSource, readSource } from '../verification/source.ts';
import { isWholeSentence, textOfSpan } from '../verification/spans.ts';
import { standsByItself } from '../verification/standing.ts';
import { removeFraming } from './claims.ts';
import type { Conflict } from './comparison.ts';
import type { Doubt } from './containment.ts';
import { findGermanSaying } from './german.ts';
import { judgeSentence } from './judgement.ts';
import { splitParts } from './parts.ts';
import { renders } from './rendering.ts';
import type { JudgedStatement } from './schema.ts';
import { getSource } from './source.ts';

/** The verdict of plain rules on a sentence of a claim. */
export type PlainVerdict = Omit<JudgedStatement, 'number' | 'text'>;

/** A comment in which no sentence has this share of the claim's words does not say what is claimed. */
const MIN_OVERLAP = 0.6;

function findAssertingComments(claim: string, article: Article): string[] {
  const wanted = new Set(stemText(claim));
  const isRelevant = (comment: Comment) =>
    splitSentences(commentTextOf(comment)).some(sentence => {
      const own = new Set(stemText(sentence));
      return [...wanted].filter(word => own.has(word)).length >= Math.max(1, wanted.size * MIN_OVERLAP);
    });
  const isSaid = ({ paragraphs }: Comment) =>
    findRefusal(claim, readSource(removeInstructions(paragraphs))) === null;
  return article.comments
    .filter(comment => isRelevant(comment) && isSaid(comment))
    .map(({ number }) => number);
}

/**
 * Finds a word that occurs only in instructions to machines, which means that the claim is what they order to
 * be said. Returns the reason, or null.
 */
function findInstructedWord(claim: string, article: Article): string | null {
  const all = [article.headline, ...article.paragraphs];
  const known = new Set(removeInstructions(all).flatMap(stemText));
  const everything = [...all, ...article.comments.flatMap(({ paragraphs }) => paragraphs)];
  const ordered = new Set(everything.filter(hasInstructions).flatMap(stemText));
  const found = extractContentWords(claim).find(word => ordered.has(stem(word)) && !known.has(stem(word)));
  return found === undefined ? null : fillTemplate(reasons.onlyOrdered, { word: found });
}

/** Words of the article as the ground of a verdict. */
const quoteFrom = (paragraph: number, quote: string) => ({
  ground: [{ paragraph, quote }] satisfies Ground[],
  passage: { text: quote, paragraphs: [paragraph] },
});

const support = (level: Level, paragraph: number, quote: string): PlainVerdict => ({
  verdict: 'supported',
  reason: reasons.borneOut,
  level,
  comments: [],
  ...quoteFrom(paragraph, quote),
});

/**
 * The proof that the article says the claim: word for word, shortened or paraphrased; null if there is none.
 */
function findProof(text: string, article: Article): PlainVerdict | null {
  const telling = article.paragraphs.flatMap((each, index) => (hasInstructions(each) ? [] : [index + 1]));
  const verbatim = findVerbatimEvidence(article, { text, paragraphs: [] });
  if (
    'span' in verbatim &&
    telling.includes(verbatim.span.paragraph) &&
    isWholeSentence(article, verbatim.span) &&
    standsByItself(article, verbatim.span, text)
  )
    return support('verbatim', verbatim.span.paragraph, textOfSpan(article, verbatim.span));
  const shortened = findShortenedSentence(article, text, telling);
  if (shortened) return supportBy(article, shortened, shortened.isWhole ? 'verbatim' : 'shortened');
  const near = findBestParagraphs(article, text).filter(number => telling.includes(number));
  const rendered = isReadingEnglish() ? findShortenedSentence(article, text, near, renders) : undefined;
  return rendered && !isRefused(text, article) ? supportBy(article, rendered, 'worded') : null;
}

/**
 * Whether plain code would refuse a statement without numbers that a model drafted; of numbers, the rules for claims
 * know more: their bounds, and synonyms of what they count.
 */
const isRefused = (text: string, article: Article) =>
  extractEnglishNumbers(text).length === 0 && findRefusal(text, getVerificationSource(article)) !== null;

/**
 * Whether a claim has the words of the sentence that it rests on, but as other words, as the article's instead of
 * somebody's, or without what limits them.
 */
function losesMeaning(claim: string, { paragraph, text }: Place, article: Article): boolean {
  if (writesOtherWord(claim, text) || isInverted(text, claim) || shiftsArticle(claim, text)) return true;
  const start = elementAt(article.paragraphs, paragraph - 1).indexOf(text);
  const span = { paragraph, start, end: start + text.length };
  return start >= 0 && !standsByItself(article, span, claim);
}

/** Whether a sentence begins with a condition without "if", "Had she won," and a claim with anything else. */
const isInverted = (text: string, claim: string) =>
  /^(?:Had|Were|Should) (?:\p{Lu}|(?:the|an?|he|she|it|they|we|I|you|this|that|his|her|its|their)\b)/u.test(
    text,
  ) &&
  !text.includes('?') &&
  !claim.startsWith(text.slice(0, 4));

interface Place {
  readonly paragraph: number;
  readonly text: string;
}

/** The verdict that a German article says a claim in other forms of its words, or null. */
function findInGerman(text: string, article: Article): PlainVerdict | null {
  for (const [index, paragraph] of article.paragraphs.entries()) {
    const found = hasInstructions(paragraph) ? null : findGermanSaying(text, paragraph);
    if (found !== null && !writesOtherWord(text, found)) return support('worded', index + 1, found);
  }
  return null;
}

/** The verdict "supported" with these sentences as its ground. */
function supportBy(article: Article, { spans }: ShortenedFrom, level: Level): PlainVerdict {
  const quotes = spans.map(span => ({ paragraph: span.paragraph, quote: textOfSpan(article, span) }));
  return { ...support(level, spans[0].paragraph, textOfSpan(article, spans[0])), ground: quotes };
}

/** Maximum number of words that a reason lists. */
const MAX_NAMED = 5;

const quoteWords = (words: readonly string[]) =>
  words
    .slice(0, MAX_NAMED)
    .map(word => `“${truncateAtWord(word, 60)}”`)
    .join(', ');

function explainConflict({ kind, given, claimed, verb = '' }: Conflict): string {
  if (kind === 'denies') return reasons.denies;
  if (kind === 'denied') return fillTemplate(reasons.denied, { word: claimed });
  if (kind === 'turned') return fillTemplate(reasons.turned, { other: given, word: claimed });
  if (kind === 'roles') return fillTemplate(reasons.roles, { doer: given, verb, sufferer: claimed });
  return fillTemplate(reasons.other, { other: given, word: claimed });
}

/**
 * The reason that names words of a claim which the nearest passage lacks: those that the article has nowhere, if
 * there are such; one that it has elsewhere; or that it has them all, but apart.
 */
function explainMissing(words: readonly string[], article: Article): string {
  const { stems, numbers } = getSource(article);
  const known = new Set([...stems, ...stemText(article.headline)]);
  const isMentioned = (word: string) =>
    stemText(word).every(each => known.has(each)) ||
    extractEnglishNumbers(word).some(({ value }) => numbers.has(value));
  const unmentioned = words.filter(word => !isMentioned(word));
  if (unmentioned.length > 0) return fillTemplate(reasons.unknown, { words: quoteWords(unmentioned) });
  return words.length > 1 ? reasons.unrelated : fillTemplate(reasons.brought, { words: quoteWords(words) });
}

function explainDoubt(doubt: Doubt, claim: string, article: Article): string {
  if (doubt.kind === 'arranged') return reasons.arranged;
  if (doubt.kind === 'modal')
    return fillTemplate(reasons.onlyPossible, { other: doubt.given, word: doubt.claimed });
  const written = doubt.words.map(word => writtenFormOf(word, claim));
  if (doubt.kind === 'absent') return explainMissing(written, article);
  const words = quoteWords(written);
  if (doubt.kind === 'attributed') return reasons.attributed;
  if (doubt.kind === 'conditional') return fillTemplate(reasons.conditional, { words });
  if (doubt.kind === 'dropped') return fillTemplate(reasons.dropped, { words });
  return fillTemplate(reasons.brought, { words });
}

const leaveOpen = (reason: string, found: { paragraph: number; text: string } | null): PlainVerdict => ({
  verdict: 'unclear',
  reason,
  level: null,
  comments: [],
  ground: [],
  passage: found && { text: found.text, paragraphs: [found.paragraph] },
});

function findNearest(claim: string, article: Article): { paragraph: number; text: string } | null {
  const found = findNearestSentence(claim, article.paragraphs);
  return found && { paragraph: found.passage + 1, text: found.text };
}

/** How many times a statement is split into parts that are judged separately. */
const MAX_SPLITS = 2;

/**
 * The verdict by the article's own sentences. Only English is analyzed in detail. What cannot be decided as a
 * whole is split into parts.
 */
function judgeByWords(text: string, article: Article, splits = MAX_SPLITS): PlainVerdict {
  const whole = judgeAsWhole(text, article);
  if (whole.verdict !== 'unclear' || splits === 0 || !isReadingEnglish()) return whole;
  return judgeByParts(text, article, splits - 1) ?? whole;
}

/** The verdict if every part of a statement is supported, or one is contradicted; null otherwise. */
function judgeByParts(text: string, article: Article, splits: number): PlainVerdict | null {
  const judged = splitParts(text).map(parts => parts.map(part => judgeByWords(part, article, splits)));
  const supported = judged.find(parts => parts.every(({ verdict }) => verdict === 'supported'));
  if (supported) {
    const [first] = supported;
    return first ? { ...first, level: 'worded', ground: supported.flatMap(({ ground }) => ground) } : null;
  }
  return judged.flat().find(({ verdict }) => verdict === 'contradicted') ?? null;
}

/** The verdict on a statement as a whole. */
function judgeAsWhole(text: string, article: Article): PlainVerdict {
  const nearest = findNearest(text, article);
  if (extractContentWords(text).length === 0) return leaveOpen(reasons.nothing, nearest);
  const instructed = findInstructedWord(text, article);
  if (instructed !== null) return leaveOpen(instructed, nearest);
  const proof = findProof(text, article);
  if (proof) return proof;
  const german = getReadingLanguage() === 'deu' ? findInGerman(text, article) : null;
  if (german) return german;
  if (!isReadingEnglish()) return leaveOpen(describeAbsence(text, nearest, article), nearest);
  const judged = judgeSentence(text, article);
  if (judged.verdict === 'supported')
    return !isRefused(text, article) && !losesMeaning(text, judged, article)
      ? support('worded', judged.paragraph, judged.text)
      : leaveOpen(reasons.arranged, judged);
  if (judged.verdict === 'contradicted')
    return {
      verdict: 'contradicted',
      reason: explainConflict(judged.conflict),
      level: null,
      comments: [],
      ...quoteFrom(judged.paragraph, judged.text),
    };
  return judged.doubt
    ? leaveOpen(explainDoubt(judged.doubt, text, article), judged)
    : leaveOpen(describeAbsence(text, nearest, article), nearest);
}

/** The reason why the nearest passage does not say what is claimed, by the words that it lacks. */
function describeAbsence(text: string, nearest: { readonly text: string } | null, article: Article): string {
  const there = new Set(stemText(nearest?.text ?? ''));
  const absent = [...new Set(extractContentWords(text))].filter(word => !there.has(stem(word)));
  return absent.length > 0
    ? explainMissing(
        absent.map(word => writtenFormOf(word, text)),
        article,
      )
    : reasons.arranged;
}

/**
 * The verdict of plain rules on a sentence of a claim, with the comments that assert it if the article does
 * not.
 */
export function judgeByRules(text: string, article: Article): PlainVerdict {
  const judged = judgeWithReaders(text, article);
  const bare = removeFraming(text);
  // an article may itself say "I think that …"
  return judged.verdict === 'unclear' && bare !== text ? judgeWithReaders(bare, article) : judged;
}

/** The verdict on a sentence as it is, with the comments that assert it. */
function judgeWithReaders(text: string, article: Article): PlainVerdict {
  const judged = judgeByWords(text, article);
  const comments = judged.verdict === 'supported' ? [] : findAssertingComments(text, article);
  // where the article has the same words, it cannot be said that only readers say so
  if (comments.length === 0 || judged.reason === reasons.arranged) return judged;
  return { ...judged, reason: fillTemplate(reasons.onlyReaders, { reason: judged.reason }), comments };
}

import { type Article, type Comment, parentNumberOf } from '../../articles/article.ts';
import { removeQuotedLines } from '../../articles/quoted-lines.ts';
import { splitSentences } from '../../language/sentences.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { createLazy } from '../../lazy.ts';
import { elementAt } from '../../lists.ts';
import { detectDisagreement } from '../comments/disagreement.ts';
import { isSupporting, readCues } from './cues.ts';
import type { Dispute, DisputedSentence, DisputeSign } from './dispute.ts';
import { sortDisputed } from './merge-disputes.ts';
import { type CommentSentence, disputeRules, type ReadComment } from './rules.ts';
import { getSentenceIndex, type IndexedSentence, termsOf } from './sentence-index.ts';

/** Maximum sentences and characters of a comment that are examined, from its start. */
const MAX_SENTENCES = 24;
const MAX_CHARACTERS = 4000;

interface Found {
  readonly sentence: IndexedSentence;
  readonly dispute: Dispute;
}

/**
 * The sentences of an English article that its comments contradict, doubt or correct, by plain signs: a
 * comment quotes the words, corrects a number, denies what a sentence says, or calls something named there
 * untrue, doubtful or incomplete. A reply that supports such a comment counts with it. The most disputed
 * sentences come first. Empty for languages other than English. Linear in the length of the comments.
 */
export function findDisputes(article: Article): DisputedSentence[] {
  if (!isReadingEnglish()) return [];
  const own = removeQuotedLines(article);
  const index = getSentenceIndex(article);
  const found = new Map<string, Found>();
  const read = new Map<string, ReadComment>();
  for (const [at, comment] of own.comments.entries()) {
    const parent = read.get(parentNumberOf(comment.number) ?? '');
    const written = elementAt(article.comments, at);
    const reading = readComment(comment, written, parent);
    read.set(comment.number, reading);
    const dispute = findDispute(reading, article) ?? findSupport(comment, parent, found);
    if (dispute) found.set(comment.number, dispute);
  }
  return groupBySentence([...found.values()], index.sentences);
}

function readComment(comment: Comment, written: Comment, parent: ReadComment | undefined): ReadComment {
  const text = comment.paragraphs.join('\n').slice(0, MAX_CHARACTERS);
  const sentences = text
    .split('\n')
    .flatMap(splitSentences)
    .slice(0, MAX_SENTENCES)
    .map(
      (sentence): CommentSentence => ({
        text: sentence,
        cues: readCues(sentence),
        terms: createLazy(() => termsOf(sentence)),
      }),
    );
  return {
    comment,
    written,
    sentences,
    parent: parent ?? null,
    terms: createLazy(() => new Set(sentences.flatMap(sentence => sentence.terms()))),
    isReply: comment.number.includes('.'),
  };
}

function findDispute(reading: ReadComment, article: Article): Found | null {
  for (const { name, apply } of disputeRules) {
    const match = apply(reading, article);
    if (match) return createFound(reading.comment.number, name, match);
  }
  return null;
}

const createFound = (
  comment: string,
  sign: DisputeSign,
  { sentence, text }: { sentence: IndexedSentence; text: string },
): Found => ({ sentence, dispute: { comment, text, sign } });

/** The dispute that a reply supports by opening with agreement to a comment that disputes something. */
function findSupport(
  comment: Comment,
  parent: ReadComment | undefined,
  found: ReadonlyMap<string, Found>,
): Found | null {
  const borneOut = found.get(parentNumberOf(comment.number) ?? '');
  const [first = ''] = comment.paragraphs.slice(0, 1).flatMap(splitSentences);
  if (!parent || !borneOut || !isSupporting(first)) return null;
  if (detectDisagreement(comment.paragraphs, parent.comment.paragraphs)) return null;
  return createFound(comment.number, 'supported', { sentence: borneOut.sentence, text: first });
}

function groupBySentence(found: readonly Found[], sentences: readonly IndexedSentence[]): DisputedSentence[] {
  const bySentence = Map.groupBy(found, ({ sentence }) => sentence);
  const disputed = sentences.filter(sentence => bySentence.has(sentence));
  return sortDisputed(
    disputed.map(sentence => ({
      paragraph: sentence.paragraph,
      text: sentence.text,
      disputes: (bySentence.get(sentence) ?? []).map(({ dispute }) => dispute),
    })),
  );
}

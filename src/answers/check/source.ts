import type { Article } from '../../articles/article.ts';
import { collectFullNames, type FullNames } from '../../language/full-names.ts';
import { findOpenQuotation } from '../../language/open-quotation.ts';
import { extractQuantities, type Quantity } from '../../language/quantities.ts';
import { splitSentenceSpans } from '../../language/sentences.ts';
import { extractContentWords, stemText } from '../../language/stems.ts';
import { memoizePerObject } from '../../memo.ts';
import { hasInstructions } from '../verification/instructions.ts';
import { readSentence as readClauses } from '../verification/propositions/clauses.ts';
import { tellClauses } from '../verification/told/clauses.ts';
import { turnRound, writeWords } from '../verification/told/written.ts';
import { type Frame, readFrames } from './frames.ts';
import { createResolve, supplyNames } from './naming.ts';
import { type ReadSentence, type ReadWord, readSentence } from './reading.ts';
import { tellOfSpeakers } from './speakers-told.ts';

/** A sentence of the article that conclusions may be drawn from; `paragraph` counts from 1. */
export interface SourceSentence {
  readonly text: string;
  readonly paragraph: number;
  readonly stems: ReadonlySet<string>;
  readonly read: () => ReadSentence;
  /** What it tells in each of its clauses, as sentences of their own. */
  readonly tell: () => readonly ReadSentence[];
  /** Who does what to whom in each of its clauses. */
  readonly frames: () => readonly Frame[];
}

/** Maximum words of a sentence to align: the work grows with the product of both lengths. */
export const MAX_WORDS = 120;

/** Maximum number of sentences to align with a claim. */
export const MAX_CANDIDATES = 8;

/** Maximum characters of a sentence; a longer one is not even read. */
const MAX_LENGTH = 2000;

/** Whether conclusions may be drawn from a sentence: it is short enough to be read, and no question. */
export const isReadable = ({ text }: SourceSentence): boolean =>
  text.length <= MAX_LENGTH && !/\?["”’)]?$/.test(text.trimEnd());

/** An article in the form that claims are checked against. */
export interface Source {
  readonly sentences: readonly SourceSentence[];
  /** The weight of a stem: the fewer sentences have it, the more it weighs. */
  readonly weigh: (stem: string) => number;
  readonly stems: ReadonlySet<string>;
  readonly numbers: ReadonlySet<number>;
  readonly quantities: readonly Quantity[];
  /** The content words in lowercase. */
  readonly words: ReadonlySet<string>;
}

/** The sentences of an article, without paragraphs that contain instructions to machines. */
export const getSource: (article: Article) => Source = memoizePerObject(article => {
  const people = collectFullNames([article.headline, ...article.paragraphs]);
  const sentences = article.paragraphs.flatMap((text, index) =>
    hasInstructions(text)
      ? []
      : splitParagraph(text, index + 1, { people, previous: article.paragraphs[index - 1] ?? '' }),
  );
  const quantities = article.paragraphs.flatMap(extractQuantities);
  const counts = new Map<string, number>();
  for (const { stems } of sentences) for (const stem of stems) counts.set(stem, (counts.get(stem) ?? 0) + 1);
  return {
    sentences,
    weigh: stem => Math.log(1 + sentences.length / (counts.get(stem) ?? sentences.length)),
    stems: new Set(counts.keys()),
    words: new Set(sentences.flatMap(({ text }) => extractContentWords(text))),
    numbers: new Set(quantities.map(({ value }) => value)),
    quantities,
  };
});

/** Whether an article has a word or a number anywhere. */
export const createKnown =
  ({ stems, numbers }: Source) =>
  ({ stem, figure }: ReadWord) =>
    figure ? numbers.has(figure.value) : stems.has(stem);

/** "Ann Lee, 61, " at the beginning of a sentence. */
const AGE = /^(\p{Lu}[\p{L}’'-]*(?: \p{Lu}[\p{L}’'-]*){0,2}), \d{1,3}, /u;

/** What a sentence tells in each of its clauses, and the same turned round. */
function tell(text: string): string[] {
  const ageless = text.replace(AGE, '$1 ');
  const clauses = [text, ...(ageless === text ? [] : [ageless])].flatMap(each =>
    tellClauses(readClauses(each)),
  );
  const told = [text, ...new Set([...clauses.map(writeWords), ...tellOfSpeakers(text)])];
  return [...told.slice(1), ...told.flatMap(turnRound)];
}

/** How many characters of a clause tell where it begins. */
const OPENING = 15;

/** What stands in a sentence before one of its clauses. */
const textBefore = (clause: string, text: string): string =>
  text.slice(0, Math.max(0, text.indexOf(clause.slice(0, OPENING))));

/** How many preceding sentences to search for the person that "he" refers to. */
const REACH_OF_PRONOUNS = 3;

/** The people of an article, and the paragraph before one. */
interface Surrounding {
  readonly people: FullNames;
  readonly previous: string;
}

function splitParagraph(
  paragraph: string,
  number: number,
  { people, previous }: Surrounding,
): SourceSentence[] {
  const earlier = splitSentenceSpans(previous).map(({ start, end }) => previous.slice(start, end));
  const texts = splitSentenceSpans(paragraph).map(({ start, end }) => paragraph.slice(start, end));
  let open = '';
  return texts.map((text, index) => {
    const isQuoted = open !== '';
    open = findOpenQuotation(text, open);
    let read: ReadSentence | undefined;
    let told: readonly ReadSentence[] | undefined;
    let frames: readonly Frame[] | undefined;
    const before = texts.slice(Math.max(0, index - REACH_OF_PRONOUNS), index);
    return {
      text,
      paragraph: number,
      stems: new Set(stemText(text)),
      read: () => (read ??= supplyNames(openQuotation(readSentence(text), isQuoted), before, people)),
      tell: () =>
        (told ??= isQuoted
          ? []
          : tell(text).map(each =>
              supplyNames(readSentence(each), [...before, textBefore(each, text)], people),
            )),
      frames: () =>
        (frames ??= isQuoted
          ? []
          : [text, ...tell(text)].flatMap(each =>
              readFrames(
                each,
                createResolve(
                  [
                    ...(index === 0 ? earlier.slice(-REACH_OF_PRONOUNS) : before),
                    each === text ? '' : textBefore(each, text),
                  ],
                  people,
                ),
              ),
            )),
    };
  });
}

/** Marks the words of a sentence that continue a quotation begun before it. */
function openQuotation(sentence: ReadSentence, isOpen: boolean): ReadSentence {
  if (!isOpen) return sentence;
  const closing = sentence.words.findIndex(({ gap }) => /[”»"]/.test(gap));
  const until = closing < 0 ? sentence.words.length : closing;
  return {
    ...sentence,
    words: sentence.words.map((word, index) => (index < until ? { ...word, isQuoted: true } : word)),
  };
}

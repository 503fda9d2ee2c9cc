import { getNlp } from '../../../language/nlp.ts';
import { extractContentWords, stem } from '../../../language/stems.ts';
import type { AnalyzedSentence, AnalyzedSource } from './source.ts';

/** A content word of the claim with its part of speech. */
export interface Term {
  readonly text: string;
  readonly written: string;
  readonly stem: string;
  readonly part: 'name' | 'noun' | 'verb' | 'adjective' | 'adverb';
}

function partOfSpeechOf(tags: readonly string[], text: string, first: boolean): Term['part'] {
  if (/^\p{Lu}/u.test(text) && (!first || tags.includes('ProperNoun'))) return 'name';
  if (tags.includes('Verb')) return 'verb';
  if (tags.includes('Adjective')) return 'adjective';
  return tags.includes('Adverb') ? 'adverb' : 'noun';
}

interface TaggedText {
  readonly terms: readonly { readonly text: string; readonly tags: readonly string[] }[];
}

/** The content words of a claim, in order and without numbers, with their parts of speech (by compromise). */
export function extractTerms(claim: string): Term[] {
  const all = (getNlp()(claim).json() as TaggedText[]).flatMap(({ terms }) => terms);
  return all.flatMap(({ text, tags }, index) =>
    extractContentWords(text)
      .filter(word => !/^\p{N}/u.test(word))
      .map(word => ({
        text: word,
        written: text,
        stem: stem(word),
        part: partOfSpeechOf(tags, text, index === 0),
      })),
  );
}

/** A sentence with a smaller share of the claim's words may be about something else. */
const MIN_OVERLAP = 0.3;

/** The three sentences that share most of the claim's words, best first. */
export function rankSentences(terms: readonly Term[], source: AnalyzedSource): AnalyzedSentence[] {
  const wanted = new Set(terms.map(term => term.stem));
  const scored = source.sentences.map(sentence => ({
    sentence,
    score: [...wanted].filter(word => sentence.stems.has(word)).length,
  }));
  return scored
    .filter(({ score }) => score >= Math.max(1, wanted.size * MIN_OVERLAP))
    .sort((a, b) => b.score - a.score || a.sentence.stems.size - b.sentence.stems.size)
    .slice(0, 3)
    .map(({ sentence }) => sentence);
}

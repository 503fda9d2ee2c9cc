import { getNlp } from '../../../language/nlp.ts';
import { extractContentWords, stem } from '../../../language/stems.ts';
import { createMemo } from '../../../memo.ts';
import { classOf, rootOf, type TaggedTerm } from './tagging.ts';
import type { WordClass } from './word-classes.ts';

/** A word of a sentence. */
export interface SentenceWord {
  /** As written, without surrounding punctuation; and in lowercase, without a possessive ending. */
  readonly text: string;
  readonly lower: string;
  readonly stem: string;
  /** The stem of its infinitive; its own stem if it is not a verb. */
  readonly root: string;
  readonly kind: WordClass;
  /** The punctuation between the previous word and this one, including quotation marks. */
  readonly before: string;
  readonly isOwner: boolean;
  /** Whether it is a content word. */
  readonly isContent: boolean;
}

function toWord(term: TaggedTerm, before: string, around: Parameters<typeof classOf>[2]): SentenceWord {
  const isOwner = term.implicit === undefined && /['’]s?$/.test(term.text) && term.tags.has('Possessive');
  const written = (term.implicit || term.text).toLowerCase().replaceAll('’', "'");
  const lower = (isOwner ? written.replace(/'s?$/, '') : written).replaceAll(/[,£$€]/g, '');
  const kind = classOf(lower, term, around);
  return {
    text: term.text || (term.implicit ?? ''),
    lower,
    stem: stem(lower),
    root: rootOf(lower, kind, term.root),
    kind,
    before,
    isOwner,
    isContent: /[\p{L}\p{N}]/u.test(lower) && extractContentWords(lower).length > 0,
  };
}

/** Whether the tagger mistook a possessive ending for "is". */
const isSplitOwner = (term: TaggedTerm | undefined): boolean =>
  term !== undefined &&
  Boolean(term.implicit) &&
  /^[\p{L}\p{N}-]+['’]s$/u.test(term.text) &&
  !/^(?:it|he|she|that|this|there|here|what|who|where|when|how|let|one)['’]/i.test(term.text);

const known = createMemo<readonly SentenceWord[]>({ entries: 4_000 });

/** Maximum characters of a sentence that are read; a longer one is a list or no sentence. */
const MAX_SENTENCE = 800;

/** The words of an English sentence with their parts of speech, based on compromise's tags. */
export function readWords(sentence: string): readonly SentenceWord[] {
  return known.getOrCreate(sentence, () => {
    const read = getNlp()(sentence.slice(0, MAX_SENTENCE));
    read.compute('root');
    const terms = (read as unknown as { docs: TaggedTerm[][] }).docs.flat();
    let marks = '';
    const words: SentenceWord[] = [];
    for (const [index, given] of terms.entries()) {
      // "Channon's horse" does not mean "Channon is horse"
      if (isSplitOwner(terms[index - 1]) && given.text === '') {
        marks = given.post;
        continue;
      }
      const term = isSplitOwner(given)
        ? { ...given, implicit: undefined, tags: new Set([...given.tags, 'Possessive']) }
        : given;
      const before = marks + term.pre;
      const isEmpty = term.text === '' && !term.implicit;
      marks = isEmpty ? before + term.post : term.post;
      if (isEmpty) continue;
      const last = words.at(-1)?.kind;
      const previous = /[^\s]/.test(before) ? undefined : last;
      const isInserted = before.trim() === ',' && (last === 'number' || last === 'name');
      const helper = words.findLast(({ kind }) => kind !== 'adverb' && kind !== 'negation');
      const isModalBefore = helper?.kind === 'modal' && previous !== undefined;
      const isOwned = words.at(-1)?.isOwner === true;
      const isFirst = words.length === 0;
      words.push(
        toWord(term, before, {
          next: terms[index + 1]?.text,
          previous,
          isModalBefore,
          isOwned,
          isFirst,
          isInserted,
          nextTags: terms[index + 1]?.tags,
        }),
      );
    }
    return words;
  });
}

import { createMemo } from '../memo.ts';
import { extractContentWords, stem } from './stems.ts';
import { getEntry, getSense, type Sense } from './wordnet.ts';

/**
 * How near another word comes to one, by what joins them in WordNet: 1 would be the word itself. The common meanings of a
 * word count more than its rare ones.
 */
const STRENGTHS = {
  synonym: 0.9,
  derived: 0.8,
  narrower: 0.6,
  broader: 0.5,
  similar: 0.5,
  gloss: 0.3,
} as const;
const DECAY = 0.85;
/** Meanings beyond the first ones are followed to their synonyms only. */
const MAX_FOLLOWED_RANK = 1;

const FOLLOWED: Readonly<Record<string, keyof typeof STRENGTHS>> = {
  '+': 'derived',
  '\\\\': 'derived',
  $: 'similar',
  '&': 'similar',
  '@': 'broader',
  '~': 'narrower',
  '*': 'broader',
};

const related = createMemo<ReadonlyMap<string, number>>({ entries: 3000 });

/**
 * The stems of words (small letters, English) that a text may use where a question uses this one, each with its strength
 * between 0 and 1: synonyms, what is derived from it, what is narrower or broader, words of its definition. A phrase
 * ("turn down") stands as its stems with a space between them.
 */
export function relatedStemsOf(word: string): ReadonlyMap<string, number> {
  return related.getOrCreate(word, () => {
    const found = new Map<string, number>();
    const add = (other: string, strength: number) => {
      // "chief(a)": an adjective that stands before its noun
      const words = other.replace(/\(\w+\)$/, '').split(/[_ ]/);
      if (words.every(each => extractContentWords(each).length === 0)) return;
      const key = words.map(stem).join(' ');
      if (strength > (found.get(key) ?? 0)) found.set(key, strength);
    };
    const { senses, ranks } = getEntry(word);
    for (const sense of senses) addSense(sense, ranks.get(sense.key) ?? 0, add);
    found.delete(stem(word));
    return found;
  });
}

function addSense(sense: Sense, rank: number, add: (word: string, strength: number) => void): void {
  const decay = DECAY ** rank;
  for (const word of sense.words) add(word, STRENGTHS.synonym * decay);
  for (const { kind, to, toWord } of sense.pointers) {
    const by = FOLLOWED[kind];
    if (by === undefined || (rank > MAX_FOLLOWED_RANK && by !== 'derived')) continue;
    const other = getSense(to);
    for (const word of toWord > 0 ? other.words.slice(toWord - 1, toWord) : other.words)
      add(word, STRENGTHS[by] * decay);
  }
  if (rank === 0) for (const word of extractContentWords(sense.gloss)) add(word, STRENGTHS.gloss);
}

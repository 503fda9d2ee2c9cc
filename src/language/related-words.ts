import { createMemo } from '../memo.ts';
import { extractContentWords, stem } from './stems.ts';
import { getEntry, getSense, readDefinition, type Sense } from './wordnet.ts';

/** How strongly a relation of WordNet links words (1: the same); common meanings count more. */
const STRENGTHS = {
  synonym: 0.9,
  derived: 0.8,
  narrower: 0.6,
  broader: 0.5,
  similar: 0.5,
  definition: 0.3,
} as const;
const DECAY = 0.85;
/** Beyond this rank, meanings contribute only their synonyms and derived words. */
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
 * The stems of words (lower case, English) that a text may use where a question uses this one, each with its
 * strength between 0 and 1: synonyms, derived words, narrower and broader terms, words of its definition. The
 * key of a phrase ("turn down") is its stems separated by a space.
 */
export function relatedStemsOf(word: string): ReadonlyMap<string, number> {
  return related.getOrCreate(word, () => {
    const found = new Map<string, number>();
    const add = (other: string, strength: number) => {
      // "chief(a)": an adjective that only precedes its noun
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
  if (rank === 0)
    for (const word of extractContentWords(readDefinition(sense))) add(word, STRENGTHS.definition);
}

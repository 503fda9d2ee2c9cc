import { nounFilesOf } from './thesaurus.ts';

/**
 * Files of WordNet's whose nouns nobody can take for a speaker: acts, attributes, the body, events, feelings,
 * food, motives, objects, phenomena, plants, processes, quantities, relations, shapes, states, substances, times.
 * People, groups, documents, places and made things (a sign, a film) may be quoted.
 */
const FILES_OF_THE_SPEECHLESS = new Set([4, 7, 8, 11, 12, 13, 16, 17, 19, 20, 22, 23, 24, 25, 26, 27, 28]);

/** Whether all common meanings of a noun in small letters are of what cannot be quoted: "months", "rise". */
export function isSpeechless(noun: string): boolean {
  const files = nounFilesOf(noun, 3);
  return files.length > 0 && files.every(file => FILES_OF_THE_SPEECHLESS.has(file));
}

const FILE_OF_PEOPLE = 18;

/** Whether a noun in small letters is first of all one for a person or for several: "mayor", "customers". */
export const namesPeople = (noun: string): boolean => nounFilesOf(noun, 1).includes(FILE_OF_PEOPLE);

/** The same of a noun in the singular: "deportee". */
export const isHuman = (noun: string): boolean => !noun.endsWith('s') && namesPeople(noun);

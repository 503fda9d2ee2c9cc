import { nounFilesOf } from './thesaurus.ts';

/**
 * WordNet's lexicographer files whose nouns cannot be speakers: acts, attributes, the body, events, feelings,
 * food, motives, objects, phenomena, plants, processes, quantities, relations, shapes, states, substances,
 * times. People, groups, documents, places and artefacts (a sign, a film) may be quoted.
 */
const FILES_OF_THE_SPEECHLESS = new Set([4, 7, 8, 11, 12, 13, 16, 17, 19, 20, 22, 23, 24, 25, 26, 27, 28]);

/**
 * Whether a lower-case noun names what cannot be quoted by all its common meanings ("months", "rise"), or a
 * feeling that is no artefact ("anger", but "an alarm").
 */
export function isSpeechless(noun: string): boolean {
  const files = nounFilesOf(noun, 3);
  if (files[0] === FILE_OF_FEELINGS && !files.includes(FILE_OF_ARTEFACTS)) return true;
  return files.length > 0 && files.every(file => FILES_OF_THE_SPEECHLESS.has(file));
}

const FILE_OF_PEOPLE = 18;
const FILE_OF_GROUPS = 14;
const FILE_OF_FEELINGS = 12;
const FILE_OF_ARTEFACTS = 6;
const FILE_OF_TIMES = 28;

/** Whether the first meaning of a lower-case noun is a time: "weeks". */
export const namesTime = (noun: string): boolean => nounFilesOf(noun, 1).includes(FILE_OF_TIMES);

/** Whether the first meaning of a lower-case noun is a group: "police", "public". */
export const namesGroup = (noun: string): boolean => nounFilesOf(noun, 1).includes(FILE_OF_GROUPS);

/** Whether the first meaning of a lower-case noun is a person or several: "mayor", "customers". */
export const namesPeople = (noun: string): boolean => nounFilesOf(noun, 1).includes(FILE_OF_PEOPLE);

/** Whether a lower-case noun is singular and names a person: "deportee". */
export const isHuman = (noun: string): boolean => !noun.endsWith('s') && namesPeople(noun);

const FILE_OF_ANIMALS = 5;
const FILE_OF_FOOD = 13;
const FILE_OF_SUBSTANCES = 27;

/** Whether the first meaning of a lower-case noun is an animal or a person. */
export const namesCreature = (noun: string): boolean =>
  nounFilesOf(noun, 1).some(file => file === FILE_OF_ANIMALS || file === FILE_OF_PEOPLE);

/** Whether a meaning of a lower-case noun is what things are made of: "bronze", "chocolate". */
export const namesMaterial = (noun: string): boolean =>
  nounFilesOf(noun, 2).some(file => file === FILE_OF_SUBSTANCES || file === FILE_OF_FOOD);

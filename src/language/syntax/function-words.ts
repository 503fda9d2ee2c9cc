import lists from '../lexicons/function-words.json' with { type: 'json' };
import { stripFullStop } from '../person-names.ts';
import { createWordTest } from '../word-lists.ts';

const isListedPronoun = createWordTest(lists.pronouns.words, { ignoreCase: true });

/** Whether a word is a personal pronoun or "who", alone or with its verb ("he's"). */
export const isPronoun = (word: string): boolean =>
  isListedPronoun(word.replace(/['’](?:s|re|ve|ll|d|m)$/, ''));

/** Whether a word is an indefinite pronoun ("somebody"), which is no part of anybody's name or role. */
export const isIndefinitePronoun = createWordTest(lists.indefinite.words, { ignoreCase: true });

/** Whether a word opens a noun phrase: "the", "her", "those", "three", "several". */
export const isDeterminer = createWordTest(lists.determiners.words, { ignoreCase: true });

/** Whether a word is a preposition. */
export const isPreposition = createWordTest(lists.prepositions.words, { ignoreCase: true });

/** Whether a word is a conjunction, a relative pronoun or a question word, which open a clause. */
export const isClauseOpener = createWordTest(lists.clauseOpeners.words, { ignoreCase: true });

/** Whether a word opens a clause or phrase before the subject: "When the rain came, ...". */
export const isSentenceOpener = createWordTest(lists.sentenceOpeners.words, { ignoreCase: true });

/** Whether a word is an auxiliary verb or opens a request ("let", "please"). */
export const isAuxiliary = createWordTest(lists.auxiliaries.words, { ignoreCase: true });

/** Whether a verb after this word is in its base form: "to say", "would claim". */
export const isBeforeBaseForm = createWordTest(lists.beforeBaseForms.words, { ignoreCase: true });

/** Whether a word can stand between subject and verb: "she later also said", "they had then been told". */
export const isListedAdverb = createWordTest(lists.adverbs.words, { ignoreCase: true });

/** Whether a word in -ly is not an adverb: "family". */
export const isNoAdverb = createWordTest(lists.notAdverbs.words);

/** Whether a word is a past form that can also be a noun or an adjective: "left". */
export const isPastForm = createWordTest(lists.pastForms.words);

const isListedNegation = createWordTest(lists.negations.words);

/** Whether a lower-case word is a verb contracted with "not": "didn't". */
export const isNegativeContraction = (word: string): boolean => /n['’]t$/.test(word);

/** Whether a lower-case word negates its verb: "never", "didn't". */
export const isNegation = (word: string): boolean => isListedNegation(word) || isNegativeContraction(word);

/** Whether a lower-case word says that the action of the verb after it did not happen: "refused to say". */
export const isUndoing = createWordTest(lists.undoing.words);

const isListedTime = createWordTest(lists.times.words);

/** Whether a word is a day, a month, a part of the day or year, or a number of up to four digits. */
export const isTime = (word: string): boolean =>
  isListedTime(stripFullStop(word)) || /^\d{1,4}\.?$/.test(word);

/** Whether a word opens a description of somebody who speaks: "the mayor", "three of them". */
export const isDescriptionOpener = createWordTest(lists.descriptionOpeners.words, { ignoreCase: true });

/** Whether a word does not make a modifier of the quoted words before it, as in: the “green” plan. */
export const isFreeAfterQuotation = createWordTest(lists.afterQuotations.words);

/** Whether a word is not capitalized in titles of works: "of", "the". */
export const isSmallInTitles = createWordTest(lists.smallInTitles.words);

import lexicon from '../../../language/lexicons/foreign-speech.json' with { type: 'json' };
import { createWordTest } from '../../../language/word-lists.ts';
import { createMemo } from '../../../memo.ts';

/** A language other than English whose verbs of speech are known, by its ISO 639-3 code. */
export type SpeechLanguage = keyof typeof lexicon.verbs.words;

/** Tests of words in lower case for their function next to a quotation, in one language. */
export interface SpeechWords {
  readonly language: SpeechLanguage;
  readonly isVerb: (word: string) => boolean;
  readonly isParticiple: (word: string) => boolean;
  /** Verbs that give something a name in quotation marks, finite or participles. */
  readonly isNaming: (word: string) => boolean;
  readonly isAuxiliary: (word: string) => boolean;
  readonly isSource: (word: string) => boolean;
  readonly isDeterminer: (word: string) => boolean;
  /** Whether a determiner makes its noun somebody known: "die Chefin". */
  readonly isDefinite: (word: string) => boolean;
  /** Whether a determiner introduces somebody: "ein Rentner", "su hermana". */
  readonly isIndefinite: (word: string) => boolean;
  readonly isTitle: (word: string) => boolean;
  readonly isPronoun: (word: string) => boolean;
  readonly isParticle: (word: string) => boolean;
  readonly isPreposition: (word: string) => boolean;
  readonly isAdverbial: (word: string) => boolean;
  /** Whether an adjective before a role makes it another one: a former mayor is not the mayor. */
  readonly isOtherRole: (word: string) => boolean;
  /** Whether an adjective before a role leaves it what it is: the new mayor is the mayor. */
  readonly isSameRole: (word: string) => boolean;
  /** Whether a German noun names a role. */
  readonly isRoleNoun: (word: string) => boolean;
  /** Whether a German determiner cannot belong to a subject. */
  readonly isOblique: (word: string) => boolean;
}

const isSpeechLanguage = (code: string): code is SpeechLanguage => Object.hasOwn(lexicon.verbs.words, code);

const memoizedWords = createMemo<SpeechWords>({ entries: 8 });

/** The speech words of a language; undefined if they are not known. */
export function getSpeechWords(code: string): SpeechWords | undefined {
  return isSpeechLanguage(code) ? memoizedWords.getOrCreate(code, () => createSpeechWords(code)) : undefined;
}

function createSpeechWords(language: SpeechLanguage): SpeechWords {
  const { verbs, participles, naming, auxiliaries, sources, determiners } = lexicon;
  const { titles, pronouns, particles, prepositions, adverbials, roles, otherRoles, sameRoles } = lexicon;
  const testOf = (list: { words: Record<SpeechLanguage, readonly string[]> }) =>
    createWordTest(list.words[language], { ignoreCase: true });
  const isDeterminer = testOf(determiners);
  return {
    language,
    isVerb: testOf(verbs),
    isParticiple: testOf(participles),
    isNaming: testOf(naming),
    isAuxiliary: testOf(auxiliaries),
    isSource: testOf(sources),
    isDeterminer,
    isDefinite: createWordTest(['der', 'die', 'das', 'le', 'la', 'l', 'el', 'il', 'lo']),
    isIndefinite: word =>
      isDeterminer(word) &&
      !/^(?:d(?:er|ie|as|em|en)|l[aeo]?|les|los|las|el|il|i|gli|ce(?:tte|s)?)$/.test(word),
    isTitle: testOf(titles),
    isPronoun: testOf(pronouns),
    isParticle: testOf(particles),
    isPreposition: testOf(prepositions),
    isAdverbial: testOf(adverbials),
    isOtherRole: testOf(otherRoles),
    isSameRole: testOf(sameRoles),
    isOblique: language === 'deu' ? createWordTest(lexicon.obliques.words) : () => false,
    isRoleNoun: createWordTest(roles.words, { ignoreCase: true }),
  };
}

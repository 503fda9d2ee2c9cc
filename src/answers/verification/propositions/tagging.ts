import lexicon from '../../../language/lexicons/propositions.json' with { type: 'json' };
import { isTitle } from '../../../language/person-names.ts';
import { stem } from '../../../language/stems.ts';
import { canBeNoun, canBeVerb } from '../../../language/thesaurus.ts';
import { isNominal, isVerbal, type WordClass } from './word-classes.ts';

export type { WordClass };

const infinitivesOf = (forms: Readonly<Record<string, readonly string[]>>) =>
  new Map(Object.entries(forms).flatMap(([infinitive, all]) => all.map(form => [form, infinitive] as const)));

const participles = infinitivesOf(lexicon.participles.words);

/** Past tenses that look like nouns or adjectives: "visitors rose", "Reed beat Stone". */
const pasts = infinitivesOf(lexicon.pasts.words);

/** Whether a form is only a past tense and not a participle (nothing was "rose"). */
export const isPastOnly = (form: string): boolean =>
  pasts.has(form) && !participles.has(form) && [...participles.values()].includes(pasts.get(form) ?? '');

const BE = new Set(lexicon.being.words);

const AUXILIARY = new Set(lexicon.helping.words);

const MODAL = new Set([...lexicon.modals.words, 'will', "'ll", 'wo', 'ca']);

const NEGATION = new Set(lexicon.denyingWords.words);

/** Words that negate the clause of which they are the subject or object. */
export const NEGATIVE_PRONOUN = new Set(['none', 'nobody', 'nothing']);

const RELATIVE = new Set(lexicon.relatives.words);

const PRONOUN = new Set(lexicon.pronouns.words);

const POSSESSIVE = new Set(lexicon.possessives.words);

const PREPOSITION = new Set(lexicon.prepositions.words);

const CONJUNCTION = new Set(lexicon.conjunctions.words);

function isBareName(word: string, tags: ReadonlySet<string>, next: ReadonlySet<string> | undefined): boolean {
  if (
    tags.has('Pronoun') ||
    tags.has('Determiner') ||
    tags.has('QuestionWord') ||
    tags.has('Adverb') ||
    tags.has('Conjunction')
  )
    return false;
  if ((tags.has('Noun') || tags.has('Verb')) && !canBeNoun(word) && !canBeVerb(word)) return true;
  if (
    !(next?.has('Verb') || next?.has('Value')) ||
    next.has('Gerund') ||
    tags.has('Plural') ||
    tags.has('Pronoun') ||
    tags.has('Determiner')
  )
    return false;
  return (
    (tags.has('Verb') && !tags.has('Gerund') && !tags.has('Auxiliary') && !canBeVerb(word)) ||
    tags.has('Noun')
  );
}

const isWordAhead = (next: string | undefined) => next !== undefined && /^[\p{L}\p{N}]/u.test(next);

export interface TaggedTerm {
  readonly pre: string;
  readonly post: string;
  readonly text: string;
  readonly normal: string;
  readonly root?: string;
  readonly implicit?: string | undefined;
  readonly tags: ReadonlySet<string>;
}

const NOUN_BEFORE = new Set<WordClass>(['determiner', 'possessive', 'number']);

/** The surroundings of a word. */
interface WordContext {
  readonly isOwned: boolean;
  readonly isFirst: boolean;
  /** Whether it follows a comma after a name or an age: "Clarkson, 30, joined". */
  readonly isInserted: boolean;
  readonly nextTags: ReadonlySet<string> | undefined;
  readonly next: string | undefined;
  readonly previous: WordClass | undefined;
  readonly isModalBefore: boolean;
}

type ClassRule = (lower: string, term: TaggedTerm, context: WordContext) => WordClass | undefined;

/** The class of a word in its sentence: that of the first rule that applies. */
export function classOf(lower: string, term: TaggedTerm, context: WordContext): WordClass {
  for (const rule of CLASS_RULES) {
    const found = rule(lower, term, context);
    if (found !== undefined) return found;
  }
  return 'other';
}

/** Words of closed classes, which have the same class in any position. */
const findClosedClass: ClassRule = (lower, { text }, { next, previous }) => {
  // "has not yet opened"
  if (lower === 'yet' && /^(?:negation|auxiliary|be|modal)$/.test(previous ?? '')) return 'adverb';
  if (lower === 'no' || lower === 'neither') return 'determiner';
  if (NEGATIVE_PRONOUN.has(lower)) return 'pronoun';
  if (NEGATION.has(lower)) return 'negation';
  if (BE.has(lower)) return 'be';
  if (MODAL.has(lower) && text !== 'May') return 'modal';
  if (lower === 'to') return 'to';
  if (POSSESSIVE.has(lower) && !(lower === 'her' && !isWordAhead(next))) return 'possessive';
  if (RELATIVE.has(lower)) return 'relative';
  if (lower === 'one' && isWordAhead(next) && !/^(?:of|is|was|in|who|that|to)$/.test(next ?? ''))
    return 'number';
  if (PRONOUN.has(lower)) return 'pronoun';
  if (/^(?:now|then|today|yesterday|tomorrow|tonight|once|ago)$/.test(lower)) return 'adverb';
  if (CONJUNCTION.has(lower)) return 'conjunction';
  return undefined;
};

/** Numbers and prepositions, and words whose class follows from a modal verb, "to" or a noun before them. */
const findClassBehind: ClassRule = (lower, { tags, text }, { previous, isModalBefore }) => {
  if (tags.has('Value') || /^[£$€]?\p{N}/u.test(lower)) return 'number';
  if (
    isModalBefore &&
    !/^\p{Lu}|ly$|^(?:also|not|soon|quite|just|only|ever|yet|already|almost|rather|well|now|be|have|then|still|even|never|always|often|again)$/u.test(
      text,
    ) &&
    !AUXILIARY.has(lower)
  )
    return 'verb';
  if (previous === 'to' && pasts.has(lower) && !/^\p{Lu}/u.test(text)) return 'verb';
  if (previous === 'auxiliary' && pasts.has(lower)) return 'participle';
  if (pasts.has(lower) && !/^\p{Lu}/u.test(text) && previous !== undefined && isNominal({ kind: previous }))
    return 'participle';
  if (PREPOSITION.has(lower)) return 'preposition';
  if (tags.has('Determiner')) return 'determiner';
  if (tags.has('Preposition') || tags.has('Particle')) return 'preposition';
  if (tags.has('Conjunction')) return 'conjunction';
  return undefined;
};

const findName: ClassRule = (lower, { tags, text }, { next, isFirst, nextTags }) => {
  // "Judge Nair", "Mayor Ansell"
  if (/^\p{Lu}/u.test(text) && isTitle(text) && /^\p{Lu}/u.test(next ?? '')) return 'noun';
  // "Eastgate are", "Vale joined": a bare noun at the head of a sentence is usually a name
  if (isFirst && /^\p{Lu}/u.test(text) && isBareName(lower, tags, nextTags)) return 'name';
  // "Aiken, who sang": a name that looks like a participle
  if (isFirst && /^\p{Lu}/u.test(text) && next === 'who' && tags.has('Verb')) return 'name';
  if (
    /^\p{Lu}/u.test(text) &&
    (tags.has('ProperNoun') || (tags.has('Noun') && (!isFirst || /^\p{Lu}/u.test(next ?? ''))))
  )
    return 'name';
  return undefined;
};

const findVerb: ClassRule = (lower, { tags }, { previous }) => {
  // "the hearing"
  if (tags.has('Gerund')) return previous === 'determiner' || previous === 'possessive' ? 'noun' : 'gerund';
  if (AUXILIARY.has(lower) && tags.has('Auxiliary')) return 'auxiliary';
  // "the 75 boats": a word right after an article is no finite verb
  if (tags.has('PresentTense') && previous !== undefined && NOUN_BEFORE.has(previous)) return 'noun';
  if (tags.has('Verb')) return tags.has('PastTense') || tags.has('Participle') ? 'participle' : 'verb';
  return undefined;
};

/** Corrects nouns and participles that are tagged as adjectives. */
const findMistaggedAdjective: ClassRule = (lower, { tags }, { next, isOwned, isInserted }) => {
  if (!tags.has('Adjective')) return undefined;
  if (isOwned && !/^(?:\p{L}|\p{N})/u.test(next ?? '')) return 'noun';
  if (/ed$/.test(lower) && isInserted) return 'participle';
  // "Clarkson, 30, joined Dundee"
  if (/ed$/.test(lower) && /^(?:\p{Lu}|(?:the|an?|his|her|their|its)$)/u.test(next ?? ''))
    return 'participle';
  // "and lost £2.1 million"
  if (pasts.has(lower) && /^(?:[£$€]?\p{N}|(?:the|an?|his|her|their|its)$)/u.test(next ?? ''))
    return 'participle';
  return undefined;
};

const findTaggedClass: ClassRule = (_lower, { tags }) => {
  if (tags.has('Adjective')) return 'adjective';
  if (tags.has('Adverb')) return 'adverb';
  if (tags.has('Noun')) return 'noun';
  return tags.has('QuestionWord') ? 'relative' : undefined;
};

const CLASS_RULES: readonly ClassRule[] = [
  findClosedClass,
  findClassBehind,
  findName,
  findVerb,
  findMistaggedAdjective,
  findTaggedClass,
];

export function rootOf(lower: string, kind: WordClass, tagged: string | undefined): string {
  if (!isVerbal({ kind }) || kind === 'modal') return stem(lower);
  if (kind === 'be') return 'be';
  return stem(participles.get(lower) ?? pasts.get(lower) ?? (tagged || lower));
}

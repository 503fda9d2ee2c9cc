import { isFiniteVerb } from '../../language/lexicon.ts';
import greetings from '../../language/lexicons/greetings.json' with { type: 'json' };
import lexicon from '../../language/lexicons/summary.json' with { type: 'json' };
import { getNlp } from '../../language/nlp.ts';
import { isReadingEnglish, splitWords } from '../../language/stems.ts';
import { canBeVerb } from '../../language/thesaurus.ts';
import { oneOf } from '../../language/word-lists.ts';
import { createMemo } from '../../memo.ts';

/** The opening of a sentence that depends on another and does not stand alone well. */
const LEANING = new RegExp(
  String.raw`^["“]?(?:${oneOf(lexicon.connectives.words)}|${oneOf(lexicon.pronouns.words)}|(?:and|but|so|or|nor|because|this|that|these|those|it|they|he|she|you|your|yes|no|well|also|then)\b)`,
  'iu',
);
/** A form of address to a single reader: "Hi Tara, …", "@Tara …". */
const ADDRESS = new RegExp(String.raw`^(?:@|${oneOf(greetings.words)}\b)`, 'iu');

/** A sentence of fewer characters, and of fewer words, hardly says anything. */
const MIN_SENTENCE = 25;
const MIN_WORDS = 4;

/** Whether a sentence hardly says anything: "Nice try!", but not "Pell deserves a statue." */
export const isShort = (text: string): boolean =>
  text.length < MIN_SENTENCE && splitWords(text).length < MIN_WORDS;

/** Whether a sentence opens as the continuation of another. */
export const isLeaning = (text: string): boolean => LEANING.test(text);

/** Thanks to a reader; not "thanks to the council". */
const THANKS = /\bthank(?:s(?! to\b)| you)\b/i;

/** Whether a sentence addresses or thanks somebody. */
export const isAddress = (text: string): boolean => ADDRESS.test(text) || THANKS.test(text);

/** A word as compromise reads it. */
interface Term {
  readonly text: string;
  readonly tags: ReadonlySet<string>;
}

/** The titles of some discussions. */
const knownTerms = createMemo<readonly Term[]>({ entries: 200 });

const readTerms = (text: string): readonly Term[] =>
  knownTerms.getOrCreate(text, () =>
    // `json()` would write out more of each than is needed here
    (getNlp()(text) as unknown as { docs: Term[][] }).docs
      .flat()
      .map(({ text: word, tags }) => ({ text: word.toLowerCase(), tags })),
  );

const isNoun = (term: Term | undefined) => term?.tags.has('Noun') && !term.tags.has('Pronoun');

/** Whether a word agrees as a verb with the noun before it: "a railway needs", "kingfishers nest". */
function isVerbTakenForNoun(before: Term | undefined, word: string): boolean {
  if (!before || !isNoun(before)) return false;
  return /s$/.test(word) ? isFiniteVerb(word) : /[^s]s$/.test(before.text) && canBeVerb(word);
}

/** Whether a term begins a finite verb group: "goes", "will" in "will go"; not "to go", "going". */
function beginsVerb(terms: readonly Term[], at: number): boolean {
  const [before, term] = [terms[at - 1], terms[at]];
  if (!term) return false;
  const { text, tags } = term;
  if (!(tags.has('Verb') || isVerbTakenForNoun(before, text)) || tags.has('Gerund') || before?.text === 'to')
    return false;
  return !before?.tags.has('Verb') || before.tags.has('Gerund');
}

/** Whether a word opens a clause that does not stand alone: "lamps that go off", "when it rains". */
function opensClause(terms: readonly Term[], at: number): boolean {
  const word = terms[at]?.text ?? '';
  if (
    /^(?:who|which|whose|what|why|how|where|when|because|if|while|since|although|though|unless|until)$/.test(
      word,
    )
  )
    return true;
  return word === 'that' && (isNoun(terms[at - 1]) || terms[at + 1]?.tags.has('Verb') === true);
}

/** Whether a text has a subject and a verb of its own, and a verb in each of its subordinate clauses. */
function isSentence(terms: readonly Term[]): boolean {
  // "will lead to more"; "can it be closed?" has its subject behind
  if (terms[0]?.tags.has('Modal') && !isNoun(terms[1]) && !terms[1]?.tags.has('Pronoun')) return false;
  let hasMain = false;
  let open = -1;
  for (const at of terms.keys()) {
    if (opensClause(terms, at)) open = at;
    else if (beginsVerb(terms, at)) {
      hasMain ||= open < 0;
      open = -1;
    }
  }
  // "is hard when companies", but "where needed"
  return hasMain && (open < 0 || !terms.slice(open + 1).some(isNoun));
}

/** Whether a pronoun stands for nobody or nothing that the text names before it. */
function isUnresolved(terms: readonly Term[], at: number): boolean {
  const word = terms[at]?.text.split(/['’]/, 1)[0] ?? '';
  const before = terms.slice(0, at);
  // "Mine does too": a thing that somebody named before
  if (/^(?:mine|yours|hers|ours|theirs)$/.test(word)) return at === 0;
  if (/^(?:it|they|them|his|her|their)$/.test(word)) return !before.some(isNoun);
  if (/^(?:he|she|him)$/.test(word))
    return !before.some(({ tags }) => tags.has('ProperNoun') || tags.has('Person'));
  const next = terms[at + 1];
  // "that" opens clauses too, but not at the end
  if (word === 'that') return !next;
  return (
    /^(?:this|these|those)$/.test(word) && (!next || next.tags.has('Preposition') || next.tags.has('Verb'))
  );
}

/** The beginning of a text before a clause that is joined to it: "Best so far" in "Best so far, and it fits". */
const FIRST_CLAUSE =
  /^.{1,200}?(?=,? (?:and|but|so) (?:he|she|it|they|we|i|you|there)\b|, (?:and|but) (?:the|my|our|his|her|their)\b)/i;

/** How much each fault keeps a sentence from being understood alone; a cut is the worst. */
const WEIGHTS = {
  cut: 4,
  isAddress: 2,
  isShort: 2,
  isVerbless: 2,
  isLeaning: 1,
  isQuestion: 1,
  isUnresolved: 1,
};

/** The sum of the weights of the faults that there are. */
const weighFaults = (faults: Readonly<Partial<Record<keyof typeof WEIGHTS, boolean>>>): number =>
  Object.entries(faults).reduce(
    (sum, [fault, isSo]) => sum + (isSo ? WEIGHTS[fault as keyof typeof WEIGHTS] : 0),
    0,
  );

/**
 * How far a sentence is from being understood alone; 0 if it is: it is cut or short, addresses somebody, names
 * something without saying anything of it, goes on from another, asks, or has a pronoun for what it does not
 * name. Only English is read for verbs and pronouns, and only if it is not as far as `enough` without them.
 */
export function measureObscurity(text: string, enough = Number.POSITIVE_INFINITY): number {
  const plain = weighFaults({
    cut: text.endsWith('…'),
    isAddress: isAddress(text),
    isShort: isShort(text),
    isLeaning: isLeaning(text),
    isQuestion: text.includes('?'),
  });
  if (plain >= enough) return plain;
  const terms = isReadingEnglish() ? readTerms(text) : [];
  const first = FIRST_CLAUSE.exec(text)?.[0];
  const hasVerb = () => isSentence(first ? readTerms(first) : terms);
  return (
    plain +
    weighFaults({
      isVerbless: text.endsWith(':') || (terms.length > 0 && !hasVerb()),
      isUnresolved: terms.some((_, at) => isUnresolved(terms, at)),
    })
  );
}

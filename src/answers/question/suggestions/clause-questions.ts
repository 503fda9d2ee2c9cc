import lexicon from '../../../language/lexicons/follow-ups.json' with { type: 'json' };
import { createWordTest } from '../../../language/word-lists.ts';
import {
  findNounPhrase,
  isAuxiliary,
  isPluralNoun,
  isPreposition,
  isTime,
  type QuestionWord,
  textOf,
  toQuestion,
  type WordRange,
} from '../follow-ups/question-shape.ts';

/** What a question asks about a clause. */
export type SuggestedKind = 'who' | 'when' | 'how many' | 'how much' | 'why' | 'said' | 'readers';

/** A question that a sentence seems to answer. */
interface ClauseQuestion {
  readonly kind: SuggestedKind;
  readonly question: string;
}

/** A clause: its subject, the auxiliary if there is one, the verb, and the rest up to the clause's end. */
interface Clause {
  readonly subject: readonly QuestionWord[];
  readonly auxiliary: QuestionWord | null;
  readonly verb: QuestionWord;
  readonly rest: readonly QuestionWord[];
}

/** Maximum number of words in the subject, and in the rest after the verb, for a question that reads well. */
const MAX_WORDS = { subject: 6, rest: 8 } as const;

const isMeasuringAdjective = createWordTest(lexicon.dimensions.words);

const isClosed = ({ post }: QuestionWord) => /[,;:.!?()–—]/.test(post);

/** Whether a word is a verb, rather than part of a time ("last year"). */
const isVerb = ({ tags, lower }: QuestionWord) =>
  tags.has('Verb') && !tags.has('Gerund') && !/^(?:last|next)$/.test(lower);

/** Whether a subject can be understood outside its text: it has "the" or is a name, and has no pronoun. */
function isSelfContained(words: readonly QuestionWord[]): boolean {
  const [first] = words;
  if (!first || words.length > MAX_WORDS.subject) return false;
  if (words.some(({ tags, lower }) => tags.has('Pronoun') || lower === 'and')) return false;
  // a single capitalised word may only begin the sentence
  const isName = words.length > 1 || first.tags.has('ProperNoun') || first.tags.has('Person');
  return first.lower === 'the' || (isName && words.every(({ text }) => /^\p{Lu}/u.test(text)));
}

/** The words of a clause from an index on, up to its first punctuation mark. */
function clauseFrom(words: readonly QuestionWord[], from: number): QuestionWord[] {
  const end = words.findIndex((word, at) => at >= from && isClosed(word));
  return words.slice(from, end < 0 ? undefined : end + 1);
}

/** Parses the clause that begins at an index; null if it has another form. */
function readClause(words: readonly QuestionWord[], from: number): Clause | null {
  const clause = clauseFrom(words, from);
  const phrase = findNounPhrase(clause, 0);
  if (!phrase) return null;
  const subject = clause.slice(0, phrase.to);
  const first = clause[phrase.to];
  if (!first || !isSelfContained(subject)) return null;
  if (!isAuxiliary(first.text)) {
    const canBeFinite = first.tags.has('PastTense') || first.tags.has('PresentTense');
    return canBeFinite ? { subject, auxiliary: null, verb: first, rest: clause.slice(phrase.to + 1) } : null;
  }
  const verb = clause[phrase.to + 1];
  const next = clause[phrase.to + 2];
  if (!verb) return null;
  // "has 47 members", "is on Monday": an auxiliary may be the main verb
  const isMain = /^(?:is|are|was|were|has|have|had)$/.test(first.lower) && !verb.tags.has('Verb');
  if (isMain) return { subject, auxiliary: null, verb: first, rest: clause.slice(phrase.to + 1) };
  // "will be repeated" is one verb
  if (next?.tags.has('Verb') && /^(?:be|been)$/.test(verb.lower))
    return {
      subject,
      auxiliary: first,
      verb: { ...next, text: `${verb.text} ${next.text}` },
      rest: clause.slice(phrase.to + 3),
    };
  return { subject, auxiliary: first, verb, rest: clause.slice(phrase.to + 2) };
}

/** The time phrase at the end of some words, with its preposition. */
function findTimeAtEnd(rest: readonly QuestionWord[]): WordRange | null {
  for (let at = rest.length - 1; at >= Math.max(0, rest.length - 5); at--) {
    const word = rest[at];
    if (word && /^(?:in|on|at)$/.test(word.lower))
      return isTime(rest.slice(at)) && !rest.slice(at + 1).some(isVerb)
        ? { from: at, to: rest.length }
        : null;
  }
  return null;
}

/** A subject as written inside a question, without the capital that begins a sentence. */
function innerSubject(words: readonly QuestionWord[]): string {
  const text = textOf(words);
  return words[0]?.lower === 'the' ? `the${text.slice(3)}` : text;
}

/** Turns a clause into a question, with its auxiliary before its subject. */
function invert(asking: string, { subject, auxiliary, verb }: Clause, rest: readonly QuestionWord[]): string {
  const who = innerSubject(subject);
  const behind = textOf(rest);
  if (auxiliary) return toQuestion(asking, auxiliary.lower, who, verb.text, behind);
  if (/^(?:is|are|was|were)$/.test(verb.lower)) return toQuestion(asking, verb.lower, who, behind);
  const isPast = verb.tags.has('PastTense');
  const isSeveral = isPluralNoun(subject.at(-1) as QuestionWord);
  return toQuestion(asking, isPast ? 'did' : isSeveral ? 'do' : 'does', who, verb.base, behind);
}

const isShort = (rest: readonly QuestionWord[]) =>
  rest.length <= MAX_WORDS.rest && !rest.some(isVerb) && !rest.some(({ tags }) => tags.has('Conjunction'));

/** "Work will begin in March": "When will work begin?" */
function askWhen(clause: Clause): ClauseQuestion[] {
  const time = findTimeAtEnd(clause.rest);
  const rest = time ? clause.rest.slice(0, time.from) : [];
  // after a preposition the time may belong to that phrase: "from a bad night in February"
  if (!time || !isShort(rest) || !isVerb(clause.verb) || rest.some(({ text }) => isPreposition(text)))
    return [];
  return [{ kind: 'when', question: invert('When', clause, rest) }];
}

/** "The ferry carried 61,000 people last year": "How many people did the ferry carry last year?" */
function askHowMany(clause: Clause): ClauseQuestion[] {
  const { rest, verb } = clause;
  const number = rest[0]?.tags.has('Value') ? 1 : 0;
  const phrase = number === 1 ? findNounPhrase(rest, 0) : null;
  const noun = phrase ? rest.slice(1, phrase.to) : [];
  const head = noun.at(-1);
  if (!phrase || !head || !isPluralNoun(head) || !isVerb(verb) || isTime(noun)) return [];
  if (/[£$€%]/.test(rest[0]?.text ?? '') || noun.some(({ tags }) => tags.has('Value'))) return [];
  const behind = rest.slice(phrase.to);
  if (!isShort(behind) || /^(?:is|are|was|were)$/.test(verb.lower)) return [];
  return [{ kind: 'how many', question: invert(`How many ${textOf(noun)}`, clause, behind) }];
}

/** "The bridge would be 84 metres long": "How long would the bridge be?" */
function askMeasure(clause: Clause): ClauseQuestion[] {
  const { subject, auxiliary, verb, rest } = clause;
  const isBeing = /^(?:is|was|are|were|be)$/.test(verb.lower);
  const at = rest.findIndex(({ lower }) => isMeasuringAdjective(lower));
  if (!isBeing || at < 1 || at > 3 || !rest[0]?.tags.has('Value')) return [];
  const asking = `How ${rest[at]?.lower}`;
  const who = innerSubject(subject);
  const question = auxiliary
    ? toQuestion(asking, auxiliary.lower, who, verb.lower)
    : toQuestion(asking, verb.lower, who);
  return [{ kind: 'how many', question }];
}

/** "A wash costs $4.50": "How much does a wash cost?" */
function askPrice({ subject, auxiliary, verb, rest }: Clause): ClauseQuestion[] {
  if (verb.base !== 'cost' || !/^[£$€¥]|^\d/.test(rest[0]?.text ?? '')) return [];
  const isPast = verb.tags.has('PastTense') && verb.lower !== 'costs';
  const helper = auxiliary?.lower ?? (verb.lower === 'costs' ? 'does' : isPast ? 'did' : 'do');
  return [{ kind: 'how much', question: toQuestion('How much', helper, innerSubject(subject), 'cost') }];
}

/** "The lessons were cut because the roof leaks": "Why were the lessons cut?" */
function askWhy(clause: Clause): ClauseQuestion[] {
  const because = clause.rest.findIndex(({ lower }) => lower === 'because');
  const rest = clause.rest.slice(0, Math.max(0, because));
  if (because < 0 || !isShort(rest)) return [];
  return [{ kind: 'why', question: invert('Why', clause, rest) }];
}

/** Where parsable clauses begin: at the start, or after an introductory phrase that ends in a comma. */
function listClauseStarts(words: readonly QuestionWord[]): number[] {
  const comma = words.findIndex(({ post }) => /,/.test(post));
  const opens = words[0] !== undefined && isPreposition(words[0].text);
  return opens && comma >= 0 && comma < 6 ? [comma + 1] : [0];
}

/** The questions that a sentence's clauses answer. */
export function askOfClauses(words: readonly QuestionWord[]): ClauseQuestion[] {
  return listClauseStarts(words).flatMap(start => {
    const clause = readClause(words, start);
    if (!clause) return [];
    return [askMeasure, askPrice, askWhy, askHowMany, askWhen].flatMap(ask => ask(clause));
  });
}

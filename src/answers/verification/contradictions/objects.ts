import { fillTemplate } from '../../../i18n/templates.ts';
import lexicon from '../../../language/lexicons/entailment.json' with { type: 'json' };
import { getNlp } from '../../../language/nlp.ts';
import { stem, stemText } from '../../../language/stems.ts';
import { oneOf } from '../../../language/word-lists.ts';
import { reasons } from '../reasons.ts';
import { isEndingInBe, isPassive } from './roles.ts';
import type { AnalyzedSentence, AnalyzedSource } from './source.ts';
import type { Term } from './terms.ts';

/** Where an object that begins with a possessive or a name ends. */
const OBJECT_END = new RegExp(String.raw`[,;:.!?()“”"—]|\s${oneOf(lexicon.objectEnds.words)}\s|$`, 'u');

const OTHER_OBJECT = new RegExp(String.raw`^\s+(?:${oneOf(lexicon.possessives.words)}\s\S|\p{Lu})`, 'u');

/** Splits a sentence at a verb: the text after it, and the text before it. */
function splitAfterVerb({ text }: AnalyzedSentence, verb: string): { rest: string; before: string } | null {
  for (const { 0: word, index } of text.matchAll(/[\p{L}'’]+/gu)) {
    if (stem(word.toLowerCase()) === verb)
      return { rest: text.slice(index + word.length), before: text.slice(0, index) };
  }
  return null;
}

/** Whether an apposition after the object names the same person ("his opponent, Tommy Tuberville"). */
function isApposition(rest: string, whom: ReadonlySet<string>): boolean {
  const [, beside = '', next = ''] = /^[^,;:.!?()]*[,(]([^,;:.!?()]*)([,;:.!?()]|$)/u.exec(rest) ?? [];
  const named = stemText(beside);
  return (
    named.some(word => whom.has(word)) &&
    (next !== ',' || !getNlp()(beside).has('#Verb')) &&
    !getNlp()(beside).has('#PastTense')
  );
}

/** The agents and patients of a verb in a claim: the names beside it, swapped if "by" follows it. */
interface PredicateRoles {
  readonly verb: Term;
  readonly agents: readonly Term[];
  readonly patients: readonly Term[];
}

function extractRoles(claim: string, terms: readonly Term[]): PredicateRoles[] {
  const isNameTerm = (term: Term | undefined) =>
    term?.part === 'name' || (term !== undefined && term === terms[0] && term.part === 'noun');
  const run = (side: readonly Term[]) =>
    side.slice(
      0,
      [...side, undefined].findIndex(term => !isNameTerm(term)),
    );
  return terms.flatMap((verb, index) => {
    const before = run(terms.slice(0, index).toReversed()).toReversed();
    const after = run(terms.slice(index + 1));
    if (verb.part !== 'verb' || before.length === 0 || after.length === 0) return [];
    return isPassive(claim, verb.text)
      ? { verb, agents: after, patients: before }
      : { verb, agents: before, patients: after };
  });
}

/** Nouns for people that the tagger takes for things. */
const PERSON_NOUN = new RegExp(String.raw`\b${oneOf(lexicon.somebody.words)}$`, 'i');

/** "his opponent", but not "her courage", which may be praised in her place. */
const isPersonObject = (object: string) =>
  PERSON_NOUN.test(object) || getNlp()(object).terms().last().has('#Actor');

/** The object right after a verb, if it is none of the given patients; undefined if there is none. */
function findOtherObject(
  sentence: AnalyzedSentence,
  { verb, patients: sufferers }: PredicateRoles,
): string | undefined {
  const match = splitAfterVerb(sentence, verb.stem);
  if (!match || !OTHER_OBJECT.test(match.rest) || isEndingInBe(match.before)) return undefined;
  const whom = new Set(sufferers.map(term => term.stem));
  const [clause = ''] = match.rest.split(/[,;:.!?()]/);
  if (stemText(clause).some(word => whom.has(word)) || isApposition(match.rest, whom)) return undefined;
  const object = match.rest.slice(0, match.rest.slice(1).search(OBJECT_END) + 1).trim();
  return /^\p{Lu}/u.test(object) || isPersonObject(object) ? object : undefined;
}

/** Finds a wrong patient: each sentence with agent, verb and patient has another right after the verb. */
export function findObjectContradiction(
  claim: string,
  terms: readonly Term[],
  { sentences }: AnalyzedSource,
): string | null {
  for (const deed of extractRoles(claim, terms)) {
    const { verb, agents: doers, patients: sufferers } = deed;
    const hasAny = (sentence: AnalyzedSentence, some: readonly Term[]) =>
      some.some(term => sentence.stems.has(term.stem));
    const of = sentences.filter(sentence => sentence.stems.has(verb.stem) && hasAny(sentence, sufferers));
    const others = of.map(sentence =>
      hasAny(sentence, doers) ? findOtherObject(sentence, deed) : undefined,
    );
    const [other] = others;
    if (other === undefined || others.includes(undefined)) continue;
    const whom = sufferers.map(({ written }) => written).join(' ');
    return fillTemplate(reasons.turned, { other: `${verb.text} ${other}`, word: `${verb.text} ${whom}` });
  }
  return null;
}

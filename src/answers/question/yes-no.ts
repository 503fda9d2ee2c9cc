import type { Article } from '../../articles/article.ts';
import { capitalize } from '../../language/capitals.ts';
import { conjugateVerb } from '../../language/nlp.ts';
import { isReadingEnglish } from '../../language/stems.ts';
import { canBeVerb } from '../../language/thesaurus.ts';
import { judgeSentence } from '../check/judgement.ts';
import { hasBreak } from '../verification/propositions/phrases.ts';
import type { WordClass } from '../verification/propositions/tagging.ts';
import { readWords, type SentenceWord } from '../verification/propositions/words.ts';
import { writeOut } from './route.ts';
import type { DraftStatement } from './schema.ts';

/** The answer to a yes-or-no question, with the sentence that says so outright. */
interface PolarAnswer {
  readonly verdict: 'yes' | 'no';
  readonly statement: DraftStatement;
}

const HELPING =
  /^(?:(?:and|so|but|ok) )?(?<helper>is|are|was|were|do|does|did|has|have|had|can|could|will|would|should|must) (?<rest>[\s\S]{3,300})$/i;
const BEING_OR_HAVING = /^(?:is|are|was|were|has|have|had)$/i;
const SUBJECT = new Set<WordClass>([
  'determiner',
  'possessive',
  'adjective',
  'noun',
  'name',
  'number',
  'pronoun',
]);
const NOMINAL = new Set<WordClass>(['noun', 'name', 'pronoun', 'number']);

/** Word classes that begin what is said of the noun before: "the ferry free", "the bridge 84 metres long". */
const BEHIND_NOUN = new Set<WordClass>(['adjective', 'determiner', 'possessive', 'number']);

/** Number of words in a clause's subject, including an "of" phrase; after `do`, an infinitive ends it. */
function measureSubject(
  words: readonly SentenceWord[],
  { hasInfinitive }: { hasInfinitive: boolean },
): number {
  let end = 0;
  for (const word of words) {
    const isBehindNoun = end > 0 && NOMINAL.has(words[end - 1]?.kind ?? 'other');
    const isInside = SUBJECT.has(word.kind) || (isBehindNoun && word.lower === 'of');
    if (!isInside || (end > 0 && hasBreak(word))) break;
    if (isBehindNoun && BEHIND_NOUN.has(word.kind)) break;
    if (isBehindNoun && hasInfinitive && word.kind !== 'name' && canBeVerb(word.lower)) break;
    end += 1;
  }
  return end;
}

/**
 * Turns a question that begins with its verb into a statement: "Is the ferry free?" into "the ferry is free".
 * Null if it does not have that form.
 */
function toStatement(question: string): string | null {
  const found = HELPING.exec(writeOut(question).replaceAll('?', ''))?.groups;
  if (!found?.helper || !found.rest) return null;
  const words = readWords(found.rest);
  const hasInfinitive = !BEING_OR_HAVING.test(found.helper);
  const length = measureSubject(words, { hasInfinitive });
  if (length === 0 || length >= words.length || words[0]?.kind === 'pronoun') return null;
  const parts = found.rest.trim().split(/\s+/);
  const helper = found.helper.toLowerCase();
  const [verb = '', ...others] = parts.slice(length);
  const said = helper === 'do' ? verb : conjugateBehind(helper, verb);
  return [...parts.slice(0, length), ...(said ? [said] : [helper, verb]), ...others].join(' ');
}

/** "Did it cost" as "it cost", "does it run" as "it runs"; undefined if not `do`, or before "not". */
function conjugateBehind(helper: string, verb: string): string | undefined {
  if (!/^(?:did|does)$/.test(helper) || !canBeVerb(verb.toLowerCase())) return undefined;
  const { PastTense, PresentTense } = conjugateVerb(verb.toLowerCase());
  return helper === 'did' ? PastTense : PresentTense;
}

const ANYBODY =
  /^(?:(?:and|so|but|ok) )?(is|are|was|were|has|have|did|does|do) (anyone|anybody|anything) ([^?]{3,120})\??$/i;

/** Turns "was anyone killed?" into what a text says if the answer is no: "nobody was killed". */
function toDenial(question: string): string | null {
  const [, helper, whom, rest = ''] = ANYBODY.exec(writeOut(question)) ?? [];
  if (!helper || !whom) return null;
  const subject = /thing/i.test(whom) ? 'nothing' : 'nobody';
  const [verb = '', ...others] = rest.trim().split(/\s+/);
  const said = conjugateBehind(helper.toLowerCase(), verb);
  return [subject, ...(said ? [said] : [helper.toLowerCase(), verb]), ...others].join(' ');
}

/** Answers yes or no if one sentence affirms or denies it outright (see `judgeSentence`); else null. */
export function answerPolarQuestion(article: Article, question: string): PolarAnswer | null {
  if (!isReadingEnglish()) return null;
  const denial = toDenial(question);
  const statement = denial ?? toStatement(question);
  if (statement === null) return null;
  const judged = judgeSentence(`${capitalize(statement)}.`, article);
  if (judged.verdict === 'unclear') return null;
  const { paragraph, text } = judged;
  return {
    verdict: (judged.verdict === 'supported') === (denial === null) ? 'yes' : 'no',
    statement: { text, paragraphs: [paragraph], comments: [] },
  };
}

import { namesPeople } from '../../language/animacy.ts';
import answerTypes from '../../language/lexicons/answer-types.json' with { type: 'json' };
import lexicon from '../../language/lexicons/questions.json' with { type: 'json' };
import { extractContentWords, isReadingEnglish, stem, stemText } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';
import type { WordClass } from '../verification/propositions/tagging.ts';
import { readWords } from '../verification/propositions/words.ts';
import type { SpanQuery } from './answer-kinds.ts';
import { type AnswerType, classifyQuestion } from './answer-type.ts';
import { alternativesOf, type QuestionTerm, termStemOf } from './question-terms.ts';
import {
  ASKING_WORDS,
  isAboutReaders,
  isReaderStem,
  LIGHT_VERB_WEIGHT,
  LIGHT_VERBS,
  MEASURE_QUESTION,
  stemQuestion,
} from './question-words.ts';
import { writeOut } from './route.ts';
import type { AskedQuestion } from './schema.ts';

/** A question's stems with their weights, the kind of thing that answers it, and whom it asks. */
export interface ParsedQuestion {
  readonly question: string;
  readonly query: ReadonlyMap<string, number>;
  readonly type: AnswerType;
  readonly ofReaders: boolean;
  /** Its words in order, each with the words that may stand in for it in a text. */
  readonly terms: readonly QuestionTerm[];
  /** Which parts of a sentence answer it. */
  readonly spans: SpanQuery;
  /** The text that was shown before a follow-up; empty for other questions. */
  readonly shown: string;
}

const AGAINST =
  /\b(who\b(?: else)?(?: here)?) (?:is|are|was|were|stands?|stood) (?:all |still )?(?:against|opposed to)\b/giu;
const IN_FAVOUR =
  /\b(who\b(?: else)?(?: here)?) (?:is|are|was|were) (?:all |still )?(?:for|in favou?r of)\b/giu;

/** Rewrites a question about who takes a side with a verb, because prepositions are not looked up. */
const nameStance = (question: string) =>
  question.replace(AGAINST, '$1 opposes').replace(IN_FAVOUR, '$1 supports');

/** "How old do crows get?": how long they live. */
const LIFESPAN =
  /\bhow old (do|does|can|could|did|will) ([^?.,;]{2,60}?) (?:get|grow|become|live to be)\b/giu;

const POPULATION =
  /\b(?:what(?:['’]s| is| was) the|how (?:big|large|high) (?:is|was) the) population of ([^?.,;]{2,60})/giu;

/** Parses a question that stands by itself. */
export function parseQuestion({ question: asked, of, shown = '' }: AskedQuestion): ParsedQuestion {
  const written = writeOut(asked);
  const question = isReadingEnglish()
    ? nameStance(written)
        .replace(LIFESPAN, 'how long $1 $2 live')
        .replace(POPULATION, 'how many people live in $1')
    : written;
  const ofReaders = isAboutReaders({ question, of });
  const query = new Map<string, number>();
  for (const word of stemQuestion(question))
    if (!(ofReaders && isReaderStem(word))) query.set(word, LIGHT_VERBS.has(word) ? LIGHT_VERB_WEIGHT : 1);
  for (const [asked] of question.matchAll(MEASURE_QUESTION))
    for (const word of stemText(asked)) if (!query.has(word)) query.set(word, LIGHT_VERB_WEIGHT);
  const { focus, acts, measure, ofPeople } = findFocus(question);
  const kind = classifyQuestion(question);
  const type = kind === 'choice' && ofPeople ? 'person' : kind;
  const kinds = new Set(
    focus.flatMap(word =>
      [...alternativesOf(word)].flatMap(([other, strength]) =>
        strength >= MIN_KIND && strength < 1 ? other : [],
      ),
    ),
  );
  const countsPeople = focus.some(word => PERSONS.has(word));
  return {
    question,
    query,
    type,
    ofReaders,
    terms: collectTerms(question, query),
    spans: { type, question, focus, kinds, countsPeople, acts, measure },
    shown,
  };
}

/** Minimum strength of an alternative that may be counted in place of the thing asked for. */
const MIN_KIND = 0.6;

/** Maximum number of words of a question that are looked up. */
const MAX_TERMS = 40;

/** The content words of a text, each once and in order; only those of `weights` if it is given. */
export function collectTerms(text: string, weights?: ReadonlyMap<string, number>): QuestionTerm[] {
  const kinds = isReadingEnglish()
    ? new Map(readWords(text).map(({ lower, kind }) => [lower, kind]))
    : new Map<string, WordClass>();
  const seen = new Set<string>();
  return extractContentWords(text)
    .flatMap(word => {
      const weight = weights ? weights.get(stem(word)) : weightOf(stem(word));
      const own = termStemOf(word);
      if (weight === undefined || weight === 0 || seen.has(own)) return [];
      seen.add(own);
      const kind = termKindOf(kinds.get(word));
      return [{ word, stem: own, weight, kind, alternatives: alternativesOf(word) }];
    })
    .slice(0, MAX_TERMS);
}

const weightOf = (root: string) =>
  ASKING_WORDS.has(root) ? 0 : LIGHT_VERBS.has(root) ? LIGHT_VERB_WEIGHT : 1;

const VERBAL = new Set<WordClass | undefined>(['verb', 'participle']);

function termKindOf(kind: WordClass | undefined): QuestionTerm['kind'] {
  if (kind === 'name' || kind === 'number') return kind;
  return VERBAL.has(kind) ? 'verb' : 'other';
}

const NOMINAL = new Set<WordClass>(['noun', 'adjective', 'name', 'number']);
/** Words after "what" or "which" that show that no kind of thing is named there. */
const NO_FOCUS = 'is|was|are|were|do|does|did|has|have|had|will|would|can|could|should|may|might|of|the|a|an';
const FOCUS = new RegExp(
  String.raw`\b(?:how many|how much|which|what|whose) (?!(?:${NO_FOCUS})\b)([^,?.;]{2,60})`,
  'i',
);
const MEASURE = new RegExp(String.raw`\bhow ${oneOf(lexicon.measures.words)}\b`, 'i');

const PERSONS = new Set(answerTypes.persons.words.map(termStemOf));
const NO_ACTS: ReadonlySet<string> = new Set();

/** What a question counts or asks for, and whether that is people: "which singer". */
interface Focus extends Pick<SpanQuery, 'focus' | 'acts' | 'measure'> {
  readonly ofPeople: boolean;
}

/** Stems of what is counted or asked for, and of what the people counted do; what a measure measures. */
function findFocus(question: string): Focus {
  const measure = MEASURE.exec(question)?.[0].split(' ')[1]?.toLowerCase() ?? null;
  const [, rest = ''] = FOCUS.exec(question) ?? [];
  if (!isReadingEnglish() || rest === '') return { focus: [], acts: NO_ACTS, measure, ofPeople: false };
  const words = readWords(rest);
  const found = words.findIndex(({ kind }) => !NOMINAL.has(kind));
  const end = found < 0 ? words.length : found;
  const nouns = words.slice(0, end).filter(({ kind }) => kind === 'noun');
  const focus = nouns.map(({ lower }) => termStemOf(lower));
  const verb = focus.some(word => PERSONS.has(word))
    ? words.slice(end).find(({ kind, lower }) => VERBAL.has(kind) && !LIGHT_VERBS.has(stem(lower)))
    : undefined;
  return {
    focus,
    acts: verb ? new Set(alternativesOf(verb.lower).keys()) : NO_ACTS,
    measure,
    ofPeople: namesPeople(nouns.at(-1)?.lower ?? ''),
  };
}

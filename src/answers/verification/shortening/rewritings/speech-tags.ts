import lexicon from '../../../../language/lexicons/shortening.json' with { type: 'json' };
import { hasBreak } from '../../propositions/phrases.ts';
import type { SentenceWord } from '../../propositions/words.ts';
import { FINDING } from '../kept-words.ts';
import { placeBehind, type Rewriting, readAdded } from './rewriting.ts';

/** Who says a sentence, and what; the verb as written, or null for "according to". */
interface Report {
  readonly source: readonly SentenceWord[];
  readonly verb: SentenceWord | null;
  readonly body: readonly SentenceWord[];
}

const REPORTING = new Set(lexicon.reporting.words);
const DOCUMENTS = new Set(lexicon.studies.words);
const SPEAKER = /^(?:I|we|you|my|our|your|me|us)$/i;

const isOfNounPhrase = ({ kind }: SentenceWord) =>
  /^(?:determiner|possessive|adjective|noun|name|number|preposition|pronoun)$/.test(kind) ||
  kind === 'conjunction';

/** Whether words form a single phrase, with its complements, that could be a source. */
const isSource = (words: readonly SentenceWord[]) =>
  words.length > 0 && words.every((word, at) => isOfNounPhrase(word) && (at === 0 || !hasBreak(word)));

/** Reads "…, according to the study, published on Monday": a source to the next mark, then descriptions. */
function readAccording(words: readonly SentenceWord[]): Report | null {
  const at = words.findIndex(({ lower }, index) => lower === 'according' && words[index + 1]?.lower === 'to');
  if (at < 0 || (at > 0 && !hasBreak(words[at]))) return null;
  let end = at + 2;
  while (end < words.length && !hasBreak(words[end])) end++;
  const source = words.slice(at + 2, end);
  const rest = words.slice(end);
  if (!isSource(source)) return null;
  if (at === 0) return rest.length > 0 ? { source, verb: null, body: rest } : null;
  const isDescribed = rest.length === 0 || rest[0]?.kind === 'participle';
  return isDescribed ? { source, verb: null, body: words.slice(0, at) } : null;
}

/** Reads "…, the mayor said" and "…, said the mayor". */
function readTagBehind(words: readonly SentenceWord[]): Report | null {
  const at = words.findLastIndex(hasBreak);
  if (at <= 0) return null;
  const tag = words.slice(at);
  const [first, last] = [tag[0], tag.at(-1)];
  if (last && REPORTING.has(last.lower) && isSource(tag.slice(0, -1)))
    return { source: tag.slice(0, -1), verb: last, body: words.slice(0, at) };
  if (first && REPORTING.has(first.lower) && isSource(tag.slice(1)))
    return { source: tag.slice(1), verb: first, body: words.slice(0, at) };
  return null;
}

/** Reads "The mayor said that …". */
function readTagBefore(words: readonly SentenceWord[]): Report | null {
  const at = words.findIndex(({ lower }) => REPORTING.has(lower) || FINDING.has(lower));
  const source = words.slice(0, Math.max(0, at));
  const verb = words[at];
  if (!verb || !isSource(source) || (FINDING.has(verb.lower) && !isStudy(source))) return null;
  const body = words.slice(words[at + 1]?.lower === 'that' ? at + 2 : at + 1);
  return body.length > 0 ? { source, verb, body } : null;
}

const isStudy = (source: readonly SentenceWord[]) => {
  const end = source.findIndex(({ kind }) => kind === 'preposition');
  return DOCUMENTS.has(source.slice(0, end < 0 ? undefined : end).at(-1)?.lower ?? '');
};

/** Whether all of the body is surely said: it is a single stretch, without a first or second person. */
const isOneStretch = (body: readonly SentenceWord[]) =>
  !body.some(
    (word, at) =>
      SPEAKER.test(word.text) ||
      /[;:—–]/.test(word.before) ||
      (at > 0 && hasBreak(word) && word.kind === 'conjunction'),
  );

function* renderReport({ source, verb, body }: Report): Generator<SentenceWord[]> {
  const opened = placeBehind('', source);
  const verbs = verb
    ? [placeBehind(' ', [verb])]
    : [...REPORTING, ...(isStudy(source) ? FINDING : [])].map(readAdded);
  for (const said of verbs) {
    yield [...opened, ...said, ...readAdded('that'), ...placeBehind(' ', body)];
    yield [...placeBehind('', body), ...placeBehind(', ', source), ...said];
    yield [...placeBehind('', body), ...placeBehind(', ', said), ...placeBehind(' ', source)];
  }
  if (verb === null || REPORTING.has(verb.lower) || isStudy(source)) {
    const according = readAdded('according to');
    yield [...placeBehind('', body), ...placeBehind(', ', according), ...placeBehind(' ', source)];
    yield [...placeBehind('', according), ...placeBehind(' ', source), ...placeBehind(', ', body)];
  }
}

/** Moves the speaker before or after what is said: "X said Y", "Y, X said", "Y, according to X". */
export const moveSpeechTag: Rewriting = words => {
  const report = readAccording(words) ?? readTagBehind(words) ?? readTagBefore(words);
  return report && isOneStretch(report.body) ? [...renderReport(report)] : [];
};

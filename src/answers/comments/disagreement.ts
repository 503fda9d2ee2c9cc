import { straightenApostrophes } from '../../language/folding.ts';
import cues from '../../language/lexicons/disagreement.json' with { type: 'json' };
import { splitSentences } from '../../language/sentences.ts';
import { extractContentWords, stemText } from '../../language/stems.ts';
import { oneOf } from '../../language/word-lists.ts';

/** How a reply opens that disagrees with its parent. */
const OPENING_CUE = new RegExp(
  String.raw`^(?:no(?=[\s,.;:!—–-]|$)(?! ${oneOf(cues.afterNo.words)})|${oneOf(cues.openings.words)}|${oneOf(cues.askingBack.words)} )`,
  'i',
);

/** "That is simply not true." */
const CALLED_UNTRUE = String.raw`(?:that|this|it|which)(?:'s| is| was) (?:${oneOf(cues.degrees.words)} )*(?:${oneOf(cues.untrue.words)}|true\b(?<=not true)|how it works(?<=not how it works)|what .{2,30} says?(?<=not what .{2,30}))`;
/** Disagreement anywhere in the first sentences. */
const DISAGREEMENT_CUE = new RegExp(String.raw`\b(?:${oneOf(cues.anywhere.words)}|${CALLED_UNTRUE})`, 'i');

/** A weak contrast, which counts only together with another cue. */
const TURN_CUE = new RegExp(
  String.raw`^(?:${oneOf(cues.turning.words)}\b|then \b)|,? but |\binstead of\b`,
  'i',
);

const AGREEMENT_CUE = new RegExp(
  String.raw`^(?:yes\b(?!,? but)|${oneOf(cues.agreeing.words)})|\b${oneOf(cues.agreeingAnywhere.words)}\b`,
  'i',
);

const NEGATION = new RegExp(String.raw`\b${oneOf(cues.denying.words)}\b`, 'i');

/** A question back, and a tag question after a statement. */
const ASKING = new RegExp(String.raw`^${oneOf(cues.asking.words)}\b`, 'i');
const TAG_QUESTION = new RegExp(String.raw`\b${oneOf(cues.tags.words)}\?`, 'i');

const normalize = (text: string) => straightenApostrophes(text).replace(/^["“”'\s]+/, '');

/** A reply's disagreement with its parent, as far as its first sentences show it. */
interface DisagreementCue {
  /** A sentence of the reply, verbatim. */
  readonly text: string;
  /** At 2 or more it disagrees. */
  readonly weight: number;
}

/** How strongly one sentence of a reply disagrees with its parent. */
function scoreSentence(sentence: string, first: boolean, parent: ParentComment): number {
  const plain = normalize(sentence);
  if (AGREEMENT_CUE.test(plain)) return first ? -3 : -1;
  const said = new Set(stemText(plain));
  const shared = said.intersection(parent.stems).size;
  let weight = 0;
  if (first && OPENING_CUE.test(plain)) weight += 2;
  if (DISAGREEMENT_CUE.test(plain)) weight += 2;
  if (TURN_CUE.test(plain)) weight += 0.7;
  // a question to the parent in its own words, or a denial of them
  if (plain.includes('?') && (/\byour?\b/i.test(plain) || shared > 0) && ASKING.test(plain)) weight += 0.7;
  if (NEGATION.test(plain) !== parent.negates && shared >= 2) weight += 1.2;
  else if (TAG_QUESTION.test(plain)) weight += 1;
  return weight;
}

interface ParentComment {
  readonly stems: ReadonlySet<string>;
  readonly negates: boolean;
}

const MAX_SENTENCES = 3;
/** Minimum characters of a sentence that gives a reason. */
const MIN_REASON = 25;

/** Whether a reply disagrees with its parent, by cues in its first sentences, and the plainest of them. */
export function detectDisagreement(
  reply: readonly string[],
  parent: readonly string[],
): DisagreementCue | null {
  const whole = parent.join('\n');
  const known = { stems: new Set(stemText(whole)), negates: NEGATION.test(normalize(whole)) };
  const found = reply
    .flatMap(splitSentences)
    .slice(0, MAX_SENTENCES)
    .map((text, i) => ({ text, weight: scoreSentence(text, i === 0, known) }));
  if (found.length === 0) return null;
  const best = found.reduce((a, b) => (b.weight > a.weight ? b : a));
  const weight =
    best.weight +
    found.filter(other => other !== best).reduce((sum, { weight: w }) => sum + Math.min(w, 0.7), 0);
  return weight >= 2 ? { text: tellWhy(best.text, found), weight } : null;
}

/** For a sentence that says no more than "I disagree", the reason after or else before it, if there is one. */
function tellWhy(text: string, sentences: readonly { readonly text: string }[]): string {
  const isBare = !text.includes('?') && extractContentWords(text).length <= 1;
  if (!isBare) return text;
  const at = sentences.findIndex(other => other.text === text);
  const others = [...sentences.slice(at + 1), ...sentences.slice(0, at).toReversed()];
  return others.find(other => other.text.length >= MIN_REASON)?.text ?? text;
}

/** Whether a reply agrees in its first sentence. */
export function isAgreeing(reply: readonly string[]): boolean {
  const [first = ''] = reply.flatMap(splitSentences);
  return AGREEMENT_CUE.test(normalize(first));
}

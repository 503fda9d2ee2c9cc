import { splitSentences } from '../../language/sentences.ts';
import { stemText } from '../../language/stems.ts';

/** A reply begins with one of these when it speaks against what it answers. */
const OPENING_CUE =
  /^(?:no(?=[\s,.;:!—–-]|$)(?! (?:doubt|wonder|problem|kidding|idea|worries))|nope|nah|wrong|false|nonsense|rubbish|bull|not (?:true|so|quite|at all|really|the same)|untrue|absurd|ridiculous|on the contrary|quite the opposite|oh,? (?:please|come on|really)|come on|really\?|seriously\?|since when|says who|with respect|sorry,? but|how (?:did|do|can|could|exactly|on earth|is that|would) |where did you|what a load|hardly)/i;

/** Anywhere in its first sentences. */
const DISAGREEMENT_CUE =
  /\b(?:i (?:strongly |completely |totally |must |have to |respectfully )?disagree|(?:do not|don't|cannot|can't) agree|(?:that|this|it|which)(?:'s| is| was) (?:just |simply |plainly |plain |clearly |utterly |completely |absolutely |factually |complete |utter |absolute |quite |not )*(?:wrong|false|untrue|nonsense|rubbish|true\b(?<=not true)|mistaken|absurd|ridiculous|silly|a lie|a myth|misleading|how it works(?<=not how it works)|what .{2,30} says?(?<=not what .{2,30}))|(?:isn't|wasn't|not) (?:true|the same|what (?:it|he|she|they|the \w+) sa(?:id|ys?))|you(?:'re| are) (?:just |simply |plainly |quite |completely |totally |so )?(?:wrong|mistaken|confus\w+|missing|ignoring|forgetting|misread\w*|misinform\w*|exaggerat\w+|comparing)|you (?:forg[eo]t|missed|misread|misunderst\w+|ignore|overlook)|miss(?:es|ing|ed)? the point|the opposite is|quite the (?:opposite|contrary|reverse)|by (?:that|your) logic|(?:that|your) (?:conclusion|logic|argument) (?:is|does|makes)|makes no sense|what (?:evidence|proof|makes you)|do you (?:really|honestly|seriously)|are you (?:serious|kidding|joking|seriously)|have you (?:ever|even|actually|been|read|tried|seen)|(?:says|said) (?:nothing|no such thing)|nobody (?:is|says|said|wants|has)|read (?:it|the (?:article|text|appendix|report)) again)/i;

/** A turn that is weak by itself: it counts with another sign. */
const TURN_CUE =
  /^(?:but|actually|however|well,|then |yes,? but|still,|except|and yet|until|only if|unless)\b|,? but |\binstead of\b/i;

const AGREEMENT_CUE =
  /^(?:yes\b(?!,? but)|yep|agreed|exactly|i agree|absolutely|totally|this\b[.!]|\+1|so true|true[.!,]|same here|thank|well (?:said|put)|spot on|hear,? hear|damn right|quite right|indeed|seconded|good (?:point|idea|question)|lovely|brilliant)|\byou(?:'re| are) (?:absolutely |quite |so )?right\b|\bi (?:completely |totally )?agree\b|\bi take (?:that|it) back\b/i;

const NEGATION = /\b(?:not|no|never|none|nothing|nobody|\w+n't|cannot|neither|hardly|without)\b/i;

const normalizeApostrophes = (text: string) => text.replaceAll(/[‘’ʼ´`]/g, "'").replace(/^["“”'\s]+/, '');

const computeOverlap = (a: ReadonlySet<string>, b: ReadonlySet<string>) =>
  [...a].filter(word => b.has(word)).length;

/** What a reply says of its parent, as far as its first sentences show it. */
export interface DisagreementCue {
  /** A sentence of the reply, verbatim. */
  readonly text: string;
  /** 2 and more: it disagrees. */
  readonly weight: number;
}

/** How strongly one sentence of a reply speaks against its parent. */
function scoreSentence(sentence: string, first: boolean, parent: ParentComment): number {
  const plain = normalizeApostrophes(sentence);
  if (AGREEMENT_CUE.test(plain)) return first ? -3 : -1;
  const said = new Set(stemText(plain));
  const shared = computeOverlap(said, parent.stems);
  let weight = 0;
  if (first && OPENING_CUE.test(plain)) weight += 2;
  if (DISAGREEMENT_CUE.test(plain)) weight += 2;
  if (TURN_CUE.test(plain)) weight += 0.7;
  // a question to the parent in its own words, or a denial of them
  if (
    plain.includes('?') &&
    (/\byour?\b/i.test(plain) || shared > 0) &&
    /^(?:how|why|what|where|who|since|and|so|is|are|do|does|did|have|has)\b/i.test(plain)
  )
    weight += 0.7;
  if (NEGATION.test(plain) !== parent.negates && shared >= 2) weight += 1.2;
  else if (/\b(?:isn't it|aren't they|don't they|didn't it|doesn't it)\?/i.test(plain)) weight += 1;
  return weight;
}

interface ParentComment {
  readonly stems: ReadonlySet<string>;
  readonly negates: boolean;
}

const MAX_SENTENCES = 3;

/**
 * Whether a reply disagrees with what it answers, by the cues of its first sentences: how it opens, plain
 * words of disagreement, a question back, a denial in the parent's own words. The text is the sentence that
 * shows it best.
 */
export function detectDisagreement(
  reply: readonly string[],
  parent: readonly string[],
): DisagreementCue | null {
  const whole = parent.join('\n');
  const known = { stems: new Set(stemText(whole)), negates: NEGATION.test(normalizeApostrophes(whole)) };
  const found = reply
    .flatMap(splitSentences)
    .slice(0, MAX_SENTENCES)
    .map((text, i) => ({ text, weight: scoreSentence(text, i === 0, known) }));
  if (found.length === 0) return null;
  const best = found.reduce((a, b) => (b.weight > a.weight ? b : a));
  const weight =
    best.weight +
    found.filter(other => other !== best).reduce((sum, { weight: w }) => sum + Math.min(w, 0.7), 0);
  return weight >= 2 ? { text: best.text, weight } : null;
}

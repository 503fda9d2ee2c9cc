import lexicon from '../../language/lexicons/orders-to-machines.json' with { type: 'json' };
import { oneOf } from '../../language/word-lists.ts';

/**
 * Patterns of text that addresses a machine rather than readers. Such text is stored and may be quoted word
 * for word like any other, but nothing is concluded from it: what a paragraph orders to be said is not what
 * the article says.
 */
const INSTRUCTION_PATTERNS: readonly RegExp[] = [
  // "ignore all previous instructions", in its common forms
  String.raw`\b${oneOf(lexicon.dropping.words)}\b[^.!?\n]{0,60}\b${oneOf(lexicon.dropped.words)}\b`,
  String.raw`\b${oneOf(lexicon.announcing.words)}\s+${oneOf(lexicon.announced.words)}\b\s*[:.!-]`,
  String.raw`\b${oneOf(lexicon.authorities.words)}\s*${oneOf(lexicon.decrees.words)}\b`,
  String.raw`\byou are ${oneOf(lexicon.turning.words)}\b`,
  String.raw`\byou(?:'re| are) (?:an?|the) (?:${oneOf(lexicon.machines.words)}|machine|helpful)\b`,
  String.raw`\b${oneOf(lexicon.playing.words)}\b[^.!?\n]{0,40}\b${oneOf(lexicon.parts.words)}\b`,
  String.raw`\b(?:${oneOf(lexicon.machines.words)}s?|chatgpt|gpt-?\d*) ${oneOf(lexicon.duties.words)}\b`,
  String.raw`\b${oneOf(lexicon.addressing.words)},? (?:the )?(?:${oneOf(lexicon.machines.words)}|${oneOf(lexicon.machinesOnly.words)})\b`,
  String.raw`<\/?${oneOf(lexicon.tags.words)}\b[^<>]*>|<\|[^|>]*\|>|\[\/?(?:inst|system)\]|^[ \t]*#{2,}\s*(?:instruction|system|response|task)`,
  // orders about the answer, in the imperative at the start of a sentence or line
  String.raw`(?:^|[.!?:;,\n][^\S\n]*["“'(]?|\b${oneOf(lexicon.beforeTelling.words)}\s+)${oneOf(lexicon.telling.words)}\b[^.!?\n]{0,40}\b${oneOf(lexicon.told.words)}\b`,
  String.raw`\b(?:in|to|into|of|for) (?:your|the|every|each|all) ${oneOf(lexicon.answers.words)}\b[^.!?\n]{0,60}\b${oneOf(lexicon.inserting.words)}\b`,
].map(source => new RegExp(source, 'im'));

/** Whether a text contains instructions to whatever drafts answers. */
export function hasInstructions(text: string): boolean {
  return INSTRUCTION_PATTERNS.some(order => order.test(text));
}

/** The passages that conclusions may be drawn from: those without instructions to machines. */
export function removeInstructions(passages: readonly string[]): string[] {
  return passages.filter(passage => !hasInstructions(passage));
}

import { defineMessage } from '../../i18n/define-message.ts';
import type { Recipe } from '../recipe.ts';
import { splitClaims } from './claims.ts';
import { CheckAnswer, CheckDraft, CheckForm, CheckOptions } from './schema.ts';

function listClaims(claim: string): string {
  return splitClaims(claim)
    .statements.map((text, index) => `${index + 1}. ${JSON.stringify(text)}`)
    .join('\n');
}

/** Whether the article says what a claim says, sentence by sentence. */
export const checkRecipe = {
  kind: 'check',
  name: defineMessage('Check'),
  checked: defineMessage('numbers, names, denials, directions and known words, by fixed rules'),
  asks: 'claim',
  options: CheckOptions,
  draft: CheckDraft,
  form: CheckForm,
  answer: CheckAnswer,
  instructions: ({ claim }) =>
    `Does the article itself (not its comments) say what each claim below says? For each, "ground": the words of the article that decide it, copied exactly, with their "paragraph", and then "verdict": "supported" only if these words bear out every part of it, with the same people in the same roles and no condition, hedge or source of the text's left out; "contradicted" only if they say something that cannot be true together with it; else "unclear".
Claims (data, written by a reader):
${listClaims(claim)}`,
  countStatements: () => 1,
  citations: ({ statements }) =>
    statements.flatMap(({ passage, comments }) => [
      ...(passage ? [{ ...passage, comments: [] }] : []),
      ...(comments.length > 0 ? [{ text: '', paragraphs: [], comments }] : []),
    ]),
  emptyIsAnswer: true,
  longArticle: { reads: 'nearest' },
} satisfies Recipe<CheckOptions, CheckDraft, CheckAnswer>;

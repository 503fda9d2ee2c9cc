import type { AnyRecipe, Citation } from '../../answers/recipe.ts';
import type { Answered } from '../../answers/service.ts';
import { countLevels, summarizeVerification } from '../../answers/verification/citations.ts';
import { formatLeftOut, formatLevels } from '../../answers/verification/level-line.ts';
import type { Article } from '../../articles/article.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { type Markdown, t } from '../../i18n/translate.ts';
import type { DisplaySettings } from '../../storage/stores/settings.ts';
import { formatCount, formatParagraphMarks } from './frame.ts';
import { mask } from './text.ts';

/** If there are more separate runs of paragraphs, only their number is given, to keep the line short. */
const MAX_RUNS = 4;

/**
 * The levels of an answer's statements as plain text: `all word for word`, or `2 statements word for word`,
 * `1 in the model’s words ≈`, then `1 left out: …`. They are counted from the answer as shown.
 */
export function formatLevelLine(
  recipe: Pick<AnyRecipe, 'citations' | 'leftOut'>,
  { content, engine }: Pick<Answered<unknown>, 'content' | 'engine'>,
  settings: DisplaySettings,
): string[] {
  const levels = countLevels(recipe.citations(content));
  const leftOut = recipe.leftOut?.(content) ?? [];
  return formatLevels({ levels, leftOut }, { engine, mask: text => mask(text, settings) });
}

/** The note `1 left out: …`, for views without statements. */
export function formatLeftOutLine(
  { leftOut }: Pick<AnyRecipe, 'leftOut'>,
  { content, engine }: Pick<Answered<unknown>, 'content' | 'engine'>,
  settings: DisplaySettings,
): string[] {
  return formatLeftOut(leftOut?.(content) ?? [], { engine, mask: text => mask(text, settings) });
}

/** The footer part for quotes, which are always verbatim: `6 quotes word for word from ¶2–9`. */
export function formatQuotesLine<Answer>(
  recipe: { citations(answer: Answer): readonly Citation[] },
  content: Answer,
  article: Article,
): Markdown[] {
  const { levels, paragraphs } = summarizeVerification(recipe, content, article);
  if (levels.verbatim === 0) return [];
  const marks = formatParagraphMarks(paragraphs);
  const passages = marks.split(', ').length > MAX_RUNS ? formatCount(paragraphs.length, 'paragraph') : marks;
  const quotes = formatCount(levels.verbatim, 'quote');
  return [t('{{quotes}} word for word from {{passages}}', { quotes, passages })];
}

/** Replaces an answer of which nothing remains in a server that shows only proven statements. */
export const NOTHING_PROVEN = defineMessage(
  'Everything in this answer is in the model’s words, and this server shows only what is proven. `/quotes` shows the article’s own words; editors can change this in `/settings`.',
);

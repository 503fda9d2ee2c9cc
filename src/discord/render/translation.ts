import type { Answered } from '../../answers/service.ts';
import { type Markdown, t, tongue } from '../../i18n/translate.ts';
import { languageName } from '../../language/languages.ts';
import { md, plainLine } from './text.ts';

interface Translatable {
  readonly translation?: string | null | undefined;
}

/**
 * For the line of proof: whose the translation is, and how much of the answer has none. Nothing where none
 * was asked for.
 */
export function translationProof(
  { language, engine }: Answered<unknown>,
  shown: readonly Translatable[],
): Markdown[] {
  if (!language || engine === 'extractive' || shown.length === 0) return [];
  const without = shown.filter(({ translation }) => !translation).length;
  const name = plainLine(languageName(language, tongue()));
  if (without === shown.length)
    return [t('in the article’s language: no faithful translation into {{name}}', { name })];
  const by = t('translation into {{name}} by the model', { name });
  return without > 0
    ? [
        md`${by}, ${t('{{without}} of {{shown}} left in the article’s language', { without, shown: shown.length })}`,
      ]
    : [by];
}

/** The line below a translated statement: what the check has proven, in the article's language. */
export function originalLine(
  { text, translation }: Translatable & { readonly text: string },
  limit: number,
): Markdown[] {
  return translation ? [md`-# ${plainLine(text, limit)}`] : [];
}

/**
 * The line below words that are shown as they stand in the article: what a model makes of them, marked as its
 * own.
 */
export function translationLine({ translation }: Translatable, limit: number): Markdown[] {
  return translation
    ? [t('-# translation by the model: {{translation}}', { translation: plainLine(translation, limit) })]
    : [];
}

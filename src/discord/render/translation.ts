import type { Answered } from '../../answers/service.ts';
import { currentCatalog, type Markdown, t } from '../../i18n/translate.ts';
import { languageNameOf } from '../../language/languages.ts';
import { escapeLine, md } from './text.ts';

interface TranslatedStatement {
  readonly translation?: string | null | undefined;
}

/** The part of the footer on who translated, and how much is untranslated; empty without translation. */
export function formatTranslationProof(
  { language, engine }: Answered<unknown>,
  shown: readonly TranslatedStatement[],
): Markdown[] {
  if (!language || engine === 'extractive' || shown.length === 0) return [];
  const without = shown.filter(({ translation }) => !translation).length;
  const name = escapeLine(languageNameOf(language, currentCatalog()));
  if (without === shown.length)
    return [t('in the article’s language: no faithful translation into {{name}}', { name })];
  const by = t('translation into {{name}} by the model', { name });
  return without > 0
    ? [
        md`${by}, ${t('{{without}} of {{shown}} left in the article’s language', { without, shown: shown.length })}`,
      ]
    : [by];
}

/** The line below a translated statement: the original that was checked. */
export function formatOriginalLine(
  { text, translation }: TranslatedStatement & { readonly text: string },
  limit: number,
): Markdown[] {
  return translation ? [md`-# ${escapeLine(text, limit)}`] : [];
}

/** The line below a passage in the article's own words: the model's translation, marked as such. */
export function formatTranslationLine({ translation }: TranslatedStatement, limit: number): Markdown[] {
  return translation
    ? [t('-# translation by the model: {{translation}}', { translation: escapeLine(translation, limit) })]
    : [];
}

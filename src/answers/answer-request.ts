import type { Article } from '../articles/article.ts';
import { getArticleLanguage } from '../articles/article-language.ts';
import type { Engine } from '../engines/engine.ts';
import { createMessage, formatPlain } from '../i18n/template-values.ts';
import { currentCatalog } from '../i18n/translate.ts';
import { type Language, languageNameOf } from '../language/languages.ts';
import type { AnyRecipe } from './recipe.ts';

/** What is asked for. */
export interface AnswerRequest {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  /** In the recipe's normal form. */
  readonly options: unknown;
}

/**
 * The request in its normal form: an answer wanted in the article's own language is the one that is wanted in
 * none.
 */
export function requestOf(recipe: AnyRecipe, article: Article, given: unknown): AnswerRequest {
  const options = recipe.options.parse(given);
  const request = { recipe, article, options };
  const wanted = languageOf(request);
  return wanted !== null && wanted === getArticleLanguage(article)
    ? { ...request, options: { ...options, language: null } }
    : request;
}

/** The language that an answer is wanted in; null where the recipe knows none, or it is the article's own. */
export function languageOf({ options }: AnswerRequest): Language | null {
  return (options as { language?: Language | null }).language ?? null;
}

/** The request as an engine can answer it: one that does not translate has one answer for all languages. */
export function requestFor(engine: Engine, request: AnswerRequest): AnswerRequest {
  if (engine.translates || languageOf(request) === null) return request;
  return { ...request, options: { ...(request.options as object), language: null } };
}

/** What a reader is told where an engine does not translate; null where nothing was to be translated. */
export function explainMissingTranslation(request: AnswerRequest): string | null {
  const wanted = languageOf(request);
  if (wanted === null) return null;
  const own = getArticleLanguage(request.article);
  const language = languageNameOf(wanted, currentCatalog());
  if (own === null)
    return formatPlain(
      createMessage(
        'The built-in engine doesn’t translate into {{language}}, so this is in the article’s own language.',
        { language },
      ),
    );
  return formatPlain(
    createMessage(
      'The built-in engine doesn’t translate into {{language}}, so this is in the article’s own language, {{own}}.',
      {
        language,
        own: languageNameOf(own, currentCatalog()),
      },
    ),
  );
}

/** What a line of the log says of a request. */
export const logFieldsOf = ({ recipe, article }: AnswerRequest) => ({
  recipe: recipe.kind,
  article: article.id,
});

import type { Article } from '../articles/article.ts';
import { getArticleLanguage } from '../articles/article-language.ts';
import type { Engine } from '../engines/engine.ts';
import { createMessage, formatPlain } from '../i18n/template-values.ts';
import { currentCatalog } from '../i18n/translate.ts';
import { type Language, languageNameOf } from '../language/languages.ts';
import type { AnyRecipe } from './recipe.ts';

/** A request for an answer. */
export interface AnswerRequest {
  readonly recipe: AnyRecipe;
  readonly article: Article;
  /** Normalized by the recipe's schema. */
  readonly options: unknown;
}

/** The normalized request: an answer in the article's own language is the same as one without a language. */
export function requestOf(recipe: AnyRecipe, article: Article, given: unknown): AnswerRequest {
  const options = recipe.options.parse(given);
  const request = { recipe, article, options };
  const wanted = languageOf(request);
  return wanted !== null && wanted === getArticleLanguage(article)
    ? { ...request, options: { ...options, language: null } }
    : request;
}

/** The language requested for an answer; null if the recipe has no option for it, or it is the article's. */
export function languageOf({ options }: AnswerRequest): Language | null {
  return (options as { language?: Language | null }).language ?? null;
}

/** The request as an engine can answer it: an engine that does not translate has one for all languages. */
export function requestFor(engine: Engine, request: AnswerRequest): AnswerRequest {
  if (engine.translates || languageOf(request) === null) return request;
  return { ...request, options: { ...(request.options as object), language: null } };
}

/** A note for the reader that an engine does not translate; null if no translation was requested. */
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

/** The fields that identify a request in the log. */
export const logFieldsOf = ({ recipe, article }: AnswerRequest) => ({
  recipe: recipe.kind,
  article: article.id,
});

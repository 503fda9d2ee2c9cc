import type { AnyRecipe, Kind } from '../answers/recipe.ts';
import { recipes } from '../answers/recipes.ts';
import type { Answered } from '../answers/service.ts';
import type { StoredArticle } from '../articles/article.ts';
import { UserError } from '../errors.ts';
import { timestamp } from '../scheduling/clock.ts';
import { isKeyOf, isWorded, keyOf } from '../storage/request-hash.ts';
import type { Subject } from './answer-reference.ts';
import { articleFor } from './article.ts';
import type { AnswerHere, House } from './context.ts';

/** What was asked and nobody looked at again in this long (milliseconds) is forgotten: 400 days. */
const KEPT = 400 * 24 * 60 * 60 * 1000;

/**
 * The same house, in which what an answer was asked for with is kept under a short key, so that its buttons
 * work for months. Whose words it is in is noted before, so that it can be deleted. `before`: who asked what
 * the answer knows of the thread. It is kept for the place where it was asked: the server, or a channel that
 * belongs to none.
 */
export function remembering(house: House, { memberId, serverId, channelId, before = [] }: Who): House {
  const place = serverId ?? channelId ?? memberId ?? '';
  const answer: AnswerHere = async (recipe, article, asked, render, how) => {
    const answered = await house.answer(recipe, article, asked, render, how);
    const options = recipe.options.parse(asked);
    const key = keyOf(options, place);
    const at = timestamp(house.clock);
    if (memberId !== null && isWorded(options))
      await house.asked.note({ key, memberId, serverId, at, before });
    const oldest = new Date(house.clock.now() - KEPT).toISOString();
    await house.feedback.keep({ key, options: JSON.stringify(options), at }, oldest);
    return { ...answered, key };
  };
  const kept: House['feedback']['kept'] = async key => {
    const options = await house.feedback.kept(key);
    return options !== undefined && isKeyOf(key, JSON.parse(options), place) ? options : undefined;
  };
  return { ...house, answer, feedback: { ...house.feedback, kept } };
}

/** Who asks. */
interface Who {
  readonly memberId: string | null;
  readonly serverId: string | null;
  readonly channelId: string | null;
  readonly before?: readonly string[];
}

/** The subject that a custom id's values name. Throws a UserError for what no version of ours has written. */
export function readSubject([kind, engine, articleId, key]: readonly (string | undefined)[]): Subject {
  if (!kind || !Object.hasOwn(recipes, kind) || !engine || !articleId || key === undefined)
    throw new UserError(
      'This button is from an older version of mine and does nothing any more. Please use the command again.',
    );
  return { kind: kind as Kind, engine, articleId, key };
}

/** An answer that is looked at again. */
export interface Again {
  readonly article: StoredArticle;
  readonly recipe: AnyRecipe;
  /** In the recipe's normal form. */
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose options only the recipe knows
  readonly options: any;
  // biome-ignore lint/suspicious/noExplicitAny: a recipe of any kind, whose answer only the recipe knows
  readonly answered: Answered<any>;
}

/**
 * The answer that a button speaks of, by the same engine. Throws a UserError if its article or what was asked
 * is there no more.
 */
export async function answerAgain({ kind, engine, articleId, key }: Subject, house: House): Promise<Again> {
  const { article, recipe, options } = await askedFor({ kind, articleId, key }, house);
  return {
    article,
    recipe,
    options,
    answered: await house.answer(recipe, article, options, undefined, { engine }),
  };
}

/** The same made anew, by the engine that comes first now; it takes the place of the one that was kept. */
export async function answerAnew(subject: Subject, house: House): Promise<Again> {
  const { article, recipe, options } = await askedFor(subject, house);
  return {
    article,
    recipe,
    options,
    answered: await house.answer(recipe, article, options, undefined, { isFresh: true }),
  };
}

async function askedFor(
  { kind, articleId, key }: Omit<Subject, 'engine'>,
  house: House,
): Promise<Omit<Again, 'answered'>> {
  const article = await articleFor(articleId, house.library);
  const kept = await house.feedback.kept(key);
  if (kept === undefined)
    throw new UserError(
      'I have forgotten what was asked here: nobody looked at it for more than a year. Please ask again.',
    );
  const recipe = recipes[kind];
  return { article, recipe, options: recipe.options.parse(JSON.parse(kept)) };
}

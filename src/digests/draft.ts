import type { Logger } from 'pino';
import { commentsRecipe } from '../answers/comments/recipe.ts';
import { quotesRecipe } from '../answers/quotes/recipe.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import type { Answer } from '../answers/service.ts';
import { summaryRecipe } from '../answers/summary/recipe.ts';
import type { StoredArticle } from '../articles/article.ts';
import type { Library } from '../articles/library.ts';
import type { Reply } from '../discord/types.ts';
import { createMessage, joinValues, type MessageDescriptor } from '../i18n/template-values.ts';
import { toTimestamp } from '../scheduling/clock.ts';
import type { LibraryEntry } from '../storage/stores/articles.ts';
import type { DigestStore } from '../storage/stores/digests.ts';
import type { DisplaySettings, SettingsStore } from '../storage/stores/settings.ts';
import type { Asker } from '../usage/ledger.ts';
import {
  chooseArticles,
  createItem,
  type PostContents,
  type PostItem,
  pickStandfirst,
  type Standfirst,
} from './contents.ts';
import type { PostDraft } from './delivery.ts';
import type { Digest } from './digest.ts';
import { findPreviousSlot } from './schedule.ts';

/** Renders a post. `slot` is when it was due; `late` is why it is late, or null. */
export type RenderPost = (
  digest: Digest,
  slot: string,
  contents: PostContents,
  how: { readonly late: MessageDescriptor | null; readonly settings: DisplaySettings },
) => Reply;

/** Drafts the message for a slot: `createDraft` with its dependencies. */
export type CreateDraft = (
  digest: Digest,
  slot: string,
  late: MessageDescriptor | null,
) => Promise<PostDraft | MessageDescriptor>;

/** The dependencies for drafting posts. */
export interface DraftDependencies {
  readonly store: DigestStore;
  /** Everybody's view; each digest uses its server's. */
  readonly library: { forServer(serverId: string | null): Pick<Library, 'get' | 'listArrivals'> };
  readonly answer: Answer;
  readonly settings: Pick<SettingsStore, 'get'>;
  readonly renderPost: RenderPost;
  readonly log: Logger;
}

/** Drafts the message for a slot, or returns why there is none. `late` is why it is late, or null. */
export async function createDraft(
  parts: DraftDependencies,
  digest: Digest,
  slot: string,
  late: MessageDescriptor | null,
): Promise<PostDraft | MessageDescriptor> {
  const entries = await listNewArticles(parts, digest, slot);
  if (entries.length === 0) return explainNothingNew(digest);
  const { chosen, rest } = chooseArticles(entries, digest.count);
  const rules = await parts.settings.get(digest.serverId);
  const asker = { memberId: null, serverId: digest.serverId, rules };
  const items = (await Promise.all(chosen.map(entry => createItemFor(parts, entry, asker)))).filter(
    item => item !== null,
  );
  const reply = parts.renderPost(digest, slot, { items, rest }, { late, settings: rules });
  return { reply, articleIds: items.map(item => item.article.id) };
}

function explainNothingNew({ tags }: Digest): MessageDescriptor {
  return tags
    ? createMessage('No article tagged {{tags}} was added since the last post.', {
        tags: joinValues(tags, 'or'),
      })
    : createMessage('No article was added since the last post.');
}

/**
 * Lists the articles that arrived after those covered by the last post, in order of arrival. Before the first
 * post, it includes articles added since the slot before the digest was created. `slot` limits them to
 * articles that were there when it was claimed; null for no limit. Order of arrival, not the clock, decides,
 * so that each article is in exactly one post.
 */
export async function listNewArticles(
  { store, library }: Pick<DraftDependencies, 'store' | 'library'>,
  digest: Digest,
  slot: string | null,
): Promise<LibraryEntry[]> {
  const { after, upTo, isFirst } = await store.getArrivalSpan(digest.id, slot);
  const seen = library.forServer(digest.serverId);
  const came = await seen.listArrivals({ after }, upTo, digest.tags);
  if (!isFirst || digest.backSince !== undefined) return came;
  const addedAfter = toTimestamp(findPreviousSlot(digest, Date.parse(digest.createdAt)));
  const before = await seen.listArrivals({ addedAfter }, after, digest.tags);
  const earlier = new Set(before.map(({ id }) => id));
  return [...before, ...came.filter(({ id }) => !earlier.has(id))];
}

async function createItemFor(
  parts: DraftDependencies,
  entry: LibraryEntry,
  asker: Asker,
): Promise<PostItem | null> {
  const article = await parts.library.forServer(asker.serverId).get(entry.id);
  if (!article) return null;
  const [standfirst, quotes, comments] = await Promise.all([
    getStandfirst(parts, article, asker),
    getAnswerOrNull(parts, quotesRecipe, article, {}, asker),
    article.comments.length === 0 ? null : getAnswerOrNull(parts, commentsRecipe, article, {}, asker),
  ]);
  return createItem(article, { standfirst, quotes: quotes?.content ?? null, comments });
}

/**
 * Returns the sentence that says what an article is about. A model's brief summary is such a sentence; the
 * built-in engine's is checked against the headline first. It also replaces a model's sentence that the
 * server does not want to see.
 */
async function getStandfirst(
  parts: DraftDependencies,
  article: StoredArticle,
  asker: Asker,
): Promise<Standfirst | null> {
  const brief = await getAnswerOrNull(parts, summaryRecipe, article, { length: 'brief' }, asker);
  if (!brief) return null;
  const { engine, content } = brief;
  const [point] = content.points;
  const shown = point && engine !== 'extractive' ? point : await getBuiltInStandfirst(parts, article, asker);
  return shown && { ...shown, leftOut: content.leftOut, engine };
}

async function getBuiltInStandfirst(parts: DraftDependencies, article: StoredArticle, asker: Asker) {
  const byBuiltIn = { ...asker, engine: 'extractive' };
  const brief = await getAnswerOrNull(parts, summaryRecipe, article, { length: 'brief' }, byBuiltIn);
  const [point] = brief?.content.points ?? [];
  if (!point) return null;
  const standard = await getAnswerOrNull(parts, summaryRecipe, article, { length: 'standard' }, byBuiltIn);
  return pickStandfirst(article.headline, point, standard?.content.points ?? []);
}

/** Returns null on failure, so that one missing answer does not keep the others from being posted. */
async function getAnswerOrNull<R extends AnyRecipe>(
  { answer, log }: DraftDependencies,
  recipe: R,
  article: StoredArticle,
  options: Parameters<typeof answer<R>>[2],
  asker: Asker,
) {
  try {
    return await answer(recipe, article, options, asker);
  } catch (error) {
    log.error({ err: error, article: article.id, recipe: recipe.kind }, 'a digest goes without this answer');
    return null;
  }
}

import type { Logger } from 'pino';
import type { z } from 'zod';
import type { DisputedSentence } from '../answers/disputes/dispute.ts';
import { mergeDisputes } from '../answers/disputes/merge-disputes.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import type { Answer, Answered, Stage } from '../answers/service.ts';
import type { Article } from '../articles/article.ts';
import type { Library } from '../articles/library.ts';
import type { Digests } from '../digests/digests.ts';
import { areWorkersLoading, findDisputesInWorker } from '../engines/in-worker.ts';
import type { Language } from '../language/languages.ts';
import { createLazy } from '../lazy.ts';
import type { BuildInfo } from '../observability/build-info.ts';
import type { Observe } from '../observability/observe.ts';
import { type Clock, formatTimestamp } from '../scheduling/clock.ts';
import type { Subscriber } from '../scheduling/single-flight.ts';
import { matchesRequestKey, requestKeyOf } from '../storage/request-hash.ts';
import type { AuditStore } from '../storage/stores/audit.ts';
import type { FeedbackStore } from '../storage/stores/feedback.ts';
import type { MemberStore } from '../storage/stores/members.ts';
import type { ProvenanceStore } from '../storage/stores/provenance.ts';
import type { ServerStore } from '../storage/stores/servers.ts';
import type { ServerSettings, SettingsStore } from '../storage/stores/settings.ts';
import type { ThreadStore } from '../storage/stores/threads.ts';
import type { Asker, Ledger } from '../usage/ledger.ts';
import type { RateLimiter } from '../usage/rate-limits.ts';
import type { IntakeStep } from '../web/intake.ts';
import type { Web } from '../web/web.ts';
import { disputesIn, findNamedDisputes } from './named-disputes.ts';
import type { Reply } from './types.ts';

/** What commands work with for one asking member; see `createContext`. */
export interface Context {
  readonly library: Library;
  readonly answer: AnswerForAsker;
  /**
   * The sentences of an article that its comments dispute, the most disputed first: by plain signs, and as a
   * model named them if there is a digest of the comments by one in this language.
   */
  readonly findDisputes: (
    article: Article,
    language: Language | null,
  ) => Promise<readonly DisputedSentence[]>;
  readonly ledger: Pick<Ledger, 'today' | 'limits'>;
  readonly about: BuildInfo;
  /** Limits how many answers one member and one server may have generated in a period. */
  readonly rates: RateLimiter;
  readonly threads: ThreadStore;
  readonly settings: SettingsStore;
  /** The settings of the asking member's server, as they were when the request came in. */
  readonly rules: ServerSettings;
  /** Votes on answers, and the options that questions were asked with. */
  readonly feedback: FeedbackStore;
  /** Who asked what. */
  readonly asked: ProvenanceStore;
  readonly audit: AuditStore;
  readonly members: MemberStore;
  readonly servers: ServerStore;
  readonly digests: Digests;
  /** Articles from pages and feeds. */
  readonly web: Pick<Web, 'intake' | 'feeds'>;
  /** Reports what is being done for a reply that takes a while. */
  readonly report: (stage: ReplyProgress['stage']) => void;
  /** Aborted once the member no longer wants the reply. */
  readonly signal: AbortSignal | undefined;
  /** Whether messages that do not mention the bot can be read. */
  readonly readsMessages: boolean;
  /** Whether there is a model, which can answer in languages other than the article's. */
  readonly translates: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe: Observe;
}

/**
 * Answers for the asking member. With `render`, the part that has passed its check is shown while the rest is
 * still being generated.
 */
type AnswerForAsker = <R extends AnyRecipe>(
  recipe: R,
  article: Article,
  options: z.input<R['options']>,
  render?: ((answered: Answered<z.output<R['answer']>>) => Reply) | undefined,
  how?: AskingManner,
) => Promise<Answered<z.output<R['answer']>>>;

/** How an answer is requested: afresh, from a particular engine, or with the words of other members. */
export interface AskingManner extends Pick<Asker, 'isFresh' | 'engine'> {
  /** The members whose earlier questions were used to complete the question. */
  readonly contextMemberIds?: readonly string[];
}

/** What commands work with before the asker is known: built once in src/app and passed as an argument. */
export interface Services extends Omit<Context, 'answer' | 'findDisputes' | 'report' | 'rules' | 'signal'> {
  readonly answer: Answer;
}

/** The progress of a reply: what is being done for it, and what renders the part that can already be shown. */
export interface ReplyProgress {
  readonly stage: Stage | { readonly step: IntakeStep };
  readonly render: (() => Reply) | null;
}

/** The member who asks, and where. */
interface ContextAsker extends Asker {
  readonly memberId: string;
  readonly channelId: string | null;
  readonly rules: ServerSettings;
}

/**
 * Creates the context of one asker: the library as their server sees it, and answers made for them, counted
 * as theirs, with progress reported to the subscriber. The options of each answer are stored under a short
 * key, so that its buttons work for months. A key is valid where the answer was requested: in that server, or
 * in that channel if it belongs to none.
 */
export function createContext(
  { channelId, ...asker }: ContextAsker,
  services: Services,
  subscriber: Subscriber<ReplyProgress> = {},
): Context {
  const admitted = { ...asker, admit: () => services.rates.consume(asker) };
  const { memberId, serverId } = asker;
  const owner = { memberId, serverId, scope: serverId ?? channelId ?? memberId };
  return {
    ...services,
    rules: asker.rules,
    library: services.library.forServer(serverId),
    feedback: {
      ...services.feedback,
      async findQuestion(key) {
        const options = await services.feedback.findQuestion(key);
        const isOwn = options !== undefined && matchesRequestKey(key, JSON.parse(options), owner.scope);
        return isOwn ? options : undefined;
      },
    },
    report: stage => subscriber.onProgress?.({ stage, render: null }),
    signal: subscriber.signal,
    async findDisputes(article, language) {
      const [plain, named] = await Promise.all([
        findDisputes(article, services.log),
        findNamedDisputes(services, { article, language, asker }),
      ]);
      return mergeDisputes(plain, named);
    },
    async answer(recipe, article, options, render, { contextMemberIds = [], ...how } = {}) {
      // while an engine is at work, behind the task that drafts, or else once there is an answer
      const search = createLazy(() => findDisputes(article, services.log));
      const answered = await services.answer(
        recipe,
        article,
        options,
        { ...admitted, ...how },
        {
          signal: subscriber.signal,
          onProgress({ stage, checkedSoFar: proven }) {
            subscriber.onProgress?.({ stage, render: render && proven ? () => render(proven) : null });
            setImmediate(search);
          },
        },
      );
      // right after a start, a stored answer does not wait for what finds them; they show the next time
      const searching = search();
      const disputed = areWorkersLoading() ? [] : await searching;
      const key = await saveRequest(services, owner, { recipe, options, contextMemberIds });
      return { ...answered, disputed: mergeDisputes(disputed, disputesIn(recipe, answered.content)), key };
    },
  };
}

interface RequestOwner {
  readonly memberId: string;
  readonly serverId: string | null;
  readonly scope: string;
}

interface SavedRequest extends Required<Pick<AskingManner, 'contextMemberIds'>> {
  readonly recipe: AnyRecipe;
  readonly options: unknown;
}

/**
 * Stores the options of a request and returns their key. The members whose words it contains are recorded
 * with it, so that the request can be deleted.
 */
async function saveRequest(
  { feedback, clock }: Services,
  { memberId, serverId, scope }: RequestOwner,
  { recipe, options: given, contextMemberIds: before }: SavedRequest,
): Promise<string> {
  const options = recipe.options.parse(given);
  const key = requestKeyOf(options, scope);
  const at = formatTimestamp(clock);
  const by = recipe.asks === undefined ? {} : { by: { memberId, serverId, before } };
  await feedback.saveQuestion({ key, options: JSON.stringify(options), at, ...by });
  return key;
}

/**
 * The sentences that the comments dispute; empty if the search fails, because the answer is worth showing
 * without them.
 */
async function findDisputes(article: Article, log: Logger): Promise<readonly DisputedSentence[]> {
  try {
    return await findDisputesInWorker(article);
  } catch (error) {
    log.warn({ err: error, article: article.id }, 'the comments were not searched for disputes');
    return [];
  }
}

import type { Logger } from 'pino';
import type { z } from 'zod';
import type { DisputedSentence } from '../answers/disputes/dispute.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import type { Answer, Answered, Stage } from '../answers/service.ts';
import type { Article } from '../articles/article.ts';
import type { Library } from '../articles/library.ts';
import type { Digests } from '../digests/digests.ts';
import { findDisputesInWorker } from '../engines/in-worker.ts';
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
import type { Reply } from './types.ts';

/** What commands work with: built once in src/app, passed as an argument. */
export interface Context {
  readonly library: Library;
  readonly answer: AnswerForAsker;
  /** The sentences of an article that its comments dispute, those that most do first. */
  readonly findDisputes: (article: Article) => Promise<readonly DisputedSentence[]>;
  readonly ledger: Pick<Ledger, 'today' | 'limits' | 'forget'>;
  readonly about: BuildInfo;
  /** What one member and one server may have made anew in a time. */
  readonly rates: RateLimiter;
  readonly threads: ThreadStore;
  readonly settings: SettingsStore;
  /** What the editors of the asking member's server have decided, as it stood when this was asked for. */
  readonly rules: ServerSettings;
  /** Votes on answers, and what questions were asked with. */
  readonly feedback: FeedbackStore;
  /** Who asked what. */
  readonly asked: ProvenanceStore;
  readonly audit: AuditStore;
  readonly members: MemberStore;
  readonly servers: ServerStore;
  readonly digests: Digests;
  /** Articles from pages and feeds. */
  readonly web: Pick<Web, 'intake' | 'feeds'>;
  /** Says what is done for the reply just now, where it takes its time. */
  readonly report: (stage: ReplyProgress['stage']) => void;
  /** Aborted where the member does not want the reply any more. */
  readonly signal: AbortSignal | undefined;
  /** Whether messages that do not mention the bot can be read. */
  readonly readsMessages: boolean;
  /** Whether there is a model, which answers in other languages than the article's. */
  readonly translates: boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly observe: Observe;
}

/**
 * An answer for the member who asks. With `render`, what has passed its check is shown while the rest is
 * being made.
 */
export type AnswerForAsker = <R extends AnyRecipe>(
  recipe: R,
  article: Article,
  options: z.input<R['options']>,
  render?: ((answered: Answered<z.output<R['answer']>>) => Reply) | undefined,
  how?: AskingManner,
) => Promise<Answered<z.output<R['answer']>>>;

/** How an answer is asked for: made anew, by a certain engine, or with others' words. */
export interface AskingManner extends Pick<Asker, 'isFresh' | 'engine'> {
  /** Whose earlier questions what is asked was completed from. */
  readonly contextMemberIds?: readonly string[];
}

/** What commands work with as it is built, before it is known who asks. */
export interface Services extends Omit<Context, 'answer' | 'findDisputes' | 'report' | 'rules' | 'signal'> {
  readonly answer: Answer;
}

/** How a reply comes about: what is done for it just now, and what of it can be shown. */
export interface ReplyProgress {
  readonly stage: Stage | { readonly step: IntakeStep };
  readonly reply: Reply | null;
}

/** Who asks, and where. */
export interface ContextAsker extends Asker {
  readonly memberId: string;
  readonly channelId: string | null;
  readonly rules: ServerSettings;
}

/**
 * The context of one asker: the library as their server sees it, and every answer made for them, counted as
 * theirs, its progress reported to the subscriber. What an answer was asked for with is stored under a short
 * key, so that its buttons work for months, for the place where it was asked: the server, or a channel that
 * belongs to none.
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
    report: stage => subscriber.onProgress?.({ stage, reply: null }),
    signal: subscriber.signal,
    findDisputes: article => findDisputes(article, services.log),
    async answer(recipe, article, options, render, { contextMemberIds = [], ...how } = {}) {
      const [answered, disputed] = await Promise.all([
        services.answer(
          recipe,
          article,
          options,
          { ...admitted, ...how },
          {
            signal: subscriber.signal,
            onProgress: ({ stage, checkedSoFar: proven }) =>
              subscriber.onProgress?.({ stage, reply: render && proven ? render(proven) : null }),
          },
        ),
        findDisputes(article, services.log),
      ]);
      const key = await saveRequest(services, owner, { recipe, options, contextMemberIds });
      return { ...answered, disputed, key };
    },
  };
}

/** What was asked and nobody looked at again in this long (milliseconds) is forgotten: 400 days. */
const RETENTION_MS = 400 * 24 * 60 * 60 * 1000;

interface RequestOwner {
  readonly memberId: string;
  readonly serverId: string | null;
  readonly scope: string;
}

interface SavedRequest extends Required<Pick<AskingManner, 'contextMemberIds'>> {
  readonly recipe: AnyRecipe;
  readonly options: unknown;
}

/** Stores what was asked for; whose words it is in is noted before, so that it can be deleted. Returns its key. */
async function saveRequest(
  { asked, feedback, clock }: Services,
  { memberId, serverId, scope }: RequestOwner,
  { recipe, options: given, contextMemberIds: before }: SavedRequest,
): Promise<string> {
  const options = recipe.options.parse(given);
  const key = requestKeyOf(options, scope);
  const at = formatTimestamp(clock);
  if (recipe.asks !== undefined) await asked.recordQuestion({ key, memberId, serverId, at, before });
  const oldest = new Date(clock.now() - RETENTION_MS).toISOString();
  await feedback.saveQuestion({ key, options: JSON.stringify(options), at }, oldest);
  return key;
}

/** What the comments dispute; none where it cannot be told just now, for the answer is worth showing without. */
async function findDisputes(article: Article, log: Logger): Promise<readonly DisputedSentence[]> {
  try {
    return await findDisputesInWorker(article);
  } catch (error) {
    log.warn({ err: error, article: article.id }, 'the comments were not searched for disputes');
    return [];
  }
}

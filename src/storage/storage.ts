import type { KeyvStorageAdapter } from 'keyv';
import type { Logger } from 'pino';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { Article, StoredArticle } from '../articles/article.ts';
import type { Digest, Post } from '../digests/digest.ts';
import type { Scheduler } from '../digests/scheduler.ts';
import type { Clock } from '../scheduling/clock.ts';
import type { FeedState, SeenItem, StoredFeed, WebPage } from '../web/feed-records.ts';
import type { BulkAccess } from './bulk-copy.ts';
import type { Locks } from './locks.ts';
import type { CorruptionWatch } from './sqlite/corruption.ts';

/** One place where everything is kept. Every method is safe to call at once from several places. */
export interface Storage {
  readonly articles: ArticleStore;
  readonly threads: ThreadStore;
  readonly digests: DigestStore;
  readonly feeds: FeedStore;
  readonly pages: PageStore;
  readonly settings: SettingsStore;
  readonly ledger: LedgerStore;
  readonly feedback: FeedbackStore;
  /** Who asked what, so that it can be deleted. */
  readonly provenance: ProvenanceStore;
  readonly audit: AuditStore;
  readonly members: MemberStore;
  readonly servers: ServerStore;
  readonly claims: ClaimStore;
  /**
   * Counts events within a time, in one step for all processes on the database; absent where each process
   * counts for itself.
   */
  readonly limiter?: (
    name: string,
    limit: { readonly points: number; readonly seconds: number },
  ) => RateLimiterAbstract;
  /**
   * The agenda of digests that all processes on the database share; absent where each process has its own.
   */
  readonly createScheduler?: (parts: {
    readonly clock: Clock;
    readonly log: Logger;
    readonly part: ServerPartition;
  }) => Scheduler;
  /** The store behind Keyv. */
  readonly cache: KeyvStorageAdapter;
  /** Between all processes on this database. */
  readonly locks: Locks;
  /** Everything at once, for backups and moves. */
  readonly bulk: BulkAccess;
  /** Whether the database's file is damaged while it is open; absent where there is none. */
  readonly corruption?: CorruptionWatch;
  /**
   * A sentence for readers while the database cannot be reached and they are answered from memory, else null.
   */
  outageNotice(): string | null;
  close(): Promise<void>;
}

/** The part of the bot's servers that one process serves, by names that are the same in all processes. */
export interface ServerPartition {
  /** How many parts there are in all processes together. */
  readonly count: number;
  /** The part that a server belongs to. */
  of(serverId: string): string;
  /** The parts that other processes serve. */
  readonly others: readonly string[];
}

/** What a list shows of an article. */
export interface LibraryEntry {
  readonly id: string;
  /** As it is shown: the name that its holder gave it, else its own. */
  readonly headline: string;
  /** The article's own headline where it is shown under another name, else null. */
  readonly renamedFrom: string | null;
  readonly source: string;
  readonly version: number;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  readonly paragraphs: number;
  readonly comments: number;
  /** The server that holds it; null if it belongs to all. */
  readonly serverId: string | null;
  /** In the order of the alphabet. */
  readonly tags: readonly string[];
}

/** Where and when an article is added. */
export interface AddOptions {
  readonly source: string;
  /** ISO 8601, UTC. */
  readonly addedAt: string;
  /**
   * The version before it at this source gives it its time and its place in the order of arrival, so that no
   * digest brings it again.
   */
  readonly keepsPosition?: boolean;
}

export interface AddResult {
  readonly article: StoredArticle;
  /**
   * `unchanged`: this text was stored already (under this or another source). `new version`: its source held
   * another text.
   */
  readonly outcome: 'added' | 'unchanged' | 'new version';
}

/** Which articles of a view are meant; all if absent. */
export interface EntryFilter {
  readonly tag?: string | undefined;
  /** Only what the viewing server holds itself (for everybody: what belongs to all). */
  readonly ownOnly?: boolean;
}

/**
 * The articles as one server sees them: its own and those that belong to all, each text once, its own holding
 * first. What is added becomes the server's own, and only its own is changed or removed. The store itself is
 * everybody's view, in which what is added belongs to all. Two holders of the same text or the same source
 * know nothing of each other's versions, names and tags.
 */
export interface ArticleStore {
  /** The view of a server; null is everybody's. */
  forServer(serverId: string | null): ArticleStore;
  add(article: Article, at: AddOptions): Promise<AddResult>;
  /**
   * Removes the viewer's own holdings of this text, with all versions; false if it has none. A text that
   * nobody holds any more is deleted.
   */
  remove(id: string): Promise<boolean>;
  /**
   * The name under which the viewer's own holdings of this text are shown; null for the headline. False if it
   * has none.
   */
  rename(id: string, name: string | null): Promise<boolean>;
  /**
   * Adds and removes tags of the viewer's own holdings of this text; returns its tags, undefined if it has
   * none of this text.
   */
  changeTags(
    id: string,
    change: { add: readonly string[]; remove: readonly string[] },
  ): Promise<string[] | undefined>;
  /** The ids of all versions of the viewer's own holdings of this text; none if it has none. */
  listVersions(id: string): Promise<string[]>;
  /** Any version. */
  get(id: string): Promise<StoredArticle | undefined>;
  /** The newest version of the same source. */
  getLatest(id: string): Promise<StoredArticle | undefined>;
  /**
   * The newest version of what was read at this address (`addressOf`, articles/source-url.ts), the viewer's
   * own first, else the last added.
   */
  findByUrl(address: string): Promise<StoredArticle | undefined>;
  /** The ids, of any version, that begin with these hex digits, at most `limit`. */
  findIdsByPrefix(prefix: string, limit: number): Promise<string[]>;
  /** Newest versions only, the last added first. */
  list(page: { offset: number; limit: number } & EntryFilter): Promise<LibraryEntry[]>;
  count(filter?: EntryFilter): Promise<number>;
  /** Tags with how many articles have them, the most used first. */
  listTags(): Promise<{ tag: string; articles: number }[]>;
  /**
   * Full-text search over headline, name and paragraphs of the newest versions, best first. Any string is a
   * valid query. Where more match than can be weighed while a reader waits, those with the words in their
   * headline come first, the last added before the others.
   */
  search(query: string, page: { offset: number; limit: number }): Promise<LibraryEntry[]>;
  /**
   * Headlines that resemble what was typed so far, typing errors tolerated, best first; all, newest first, if
   * nothing was typed.
   */
  suggest(typed: string, limit: number, filter?: Pick<EntryFilter, 'ownOnly'>): Promise<LibraryEntry[]>;
  /**
   * Newest versions in the order in which they came in, whatever the clock said: those that came after an
   * arrival, without texts that were there by then, or those that were added after a time (ISO 8601). `upTo`:
   * no later arrival; null for all. With one of these tags, if any.
   */
  listArrivals(
    since: { readonly after: number } | { readonly addedAfter: string },
    upTo: number | null,
    tags?: readonly string[],
  ): Promise<LibraryEntry[]>;
}

/**
 * A Discord thread, a post in a forum or a channel of direct messages (by its id) that is pinned to one
 * version of an article.
 */
export interface ArticleThread {
  readonly threadId: string;
  readonly serverId: string | null;
  readonly articleId: string;
  readonly openedBy: string;
  /** ISO 8601, UTC. */
  readonly openedAt: string;
}

export interface ThreadStore {
  /** Pins it anew where it is on record already; what was asked of the article before is forgotten then. */
  open(thread: ArticleThread): Promise<void>;
  get(threadId: string): Promise<ArticleThread | undefined>;
  /** The threads of a server that are pinned to one of these articles. */
  listPinned(serverId: string, articleIds: readonly string[]): Promise<ArticleThread[]>;
  /**
   * The channels of direct messages in which something was pinned or asked since a time (ISO 8601), at most
   * `limit`.
   */
  listDirectSince(since: string, limit: number): Promise<string[]>;
  /** Pins a thread to another version of its article; its questions stay. */
  pin(threadId: string, articleId: string): Promise<void>;
  /** Notes a question so that follow-ups have a context; a message that is already noted is left as it is. */
  addQuestion(question: {
    threadId: string;
    messageId: string;
    memberId: string;
    question: string;
    askedAt: string;
  }): Promise<void>;
  /** Removes a member's questions and that they opened a thread; returns how many questions there were. */
  forget(memberId: string): Promise<number>;
  /** Takes the record of a thread away with its questions, for it is gone; false if there was none. */
  close(threadId: string): Promise<boolean>;
  /**
   * The questions asked in the thread before this message and who asked them, the oldest first, at most
   * `limit` of the last ones.
   */
  listQuestionsBefore(
    threadId: string,
    messageId: string,
    limit: number,
  ): Promise<{ question: string; memberId: string }[]>;
}

export interface DigestStore {
  create(digest: Digest): Promise<void>;
  get(id: string): Promise<Digest | undefined>;
  /** Of one server, by name. */
  list(serverId: string): Promise<Digest[]>;
  /** Of all servers that do not rest, those that are not paused. */
  listActive(): Promise<Digest[]>;
  update(digest: Digest): Promise<void>;
  /** Removes the digest and the record of its posts. */
  remove(id: string): Promise<void>;
  /** Records a slot before it is posted; false if the slot is on record already, whoever put it there. */
  claim(post: Post): Promise<boolean>;
  /** Replaces the record of a slot. */
  settle(post: Post): Promise<void>;
  /** The record of one slot. */
  getPost(digestId: string, slot: string): Promise<Post | undefined>;
  /** Slots on record, the newest first. */
  listPosts(digestId: string, limit: number): Promise<Post[]>;
  /** The newest slot of the schedule on record. */
  getLastScheduled(digestId: string): Promise<Post | undefined>;
  /** The newest slot that was posted. */
  getLastPosted(digestId: string): Promise<Post | undefined>;
  /**
   * Which arrivals are a digest's: those after the last that a post has covered, and up to the last that was
   * there when this slot was claimed (null without a slot). `isFirst`: nothing is posted yet, and `after` is
   * the last that was there when it was created.
   */
  getArrivalSpan(
    digestId: string,
    slot: string | null,
  ): Promise<{ after: number; upTo: number | null; isFirst: boolean }>;
  /**
   * Slots that are claimed and not settled, the oldest first, of one digest or of all: what is being tried,
   * or what a killed process left.
   */
  listUnsettled(digestId?: string): Promise<Post[]>;
}

/** Feeds; times are ISO 8601, UTC. */
export interface FeedStore {
  /** False if the server has a feed of this address already. */
  create(feed: StoredFeed): Promise<boolean>;
  get(id: string): Promise<StoredFeed | undefined>;
  /** Of one server, by address. */
  list(serverId: string): Promise<StoredFeed[]>;
  pause(id: string, how: { paused: boolean }): Promise<void>;
  /** Removes the feed and the record of its items; the articles stay. */
  remove(id: string): Promise<void>;
  /** What is due at `now` and nobody is at, the longest due first; nothing of servers that rest. */
  listDue(now: string): Promise<{ readonly id: string; readonly serverId: string }[]>;
  /** Takes a feed, due or not: until `until` it is nobody else's to look at. False if somebody is at it. */
  claim(id: string, now: string, until: string): Promise<boolean>;
  /** Records how a look went, and gives the feed free. */
  settle(id: string, state: FeedState): Promise<void>;
  /** What is on record of these items. */
  listSeen(feedId: string, keys: readonly string[]): Promise<SeenItem[]>;
  /** Puts what became of an item on record. */
  recordItem(item: SeenItem): Promise<void>;
}

/** Pages from which articles came. */
export interface PageStore {
  get(serverId: string | null, url: string): Promise<WebPage | undefined>;
  /** Records a page, and gives it free. */
  put(page: WebPage): Promise<void>;
  remove(serverId: string | null, url: string): Promise<void>;
  /**
   * A page of a server that does not rest, due at `now`, which until `until` is nobody else's to look at;
   * undefined if none is.
   */
  claimDue(now: string, until: string): Promise<WebPage | undefined>;
}

/** How answers are shown. */
export interface DisplaySettings {
  /** Mask strong language in comments and quotes. */
  readonly maskStrongLanguage: boolean;
}

/** What the editors of a server have decided. */
export interface ServerSettings extends DisplaySettings {
  /** The language of texts and answers (`de`); null: each member's own. */
  readonly language: string | null;
  /** The roles whose members may ask; empty: everybody. */
  readonly askers: readonly string[];
  /** The channels in which answers are given; empty: all. */
  readonly channels: readonly string[];
  /** The role whose members are editors, beside those who manage the server. */
  readonly editorRole: string | null;
  /**
   * Answers by the model for one member in one day, within the operator's limit; null: no other limit than
   * the operator's.
   */
  readonly answersPerMember: number | null;
  /** `built-in`: the model is never asked. */
  readonly engine: 'automatic' | 'built-in';
}

export interface SettingsStore {
  /** The settings of a server, defaults where it has none; `null` is a direct message. */
  get(serverId: string | null): Promise<ServerSettings>;
  /**
   * Changes what is named and leaves the rest, also where two editors change something at once; returns how
   * all stands then.
   */
  update(serverId: string, change: Partial<ServerSettings>): Promise<ServerSettings>;
}

/**
 * One generation by a model, or another call for it, before it is made: with what it may take, which counts
 * until it is settled.
 */
export interface Generation {
  /** UTC, `2026-11-25`. */
  readonly day: string;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly memberId: string | null;
  readonly serverId: string | null;
  readonly recipe: string;
  readonly articleId: string;
  /** 1, or 0 for another call for an answer that is counted already. */
  readonly answers: 0 | 1;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** Null where the price is not known. */
  readonly dollars: number | null;
}

export interface Amounts {
  readonly answers: number;
  readonly tokens: number;
  readonly dollars: number;
}

/** What may be used in one day (UTC) by one member, in one server, and by all; null is no limit. */
export interface Limit {
  readonly member: number | null;
  /** What a server allows each of its members there. */
  readonly memberHere?: number | null;
  readonly server: number | null;
  readonly day: number | null;
}

export interface Limits {
  readonly answers: Limit;
  /** Read and written. */
  readonly tokens: Limit;
  /** US dollars. */
  readonly dollars: Limit;
}

export interface ReachedLimit {
  readonly whose: keyof Limit;
  readonly what: keyof Limits;
}

export interface Spending {
  readonly answers: number;
  readonly inputTokens: number;
  readonly outputTokens: number;
  /** What the answers with a known price cost, in US dollars; null where there is none. */
  readonly dollars: number | null;
  /** How many answers have no known price. */
  readonly unpriced: number;
  /**
   * How many answers hold something that the server did not count but we did, or that nobody has settled:
   * what they are shown with is about right.
   */
  readonly counted: number;
}

export interface Settlement {
  readonly inputTokens: number;
  readonly outputTokens: number;
  readonly dollars: number | null;
  /** Whether some of it was counted by us. */
  readonly isCounted: boolean;
}

export interface LedgerStore {
  /**
   * Records a generation unless a limit would be passed; then which. Counting and recording are one step (see
   * limits.ts).
   */
  reserve(generation: Generation, limits: Limits): Promise<{ readonly id: number } | ReachedLimit>;
  /** Puts what was used in place of what was reserved. */
  settle(id: number, used: Settlement): Promise<void>;
  /**
   * Takes a member's id from their generations, from those of today (UTC, `2026-11-25`) when the day is over:
   * until then they count for the limits. Returns how many there are.
   */
  forget(memberId: string, today: string): Promise<number>;
  /** The sums of one day over a server, a member, or all where both are null. */
  getSpending(day: string, of: { serverId: string | null; memberId: string | null }): Promise<Spending>;
}

/**
 * What one process has taken on to answer, so that no other does: an interaction or a message of Discord's,
 * by its id.
 */
export interface Claim {
  readonly id: string;
  /** The process, by a name that it has given itself. */
  readonly owner: string;
  /** Where a message was written; null for an interaction, which nobody could answer in its place. */
  readonly channelId: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly isAnswered: boolean;
}

export interface ClaimStore {
  /** False if it is claimed already, whoever did. */
  claim(claim: Omit<Claim, 'isAnswered'>): Promise<boolean>;
  get(id: string): Promise<Claim | undefined>;
  /** Messages that were claimed since a time and have no answer yet, the newest first, at most `limit`. */
  listOpen(since: string, limit: number): Promise<Claim[]>;
  /** Gives what has no answer yet to another process; false if it is not this owner's any more. */
  takeOver(id: string, from: string, to: string): Promise<boolean>;
  /** Notes that the answer is out. */
  settle(id: string): Promise<void>;
  /** Drops what was claimed before a time, at most `limit`; returns how many were dropped. */
  deleteBefore(before: string, limit: number): Promise<number>;
}

/** One member's word on one answer. */
export interface Vote {
  /** Kind, article and which of that kind, as buttons name an answer. */
  readonly answer: string;
  readonly articleId: string;
  /** Null in a direct message. */
  readonly serverId: string | null;
  readonly memberId: string;
  readonly verdict: 'useful' | 'wrong';
  /** What is wrong, in the member's words; null where they did not say. */
  readonly reason: string | null;
  /**
   * The answer as it stood (JSON), so that it can be looked into after it was made anew; null where it was
   * not read.
   */
  readonly shown: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
}

export interface FeedbackStore {
  /**
   * Keeps what a question or claim was asked with, so that a button can carry its short key. What nobody saw
   * again since `before` is dropped.
   */
  saveQuestion(asked: { key: string; options: string; at: string }, before: string): Promise<void>;
  /** What is kept under a key. */
  findQuestion(key: string): Promise<string | undefined>;
  /** Records a vote; the member's earlier one on the same answer in the same server gives way. */
  vote(vote: Vote): Promise<void>;
  /** How many members of a server (`null`: in direct messages) find an answer useful and wrong. */
  countVotes(answer: string, serverId: string | null): Promise<{ useful: number; wrong: number }>;
  /** The votes `wrong` of a server, the newest first. */
  listWrong(serverId: string, page: { offset: number; limit: number }): Promise<Vote[]>;
  /** Removes a member's votes; returns how many there were. */
  forget(memberId: string): Promise<number>;
}

/** Whose words stand in what was asked, and of what the kept answers are. */
export interface ProvenanceStore {
  /**
   * Notes who asked, before `FeedbackStore.keep` keeps it. `before`: who asked what the answer knew of the
   * thread.
   */
  recordQuestion(asked: {
    readonly key: string;
    readonly memberId: string;
    readonly serverId: string | null;
    readonly at: string;
    readonly before: readonly string[];
  }): Promise<void>;
  /** `key`: under which the cache keeps it; `asked`: an `askedKey` (answers/request-hash.ts). */
  recordAnswer(answer: {
    readonly key: string;
    readonly articleId: string;
    readonly asked: string;
    readonly at: string;
  }): Promise<void>;
  /** Drops some notes of what is not kept any more; returns how many. */
  deleteBefore(before: string): Promise<number>;
}

/** Who changed what, and when; no texts. */
export interface AuditEntry {
  /** Null: what belongs to all servers. */
  readonly serverId: string | null;
  /** ISO 8601, UTC. */
  readonly at: string;
  /**
   * A member's id, `operator` for the terminal, `bot` for the bot itself, empty for a member who had this
   * deleted.
   */
  readonly actor: string;
  readonly action: 'added' | 'removed' | 'renamed' | 'tagged' | 'changed' | 'paused' | 'resumed';
  readonly kind: 'article' | 'digest' | 'feed' | 'setting';
  /** An id; of a setting its name. */
  readonly what: string;
}

export interface AuditStore {
  record(change: AuditEntry): Promise<void>;
  /** The newest first. */
  list(serverId: string | null, page: { offset: number; limit: number }): Promise<AuditEntry[]>;
  /** Drops some of the changes before a time; returns how many. */
  deleteBefore(before: string): Promise<number>;
}

/** How many of each were deleted, or are without the member's id now. */
export interface ForgottenMember {
  readonly questions: number;
  readonly votes: number;
  /** Those of today lose the id at midnight UTC. */
  readonly generations: number;
  readonly digests: number;
  readonly feeds: number;
  readonly changes: number;
}

export interface MemberStore {
  /** All rows that mention a member, by table. */
  listMentions(memberId: string): Promise<Readonly<Record<string, readonly object[]>>>;
  /** Deletes what is a member's own and takes their id from what is not. `today`: UTC, `2026-11-25`. */
  forget(memberId: string, today: string): Promise<ForgottenMember>;
}

/** A server that is without the bot, or whose data is being deleted. */
export interface DepartedServer {
  readonly serverId: string;
  /** ISO 8601, UTC. */
  readonly since: string;
  readonly isForgetting: boolean;
}

/** What a server has. */
export interface ServerBelongings {
  readonly articles: number;
  readonly digests: number;
  readonly feeds: number;
  readonly threads: number;
  readonly questions: number;
  readonly votes: number;
}

export interface ServerStore {
  /** All servers of which something is kept that is there only where the bot was. */
  listKnown(): Promise<string[]>;
  /** Its digests, feeds and pages rest from now on; false if they do already. */
  markDeparted(serverId: string, since: string): Promise<boolean>;
  getDeparture(serverId: string): Promise<DepartedServer | undefined>;
  /** All servers that rest, the longest first. */
  listDeparted(): Promise<DepartedServer[]>;
  /**
   * Lets the schedules of a server go on at `at`: slots before are not posted late, what was begun ends for
   * this reason, and its feeds are looked at as if they were new. `from`: articles that were added until then
   * come into no post any more; null for none.
   */
  resumeFrom(
    serverId: string,
    how: { readonly at: string; readonly from: string | null; readonly reason: string },
  ): Promise<void>;
  /** It rests no more. */
  clearDeparture(serverId: string): Promise<void>;
  /** Takes a channel that is gone from the feeds whose trouble was told there; returns their ids. */
  leaveChannel(serverId: string, channelId: string): Promise<string[]>;
  countBelongings(serverId: string): Promise<ServerBelongings>;
  /** Notes that all of a server is to be deleted, so that it is done to the end whatever happens. */
  beginErasure(serverId: string, since: string): Promise<void>;
  /** Deletes some of what is kept of a server; returns how many rows, 0 when nothing is left. */
  eraseBatch(serverId: string, today: string): Promise<number>;
  /**
   * What counted for the limits of a day that is over loses the servers that were forgotten. `today`: UTC,
   * `2026-11-25`.
   */
  anonymizeDay(today: string): Promise<void>;
}

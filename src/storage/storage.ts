import type { KeyvStorageAdapter } from 'keyv';
import type { RateLimiterAbstract } from 'rate-limiter-flexible';
import type { WakeSignal } from '../scheduling/leases.ts';
import type { BulkAccess } from './bulk-copy.ts';
import type { Locks } from './locks.ts';
import type { CorruptionWatch } from './sqlite/corruption.ts';
import type { ArticleStore } from './stores/articles.ts';
import type { AuditStore } from './stores/audit.ts';
import type { ClaimStore } from './stores/claims.ts';
import type { DigestStore } from './stores/digests.ts';
import type { FeedbackStore } from './stores/feedback.ts';
import type { FeedStore, PageStore } from './stores/feeds.ts';
import type { LedgerStore } from './stores/ledger.ts';
import type { MemberStore } from './stores/members.ts';
import type { ProvenanceStore } from './stores/provenance.ts';
import type { RetentionStore } from './stores/retention.ts';
import type { ServerStore } from './stores/servers.ts';
import type { SettingsStore } from './stores/settings.ts';
import type { ThreadStore } from './stores/threads.ts';

/** All stores of one database. Every method is safe to call concurrently. */
export interface Storage {
  readonly articles: ArticleStore;
  readonly threads: ThreadStore;
  readonly digests: DigestStore;
  readonly feeds: FeedStore;
  readonly pages: PageStore;
  readonly settings: SettingsStore;
  readonly ledger: LedgerStore;
  readonly feedback: FeedbackStore;
  /** Who asked what, so that it can be deleted on request. */
  readonly provenance: ProvenanceStore;
  readonly audit: AuditStore;
  readonly members: MemberStore;
  readonly servers: ServerStore;
  readonly claims: ClaimStore;
  readonly retention: RetentionStore;
  /** Rate limits shared by all processes, counted atomically; absent if each counts for itself. */
  readonly limiter?: (
    name: string,
    limit: { readonly points: number; readonly seconds: number },
  ) => RateLimiterAbstract;
  /** Tells the other processes on the database that work is due; absent if that is not possible. */
  readonly wakeSignal?: WakeSignal;
  /** The store behind Keyv. */
  readonly cache: KeyvStorageAdapter;
  /** Locks between all processes on this database. */
  readonly locks: Locks;
  /** The whole storage at once, for backups and moves. */
  readonly bulk: BulkAccess;
  /** Watches the open database file for damage; absent if there is no file. */
  readonly corruption?: CorruptionWatch;
  /** A notice for readers while the database is down and they are answered from memory, else null. */
  outageNotice(): string | null;
  close(): Promise<void>;
}

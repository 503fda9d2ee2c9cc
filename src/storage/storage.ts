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
  readonly retention: RetentionStore;
  /**
   * Counts events within a time, in one step for all processes on the database; absent where each process
   * counts for itself.
   */
  readonly limiter?: (
    name: string,
    limit: { readonly points: number; readonly seconds: number },
  ) => RateLimiterAbstract;
  /** How processes on the database tell each other that something is due; absent where they cannot. */
  readonly wakeSignal?: WakeSignal;
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

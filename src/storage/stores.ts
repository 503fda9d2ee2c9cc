import type { Database } from './database.ts';
import type { ArticleSearch } from './search/search.ts';
import type { Storage } from './storage.ts';
import { createArticleStore } from './stores/article-store.ts';
import { createAuditStore } from './stores/audit.ts';
import { createCacheStore, createEviction } from './stores/cache.ts';
import { createClaimStore } from './stores/claims.ts';
import { createDigestStore } from './stores/digests.ts';
import { createFeedbackStore } from './stores/feedback.ts';
import { createFeedStore, createPageStore } from './stores/feeds.ts';
import { createLedgerStore } from './stores/ledger.ts';
import { createMemberStore } from './stores/members.ts';
import { createProvenanceStore, type Evict } from './stores/provenance.ts';
import { createRetentionStore } from './stores/retention.ts';
import { createServerStore } from './stores/servers.ts';
import { createSettingsStore } from './stores/settings.ts';
import { createThreadStore } from './stores/threads.ts';

/** Creates the stores that are alike on all databases. `evict` is for answers cached elsewhere. */
export function createStores(
  database: Database,
  { search, evict = createEviction(database) }: { search: ArticleSearch; evict?: Evict | undefined },
) {
  const articles = createArticleStore(database, search);
  const threads = createThreadStore(database);
  const ledger = createLedgerStore(database);
  const feedback = createFeedbackStore(database);
  return {
    articles,
    threads,
    digests: createDigestStore(database),
    feeds: createFeedStore(database),
    pages: createPageStore(database),
    settings: createSettingsStore(database),
    ledger,
    feedback,
    provenance: createProvenanceStore(database),
    audit: createAuditStore(database),
    members: createMemberStore(database, { threads, feedback, ledger, evict }),
    servers: createServerStore(database, { articles, evict }),
    claims: createClaimStore(database),
    retention: createRetentionStore(database, articles),
    cache: createCacheStore(database),
  } satisfies Partial<Storage>;
}

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
  /** Who asked this, at most `limit` members. */
  listAskers(key: string, limit: number): Promise<string[]>;
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

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

/** All that is stored of a member. */
export interface MemberStore {
  /** All rows that mention a member, by table. */
  listMentions(memberId: string): Promise<Readonly<Record<string, readonly object[]>>>;
  /** Deletes what is a member's own and takes their id from what is not. `today`: UTC, `2026-11-25`. */
  forget(memberId: string, today: string): Promise<ForgottenMember>;
}

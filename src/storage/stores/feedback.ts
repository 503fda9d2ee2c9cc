/** One member's word on one answer. */
export interface Vote {
  /** Kind, article and which of that kind, as buttons name an answer. */
  readonly answer: string;
  readonly articleId: string;
  /** Null in a direct message. */
  readonly serverId: string | null;
  readonly memberId: string;
  /** `answers`: that a passage which probably answers does. */
  readonly verdict: 'useful' | 'wrong' | 'answers';
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

/** The votes of members on answers, and what these were asked with. */
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
  /** How many members of a server (`null`: in direct messages) find an answer useful (or that it answers) and wrong. */
  countVotes(answer: string, serverId: string | null): Promise<{ useful: number; wrong: number }>;
  /** The votes `wrong` of a server, the newest first. */
  listWrong(serverId: string, page: { offset: number; limit: number }): Promise<Vote[]>;
  /** Removes a member's votes; returns how many there were. */
  forget(memberId: string): Promise<number>;
}

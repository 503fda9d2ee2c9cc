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

/** A question that was asked in a thread. */
export interface ThreadQuestion {
  /** The message, or the press of a button, that asked it. */
  readonly messageId: string;
  readonly memberId: string;
  readonly question: string;
  /** How it was completed and what was shown for it, as JSON; null until it is answered, and where that is forgotten. */
  readonly turn: string | null;
}

/** The threads that are pinned to articles, and the questions asked there. */
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
  /** Notes what was shown for a question; one that is not on record any more stays so. */
  saveTurn(messageId: string, turn: string): Promise<void>;
  /**
   * Removes a member's questions, what was made of others' beside them, and that they opened a thread; returns how many
   * questions there were.
   */
  forget(memberId: string): Promise<number>;
  /** Takes the record of a thread away with its questions, for it is gone; false if there was none. */
  close(threadId: string): Promise<boolean>;
  /**
   * The questions asked in the thread before this message and who asked them, the oldest first, at most
   * `limit` of the last ones.
   */
  listQuestionsBefore(threadId: string, messageId: string, limit: number): Promise<ThreadQuestion[]>;
}

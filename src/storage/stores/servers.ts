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

/** All that is stored of a server, and which servers are without the bot. */
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

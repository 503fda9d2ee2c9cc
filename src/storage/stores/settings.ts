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

/** The settings of servers. */
export interface SettingsStore {
  /** The settings of a server, defaults where it has none; `null` is a direct message. */
  get(serverId: string | null): Promise<ServerSettings>;
  /**
   * Changes what is named and leaves the rest, also where two editors change something at once; returns how
   * all stands then.
   */
  update(serverId: string, change: Partial<ServerSettings>): Promise<ServerSettings>;
}

import type { Logger } from 'pino';
import type { Answer } from './answer.ts';
import type { Library } from './article/library.ts';
import type { Clock } from './clock.ts';
import type { Digests } from './digests/digests.ts';
import type { Asker, Ledger } from './ledger.ts';
import type { SettingsStore, ThreadStore } from './storage/storage.ts';

/** What commands work with: built once in main.ts, passed as an argument. */
export interface House {
  readonly library: Library;
  readonly answer: Answer;
  readonly ledger: Pick<Ledger, 'today' | 'limits'>;
  readonly threads: ThreadStore;
  readonly settings: SettingsStore;
  readonly digests: Digests;
  /** Whether messages that do not mention the bot can be read. */
  readonly readsMessages: boolean;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The same house, in which every answer is made for this asker and counted as theirs. */
export function askedBy(asker: Asker, house: House): House {
  return { ...house, answer: (recipe, article, options) => house.answer(recipe, article, options, asker) };
}

import type { Answer } from '../answers/service.ts';
import type { Article } from '../articles/article.ts';
import type { ImportProgress, ImportResult } from '../articles/import.ts';
import type { Library } from '../articles/library.ts';
import type { Checksums, MoveProgress, MoveResult } from '../storage/bulk-copy.ts';
import type { AuditEntry } from '../storage/stores/audit.ts';
import type { ForgottenMember } from '../storage/stores/members.ts';
import type { Feeds } from '../web/feeds.ts';
import type { Intake } from '../web/intake.ts';
import type { Finding } from './doctor/check.ts';

/** The services that the commands work with; built in src/app. */
export interface CliServices {
  readonly library: Library;
  readonly answer: Answer;
  /** Opens the intake of articles from the web, which is loaded on first use. */
  readonly openIntake: () => Promise<Pick<Intake, 'add' | 'fetchArticle'>>;
}

/** The actions of the commands, loaded on first use. */
export interface CliActions {
  /** Runs `work` with the library open, and closes it in any case. */
  withServices(work: (services: CliServices) => Promise<void>): Promise<void>;
  /** All data of a member as JSON. */
  memberJson(memberId: string): Promise<string>;
  /** Creates an answer service without a cache. */
  createUncachedAnswer(): Promise<Answer>;
  /** Finds an article: in a file, on standard input, at an address (stored or not), or in the library. */
  findArticle(named: string, services: CliServices): Promise<Article>;
  /** Imports files and addresses as articles of a server, or of all servers if `serverId` is null. */
  importPaths(
    paths: readonly string[],
    services: CliServices,
    how: { serverId: string | null; onProgress: (progress: ImportProgress) => void },
  ): AsyncIterable<ImportResult>;
  deploy(): Promise<string>;
  /** Checks everything that the bot needs, and yields each finding as it arrives. */
  examine(): AsyncIterable<Finding>;
  start(): Promise<void>;
  /** Runs `work` with the feeds of all servers, and closes the storage in any case. */
  withFeeds(work: (feeds: Pick<Feeds, 'add' | 'list'>) => Promise<void>): Promise<void>;
  backUp(file: string, how: { replace: boolean }): Promise<Checksums>;
  restore(file: string): Promise<Checksums>;
  move(to: string, progress: MoveProgress): Promise<MoveResult>;
  /** Deletes all data of a server; returns false if there was none. */
  forgetServer(serverId: string): Promise<boolean>;
  forgetMember(memberId: string): Promise<ForgottenMember>;
  /** The changes made in a server, or to what all servers share, with who made them, newest first. */
  changes(serverId: string | null): Promise<AuditEntry[]>;
}

/** The actions on the whole database, and on what one owner has in it. */
export type StoredDataActions = Pick<
  CliActions,
  'backUp' | 'restore' | 'move' | 'forgetServer' | 'forgetMember' | 'changes' | 'memberJson'
>;

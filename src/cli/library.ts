import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { displayHeadlineOf } from '../articles/article.ts';
import { type ExportFile, exportArticle, exportOwnArticles } from '../articles/export.ts';
import type { Library } from '../articles/library.ts';
import { UserError } from '../errors.ts';
import { createFolder } from '../folders.ts';
import { elementAt } from '../lists.ts';
import type { CliActions } from './cli-actions.ts';
import {
  createMemberOption,
  createServerOption,
  type MemberOption,
  type ServerOption,
} from './owner-options.ts';
import type { Terminal } from './terminal.ts';

/** The commands of the CLI that change and copy the articles of an owner. */
export function addLibraryCommands(
  program: Command,
  { withServices, memberJson }: Pick<CliActions, 'withServices' | 'memberJson'>,
  terminal: Terminal,
): void {
  program
    .command('remove')
    .description('remove articles with all their versions')
    .argument('<article...>', 'ids or headlines')
    .addOption(createServerOption())
    .action((named: string[], { server }: ServerOption) =>
      withServices(async ({ library }) => {
        for (const name of named) await removeByName(name, library.forServer(server ?? null), terminal);
      }),
    );
  program
    .command('export')
    .description(
      'print articles as JSON, which import reads back; with --member, everything stored about a member',
    )
    .argument('[article...]', 'ids or headlines; all articles by default')
    .addOption(createServerOption())
    .option('--out <folder>', 'write files into this folder instead of printing')
    .addOption(createMemberOption('print everything that mentions this member (their Discord id)'))
    .action(
      async (named: string[], { server, out, member }: ServerOption & MemberOption & { out?: string }) => {
        if (member !== undefined) terminal.stdout.write(await memberJson(member));
        else
          await withServices(async ({ library }) =>
            exportTo({ folder: out, terminal }, named, library.forServer(server ?? null)),
          );
      },
    );
}

/** Removes one article. On failure, reports it and returns, so that the next one is removed all the same. */
async function removeByName(
  name: string,
  library: Library,
  { print, printError, markFailed }: Terminal,
): Promise<void> {
  try {
    const article = await library.find(name);
    if (!(await library.remove(article.id)))
      throw new UserError('“{{headline}}” ({{id}}) belongs to all servers: remove it without --server.', {
        headline: article.headline,
        id: article.id,
      });
    print(`removed: ${article.id}  ${displayHeadlineOf(article)}\n`);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    markFailed();
    printError(error.message);
  }
}

async function exportTo(
  { folder, terminal }: { folder: string | undefined; terminal: Terminal },
  named: readonly string[],
  library: Library,
): Promise<void> {
  const files = await Array.fromAsync(
    named.length > 0 ? exportNamed(named, library) : exportOwnArticles(library),
  );
  if (files.length === 0) throw new UserError('There are no articles to export.');
  if (folder === undefined && files.length > 1)
    throw new UserError(
      'These are {{count}} files, because none is larger than import takes: name a folder with --out.',
      { count: files.length },
    );
  if (folder === undefined) terminal.stdout.write(elementAt(files, 0).json);
  else await writeFiles(files, folder, terminal);
}

async function writeFiles(files: readonly ExportFile[], folder: string, { print }: Terminal): Promise<void> {
  createFolder(folder);
  for (const { name, json, articles } of files) {
    await writeFile(join(folder, name), json);
    print(`${join(folder, name)}  ${articles} ${articles === 1 ? 'article' : 'articles'}\n`);
  }
}

async function* exportNamed(named: readonly string[], library: Library): AsyncGenerator<ExportFile> {
  for (const name of named) {
    const article = await library.find(name);
    yield exportArticle(article, await library.getTags(article.id));
  }
}

import { Argument, Command, InvalidArgumentError } from 'commander';
import type { Answer } from '../answers/service.ts';
import { elementAt } from '../lists.ts';
import { addAnswerCommands } from './answer-commands.ts';
import { addBackupCommands, addDataCommands } from './backup.ts';
import { type BatchKind, batchKinds, runBatch } from './batch.ts';
import type { CliActions } from './cli-actions.ts';
import { type Finding, formatFinding } from './doctor/check.ts';
import { addFeedCommands } from './feeds.ts';
import { createProgressLine, printImport } from './import-articles.ts';
import { addLibraryCommands } from './library.ts';
import { createServerOption, type ServerOption } from './owner-options.ts';
import { formatEntries } from './show.ts';
import type { Terminal } from './terminal.ts';

const MAX_COUNT = 1_000_000;

const EMPTY_LIBRARY = 'The library is empty. Add articles: npm run -s standfirst -- import PLACE...';

/**
 * Creates the command line. Requested output goes to standard output. When commander ends a command, after
 * help or wrong usage, it throws a CommanderError once its output is printed.
 */
export function createProgram(
  { version, ...actions }: CliActions & { version: string },
  terminal: Terminal,
): Command {
  const program = new Command('standfirst')
    .description(
      'Serves stored articles: summaries, quotes with their speakers, digests of the readers’ comments, answers with evidence.',
    )
    .usage('<command> [options]')
    .version(version, '-v, --version')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for help)')
    .configureOutput(outputOf(terminal))
    .exitOverride();

  program
    .command('start')
    .description('run the bot: on Discord if DISCORD_TOKEN is set, else in a local preview of Discord')
    .action(() => actions.start());
  program
    .command('deploy')
    .description('only register the commands with Discord (start does so too)')
    .action(async () => terminal.print(`${await actions.deploy()}\n`));
  program
    .command('doctor')
    .description(
      'check everything the bot needs (settings, database, ports, Discord, model) and say what to do',
    )
    .option('--json', 'print one JSON array')
    .action(({ json }: { json?: boolean }) =>
      printFindings(actions.examine(), { asJson: json === true, terminal }),
    );
  program
    .command('import')
    .description(
      'add articles to the library: addresses of pages, files of text, Markdown, HTML, JSON, an export of WordPress or Disqus, or folders of them (formats: data/README.md)',
    )
    .argument('<place...>', 'addresses (https://…), files or folders; - for standard input')
    .addOption(createServerOption())
    .action((paths: string[], { server }: ServerOption) =>
      actions.withServices(services => {
        const line = createProgressLine(terminal.stderr);
        const how = { serverId: server ?? null, onProgress: line.show };
        return printImport(actions.importPaths(paths, services, how), line, terminal);
      }),
    );
  addListCommand(program, actions, terminal);
  addLibraryCommands(program, actions, terminal);
  addFeedCommands(program, actions, terminal);
  addBackupCommands(program, actions, terminal);
  addDataCommands(program, actions, terminal);
  addAnswerCommands(program, actions, terminal);
  return addBatchCommand(program, actions, terminal);
}

/** Where commander writes help and usage errors. */
const outputOf = ({ stdout, stderr }: Terminal) => ({
  writeOut: (text: string) => void stdout.write(text),
  writeErr: (text: string) => void stderr.write(text),
});

function addListCommand(program: Command, actions: CliActions, terminal: Terminal): void {
  program
    .command('list')
    .description('list the articles in the library, newest first')
    .option('--json', 'print one JSON array')
    .addOption(createServerOption())
    .action(({ json, server }: ServerOption & { json?: boolean }) =>
      actions.withServices(async ({ library }) => {
        const entries = await library.forServer(server ?? null).list({ offset: 0, limit: MAX_COUNT });
        if (json) terminal.stdout.write(formatJson(entries));
        else if (entries.length > 0) terminal.print(formatEntries(entries));
        else terminal.printError(EMPTY_LIBRARY);
      }),
    );
}

function addBatchCommand(program: Command, actions: CliActions, terminal: Terminal): Command {
  program
    .command('batch')
    .description(
      'read JSON lines {"id", "text", "question"?, "claim"?, "length"?, "points"?} from standard input and write {"id", "answer"} or {"id", "error"} for each; read takes {"id", "url", "html"}, prove {"id", "text", "statement"}',
    )
    .addArgument(
      new Argument('<kind>', `the kind of answer: ${batchKinds.join(', ')}`).argParser(parseBatchKind),
    )
    .action(async (kind: BatchKind) => printBatch(kind, await actions.createUncachedAnswer(), terminal));
  return program;
}

/** The kind of answer by its name, or by the name of its command. */
function parseBatchKind(typed: string): BatchKind {
  const named = typed === 'ask' ? 'question' : typed;
  const kind = batchKinds.find(known => known === named);
  if (kind) return kind;
  throw new InvalidArgumentError(`There is no kind “${typed}”. The kinds are ${batchKinds.join(', ')}.`);
}

/** Prints findings; any fault sets exit code 1. */
async function printFindings(
  findings: AsyncIterable<Finding>,
  { asJson, terminal: { print, stdout, markFailed } }: { asJson: boolean; terminal: Terminal },
): Promise<void> {
  const all: Finding[] = [];
  for await (const finding of findings) {
    all.push(finding);
    if (!asJson) print(`${formatFinding(finding)}\n`);
  }
  if (asJson) stdout.write(formatJson(all));
  const faults = all.filter(({ outcome }) => outcome === 'fault').length;
  if (faults > 0) markFailed();
  if (asJson) return;
  if (faults > 0) print(`${faults === 1 ? 'One fault' : `${faults} faults`} (✗) to fix first.\n`);
  else if (all.some(({ outcome }) => outcome === 'warning'))
    print('Ready, apart from what is marked !: npm start\n');
  else print('Ready: npm start\n');
}

async function printBatch(
  kind: BatchKind,
  answer: Answer,
  { stdin, stdout, markFailed }: Terminal,
): Promise<void> {
  for await (const result of runBatch(kind, splitJsonLines(stdin.setEncoding('utf8')), answer)) {
    if ('error' in result) markFailed();
    await writeOutput(stdout, `${JSON.stringify(result)}\n`);
  }
}

/** Splits JSON lines at LF alone; `node:readline` also splits at U+2028 and U+2029. */
async function* splitJsonLines(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest: string[] = [];
  for await (const chunk of chunks) {
    const parts = chunk.split('\n');
    if (parts.length > 1) {
      yield [...rest, parts[0]].join('');
      yield* parts.slice(1, -1);
      rest = [];
    }
    rest.push(elementAt(parts, -1));
  }
  const last = rest.join('');
  if (last !== '') yield last;
}

function formatJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Waits until the reader of our output has caught up, so that a long batch does not pile up in memory. */
async function writeOutput(stdout: Terminal['stdout'], text: string): Promise<void> {
  if (!stdout.write(text)) await new Promise<void>(resolve => stdout.once('drain', resolve));
}

import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { checkRecipe } from '../answers/check/recipe.ts';
import { CheckOptions } from '../answers/check/schema.ts';
import { commentsRecipe } from '../answers/comments/recipe.ts';
import { explainSilence, questionRecipe } from '../answers/question/recipe.ts';
import { type QuestionAnswer, QuestionOptions } from '../answers/question/schema.ts';
import { quotesRecipe } from '../answers/quotes/recipe.ts';
import type { Answer, Answered } from '../answers/service.ts';
import { summaryRecipe } from '../answers/summary/recipe.ts';
import { type Length, Lengths } from '../answers/summary/schema.ts';
import { type Article, PARTIAL_NOTICE } from '../articles/article.ts';
import type { ImportResult } from '../articles/import.ts';
import type { Library } from '../articles/library.ts';
import { findLanguages, type Language } from '../language/languages.ts';
import { elementAt } from '../lists.ts';
import type { Intake } from '../web/intake.ts';
import { addBackupCommands, addDataCommands, type StorageActions } from './backup.ts';
import { type BatchKind, batchKinds, runBatch } from './batch.ts';
import { EXIT_CODES } from './exit-code.ts';
import { addLibraryCommands } from './library.ts';
import { createServerOption, type ServerOption } from './owner-options.ts';
import { print, printError } from './print.ts';
import {
  formatCheck,
  formatComments,
  formatEntries,
  formatNotes,
  formatQuestion,
  formatQuotes,
  formatSummary,
} from './show.ts';

/** What the terminal's commands work with; built in src/app. */
export interface CliServices {
  readonly library: Library;
  readonly answer: Answer;
  readonly intake: Pick<Intake, 'add'>;
}

/** What the commands of the CLI do; loaded at their first use. */
export interface CliActions extends StorageActions {
  /** Runs with the library open, and closes it whatever happens. */
  withServices(work: (services: CliServices) => Promise<void>): Promise<void>;
  /** All that is kept of a member, as JSON. */
  memberJson(memberId: string): Promise<string>;
  /** An answerer that keeps nothing. */
  createUncachedAnswer(): Promise<Answer>;
  /** The article in a file or, where there is no such file, the library's. */
  findArticle(named: string, library: Library): Promise<Article>;
  /** What is added belongs to the server, or to all. */
  importPaths(
    paths: readonly string[],
    services: CliServices,
    serverId: string | null,
  ): AsyncIterable<ImportResult>;
  deploy(): Promise<string>;
  start(): Promise<void>;
}

const MAX_COUNT = 1_000_000;

/**
 * The command line. What was asked for goes to standard output; exit codes: 0 done, 1 some input failed, 2
 * wrong usage.
 */
export function createProgram({ version, ...actions }: CliActions & { version: string }): Command {
  const program = new Command('standfirst')
    .description(
      'Serves stored articles: summaries, quotes with their speakers, digests of the readers’ comments, answers with evidence.',
    )
    .usage('<command> [options]')
    .version(version, '-v, --version')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for help)')
    .exitOverride(error => process.exit(error.exitCode === 0 ? 0 : EXIT_CODES.wrongUsage));

  program
    .command('start')
    .description('run the bot: on Discord with DISCORD_TOKEN set, else in a local preview of Discord')
    .action(() => actions.start());
  program
    .command('deploy')
    .description('register the commands with Discord (start does so too)')
    .action(async () => print(`${await actions.deploy()}\n`));
  program
    .command('import')
    .description(
      'add articles to the library: addresses of pages, files of text, Markdown, HTML, JSON, an export of WordPress or Disqus, or folders of them (formats: data/README.md)',
    )
    .argument('<place...>', 'addresses (https://…), files or folders; - for standard input')
    .addOption(createServerOption())
    .action((paths: string[], { server }: ServerOption) =>
      actions.withServices(services => importPaths(paths, { services, server }, actions)),
    );
  program
    .command('list')
    .description('the articles in the library, the newest first')
    .option('--json', 'one JSON array')
    .addOption(createServerOption())
    .action(({ json, server }: ServerOption & { json?: boolean }) =>
      actions.withServices(async ({ library }) => {
        const entries = await library.forServer(server ?? null).list({ offset: 0, limit: MAX_COUNT });
        if (json) process.stdout.write(formatJson(entries));
        else print(formatEntries(entries));
      }),
    );
  addLibraryCommands(program, actions);
  addBackupCommands(program, actions);
  addDataCommands(program, actions);
  return addAnswerCommands(program, actions);
}

interface AnswerOptions {
  readonly json?: boolean;
  readonly unmasked?: boolean;
  readonly language?: Language;
}

function addAnswerCommands(program: Command, actions: CliActions): Command {
  const createAnswerCommand = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .argument('<file-or-id>', 'a file, or an id or headline of the library')
      .option('--json', 'the answer as JSON (fields: docs/terminal.md), word for word')
      .option('--unmasked', 'show strong language in comments and quotes as it was written');
  const createTranslatableCommand = (name: string, description: string) =>
    createAnswerCommand(name, description).addOption(
      new Option(
        '--language <language>',
        'in which language, where a model translates: its name or its tag',
      ).argParser(parseLanguageArgument),
    );
  const displayOptionsOf = ({ unmasked }: AnswerOptions) => ({ maskStrongLanguage: unmasked !== true });
  const runWithArticle = (named: string, work: (article: Article, answer: Answer) => Promise<void>) =>
    actions.withServices(async ({ library, answer }) => {
      const article = await actions.findArticle(named, library);
      if (article.partial) process.stderr.write(`${PARTIAL_NOTICE}\n`);
      await work(article, answer);
    });

  createTranslatableCommand('summary', 'the points of an article with their paragraphs')
    .addOption(new Option('--length <length>', 'how long').choices(Lengths).default('standard'))
    .action((named: string, { length, ...wanted }: AnswerOptions & { length: Length }) =>
      runWithArticle(named, async (article, answer) => {
        const answered = await answer(summaryRecipe, article, { length, language: wanted.language ?? null });
        printAnswer(answered, wanted, content => formatSummary(article, content));
      }),
    );
  createTranslatableCommand('quotes', 'every quotation and who said it').action(
    (named: string, wanted: AnswerOptions) =>
      runWithArticle(named, async (article, answer) => {
        const answered = await answer(quotesRecipe, article, { language: wanted.language ?? null });
        printAnswer(answered, wanted, content => formatQuotes(article, content, displayOptionsOf(wanted)));
      }),
  );
  createTranslatableCommand('comments', 'what the readers say').action(
    (named: string, wanted: AnswerOptions) =>
      runWithArticle(named, async (article, answer) => {
        const answered = await answer(commentsRecipe, article, { language: wanted.language ?? null });
        printAnswer(answered, wanted, content => formatComments(article, content, displayOptionsOf(wanted)));
      }),
  );
  createTranslatableCommand('ask', 'the answer to a question, with the passages it rests on')
    .argument('<question>', 'in plain words', parseQuestionArgument)
    .action((named: string, question: string, wanted: AnswerOptions) =>
      runWithArticle(named, async (article, answer) => {
        const answered = await answer(questionRecipe, article, {
          question,
          language: wanted.language ?? null,
        });
        const none = (content: QuestionAnswer) =>
          explainSilence({ question, context: [] }, article, { ...answered, content });
        printAnswer(answered, wanted, content =>
          formatQuestion(content, none(content), displayOptionsOf(wanted)),
        );
      }),
    );
  createAnswerCommand('check', 'whether an article says what a claim says, with the nearest passage')
    .argument('<claim>', 'a statement, in plain words', parseClaimArgument)
    .action((named: string, claim: string, wanted: AnswerOptions) =>
      runWithArticle(named, async (article, answer) => {
        printAnswer(await answer(checkRecipe, article, { claim }), wanted, content =>
          formatCheck(content, displayOptionsOf(wanted)),
        );
      }),
    );
  program
    .command('batch')
    .description(
      'reads JSON lines {"id", "text", "question"?, "claim"?, "length"?, "points"?} and writes {"id", "answer"} or {"id", "error"} for each; read takes {"id", "url", "html"}',
    )
    .addArgument(new Argument('<kind>', 'which answer').choices(batchKinds))
    .action(async (kind: BatchKind) => printBatch(kind, await actions.createUncachedAnswer()));
  return program;
}

/**
 * Prints an answer and below it how much of the article was read and what is not as usual; beside JSON that
 * goes to standard error.
 */
function printAnswer<Content>(
  answered: Answered<Content>,
  { json }: AnswerOptions,
  text: (content: Content) => string,
): void {
  const made = formatNotes(answered);
  if (json) {
    process.stdout.write(formatJson(answered.content));
    process.stderr.write(made);
  } else print(`${text(answered.content)}${made === '' ? '' : `\n${made}`}`);
}

/** A language that answers can be had in, by its own name, its English one or its tag. */
function parseLanguageArgument(named: string): Language {
  const [found] = named.trim() === '' ? [] : findLanguages(named);
  if (found) return found;
  throw new InvalidArgumentError(
    'I know no such language. Say its name or its tag, for example German or de.',
  );
}

/** A claim that can be checked: not empty and not endless. */
function parseClaimArgument(claim: string): string {
  const parsed = CheckOptions.shape.claim.safeParse(claim.trim());
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(
    claim.trim() === '' ? 'There is no claim.' : 'It is too long to be checked at once.',
  );
}

/** A question that can be asked: not empty and not endless. */
function parseQuestionArgument(question: string): string {
  const parsed = QuestionOptions.shape.question.safeParse(question);
  if (!parsed.success)
    throw new InvalidArgumentError(parsed.error.issues.map(issue => issue.message).join('; '));
  return parsed.data;
}

async function importPaths(
  paths: readonly string[],
  { services, server }: ServerOption & { services: CliServices },
  actions: CliActions,
): Promise<void> {
  for await (const result of actions.importPaths(paths, services, server ?? null)) {
    if (result.outcome === 'refused' || result.outcome === 'passed over') {
      if (result.outcome === 'refused') process.exitCode = EXIT_CODES.someFailed;
      printError(result.reason);
    } else
      print(
        `${result.outcome === 'copy' ? 'copy of' : result.outcome}: ${result.article.id}  ${result.article.headline}\n`,
      );
  }
}

async function printBatch(kind: BatchKind, answer: Answer): Promise<void> {
  for await (const result of runBatch(kind, splitJsonLines(process.stdin.setEncoding('utf8')), answer)) {
    if ('error' in result) process.exitCode = EXIT_CODES.someFailed;
    await writeOutput(`${JSON.stringify(result)}\n`);
  }
}

/**
 * JSON lines end in LF alone; `node:readline` also cuts at U+2028 and U+2029, which JSON has inside its
 * strings.
 */
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
async function writeOutput(text: string): Promise<void> {
  if (!process.stdout.write(text)) await new Promise<void>(resolve => process.stdout.once('drain', resolve));
}

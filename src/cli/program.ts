import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { checkRecipe } from '../answers/check/recipe.ts';
import { CheckOptions } from '../answers/check/schema.ts';
import { commentsRecipe } from '../answers/comments/recipe.ts';
import { questionRecipe, silence } from '../answers/question/recipe.ts';
import { type QuestionAnswer, QuestionOptions } from '../answers/question/schema.ts';
import { quotesRecipe } from '../answers/quotes/recipe.ts';
import type { Answer, Answered } from '../answers/service.ts';
import { summaryRecipe } from '../answers/summary/recipe.ts';
import { type Length, Lengths } from '../answers/summary/schema.ts';
import { type Article, onlyPart } from '../articles/article.ts';
import type { Imported } from '../articles/import.ts';
import type { Library } from '../articles/library.ts';
import { type Language, languagesNamed } from '../language/languages.ts';
import type { Intake } from '../web/intake.ts';
import { addKeeping, addOwners, type Keeping } from './backup.ts';
import { type BatchKind, batch, batchKinds } from './batch.ts';
import { Exit } from './exit-code.ts';
import { addHoldings } from './library.ts';
import { type OfServer, serverOption } from './owner-options.ts';
import { complain, print } from './print.ts';
import {
  showCheck,
  showComments,
  showEntries,
  showMade,
  showQuestion,
  showQuotes,
  showSummary,
} from './show.ts';

/** What the terminal's commands work with; built in src/app. */
export interface Desk {
  readonly library: Library;
  readonly answer: Answer;
  readonly intake: Pick<Intake, 'take'>;
}

export interface Actions extends Keeping {
  /** Runs with the library open, and closes it whatever happens. */
  atDesk(work: (desk: Desk) => Promise<void>): Promise<void>;
  /** All that is kept of a member, as JSON. */
  memberJson(memberId: string): Promise<string>;
  /** An answerer that keeps nothing. */
  unkeptAnswer(): Promise<Answer>;
  /** The article in a file or, where there is no such file, the library's. */
  articleNamed(named: string, library: Library): Promise<Article>;
  /** What is added belongs to the server, or to all. */
  importPaths(paths: readonly string[], desk: Desk, serverId: string | null): AsyncIterable<Imported>;
  deploy(): Promise<string>;
  start(): Promise<void>;
}

const MOST = 1_000_000;

/**
 * The command line. What was asked for goes to standard output; exit codes: 0 done, 1 some input failed, 2
 * wrong usage.
 */
export function createProgram({ version, ...actions }: Actions & { version: string }): Command {
  const program = new Command('standfirst')
    .description(
      'Serves stored articles: summaries, quotes with their speakers, digests of the readers’ comments, answers with evidence.',
    )
    .usage('<command> [options]')
    .version(version, '-v, --version')
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for help)')
    .exitOverride(error => process.exit(error.exitCode === 0 ? 0 : Exit.wrongUsage));

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
    .addOption(serverOption())
    .action((paths: string[], { server }: OfServer) =>
      actions.atDesk(desk => importAll(paths, { desk, server }, actions)),
    );
  program
    .command('list')
    .description('the articles in the library, the newest first')
    .option('--json', 'one JSON array')
    .addOption(serverOption())
    .action(({ json, server }: OfServer & { json?: boolean }) =>
      actions.atDesk(async ({ library }) => {
        const entries = await library.of(server ?? null).list({ offset: 0, limit: MOST });
        if (json) process.stdout.write(toJson(entries));
        else print(showEntries(entries));
      }),
    );
  addHoldings(program, actions);
  addKeeping(program, actions);
  addOwners(program, actions);
  return addAnswers(program, actions);
}

interface Wanted {
  readonly json?: boolean;
  readonly unmasked?: boolean;
  readonly language?: Language;
}

function addAnswers(program: Command, actions: Actions): Command {
  const answering = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .argument('<file-or-id>', 'a file, or an id or headline of the library')
      .option('--json', 'the answer as JSON (fields: docs/terminal.md), word for word')
      .option('--unmasked', 'show strong language in comments and quotes as it was written');
  const translatable = (name: string, description: string) =>
    answering(name, description).addOption(
      new Option(
        '--language <language>',
        'in which language, where a model translates: its name or its tag',
      ).argParser(languageNamed),
    );
  const shownAs = ({ unmasked }: Wanted) => ({ maskStrongLanguage: unmasked !== true });
  const withArticle = (named: string, work: (article: Article, answer: Answer) => Promise<void>) =>
    actions.atDesk(async ({ library, answer }) => {
      const article = await actions.articleNamed(named, library);
      if (article.partial) process.stderr.write(`${onlyPart}\n`);
      await work(article, answer);
    });

  translatable('summary', 'the points of an article with their paragraphs')
    .addOption(new Option('--length <length>', 'how long').choices(Lengths).default('standard'))
    .action((named: string, { length, ...wanted }: Wanted & { length: Length }) =>
      withArticle(named, async (article, answer) => {
        const answered = await answer(summaryRecipe, article, { length, language: wanted.language ?? null });
        show(answered, wanted, content => showSummary(article, content));
      }),
    );
  translatable('quotes', 'every quotation and who said it').action((named: string, wanted: Wanted) =>
    withArticle(named, async (article, answer) => {
      const answered = await answer(quotesRecipe, article, { language: wanted.language ?? null });
      show(answered, wanted, content => showQuotes(article, content, shownAs(wanted)));
    }),
  );
  translatable('comments', 'what the readers say').action((named: string, wanted: Wanted) =>
    withArticle(named, async (article, answer) => {
      const answered = await answer(commentsRecipe, article, { language: wanted.language ?? null });
      show(answered, wanted, content => showComments(article, content, shownAs(wanted)));
    }),
  );
  translatable('ask', 'the answer to a question, with the passages it rests on')
    .argument('<question>', 'in plain words', askable)
    .action((named: string, question: string, wanted: Wanted) =>
      withArticle(named, async (article, answer) => {
        const answered = await answer(questionRecipe, article, {
          question,
          language: wanted.language ?? null,
        });
        const none = (content: QuestionAnswer) =>
          silence({ question, context: [] }, article, { ...answered, content });
        show(answered, wanted, content => showQuestion(content, none(content), shownAs(wanted)));
      }),
    );
  answering('check', 'whether an article says what a claim says, with the nearest passage')
    .argument('<claim>', 'a statement, in plain words', claimable)
    .action((named: string, claim: string, wanted: Wanted) =>
      withArticle(named, async (article, answer) => {
        show(await answer(checkRecipe, article, { claim }), wanted, content =>
          showCheck(content, shownAs(wanted)),
        );
      }),
    );
  program
    .command('batch')
    .description(
      'reads JSON lines {"id", "text", "question"?, "claim"?, "length"?, "points"?} and writes {"id", "answer"} or {"id", "error"} for each; read takes {"id", "url", "html"}',
    )
    .addArgument(new Argument('<kind>', 'which answer').choices(batchKinds))
    .action(async (kind: BatchKind) => runBatch(kind, await actions.unkeptAnswer()));
  return program;
}

/**
 * Prints an answer and below it how much of the article was read and what is not as usual; beside JSON that
 * goes to standard error.
 */
function show<Content>(
  answered: Answered<Content>,
  { json }: Wanted,
  text: (content: Content) => string,
): void {
  const made = showMade(answered);
  if (json) {
    process.stdout.write(toJson(answered.content));
    process.stderr.write(made);
  } else print(`${text(answered.content)}${made === '' ? '' : `\n${made}`}`);
}

/** A language that answers can be had in, by its own name, its English one or its tag. */
function languageNamed(named: string): Language {
  const [found] = named.trim() === '' ? [] : languagesNamed(named);
  if (found) return found;
  throw new InvalidArgumentError(
    'I know no such language. Say its name or its tag, for example German or de.',
  );
}

/** A claim that can be checked: not empty and not endless. */
function claimable(claim: string): string {
  const parsed = CheckOptions.shape.claim.safeParse(claim.trim());
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(
    claim.trim() === '' ? 'There is no claim.' : 'It is too long to be checked at once.',
  );
}

/** A question that can be asked: not empty and not endless. */
function askable(question: string): string {
  const parsed = QuestionOptions.shape.question.safeParse(question);
  if (!parsed.success)
    throw new InvalidArgumentError(parsed.error.issues.map(issue => issue.message).join('; '));
  return parsed.data;
}

async function importAll(
  paths: readonly string[],
  { desk, server }: OfServer & { desk: Desk },
  actions: Actions,
): Promise<void> {
  for await (const result of actions.importPaths(paths, desk, server ?? null)) {
    if (result.outcome === 'refused' || result.outcome === 'passed over') {
      if (result.outcome === 'refused') process.exitCode = Exit.someFailed;
      complain(result.reason);
    } else
      print(
        `${result.outcome === 'copy' ? 'copy of' : result.outcome}: ${result.article.id}  ${result.article.headline}\n`,
      );
  }
}

async function runBatch(kind: BatchKind, answer: Answer): Promise<void> {
  for await (const result of batch(kind, linesOf(process.stdin.setEncoding('utf8')), answer)) {
    if ('error' in result) process.exitCode = Exit.someFailed;
    await write(`${JSON.stringify(result)}\n`);
  }
}

/**
 * JSON lines end in LF alone; `node:readline` also cuts at U+2028 and U+2029, which JSON has inside its
 * strings.
 */
async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<string> {
  let rest: string[] = [];
  for await (const chunk of chunks) {
    const parts = chunk.split('\n');
    if (parts.length > 1) {
      yield [...rest, parts[0]].join('');
      yield* parts.slice(1, -1);
      rest = [];
    }
    rest.push(parts.at(-1)!);
  }
  const last = rest.join('');
  if (last !== '') yield last;
}

function toJson(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** Waits until the reader of our output has caught up, so that a long batch does not pile up in memory. */
async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await new Promise<void>(resolve => process.stdout.once('drain', resolve));
}

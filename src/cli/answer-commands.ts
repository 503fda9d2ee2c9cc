import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { explainSilence, introduceReaders } from '../answers/question/silence.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import { type AnswerKind, type AnswerOf, type OptionsOf, recipes } from '../answers/recipes.ts';
import type { Answered } from '../answers/service.ts';
import { type Article, PARTIAL_NOTICE } from '../articles/article.ts';
import { findLanguages, type Language } from '../language/languages.ts';
import type { CliActions } from './cli-actions.ts';
import {
  type DisplayOptions,
  formatCheck,
  formatCitations,
  formatLevelNotes,
  formatNotes,
  formatQuestion,
  formatQuotes,
  formatSummary,
  type QuoteReasons,
} from './show.ts';
import { formatComments } from './show-comments.ts';
import type { Terminal } from './terminal.ts';

type AnswerActions = Pick<CliActions, 'withServices' | 'findArticle'>;

interface AnswerView<Kind extends AnswerKind> {
  readonly article: Article;
  /** In the recipe's normalized form. */
  readonly options: OptionsOf<Kind>;
  readonly answered: Answered<AnswerOf<Kind>>;
  readonly display: DisplayOptions;
}

interface AnswerCommand<Kind extends AnswerKind> {
  /** Defaults to the kind. */
  readonly name?: string;
  readonly description: string;
  /** A description of the argument, if the kind takes one. */
  readonly asked?: string;
  readonly format: (view: AnswerView<Kind>) => string;
  /** A flag of this kind alone that selects a different output. */
  readonly flag?: {
    readonly name: `--${string}`;
    readonly description: string;
    readonly format: (view: AnswerView<Kind>) => Promise<string>;
  };
}

/** Creates what names the rules that decided who said a quotation, and whether anybody did. */
async function createReasons(article: Article): Promise<QuoteReasons> {
  const { explainArticleQuotes } = await import('../answers/quotes/explain.ts');
  const explained = new Map(
    explainArticleQuotes(article).map(({ quote, rules, scareRule }) => [
      `${quote.paragraph} ${quote.text}`,
      [rules.length > 0 ? rules.join(' > ') : 'no rule tells who', scareRule].join('; '),
    ]),
  );
  return ({ paragraph, text }) => explained.get(`${paragraph} ${text}`);
}

/** The command line's texts and formats per kind; a missing kind's command lists its statements. */
const answerCommands: { readonly [Kind in AnswerKind]?: AnswerCommand<Kind> } = {
  summary: {
    description: 'sum up an article, with the paragraphs behind each point',
    format: ({ article, answered }) => formatSummary(article, answered.content),
  },
  quotes: {
    description: 'list every quotation and who said it',
    flag: {
      name: '--why',
      description: 'print the names of the rules that decided below each quotation',
      format: async ({ article, answered, display }) =>
        formatQuotes(article, answered.content, display, await createReasons(article)),
    },
    format: ({ article, answered, display }) => formatQuotes(article, answered.content, display),
  },
  comments: {
    description: 'show what the readers say',
    format: ({ article, answered, display }) => formatComments(article, answered, display),
  },
  question: {
    name: 'ask',
    description: 'answer a question, with the passages that the answer rests on',
    asked: 'in plain words',
    format: ({ article, answered, options, display }) =>
      [
        introduceReaders(options, answered.content),
        formatQuestion(answered.content, explainSilence(options, article, answered).join(' '), display),
      ]
        .filter(line => line !== null)
        .join('\n'),
  },
  check: {
    description: 'check whether an article says what a claim says',
    asked: 'a statement, in plain words',
    format: ({ answered, display }) => formatCheck(answered.content, display),
  },
};

// biome-ignore lint/suspicious/noExplicitAny: a command of any kind, whose answer only its kind knows
type AnyAnswerCommand = AnswerCommand<any>;

/** Adds a command for every kind of answer. */
export function addAnswerCommands(program: Command, actions: AnswerActions, terminal: Terminal): void {
  for (const [kind, recipe] of Object.entries<AnyRecipe>(recipes)) {
    const known = (answerCommands as Readonly<Record<string, AnyAnswerCommand>>)[kind];
    addAnswerCommand(program, { ...actions, terminal }, recipe, known ?? createAnswerCommand(recipe));
  }
}

function createAnswerCommand(recipe: AnyRecipe): AnyAnswerCommand {
  return {
    description: `print ${recipe.name}, with what each statement rests on`,
    format: ({ article, answered, display }) =>
      formatCitations(article, recipe.citations(answered.content), display),
  };
}

interface Flags {
  readonly [own: string]: unknown;
  readonly json?: boolean;
  readonly unmasked?: boolean;
  readonly language?: Language;
  readonly length?: string;
}

function addAnswerCommand(
  program: Command,
  { terminal, ...actions }: AnswerActions & { terminal: Terminal },
  recipe: AnyRecipe,
  { name = recipe.kind, description, asked = 'in plain words', format, flag }: AnyAnswerCommand,
): void {
  const { asks } = recipe;
  const fields = fieldsOf(recipe);
  const command = program
    .command(name)
    .description(description)
    .argument(
      '<article>',
      'a file, an address (https://…), - for standard input, or the id or headline of a stored article',
    )
    .option('--json', 'print the answer as JSON (fields: docs/terminal.md), strong language included')
    .option('--unmasked', 'show strong language in comments and quotes as it was written');
  if (fields.language) command.addOption(createLanguageOption());
  const lengths = lengthsIn(fields);
  if (lengths)
    command.addOption(
      new Option('--length <length>', 'how long the summary is').choices(lengths).default('standard'),
    );
  if (flag) command.option(flag.name, flag.description);
  if (asks) command.argument(`<${asks}>`, asked, text => parseAsked(fields[asks], text));
  command.action((named: string, ...rest: unknown[]) => {
    const words = asks ? { [asks]: rest[0] } : {};
    const flags = (asks ? rest[1] : rest[0]) as Flags;
    const { json = false, unmasked, language = null, length } = flags;
    const isFlagged = flag !== undefined && flags[flag.name.slice(2)] === true;
    return actions.withServices(async services => {
      const article = await actions.findArticle(named, services);
      if (article.partial) terminal.stderr.write(`${PARTIAL_NOTICE}\n`);
      const options = recipe.options.parse({
        ...words,
        ...(fields.language && { language }),
        ...(length !== undefined && { length }),
      });
      const answered = await services.answer(recipe, article, options);
      const display = { maskStrongLanguage: unmasked !== true };
      const view = { article, options, answered, display };
      const text = json ? '' : isFlagged ? await flag.format(view) : format(view);
      printAnswer(answered, { json, terminal }, () => [text, formatLevelNotes(recipe, answered, display)]);
    });
  });
}

/** The options of a recipe by name. */
export function fieldsOf({ options }: AnyRecipe): Readonly<Record<string, z.ZodType>> {
  return options instanceof z.ZodObject ? (options.shape as Record<string, z.ZodType>) : {};
}

function lengthsIn({ length }: Readonly<Record<string, z.ZodType>>): readonly string[] | undefined {
  const inner = length instanceof z.ZodDefault ? length.unwrap() : length;
  return inner instanceof z.ZodEnum ? (inner.options as readonly string[]) : undefined;
}

function createLanguageOption(): Option {
  return new Option(
    '--language <language>',
    'the language of the answer (a name or a tag); only a model translates',
  ).argParser(parseLanguageArgument);
}

/**
 * Prints an answer, and below it the levels of its statements, how much of the article was read and anything
 * unusual. With JSON, which includes the levels, the rest goes to standard error.
 */
function printAnswer(
  answered: Answered<unknown>,
  { json, terminal }: { json: boolean; terminal: Terminal },
  format: () => [answer: string, levels: string],
): void {
  const notes = formatNotes(answered);
  if (json) {
    terminal.stdout.write(`${JSON.stringify(answered.content, null, 2)}\n`);
    terminal.stderr.write(notes);
    return;
  }
  const [text, levels] = format();
  const below = `${levels}${notes}`;
  terminal.print(`${text}${below === '' ? '' : `\n${below}`}`);
}

/** Parses a supported language given by its own name, its English name or its tag. */
function parseLanguageArgument(named: string): Language {
  const [found] = named.trim() === '' ? [] : findLanguages(named);
  if (found) return found;
  throw new InvalidArgumentError(
    'I know no such language. Say its name or its tag, for example German or de.',
  );
}

/** Parses the argument of a kind with the recipe's schema, which limits its length. */
function parseAsked(schema: z.ZodType | undefined, text: string): unknown {
  const parsed = (schema ?? z.string()).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues.map(issue => issue.message).join('; '));
}

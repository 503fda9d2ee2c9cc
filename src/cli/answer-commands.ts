import { type Command, InvalidArgumentError, Option } from 'commander';
import { z } from 'zod';
import { explainSilence } from '../answers/question/silence.ts';
import type { AnyRecipe } from '../answers/recipe.ts';
import { type AnswerKind, type AnswerOf, type OptionsOf, recipes } from '../answers/recipes.ts';
import type { Answer, Answered } from '../answers/service.ts';
import { type Article, PARTIAL_NOTICE } from '../articles/article.ts';
import type { Library } from '../articles/library.ts';
import { findLanguages, type Language } from '../language/languages.ts';
import { print } from './print.ts';
import {
  type DisplayOptions,
  formatCheck,
  formatCitations,
  formatComments,
  formatLevelNotes,
  formatNotes,
  formatQuestion,
  formatQuotes,
  formatSummary,
} from './show.ts';

/** What the commands that answer need of the others. */
interface AnswerActions {
  /** Runs with the library open, and closes it whatever happens. */
  withServices(
    work: (services: { readonly library: Library; readonly answer: Answer }) => Promise<void>,
  ): Promise<void>;
  /** The article in a file or, where there is no such file, the library's. */
  findArticle(named: string, library: Library): Promise<Article>;
}

interface AnswerView<Kind extends AnswerKind> {
  readonly article: Article;
  /** In the recipe's normal form. */
  readonly options: OptionsOf<Kind>;
  readonly answered: Answered<AnswerOf<Kind>>;
  readonly display: DisplayOptions;
}

interface AnswerCommand<Kind extends AnswerKind> {
  /** The kind if absent. */
  readonly name?: string;
  readonly description: string;
  /** What is asked, where the kind asks something. */
  readonly asked?: string;
  readonly format: (view: AnswerView<Kind>) => string;
}

/** How the command line speaks of kinds; one that stands not here has a command too, and its statements are shown. */
const answerCommands: { readonly [Kind in AnswerKind]?: AnswerCommand<Kind> } = {
  summary: {
    description: 'the points of an article with their paragraphs',
    format: ({ article, answered }) => formatSummary(article, answered.content),
  },
  quotes: {
    description: 'every quotation and who said it',
    format: ({ article, answered, display }) => formatQuotes(article, answered.content, display),
  },
  comments: {
    description: 'what the readers say',
    format: ({ article, answered, display }) => formatComments(article, answered, display),
  },
  question: {
    name: 'ask',
    description: 'the answer to a question, with the passages it rests on',
    asked: 'in plain words',
    format: ({ article, answered, options, display }) =>
      formatQuestion(answered.content, explainSilence(options, article, answered), display),
  },
  check: {
    description: 'whether an article says what a claim says, with the nearest passage',
    asked: 'a statement, in plain words',
    format: ({ answered, display }) => formatCheck(answered.content, display),
  },
};

// biome-ignore lint/suspicious/noExplicitAny: a command of any kind, whose answer only its kind knows
type AnyAnswerCommand = AnswerCommand<any>;

/** A command for each kind of answer that there is. */
export function addAnswerCommands(program: Command, actions: AnswerActions): void {
  for (const [kind, recipe] of Object.entries<AnyRecipe>(recipes)) {
    const known = (answerCommands as Readonly<Record<string, AnyAnswerCommand>>)[kind];
    addAnswerCommand(program, actions, recipe, known ?? createAnswerCommand(recipe));
  }
}

function createAnswerCommand(recipe: AnyRecipe): AnyAnswerCommand {
  return {
    description: `${recipe.name}, with what each statement rests on`,
    format: ({ article, answered, display }) =>
      formatCitations(article, recipe.citations(answered.content), display),
  };
}

interface Flags {
  readonly json?: boolean;
  readonly unmasked?: boolean;
  readonly language?: Language;
  readonly length?: string;
}

function addAnswerCommand(
  program: Command,
  actions: AnswerActions,
  recipe: AnyRecipe,
  { name = recipe.kind, description, asked = 'in plain words', format }: AnyAnswerCommand,
): void {
  const { asks } = recipe;
  const fields = fieldsOf(recipe);
  const command = program
    .command(name)
    .description(description)
    .argument('<file-or-id>', 'a file, or an id or headline of the library')
    .option('--json', 'the answer as JSON (fields: docs/terminal.md), word for word')
    .option('--unmasked', 'show strong language in comments and quotes as it was written');
  if (fields.language) command.addOption(createLanguageOption());
  const lengths = lengthsIn(fields);
  if (lengths)
    command.addOption(new Option('--length <length>', 'how long').choices(lengths).default('standard'));
  if (asks) command.argument(`<${asks}>`, asked, text => parseAsked(fields[asks], text));
  command.action((named: string, ...rest: unknown[]) => {
    const words = asks ? { [asks]: rest[0] } : {};
    const { json = false, unmasked, language = null, length } = (asks ? rest[1] : rest[0]) as Flags;
    return actions.withServices(async ({ library, answer }) => {
      const article = await actions.findArticle(named, library);
      if (article.partial) process.stderr.write(`${PARTIAL_NOTICE}\n`);
      const options = recipe.options.parse({
        ...words,
        ...(fields.language && { language }),
        ...(length !== undefined && { length }),
      });
      const answered = await answer(recipe, article, options);
      const display = { maskStrongLanguage: unmasked !== true };
      printAnswer(answered, { json }, () => [
        format({ article, options, answered, display }),
        formatLevelNotes(recipe, answered, display),
      ]);
    });
  });
}

/** The options of a recipe by their names. */
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
    'in which language, where a model translates: its name or its tag',
  ).argParser(parseLanguageArgument);
}

/**
 * Prints an answer and below it how its statements stand, how much of the article was read and what is not as usual;
 * beside JSON, which says the first itself, the rest goes to standard error.
 */
function printAnswer(
  answered: Answered<unknown>,
  { json }: { json: boolean },
  format: () => [answer: string, levels: string],
): void {
  const notes = formatNotes(answered);
  if (json) {
    process.stdout.write(`${JSON.stringify(answered.content, null, 2)}\n`);
    process.stderr.write(notes);
    return;
  }
  const [text, levels] = format();
  const below = `${levels}${notes}`;
  print(`${text}${below === '' ? '' : `\n${below}`}`);
}

/** A language that answers can be had in, by its own name, its English one or its tag. */
function parseLanguageArgument(named: string): Language {
  const [found] = named.trim() === '' ? [] : findLanguages(named);
  if (found) return found;
  throw new InvalidArgumentError(
    'I know no such language. Say its name or its tag, for example German or de.',
  );
}

/** What is asked, as the recipe takes it: not empty and not endless. */
function parseAsked(schema: z.ZodType | undefined, text: string): unknown {
  const parsed = (schema ?? z.string()).safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(parsed.error.issues.map(issue => issue.message).join('; '));
}

import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import { ApplicationCommandOptionType, InteractionContextType } from 'discord-api-types/v10';
import { identifyArticle, type StoredArticle } from '../src/articles/article.ts';
import { type ExportFile, exportArticle, exportOwnArticles } from '../src/articles/export.ts';
import { parseArticleForm } from '../src/articles/formats/form.ts';
import { addArticles } from '../src/articles/import.ts';
import { refuseFullLibrary } from '../src/articles/library.ts';
import { MAX_TAGS, parseName, parseTags } from '../src/articles/names-and-tags.ts';
import { readFileInWorker } from '../src/articles/read-in-worker.ts';
import { fetchAttachment } from '../src/discord/attachment.ts';
import type { Command } from '../src/discord/command.ts';
import { articleOption } from '../src/discord/command-options.ts';
import type { Context } from '../src/discord/context.ts';
import { type CustomIdInteraction, defineButton } from '../src/discord/define-button.ts';
import { renderAddedArticle } from '../src/discord/render/added-article.ts';
import { formatCount } from '../src/discord/render/frame.ts';
import {
  ARTICLE_FIELDS,
  createArticleModal,
  LIBRARY_ENTRIES_PER_PAGE,
  libraryButtons,
  renderAdded,
  renderLibrary,
  renderRemoval,
  renderRemoved,
  renderRenamed,
  renderTagged,
} from '../src/discord/render/library.ts';
import { formatSource, renderMessage, toLabel } from '../src/discord/render/text.ts';
import type { Choice, Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { createMessage } from '../src/i18n/template-values.ts';
import { t } from '../src/i18n/translate.ts';

const { Subcommand, String: Text, Attachment } = ApplicationCommandOptionType;

/** Files that one message takes. */
const MAX_FILES = 10;

const ownArticleOption = {
  ...articleOption,
  description: 'One of this server’s own articles: begin to type its headline',
} as const;

export default {
  data: {
    name: 'library',
    description: 'The articles of this server: add, remove, rename, tag, list, export',
    contexts: [InteractionContextType.Guild],
    options: [
      {
        type: Subcommand,
        name: 'add',
        description: 'Add an article: from a page, from a file, or, without either, typed into a form',
        options: [
          {
            type: Text,
            name: 'url',
            description: 'The address of a page: I fetch its article and the comments',
            max_length: 2000,
          },
          {
            type: Attachment,
            name: 'file',
            description: 'A file: .txt, .md, .html, .json or .xml, up to 5 MB',
          },
        ],
      },
      {
        type: Subcommand,
        name: 'remove',
        description: 'Remove an article; I ask before it goes',
        options: [ownArticleOption],
      },
      {
        type: Subcommand,
        name: 'rename',
        description: 'Show an article under another name; its text stays as it is',
        options: [
          ownArticleOption,
          {
            type: Text,
            name: 'name',
            description: 'The name; leave it out to show the headline again',
            max_length: 200,
          },
        ],
      },
      {
        type: Subcommand,
        name: 'tag',
        description: 'Add tags to an article or remove some; digests can go by them',
        options: [
          ownArticleOption,
          {
            type: Text,
            name: 'add',
            description: 'Tags to add, with commas between them',
            autocomplete: true,
            max_length: 200,
          },
          { type: Text, name: 'remove', description: 'Tags to remove', autocomplete: true, max_length: 200 },
        ],
      },
      {
        type: Subcommand,
        name: 'list',
        description: 'All articles, who holds them, from where, with which tags',
        options: [
          {
            type: Text,
            name: 'tag',
            description: 'Only those with this tag',
            autocomplete: true,
            max_length: 60,
          },
        ],
      },
      {
        type: Subcommand,
        name: 'export',
        description: 'This server’s own articles as a JSON file that can be added again',
        options: [
          {
            ...ownArticleOption,
            description: 'Only this one (all of this server’s own if left out)',
            required: false,
          },
        ],
      },
    ],
  },
  isEphemeral: true,
  audience: 'editors',
  getCommandModal: async interaction =>
    interaction.options.getSubcommand(true) === 'add' && !hasSource(interaction)
      ? createArticleModal()
      : null,
  run: (interaction, context) =>
    subcommands[interaction.options.getSubcommand(true) as keyof typeof subcommands](interaction, context),
  buttons: [
    defineButton({
      ...libraryButtons.add,
      fields: ARTICLE_FIELDS,
      press: (_values, interaction, context) => addTypedArticle(interaction, context),
    }),
    defineButton({
      ...libraryButtons.list,
      press: ({ page, tag }, _interaction, context) => listEntries({ page, tag: tag || null }, context),
    }),
    defineButton({
      ...libraryButtons.remove,
      press: ({ article }, interaction, context) => removeArticle(article, interaction, context),
    }),
    defineButton({ ...libraryButtons.keep, press: async () => ({ content: t('Nothing was removed.') }) }),
  ],
  suggest: autocomplete,
} satisfies Command;

const subcommands = {
  async add({ options, guildId }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
    const address = options.getString('url');
    await refuseFullLibrary(context.library);
    if (address !== null && options.getAttachment('file'))
      throw new UserError('One at a time, please: a page or a file.');
    if (address !== null) return addPage(address, guildId, context);
    const attached = options.getAttachment('file', true);
    const { articles } = await readFileInWorker(toLabel(attached.name, 80), await fetchAttachment(attached));
    return renderAdded(await addArticles(articles, sourceOf(attached.name, articles), context.library));
  },
  async remove({ options, guildId }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
    const { article, versions } = await findOwnArticle(options.getString('article', true), context);
    const threads = await context.threads.listPinned(guildId ?? '', versions);
    return renderRemoval(article, { versions: versions.length, threads: threads.length });
  },
  async rename({ options }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
    const { article } = await findOwnArticle(options.getString('article', true), context);
    await context.library.rename(article.id, parseName(options.getString('name') ?? ''));
    return renderRenamed((await context.library.get(article.id)) ?? article);
  },
  async tag({ options }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
    const { article } = await findOwnArticle(options.getString('article', true), context);
    const [add, removed] = [
      parseTags(options.getString('add') ?? ''),
      parseTags(options.getString('remove') ?? ''),
    ];
    const before = (await context.library.changeTags(article.id, { add: [], remove: [] })) ?? [];
    const after = new Set([...before.filter(tag => !removed.includes(tag)), ...add]);
    if (after.size > MAX_TAGS)
      throw new UserError(
        'An article has at most {{mostTags}} tags; this would be {{size}}. Remove some in the same command.',
        {
          mostTags: MAX_TAGS,
          size: after.size,
        },
      );
    return renderTagged(
      article,
      (await context.library.changeTags(article.id, { add, remove: removed })) ?? [],
    );
  },
  list: ({ options }: ChatInputCommandInteraction, context: Context): Promise<Reply> =>
    listEntries({ page: 0, tag: parseTags(options.getString('tag') ?? '')[0] ?? null }, context),
  async export({ options }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
    const named = options.getString('article');
    if (named !== null) {
      const { article, tags } = await findOwnArticle(named, context);
      return replyWithFiles([exportArticle(article, tags, formatSource)]);
    }
    const files: ExportFile[] = [];
    for await (const file of exportOwnArticles(context.library, formatSource)) {
      if (files.length === MAX_FILES)
        throw new UserError(
          'These are more articles than one message takes. The operator can export them all: `standfirst export --server ID`.',
        );
      files.push(file);
    }
    if (files.length === 0)
      throw new UserError('This server has no articles of its own. Add some with `/library add`.');
    return replyWithFiles(files);
  },
};

function hasSource({ options }: ChatInputCommandInteraction): boolean {
  return options.getAttachment('file') !== null || options.getString('url') !== null;
}

async function addPage(
  address: string,
  serverId: string | null,
  { web, report, signal }: Context,
): Promise<Reply> {
  const taken = await web.intake.add(
    address,
    { serverId },
    { onStep: step => report({ step }), ...(signal && { signal }) },
  );
  return renderAddedArticle(taken);
}

function replyWithFiles(files: readonly ExportFile[]): Reply {
  const articles = files.reduce((sum, file) => sum + file.articles, 0);
  return {
    content: t('{{articles}}, with source, name and tags. `/library add` takes each file back.', {
      articles: formatCount(articles, 'article'),
    }),
    files: files.map(({ name, json, articles: count }) => ({
      name,
      bytes: new TextEncoder().encode(json),
      description: formatCount(count, 'article'),
    })),
  };
}

async function addTypedArticle(interaction: CustomIdInteraction, context: Context): Promise<Reply> {
  if (!interaction.isModalSubmit()) throw new UserError('Please use `/library add` again.');
  const [headline, text, comments] = ['headline', 'text', 'comments'].map(field =>
    interaction.fields.getTextInputValue(field),
  );
  await refuseFullLibrary(context.library);
  try {
    const article = identifyArticle(
      parseArticleForm({ headline: headline ?? '', text: text ?? '', comments: comments ?? '' }),
    );
    return renderAdded([await context.library.add(article, `typed: ${article.headline}`)]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // what was typed is gone with the form; it goes back to the member
    return {
      content: renderMessage(
        createMessage(
          '{{message}}\nNothing was added. Your text is in the file: mend it and give it to `/library add`.',
          {
            message: error.said,
          },
        ),
      ),
      files: [
        {
          name: 'article.txt',
          bytes: new TextEncoder().encode(`${headline}\n\n${text}\n\n\n${comments}\n`),
          description: 'What you typed',
        },
      ],
    };
  }
}

/** "message.txt" is what Discord calls every text that was pasted as a file: it names nothing. */
function sourceOf(name: string, [first]: readonly { text: { headline: string } }[]): string {
  return name === 'message.txt' && first ? `pasted: ${first.text.headline}` : name;
}

/**
 * One of the server's own articles, with the ids of its versions. Throws a UserError where it belongs to all.
 */
async function findOwnArticle(
  named: string,
  { library }: Context,
): Promise<{ article: StoredArticle; versions: string[]; tags: string[] }> {
  const article = await library.find(named);
  const versions = await library.listVersions(article.id);
  if (versions.length === 0)
    throw new UserError(
      '“{{headline}}” belongs to all servers: only the operator can change or remove it, and export it.',
      {
        headline: article.headline,
      },
    );
  return { article, versions, tags: (await library.changeTags(article.id, { add: [], remove: [] })) ?? [] };
}

async function removeArticle(
  id: string,
  interaction: CustomIdInteraction,
  { library, threads }: Context,
): Promise<Reply> {
  const article = await library.get(id);
  const versions = await library.listVersions(id);
  if (!article || versions.length === 0)
    throw new UserError('This article is no longer in this server’s library.');
  const pinned = await threads.listPinned(interaction.guildId ?? '', versions);
  await library.remove(id);
  const left = await Promise.all(
    pinned.map(async thread => ({ ...thread, has: await library.get(thread.articleId) })),
  );
  const threadIds = left.filter(({ has }) => !has).map(({ threadId }) => threadId);
  return renderRemoved(article, { threadIds, isStillThere: (await library.get(id)) !== undefined });
}

async function listEntries(
  { page, tag }: { page: number; tag: string | null },
  { library }: Context,
): Promise<Reply> {
  const filter = tag === null ? {} : { tag };
  const found = await library.list({
    offset: page * LIBRARY_ENTRIES_PER_PAGE,
    limit: LIBRARY_ENTRIES_PER_PAGE + 1,
    ...filter,
  });
  return renderLibrary({
    entries: found.slice(0, LIBRARY_ENTRIES_PER_PAGE),
    more: found.length > LIBRARY_ENTRIES_PER_PAGE,
    count: await library.count(filter),
    tag,
    page,
  });
}

async function autocomplete(interaction: AutocompleteInteraction, { library }: Context): Promise<Choice[]> {
  const { name, value } = interaction.options.getFocused(true);
  if (name !== 'article') return autocompleteTags(interaction, library, name, value);
  const entries = await library.suggest(value, 25, { ownOnly: true });
  return entries.map(entry => ({ name: toLabel(entry.headline, 100), value: entry.id }));
}

/**
 * Tags for the last of those that are being typed: to remove, the article's own; else all that are in use.
 */
async function autocompleteTags(
  { options }: AutocompleteInteraction,
  library: Context['library'],
  option: string,
  typed: string,
): Promise<Choice[]> {
  const before = option === 'tag' ? '' : typed.slice(0, typed.lastIndexOf(',') + 1);
  const begun = typed.slice(before.length).trim().toLowerCase();
  const tags =
    option === 'remove'
      ? ((await library.changeTags(options.getString('article') ?? '', { add: [], remove: [] })) ?? [])
      : (await library.listTags()).map(({ tag }) => tag);
  return tags
    .filter(tag => tag.startsWith(begun))
    .slice(0, 25)
    .map(tag => `${before}${before ? ' ' : ''}${tag}`)
    .filter(value => value.length <= 100)
    .map(value => ({ name: value, value }));
}

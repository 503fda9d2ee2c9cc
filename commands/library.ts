import type { ChatInputCommandInteraction } from 'discord.js';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  InteractionContextType,
} from 'discord-api-types/v10';
import { type ExportFile, exportArticle, exportOwnArticles } from '../src/articles/export.ts';
import { refuseFullLibrary } from '../src/articles/library.ts';
import { MAX_TAGS, parseName, parseTags } from '../src/articles/names-and-tags.ts';
import { addFiles, addFromForm, addFromMessage, addPage } from '../src/discord/add-article.ts';
import { READABLE_TYPES } from '../src/discord/attachment.ts';
import type { Command } from '../src/discord/command.ts';
import type { Context } from '../src/discord/context.ts';
import { type CustomIdInteraction, defineButton } from '../src/discord/define-button.ts';
import {
  findOwnArticle,
  ownArticleOption,
  suggestArticleOrTags,
  suggestOwnArticles,
  suggestTags,
} from '../src/discord/own-articles.ts';
import { loadPage } from '../src/discord/paging.ts';
import { ARTICLE_FIELDS, createArticleModal } from '../src/discord/render/article-form.ts';
import { formatCount } from '../src/discord/render/frame.ts';
import {
  LIBRARY_ENTRIES_PER_PAGE,
  libraryButtons,
  renderLibrary,
  renderRemoval,
  renderRemoved,
  renderRenamed,
  renderTagged,
} from '../src/discord/render/library.ts';
import { formatSource } from '../src/discord/render/text.ts';
import {
  getSubcommandModal,
  listSubcommandOptions,
  runSubcommand,
  type Subcommands,
  suggestForSubcommand,
} from '../src/discord/subcommands.ts';
import type { ModalData, Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { t } from '../src/i18n/translate.ts';

const { String: Text, Attachment } = ApplicationCommandOptionType;

/** The maximum number of files in one message. */
const MAX_FILES = 10;

const subcommands = {
  add: {
    data: {
      description:
        'Add an article from a page or a file; without options, a form takes either, or what you type',
      options: [
        {
          type: Text,
          name: 'url',
          description: 'The address of a page: I fetch its article and comments',
          max_length: 2000,
        },
        {
          type: Attachment,
          name: 'file',
          description: 'A file: .txt, .md, .html, .json or .xml, up to 5 MB',
          file_types: READABLE_TYPES,
        },
      ],
    },
    form: async ({ options }: ChatInputCommandInteraction): Promise<ModalData | null> =>
      options.getAttachment('file') === null && options.getString('url') === null
        ? createArticleModal()
        : null,
    async run({ options, guildId }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
      const address = options.getString('url');
      await refuseFullLibrary(context.library);
      if (address !== null && options.getAttachment('file'))
        throw new UserError('Please give me either a page or a file, not both.');
      if (address !== null) return addPage(address, guildId, context);
      return addFiles([options.getAttachment('file', true)], context);
    },
  },
  remove: {
    data: {
      description: 'Remove an article (I ask you to confirm)',
      options: [ownArticleOption],
    },
    async run({ options, guildId }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
      const { article, versions } = await findOwnArticle(options.getString('article', true), context);
      const threads = await context.threads.listPinned(guildId ?? '', versions);
      return renderRemoval(article, { versions: versions.length, threads: threads.length });
    },
    suggest: suggestOwnArticles,
  },
  rename: {
    data: {
      description: 'Show an article under another name; its text doesn’t change',
      options: [
        ownArticleOption,
        {
          type: Text,
          name: 'name',
          description: 'The name; leave it out to go back to the headline',
          max_length: 200,
        },
      ],
    },
    async run({ options }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
      const { article } = await findOwnArticle(options.getString('article', true), context);
      await context.library.rename(article.id, parseName(options.getString('name') ?? ''));
      return renderRenamed((await context.library.get(article.id)) ?? article);
    },
    suggest: suggestOwnArticles,
  },
  tag: {
    data: {
      description: 'Add tags to an article, or remove some; digests can filter by them',
      options: [
        ownArticleOption,
        {
          type: Text,
          name: 'add',
          description: 'Tags to add, separated by commas',
          autocomplete: true,
          max_length: 200,
        },
        { type: Text, name: 'remove', description: 'Tags to remove', autocomplete: true, max_length: 200 },
      ],
    },
    async run({ options }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
      const { article } = await findOwnArticle(options.getString('article', true), context);
      const add = parseTags(options.getString('add') ?? '');
      const remove = parseTags(options.getString('remove') ?? '');
      const before = await context.library.getTags(article.id);
      const { size } = new Set([...before.filter(tag => !remove.includes(tag)), ...add]);
      if (size > MAX_TAGS)
        throw new UserError(
          'An article can have at most {{mostTags}} tags, and this would make {{size}}. Remove some in the same command.',
          { mostTags: MAX_TAGS, size },
        );
      return renderTagged(article, (await context.library.changeTags(article.id, { add, remove })) ?? []);
    },
    suggest: suggestArticleOrTags,
  },
  list: {
    data: {
      description: 'List all articles: whose they are, their source and their tags',
      options: [
        {
          type: Text,
          name: 'tag',
          description: 'Only articles with this tag',
          autocomplete: true,
          max_length: 60,
        },
      ],
    },
    run: ({ options }: ChatInputCommandInteraction, context: Context): Promise<Reply> =>
      listEntries({ page: 0, tag: parseTags(options.getString('tag') ?? '')[0] ?? null }, context),
    suggest: suggestTags,
  },
  export: {
    data: {
      description: 'This server’s own articles as a JSON file you can add again',
      options: [
        {
          ...ownArticleOption,
          description: 'Only this one (all of this server’s own by default)',
          required: false,
        },
      ],
    },
    async run({ options }: ChatInputCommandInteraction, context: Context): Promise<Reply> {
      const named = options.getString('article');
      if (named !== null) {
        const { article } = await findOwnArticle(named, context);
        const tags = await context.library.getTags(article.id);
        return replyWithFiles([exportArticle(article, tags, formatSource)]);
      }
      const files: ExportFile[] = [];
      for await (const file of exportOwnArticles(context.library, formatSource)) {
        if (files.length === MAX_FILES)
          throw new UserError(
            'That’s more than fits in one message. The operator can export everything: `standfirst export --server ID`.',
          );
        files.push(file);
      }
      if (files.length === 0)
        throw new UserError('This server has no articles of its own. Add some with `/library add`.');
      return replyWithFiles(files);
    },
    suggest: suggestOwnArticles,
  },
} satisfies Subcommands;

export default {
  data: {
    name: 'library',
    description: 'This server’s articles: add, remove, rename, tag, list, export',
    contexts: [InteractionContextType.Guild],
    options: listSubcommandOptions(subcommands),
  },
  isEphemeral: true,
  audience: 'editors',
  getCommandModal: (interaction, context) => getSubcommandModal(subcommands, interaction, context),
  contextMenu: {
    data: {
      type: ApplicationCommandType.Message,
      name: 'Add to the library',
      contexts: [InteractionContextType.Guild],
    },
    description: 'adds the pages and files that the message links or attaches',
    audience: 'editors',
    run: ({ targetMessage, guildId }, context) => addFromMessage(targetMessage, guildId, context),
  },
  run: (interaction, context) => runSubcommand(subcommands, interaction, context),
  buttons: [
    defineButton({
      ...libraryButtons.add,
      fields: ARTICLE_FIELDS,
      press: (_values, interaction, context) => addFromForm(interaction, context),
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
  suggest: (interaction, context) => suggestForSubcommand(subcommands, interaction, context),
} satisfies Command;

function replyWithFiles(files: readonly ExportFile[]): Reply {
  const articles = files.reduce((sum, file) => sum + file.articles, 0);
  return {
    content: t('{{articles}}, with source, name and tags. `/library add` reads each file.', {
      articles: formatCount(articles, 'article'),
    }),
    files: files.map(({ name, json, articles: count }) => ({
      name,
      bytes: new TextEncoder().encode(json),
      description: formatCount(count, 'article'),
    })),
  };
}

async function removeArticle(
  id: string,
  interaction: CustomIdInteraction,
  { library, threads }: Context,
): Promise<Reply> {
  const article = await library.get(id);
  const versions = await library.listVersions(id);
  if (!article || versions.length === 0)
    throw new UserError('This article is no longer in this server’s library. `/library list` shows what is.');
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
  const { items: entries, more } = await loadPage(page, LIBRARY_ENTRIES_PER_PAGE, range =>
    library.list({ ...range, ...filter }),
  );
  return renderLibrary({
    entries,
    more,
    count: await library.count(filter),
    tag,
    page,
  });
}

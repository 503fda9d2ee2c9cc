import type { AutocompleteInteraction, ChatInputCommandInteraction } from 'discord.js';
import { ApplicationCommandOptionType, InteractionContextType } from 'discord-api-types/v10';
import { identify, type StoredArticle } from '../src/articles/article.ts';
import { type ExportFile, exportOne, exportOwn } from '../src/articles/export.ts';
import { articleOf } from '../src/articles/formats/form.ts';
import { keepArticles } from '../src/articles/import.ts';
import { refuseFull } from '../src/articles/library.ts';
import { mostTags, nameOf, tagsOf } from '../src/articles/names-and-tags.ts';
import { readFileInThread } from '../src/articles/read-in-worker.ts';
import { fetchAttached } from '../src/discord/attachment.ts';
import type { Command, Press } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { pageIn } from '../src/discord/custom-id.ts';
import { articleOption } from '../src/discord/options.ts';
import { renderTaken } from '../src/discord/render/added-article.ts';
import { counted } from '../src/discord/render/frame.ts';
import {
  articleFields,
  articleForm,
  PER_PAGE,
  renderAdded,
  renderLibrary,
  renderRemoval,
  renderRemoved,
  renderRenamed,
  renderTagged,
} from '../src/discord/render/library.ts';
import { label, shownSource, tell } from '../src/discord/render/text.ts';
import type { Choice, Reply } from '../src/discord/types.ts';
import { UserError } from '../src/errors.ts';
import { say } from '../src/i18n/template-values.ts';
import { t } from '../src/i18n/translate.ts';

const { Subcommand, String: Text, Attachment } = ApplicationCommandOptionType;

/** Files that one message takes. */
const FILES = 10;

const ownArticle = {
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
        options: [ownArticle],
      },
      {
        type: Subcommand,
        name: 'rename',
        description: 'Show an article under another name; its text stays as it is',
        options: [
          ownArticle,
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
          ownArticle,
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
            ...ownArticle,
            description: 'Only this one (all of this server’s own if left out)',
            required: false,
          },
        ],
      },
    ],
  },
  private: true,
  audience: 'editors',
  ask: async interaction =>
    interaction.options.getSubcommand(true) === 'add' && !isGiven(interaction) ? articleForm() : null,
  run: (interaction, house) =>
    actions[interaction.options.getSubcommand(true) as keyof typeof actions](interaction, house),
  fields: articleFields,
  async press([what, ...values], interaction, house) {
    if (what === 'add') return addTyped(interaction, house);
    if (what === 'list') return list({ page: pageIn(values[0]), tag: values[1] || null }, house);
    if (what === 'remove') return remove(values[0] ?? '', interaction, house);
    if (what === 'keep') return { content: t('Nothing was removed.') };
    throw new UserError(
      'This is from an older version of mine and does nothing any more. Please use `/library` again.',
    );
  },
  suggest,
} satisfies Command;

const actions = {
  async add({ options, guildId }: ChatInputCommandInteraction, house: House): Promise<Reply> {
    const address = options.getString('url');
    await refuseFull(house.library);
    if (address !== null && options.getAttachment('file'))
      throw new UserError('One at a time, please: a page or a file.');
    if (address !== null) return addPage(address, guildId, house);
    const attached = options.getAttachment('file', true);
    const { articles } = await readFileInThread(label(attached.name, 80), await fetchAttached(attached));
    return renderAdded(await keepArticles(articles, sourceOf(attached.name, articles), house.library));
  },
  async remove({ options, guildId }: ChatInputCommandInteraction, house: House): Promise<Reply> {
    const { article, versions } = await ownNamed(options.getString('article', true), house);
    const threads = await house.threads.pinnedTo(guildId ?? '', versions);
    return renderRemoval(article, { versions: versions.length, threads: threads.length });
  },
  async rename({ options }: ChatInputCommandInteraction, house: House): Promise<Reply> {
    const { article } = await ownNamed(options.getString('article', true), house);
    await house.library.rename(article.id, nameOf(options.getString('name') ?? ''));
    return renderRenamed((await house.library.get(article.id)) ?? article);
  },
  async tag({ options }: ChatInputCommandInteraction, house: House): Promise<Reply> {
    const { article } = await ownNamed(options.getString('article', true), house);
    const [add, removed] = [
      tagsOf(options.getString('add') ?? ''),
      tagsOf(options.getString('remove') ?? ''),
    ];
    const before = (await house.library.tag(article.id, { add: [], remove: [] })) ?? [];
    const after = new Set([...before.filter(tag => !removed.includes(tag)), ...add]);
    if (after.size > mostTags)
      throw new UserError(
        'An article has at most {{mostTags}} tags; this would be {{size}}. Remove some in the same command.',
        {
          mostTags,
          size: after.size,
        },
      );
    return renderTagged(article, (await house.library.tag(article.id, { add, remove: removed })) ?? []);
  },
  list: ({ options }: ChatInputCommandInteraction, house: House): Promise<Reply> =>
    list({ page: 0, tag: tagsOf(options.getString('tag') ?? '')[0] ?? null }, house),
  async export({ options }: ChatInputCommandInteraction, house: House): Promise<Reply> {
    const named = options.getString('article');
    if (named !== null) {
      const { article, tags } = await ownNamed(named, house);
      return exported([exportOne(article, tags, shownSource)]);
    }
    const files: ExportFile[] = [];
    for await (const file of exportOwn(house.library, shownSource)) {
      if (files.length === FILES)
        throw new UserError(
          'These are more articles than one message takes. The operator can export them all: `standfirst export --server ID`.',
        );
      files.push(file);
    }
    if (files.length === 0)
      throw new UserError('This server has no articles of its own. Add some with `/library add`.');
    return exported(files);
  },
};

function isGiven({ options }: ChatInputCommandInteraction): boolean {
  return options.getAttachment('file') !== null || options.getString('url') !== null;
}

async function addPage(
  address: string,
  serverId: string | null,
  { web, tell, signal }: House,
): Promise<Reply> {
  const taken = await web.intake.take(
    address,
    { serverId },
    { tell: step => tell({ step }), ...(signal && { signal }) },
  );
  return renderTaken(taken);
}

function exported(files: readonly ExportFile[]): Reply {
  const articles = files.reduce((sum, file) => sum + file.articles, 0);
  return {
    content: t('{{articles}}, with source, name and tags. `/library add` takes each file back.', {
      articles: counted(articles, 'article'),
    }),
    files: files.map(({ name, json, articles: held }) => ({
      name,
      bytes: new TextEncoder().encode(json),
      description: counted(held, 'article'),
    })),
  };
}

async function addTyped(interaction: Press, house: House): Promise<Reply> {
  if (!interaction.isModalSubmit()) throw new UserError('Please use `/library add` again.');
  const [headline, text, comments] = ['headline', 'text', 'comments'].map(field =>
    interaction.fields.getTextInputValue(field),
  );
  await refuseFull(house.library);
  try {
    const article = identify(
      articleOf({ headline: headline ?? '', text: text ?? '', comments: comments ?? '' }),
    );
    return renderAdded([await house.library.add(article, `typed: ${article.headline}`)]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    // what was typed is gone with the form; it goes back to the member
    return {
      content: tell(
        say(
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
async function ownNamed(
  named: string,
  { library }: House,
): Promise<{ article: StoredArticle; versions: string[]; tags: string[] }> {
  const article = await library.find(named);
  const versions = await library.versions(article.id);
  if (versions.length === 0)
    throw new UserError(
      '“{{headline}}” belongs to all servers: only the operator can change or remove it, and export it.',
      {
        headline: article.headline,
      },
    );
  return { article, versions, tags: (await library.tag(article.id, { add: [], remove: [] })) ?? [] };
}

async function remove(id: string, interaction: Press, { library, threads }: House): Promise<Reply> {
  const article = await library.get(id);
  const versions = await library.versions(id);
  if (!article || versions.length === 0)
    throw new UserError('This article is no longer in this server’s library.');
  const pinned = await threads.pinnedTo(interaction.guildId ?? '', versions);
  await library.remove(id);
  const left = await Promise.all(
    pinned.map(async thread => ({ ...thread, has: await library.get(thread.articleId) })),
  );
  const threadIds = left.filter(({ has }) => !has).map(({ threadId }) => threadId);
  return renderRemoved(article, { threadIds, isStillThere: (await library.get(id)) !== undefined });
}

async function list({ page, tag }: { page: number; tag: string | null }, { library }: House): Promise<Reply> {
  const filter = tag === null ? {} : { tag };
  const found = await library.list({ offset: page * PER_PAGE, limit: PER_PAGE + 1, ...filter });
  return renderLibrary({
    entries: found.slice(0, PER_PAGE),
    more: found.length > PER_PAGE,
    count: await library.count(filter),
    tag,
    page,
  });
}

async function suggest(interaction: AutocompleteInteraction, { library }: House): Promise<Choice[]> {
  const { name, value } = interaction.options.getFocused(true);
  if (name !== 'article') return suggestTags(interaction, library, name, value);
  const entries = await library.suggest(value, 25, { ownOnly: true });
  return entries.map(entry => ({ name: label(entry.headline, 100), value: entry.id }));
}

/**
 * Tags for the last of those that are being typed: to remove, the article's own; else all that are in use.
 */
async function suggestTags(
  { options }: AutocompleteInteraction,
  library: House['library'],
  option: string,
  typed: string,
): Promise<Choice[]> {
  const before = option === 'tag' ? '' : typed.slice(0, typed.lastIndexOf(',') + 1);
  const begun = typed.slice(before.length).trim().toLowerCase();
  const known =
    option === 'remove'
      ? ((await library.tag(options.getString('article') ?? '', { add: [], remove: [] })) ?? [])
      : (await library.tags()).map(({ tag }) => tag);
  return known
    .filter(tag => tag.startsWith(begun))
    .slice(0, 25)
    .map(tag => `${before}${before ? ' ' : ''}${tag}`)
    .filter(value => value.length <= 100)
    .map(value => ({ name: value, value }));
}

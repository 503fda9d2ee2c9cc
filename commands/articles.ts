import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import { parseTags } from '../src/articles/names-and-tags.ts';
import type { Command } from '../src/discord/command.ts';
import { ephemeralOption } from '../src/discord/command-options.ts';
import type { Context } from '../src/discord/context.ts';
import { defineButton } from '../src/discord/define-button.ts';
import { suggestTags } from '../src/discord/own-articles.ts';
import { loadPage } from '../src/discord/paging.ts';
import {
  ARTICLES_PER_PAGE,
  articlesButton,
  renderArticles,
  taggedButton,
} from '../src/discord/render/articles.ts';
import { UserError } from '../src/errors.ts';

export default {
  data: {
    name: 'articles',
    description: 'List the stored articles, newest first, search them, or show those with a tag',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'search',
        description: 'Words from the headline or the text',
        max_length: 60,
      },
      {
        type: ApplicationCommandOptionType.String,
        name: 'tag',
        description: 'Only articles with this tag',
        autocomplete: true,
        max_length: 60,
      },
      ephemeralOption,
    ],
  },
  isReadOnly: true,
  async run({ options }, context) {
    const search = options.getString('search')?.trim() ?? '';
    const [tag = null] = parseTags(options.getString('tag') ?? '');
    if (search !== '' && tag !== null)
      throw new UserError('I list by words or by a tag, not by both at once. Leave one of them out.');
    return listArticles({ page: 0, search, tag }, context);
  },
  suggest: suggestTags,
  buttons: [
    defineButton({
      ...taggedButton,
      press: ({ page, tag }, _interaction, context) => listArticles({ page, search: '', tag }, context),
    }),
    defineButton({
      ...articlesButton,
      press: ([page, ...search], _interaction, context) =>
        listArticles({ page, search: search.join('/'), tag: null }, context),
    }),
  ],
} satisfies Command;

/** Which articles to list: all, those matching a search, or those with a tag. */
interface Listed {
  readonly page: number;
  readonly search: string;
  readonly tag: string | null;
}

async function listArticles({ page, search, tag }: Listed, { library }: Context) {
  const filter = tag === null ? {} : { tag };
  const { items: entries, more } = await loadPage(page, ARTICLES_PER_PAGE, range =>
    search ? library.search(search, range) : library.list({ ...range, ...filter }),
  );
  // tolerate typing errors, as where a headline is typed
  const similar =
    search && page === 0 && entries.length === 0 ? await library.suggest(search, ARTICLES_PER_PAGE) : [];
  return renderArticles({
    entries,
    similar,
    more,
    stored: await library.count(),
    search,
    tag,
    tags: await library.listTags(),
    page,
  });
}

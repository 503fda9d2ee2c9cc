import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Command } from '../src/discord/command.ts';
import { ephemeralOption } from '../src/discord/command-options.ts';
import type { Context } from '../src/discord/context.ts';
import { defineButton } from '../src/discord/define-button.ts';
import { ARTICLES_PER_PAGE, articlesButton, renderArticles } from '../src/discord/render/articles.ts';

export default {
  data: {
    name: 'articles',
    description: 'List the stored articles, newest first, or search them',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'search',
        description: 'Words from the headline or the text',
        max_length: 60,
      },
      ephemeralOption,
    ],
  },
  isReadOnly: true,
  run: (interaction, context) =>
    listArticles(interaction.options.getString('search')?.trim() ?? '', 0, context),
  buttons: [
    defineButton({
      ...articlesButton,
      press: ([page, ...search], _interaction, context) => listArticles(search.join('/'), page, context),
    }),
  ],
} satisfies Command;

async function listArticles(search: string, page: number, context: Context) {
  const wanted = { offset: page * ARTICLES_PER_PAGE, limit: ARTICLES_PER_PAGE + 1 };
  const found = search ? await context.library.search(search, wanted) : await context.library.list(wanted);
  // a slip of the finger is forgiven, as where a headline is typed
  const resembling =
    search && page === 0 && found.length === 0
      ? await context.library.suggest(search, ARTICLES_PER_PAGE)
      : [];
  return renderArticles({
    entries: found.slice(0, ARTICLES_PER_PAGE),
    similar: resembling,
    more: found.length > ARTICLES_PER_PAGE,
    stored: await context.library.count(),
    search,
    page,
  });
}

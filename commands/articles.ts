import { ApplicationCommandOptionType } from 'discord-api-types/v10';
import type { Command } from '../src/discord/command.ts';
import type { House } from '../src/discord/context.ts';
import { pageIn } from '../src/discord/custom-id.ts';
import { privateOption } from '../src/discord/options.ts';
import { PER_PAGE, renderArticles } from '../src/discord/render/articles.ts';

export default {
  data: {
    name: 'articles',
    description: 'The stored articles, the newest first, or those about something',
    options: [
      {
        type: ApplicationCommandOptionType.String,
        name: 'search',
        description: 'Words from the headline or the text',
        max_length: 60,
      },
      privateOption,
    ],
  },
  isHarmless: true,
  run: (interaction, house) => articles(interaction.options.getString('search')?.trim() ?? '', 0, house),
  press: ([page, ...search], _interaction, house) => articles(search.join('/'), pageIn(page), house),
} satisfies Command;

async function articles(search: string, page: number, house: House) {
  const wanted = { offset: page * PER_PAGE, limit: PER_PAGE + 1 };
  const found = search ? await house.library.search(search, wanted) : await house.library.list(wanted);
  // a slip of the finger is forgiven, as where a headline is typed
  const resembling =
    search && page === 0 && found.length === 0 ? await house.library.suggest(search, PER_PAGE) : [];
  return renderArticles({
    entries: found.slice(0, PER_PAGE),
    resembling,
    more: found.length > PER_PAGE,
    stored: await house.library.count(),
    search,
    page,
  });
}

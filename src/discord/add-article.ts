import { identifyArticle } from '../articles/article.ts';
import { parseArticleForm } from '../articles/formats/form.ts';
import { refuseFullLibrary } from '../articles/library.ts';
import { UserError } from '../errors.ts';
import { createMessage } from '../i18n/template-values.ts';
import type { Context } from './context.ts';
import type { CustomIdInteraction } from './define-button.ts';
import { renderAddedArticle } from './render/added-article.ts';
import { renderAdded } from './render/library.ts';
import { renderMessage } from './render/text.ts';
import type { Reply } from './types.ts';

/** Adds the article of a page to a server's library; throws a UserError where there is none to be had. */
export async function addPage(
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

/** Adds the article that was typed into the form; what cannot be added goes back to the member as a file. */
export async function addTypedArticle(interaction: CustomIdInteraction, context: Context): Promise<Reply> {
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
          '{{message}}\nNothing was added. Your text is in the file: fix it and give it to `/library add`.',
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

/** Where the articles of a file are from. "message.txt" is what Discord calls every text that was pasted as a file: it names nothing. */
export function sourceOf(name: string, [first]: readonly { text: { headline: string } }[]): string {
  return name === 'message.txt' && first ? `pasted: ${first.text.headline}` : name;
}

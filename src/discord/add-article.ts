import type { Message, ModalSubmitInteraction } from 'discord.js';
import { identifyArticle } from '../articles/article.ts';
import { type ArticleForm, parseArticleForm } from '../articles/formats/form.ts';
import type { FileArticle } from '../articles/formats/json.ts';
import { addArticles, addUnlessShared } from '../articles/import.ts';
import { refuseFullLibrary } from '../articles/library.ts';
import { UserError } from '../errors.ts';
import { createMessage } from '../i18n/template-values.ts';
import type { AddResult } from '../storage/stores/articles.ts';
import { type AttachedFile, readAttachment } from './attachment.ts';
import type { Context } from './context.ts';
import type { CustomIdInteraction } from './define-button.ts';
import { listSources } from './message-content.ts';
import { renderAddedArticle, renderTakenPages, type TakenPage } from './render/added-article.ts';
import { renderAdded } from './render/library.ts';
import { renderMessage, TYPED } from './render/text.ts';
import type { Reply } from './types.ts';

/** Adds the article on a web page to a server's library. Throws a UserError if the page cannot be added. */
export async function addPage(address: string, serverId: string | null, context: Context): Promise<Reply> {
  return renderAddedArticle(await takeIn(address, serverId, context));
}

const takeIn = (address: string, serverId: string | null, { web, report, signal }: Context) =>
  web.intake.add(address, { serverId }, { onStep: step => report({ step }), ...(signal && { signal }) });

/** Adds the articles in the files once all are read. Throws a UserError for the first unreadable one. */
export async function addFiles(files: readonly AttachedFile[], { library }: Context): Promise<Reply> {
  await refuseFullLibrary(library);
  const read: { readonly source: string; readonly articles: readonly FileArticle[] }[] = [];
  for (const file of files) {
    const { articles } = await readAttachment(file);
    read.push({ source: sourceOf(file.name, articles), articles });
  }
  const added: AddResult[] = [];
  const step = () => refuseFullLibrary(library);
  for (const { source, articles } of read)
    added.push(...(await addArticles(articles, source, library, step)));
  return renderAdded(added);
}

/** Adds a message's files, or the pages it links to if it has none. Throws a UserError if it has neither. */
export async function addFromMessage(
  message: Message,
  serverId: string | null,
  context: Context,
): Promise<Reply> {
  const { links, files } = listSources(message);
  if (files.length > 0) return addFiles(files, context);
  const [only, ...others] = links;
  if (only === undefined)
    throw new UserError(
      'This message has no link, and no file I can read. `/library add` opens a form for its text.',
    );
  await refuseFullLibrary(context.library);
  if (others.length === 0) return addPage(only, serverId, context);
  const taken: TakenPage[] = [];
  for (const url of links) taken.push(await takePage(url, serverId, context));
  return renderTakenPages(taken);
}

/** Adds one page of several and returns the outcome. A page that cannot be added does not stop the others. */
async function takePage(address: string, serverId: string | null, context: Context): Promise<TakenPage> {
  try {
    return { url: address, taken: await takeIn(address, serverId, context) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { url: address, refusal: error.said };
  }
}

/** The values entered in the form for an article. */
interface FilledInArticle extends ArticleForm {
  readonly address: string;
  readonly files: readonly AttachedFile[];
}

/** Adds what was entered in the form. Typed text that cannot be added is returned to the member as a file. */
export async function addFromForm(interaction: CustomIdInteraction, context: Context): Promise<Reply> {
  if (!interaction.isModalSubmit()) throw new UserError('Please use `/library add` again.');
  const form = readForm(interaction);
  try {
    return await addGiven(form, interaction.guildId, context);
  } catch (error) {
    if (!(error instanceof UserError) || !isTyped(form)) throw error;
    return returnTyped(form, error);
  }
}

function readForm({ fields }: ModalSubmitInteraction): FilledInArticle {
  return {
    address: fields.getTextInputValue('page').trim(),
    files: [...(fields.getUploadedFiles('files')?.values() ?? [])],
    headline: fields.getTextInputValue('headline'),
    text: fields.getTextInputValue('text'),
    comments: fields.getTextInputValue('comments'),
  };
}

const isTyped = ({ headline, text, comments }: ArticleForm) => `${headline}${text}${comments}`.trim() !== '';

function addGiven(form: FilledInArticle, serverId: string | null, context: Context): Promise<Reply> {
  const { address, files } = form;
  const given = [address !== '', files.length > 0, isTyped(form)].filter(Boolean).length;
  if (given === 0)
    throw new UserError(
      'Please give me a page, a file or a text: use `/library add` again and fill in one of them.',
    );
  if (given > 1)
    throw new UserError(
      'Please give me only one of these: a page, files or a text. Use `/library add` for each.',
    );
  if (address !== '') return addPage(address, serverId, context);
  return files.length > 0 ? addFiles(files, context) : addTyped(form, context);
}

async function addTyped(form: ArticleForm, { library }: Context): Promise<Reply> {
  await refuseFullLibrary(library);
  const article = identifyArticle(parseArticleForm(form));
  return renderAdded([await addUnlessShared(library, article, `${TYPED}${article.headline}`)]);
}

/** Returns the typed text to the member as a file, because it is lost once the form is closed. */
function returnTyped({ headline, text, comments }: ArticleForm, { said }: UserError): Reply {
  return {
    content: renderMessage(
      createMessage(
        '{{message}}\nNothing was added. Your text is in the file: fix it and give it to `/library add`.',
        { message: said },
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

/** The source of a file's articles: its name, or the headline for Discord's pasted "message.txt". */
function sourceOf(name: string, [first]: readonly { text: { headline: string } }[]): string {
  return name === 'message.txt' && first ? `pasted: ${first.text.headline}` : name;
}

import type { TokenUsage } from '../engine.ts';
import { type ModelQuestion, TooMuch } from './article-reader.ts';
import { truncateDraft } from './draft-bounds.ts';
import { Garbled, readEvents, TooLongStream } from './events.ts';
import { type DraftReading, parseDraft } from './parse-draft.ts';
import { parseJson } from './parse-json.ts';
import { createItemReader } from './partial-draft.ts';
import { redact } from './redact.ts';
import { createCollector, extractError, TooMuchText, type WrittenReply } from './response-schema.ts';
import type { JsonObject } from './schema.ts';
import { errorMessageOf, parseServerError, ServerError } from './server-errors.ts';
import { boundTokens, estimateMessages, estimateTokens } from './tokens.ts';
import { Lost, openBody, TooManyBytes } from './transport.ts';

/** Reads the draft from a response; `written` has what was received, even if this throws. */
export async function readReply(
  response: Response,
  written: WrittenReply,
  question: ModelQuestion,
  key: string | null,
): Promise<DraftReading> {
  try {
    await takeReply(response, written, question, key);
  } catch (error) {
    const serverError = toReplyError(error, key);
    // a reply that was complete before the connection was lost still counts
    const isComplete = error instanceof Lost && parseDraft(written.text, question.schema).fits;
    if (!isComplete) throw serverError;
  }
  return extractDraft(written, question.schema);
}

async function takeReply(
  response: Response,
  written: WrittenReply,
  { schema, onPartialDraft: partly }: ModelQuestion,
  key: string | null,
): Promise<void> {
  const { form, body } = await openBody(response);
  if (form === 'page') throw new ServerError('no model server', 'a page instead of an answer');
  // what comes at once is checked as a whole, at once
  const onText =
    form === 'stream' && partly ? createItemReader(schema, draft => partly(truncateDraft(draft))) : undefined;
  const add = createCollector(written, onText);
  const addChecked = (received: unknown) => {
    const error = extractError(received);
    if (error !== undefined) throw parseServerError(error, { key });
    add(received);
  };
  if (form === 'stream') {
    for await (const { name, data } of readEvents(body))
      addChecked(name === 'error' ? { error: data } : data);
    return;
  }
  const whole = parseJson(await readText(body));
  if (whole === undefined)
    throw new ServerError(form === 'text' ? 'no model server' : 'broken off', `${form}, but no JSON`);
  addChecked(whole);
}

async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text;
}

function toReplyError(error: unknown, key: string | null): unknown {
  if ([TooMuchText, TooManyBytes, TooLongStream].some(kind => error instanceof kind))
    return new ServerError('endless', errorMessageOf(error));
  if (error instanceof Garbled) return new ServerError('no stream', error.message);
  if (error instanceof Lost) return new ServerError('broken off', redact(errorMessageOf(error), key));
  return error;
}

/** Extracts the draft from a reply, wherever the server put it. */
function extractDraft(
  { text, args, thought, isRefused, finish }: WrittenReply,
  schema: JsonObject,
): DraftReading {
  if (isRefused || finish === 'content_filter') throw new ServerError('refused', 'a refusal');
  if (finish === 'error') throw new ServerError('down', 'an answer that ends with an error');
  const said = [text, args].filter(each => each.trim() !== '').map(each => parseDraft(each, schema));
  const found = said.find(({ fits }) => fits);
  if (found) return found;
  const isCut = said.some(each => each.isCut);
  // endless prose would not become an answer with more room
  if (finish === 'length' && (isCut || said.length === 0))
    throw new TooMuch('The model’s answer was cut off');
  if (finish === null && isCut) throw new ServerError('broken off', 'the answer ends in the middle');
  // reasoning only counts as an answer if nothing else was written
  const aside = said.length === 0 ? parseDraft(thought, schema, { last: true }) : undefined;
  const best = aside?.fits ? aside : said.find(({ draft }) => draft);
  if (!best)
    throw new ServerError('unreadable', said.length === 0 ? 'nothing is said' : 'no JSON in what is said');
  return best;
}

/** The maximum number of tokens that a server may add to the messages. */
const MAX_ADDED_TOKENS = 20_000;

/** The tokens that the server reports; our estimate if none, impossible, or interrupted. */
export async function determineUsage(
  { usage, text, args, thought }: WrittenReply,
  { messages, schema }: ModelQuestion,
): Promise<TokenUsage> {
  const { input, output } = usage;
  const most =
    boundTokens(...messages.map(({ content }) => content), JSON.stringify(schema)) + MAX_ADDED_TOKENS;
  const isRead = input !== null && input > 0 && input <= most;
  const isWritten = output !== null && (output > 0 || text + args + thought === '');
  return {
    inputTokens: isRead ? input : estimateMessages(messages),
    outputTokens: isWritten ? output : estimateTokens(text + args + thought),
    ...(!(isRead && isWritten) && { isCounted: true }),
  };
}

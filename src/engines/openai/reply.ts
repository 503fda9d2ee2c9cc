import type { Usage } from '../engine.ts';
import { withinBounds } from './bounds.ts';
import { eventsIn, Garbled, TooLongLine } from './events.ts';
import { faultIn, ServerFault, wordsOf } from './failures.ts';
import { createItemReader } from './items.ts';
import { parseJson } from './json.ts';
import { type Question, TooMuch } from './reader.ts';
import { type Read, readDraft } from './reading.ts';
import type { Json } from './schema.ts';
import { scrub } from './scrub.ts';
import { countMessages, countTokens, tokensAtMost } from './tokens.ts';
import { Lost, openBody, TooManyBytes } from './transport.ts';
import { createTaker, errorIn, TooMuchText, type Written } from './wire.ts';

/**
 * Reads an answer that has begun to the draft in it; `written` holds what there is, also where it throws the
 * server's fault.
 */
export async function readReply(
  response: Response,
  written: Written,
  question: Question,
  key: string | null,
): Promise<Read> {
  try {
    await take(response, written, question, key);
  } catch (error) {
    const fault = faultOf(error, key);
    // what was complete before the connection was lost is an answer all the same
    const isComplete = error instanceof Lost && readDraft(written.text, question.schema).fits;
    if (!isComplete) throw fault;
  }
  return draftIn(written, question.schema);
}

async function take(
  response: Response,
  written: Written,
  { schema, partly }: Question,
  key: string | null,
): Promise<void> {
  const { form, body } = await openBody(response);
  if (form === 'page') throw new ServerFault('no model server', 'a page instead of an answer');
  const tell = partly && createItemReader(schema, draft => partly(withinBounds(draft)));
  const add = createTaker(written, tell);
  const addSound = (received: unknown) => {
    const error = errorIn(received);
    if (error !== undefined) throw faultIn(error, { key });
    add(received);
  };
  if (form === 'stream') {
    for await (const { name, data } of eventsIn(body)) addSound(name === 'error' ? { error: data } : data);
    return;
  }
  const whole = parseJson(await textOf(body));
  if (whole === undefined)
    throw new ServerFault(form === 'text' ? 'no model server' : 'broken off', `${form}, but no JSON`);
  addSound(whole);
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) text += decoder.decode(chunk, { stream: true });
  return text;
}

function faultOf(error: unknown, key: string | null): unknown {
  if ([TooMuchText, TooManyBytes, TooLongLine].some(kind => error instanceof kind))
    return new ServerFault('endless', wordsOf(error));
  if (error instanceof Garbled) return new ServerFault('no stream', error.message);
  if (error instanceof Lost) return new ServerFault('broken off', scrub(wordsOf(error), key));
  return error;
}

/** The draft in what was written, wherever the server put it. */
function draftIn({ text, args, thought, isRefused, finish }: Written, schema: Json): Read {
  if (isRefused || finish === 'content_filter') throw new ServerFault('refused', 'a refusal');
  if (finish === 'error') throw new ServerFault('down', 'an answer that ends with an error');
  const said = [text, args].filter(each => each.trim() !== '').map(each => readDraft(each, schema));
  const found = said.find(({ fits }) => fits);
  if (found) return found;
  const isCut = said.some(each => each.isCut);
  // prose without end is no answer that more room would complete
  if (finish === 'length' && (isCut || said.length === 0))
    throw new TooMuch('The model’s answer was cut off');
  if (finish === null && isCut) throw new ServerFault('broken off', 'the answer ends in the middle');
  // what is thought aloud holds an answer only where nothing is said
  const aside = said.length === 0 ? readDraft(thought, schema, { last: true }) : undefined;
  const best = aside?.fits ? aside : said.find(({ draft }) => draft);
  if (!best)
    throw new ServerFault('unreadable', said.length === 0 ? 'nothing is said' : 'no JSON in what is said');
  return best;
}

/** What a server may add to the messages by itself, in tokens. */
const ADDED = 20_000;

/**
 * What the server says was used; where it does not say, says what cannot be, or was not heard to the end,
 * what we count ourselves.
 */
export async function usageOf(
  { usage, text, args, thought }: Written,
  { messages, schema }: Question,
): Promise<Usage> {
  const { input, output } = usage;
  const most = tokensAtMost(...messages.map(({ content }) => content), JSON.stringify(schema)) + ADDED;
  const isRead = input !== null && input > 0 && input <= most;
  const isWritten = output !== null && (output > 0 || text + args + thought === '');
  return {
    inputTokens: isRead ? input : await countMessages(messages),
    outputTokens: isWritten ? output : await countTokens(text + args + thought),
    ...(!(isRead && isWritten) && { isCounted: true }),
  };
}

import { z } from 'zod';

/** The most characters of a reply that are kept; a reply may have 4,000 tokens besides reasoning. */
const MAX_TEXT = 400_000;

/** The reply as received so far. */
export interface WrittenReply {
  /** The text, and what servers deliver separately: arguments of a tool call, and reasoning. */
  text: string;
  args: string;
  thought: string;
  isRefused: boolean;
  finish: string | null;
  usage: TokenCounts;
}

interface TokenCounts {
  /** Null if the server reports nothing, or an impossible value. */
  readonly input: number | null;
  readonly output: number | null;
}

export const createWritten = (): WrittenReply => ({
  text: '',
  args: '',
  thought: '',
  isRefused: false,
  finish: null,
  usage: { input: null, output: null },
});

/** A reply exceeds the maximum length. */
export class TooMuchText extends Error {}

/** Any value, which may also be missing. */
const Anything = z.unknown().optional();

const Words = z.string().catch('');

/** The maximum number of choices, and of tool calls, that are examined. */
const MAX_CHOICES = 50;
const listSchemaOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    given => (Array.isArray(given) ? given.slice(0, MAX_CHOICES) : isObject(given) ? [given] : []),
    z.array(item),
  );

const isObject = (given: unknown): given is object => typeof given === 'object' && given !== null;

const ToolCall = z
  .object({ index: z.int().catch(0), function: z.object({ arguments: Anything }).catch({ arguments: '' }) })
  .nullable()
  .catch(null);

/** A message in any form that servers use; no field is required. */
const MessageContent = z.object({
  content: Anything,
  refusal: Anything,
  parsed: Anything,
  output_text: Anything,
  output: Anything,
  text: Anything,
  response: Anything,
  tool_calls: listSchemaOf(ToolCall),
  function_call: z.object({ arguments: Anything }).catch({ arguments: '' }),
  reasoning_content: Anything,
  reasoning: Anything,
  thinking: Anything,
});
type MessageContent = z.infer<typeof MessageContent>;

/** A bare string also counts as a message. */
const Message = z
  .preprocess(given => (typeof given === 'string' ? { content: given } : given), MessageContent)
  .nullable()
  .catch(null);

const Choice = z
  .object({
    index: z.int().catch(0),
    message: Message,
    delta: Message,
    text: Anything,
    finish_reason: Words,
  })
  .nullable()
  .catch(null);

/** The maximum plausible token count of one call. */
const MAX_TOKENS = 10_000_000;

const TokenCount = z.int().min(0).max(MAX_TOKENS).nullable().catch(null);
const Usage = z
  .object({ prompt_tokens: TokenCount, completion_tokens: TokenCount })
  .catch({ prompt_tokens: null, completion_tokens: null });

const Body = z.object({ choices: listSchemaOf(Choice), usage: Usage, message: Message });

const ErrorBody = z.object({
  error: Anything,
  object: Anything,
  choices: listSchemaOf(z.object({ error: Anything }).nullable().catch(null)),
  detail: Anything,
  message: Anything,
  msg: Anything,
});

/** The error in a body, which some servers send after status 200; undefined if there is none. */
export function extractError(body: unknown): unknown {
  const found = ErrorBody.safeParse(body);
  const first = Array.isArray(body) ? extractError(body[0]) : undefined;
  if (!found.success) return first;
  const { error, object, choices, detail, message, msg } = found.data;
  if (error) return body;
  const failed = choices.find(choice => choice?.error);
  if (failed || choices.length > 0) return failed ?? undefined;
  const isTold =
    object === 'error' || detail !== undefined || typeof message === 'string' || typeof msg === 'string';
  return isTold ? body : undefined;
}

/**
 * Creates a function that adds bodies, complete ones or the pieces of a stream, to what has been received. Of
 * several choices, the first one with content is followed.
 */
export function createCollector(
  written: WrittenReply,
  onText: (text: string) => void = () => undefined,
): (body: unknown) => void {
  let followed: number | null = null;
  return received => {
    const body = Body.safeParse(received);
    if (!body.success) return;
    const { choices, usage, message } = body.data;
    written.usage = {
      input: usage.prompt_tokens ?? written.usage.input,
      output: usage.completion_tokens ?? written.usage.output,
    };
    for (const choice of choices) {
      if (!choice || (followed !== null && choice.index !== followed)) continue;
      const before = sizeOf(written);
      // the last piece may repeat the whole message: do not add it twice
      const said = choice.delta ?? (before === 0 ? choice.message : null);
      if (said) addContent(said, written, onText);
      if (typeof choice.text === 'string') addText(choice.text, written, onText);
      written.finish = normalizeFinish(choice.finish_reason) ?? written.finish;
      if (sizeOf(written) > before || written.isRefused) followed ??= choice.index;
    }
    const other = message ?? MessageContent.safeParse(received).data;
    if (choices.length === 0 && other) addContent(other, written, onText);
  };
}

const sizeOf = ({ text, args, thought }: WrittenReply) => text.length + args.length + thought.length;

function addContent(said: MessageContent, written: WrittenReply, onText: (text: string) => void): void {
  const { text, thought, isRefused } = flattenContent(said.content);
  addText(text, written, onText);
  addThought(thought, written);
  if (isRefused || (typeof said.refusal === 'string' && said.refusal !== '')) written.isRefused = true;
  for (const field of ['reasoning_content', 'reasoning', 'thinking'] as const)
    addThought(flattenContent(said[field]).text, written);
  for (const { arguments: given } of [
    ...said.tool_calls.flatMap(call => (call && call.index === 0 ? [call.function] : [])),
    said.function_call,
  ])
    written.args = appendBounded(written.args, toJson(given));
  if (text !== '') return;
  for (const field of ['output_text', 'output', 'parsed', 'text', 'response'] as const) {
    const elsewhere = field === 'parsed' ? toJson(said.parsed) : flattenContent(said[field]).text;
    if (elsewhere === '') continue;
    addText(elsewhere, written, onText);
    return;
  }
}

function addText(text: string, written: WrittenReply, onText: (text: string) => void): void {
  if (text === '') return;
  written.text = appendBounded(written.text, text);
  onText(text);
}

/** Unlike text, reasoning beyond the limit is dropped rather than an error. */
function addThought(text: string, written: WrittenReply): void {
  if (written.thought.length < MAX_TEXT) written.thought += text.slice(0, MAX_TEXT);
}

function appendBounded(text: string, more: string): string {
  if (text.length + more.length > MAX_TEXT) throw new TooMuchText(`more than ${MAX_TEXT} characters`);
  return text + more;
}

const toJson = (given: unknown) =>
  typeof given === 'object' && given !== null
    ? JSON.stringify(given)
    : typeof given === 'string'
      ? given
      : '';

interface ContentParts {
  text: string;
  thought: string;
  isRefused: boolean;
}

/** The maximum depth and number of nested parts. */
const MAX_DEPTH = 6;
const MAX_PARTS = 10_000;

/** Flattens a message's content: a string, parts (text, reasoning, refusals, lists), or an object. */
function flattenContent(content: unknown): ContentParts {
  const parts: ContentParts = { text: '', thought: '', isRefused: false };
  const Thinking = /think|reason/i;
  let left = MAX_PARTS;
  const readPart = (part: unknown, isThought: boolean, depth: number): void => {
    if (depth > MAX_DEPTH || left-- <= 0) return;
    if (typeof part === 'string') {
      if (isThought) parts.thought += part;
      else parts.text += part;
    } else if (Array.isArray(part)) for (const each of part) readPart(each, isThought, depth + 1);
    else if (typeof part === 'object' && part !== null)
      readObject(part as Record<string, unknown>, isThought, depth);
  };
  const readObject = (part: Record<string, unknown>, isThought: boolean, depth: number): void => {
    const type = typeof part.type === 'string' ? part.type : '';
    if (type === 'refusal' || (typeof part.refusal === 'string' && part.refusal !== '')) {
      parts.isRefused = true;
      return;
    }
    const isThinking = isThought || Thinking.test(type);
    const inner = ['text', 'content', 'output_text', 'value', 'thinking', 'summary', 'parts'].find(
      field => part[field] !== undefined && part[field] !== null,
    );
    if (inner) readPart(part[inner], isThinking || inner === 'thinking', depth + 1);
    // the reply itself, sent as an object instead of as a string
    else if (depth === 0 && type === '') parts.text += JSON.stringify(part);
  };
  readPart(content, false, 0);
  return parts;
}

const FINISHED = new Map([
  ['max_tokens', 'length'],
  ['max_output_tokens', 'length'],
  ['model_length', 'length'],
  ['safety', 'content_filter'],
  ['recitation', 'content_filter'],
  ['prohibited_content', 'content_filter'],
  ['refusal', 'content_filter'],
]);

function normalizeFinish(reason: string): string | null {
  const told = reason.toLowerCase();
  return told === '' || told === 'null' || told === 'none' ? null : (FINISHED.get(told) ?? told);
}

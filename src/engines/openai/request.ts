import type { ChatCompletionCreateParams } from 'openai/resources/chat/completions';
import { elementAt } from '../../lists.ts';
import type { ModelQuestion } from './article-reader.ts';
import type { ServerCapabilities } from './capabilities.ts';
import type { JsonObject } from './schema.ts';
import type { ChatMessage } from './tokens.ts';

/** The settings shared by all requests to a model. */
export interface RequestSettings {
  readonly model: string;
  /** The maximum length of a reply, in tokens. */
  readonly reply: number;
}

/** Builds a request in the strictest form that the server supports. */
export function createRequest(
  { messages, name, schema }: ModelQuestion,
  { mode, stream, usage, limit, system }: ServerCapabilities,
  { model, reply }: RequestSettings,
): ChatCompletionCreateParams {
  const shaped = mode === 'json_schema' ? messages : addSchemaText(messages, schema);
  return {
    model,
    messages: system ? [...shaped] : foldSystemMessage(shaped),
    ...(limit && { [limit]: reply }),
    ...(stream && { stream: true as const }),
    ...(stream && usage && { stream_options: { include_usage: true } }),
    ...(mode === 'json_schema' && {
      response_format: { type: 'json_schema' as const, json_schema: { name, strict: true, schema } },
    }),
    ...(mode === 'json_object' && { response_format: { type: 'json_object' as const } }),
  };
}

/** Appends the JSON schema as text, for servers that do not accept it as a parameter. */
function addSchemaText(messages: readonly ChatMessage[], schema: JsonObject): ChatMessage[] {
  const last = elementAt(messages, -1);
  const shape = `Reply with one JSON object that fits this JSON schema:\n${JSON.stringify(schema)}`;
  return [...messages.slice(0, -1), { ...last, content: `${last.content}\n\n${shape}` }];
}

/** Moves the system prompt to the beginning of the first message. */
function foldSystemMessage([system, first, ...others]: readonly ChatMessage[]): ChatMessage[] {
  if (!system || !first) throw new Error('A question begins with a system message and one of the user.');
  return [{ ...first, content: `${system.content}\n\n${first.content}` }, ...others];
}

/** Parameters that do not affect the answer: how it is delivered, who asks, where it is stored and billed. */
const DELIVERY: readonly string[] = [
  'stream',
  'stream_options',
  'user',
  'safety_identifier',
  'prompt_cache_key',
  'prompt_cache_retention',
  'metadata',
  'service_tier',
  'store',
];

/** The request without delivery's parameters; new ones affect the answer unless listed here. */
export function withoutDelivery(request: object): JsonObject {
  return Object.fromEntries(Object.entries(request).filter(([name]) => !DELIVERY.includes(name)));
}

import { setImmediate } from 'node:timers/promises';
import { createMemo } from '../../memo.ts';

/** Counted at once, in characters: the time for a word without end grows with the square of its length. */
const PIECE_LENGTH = 2_000;

/** After so many characters everybody else has a turn. */
const YIELD_AFTER = 20_000;

/** What a message takes beside its text, in tokens. */
const MESSAGE_OVERHEAD = 4;

let counting: Promise<(text: string) => number> | undefined;

/** Loads the tables, which takes a moment and some memory: only where a model is asked. */
export function loadTokenCounter(): Promise<(text: string) => number> {
  counting ??= import('gpt-tokenizer').then(({ countTokens }) => {
    // what strangers write as a special token is text like any other
    const options = { disallowedSpecial: new Set<string>() };
    return text => countTokens(text, options);
  });
  return counting;
}

/**
 * How many tokens of OpenAI's newer models a text has, at most one too many for each 2,000 characters; about
 * as many of other models.
 */
export async function countTokens(text: string): Promise<number> {
  const count = await loadTokenCounter();
  let tokens = 0;
  for (let at = 0; at < text.length; at += PIECE_LENGTH) {
    if (at % YIELD_AFTER === 0 && at > 0) await setImmediate();
    tokens += count(text.slice(at, at + PIECE_LENGTH));
  }
  return tokens;
}

/**
 * No text has more tokens than bytes, whatever the model: the test that costs next to nothing. Counting the 5
 * KB of an article takes longer than everything else that is done before a model is asked.
 */
export function boundTokens(...texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + MESSAGE_OVERHEAD + Buffer.byteLength(text), 0);
}

/** About as many tokens as a text has in most languages, rather a few too many. */
export function estimateTokens(text: string): number {
  return Math.ceil(Buffer.byteLength(text) / 3);
}

/** The size of messages as a model counts them, in tokens. */
export async function countMessages(messages: readonly ChatMessage[]): Promise<number> {
  let tokens = 0;
  for (const { role, content } of messages)
    tokens += MESSAGE_OVERHEAD + (await (role === 'system' ? countOnce(content) : countTokens(content)));
  return tokens;
}

/** Few texts are the same in every request; were there more, the last would stay. */
const countsByText = createMemo<number>({ entries: 20 });

/** For the few texts that are the same in every request. */
async function countOnce(text: string): Promise<number> {
  return countsByText.get(text) ?? countsByText.set(text, await countTokens(text));
}

/** One message of a chat completion. */
export interface ChatMessage {
  readonly role: 'system' | 'user' | 'assistant';
  readonly content: string;
}

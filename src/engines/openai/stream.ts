import type { ChatCompletion, ChatCompletionChunk } from 'openai/resources/chat/completions';

/** What a server wrote, so far. */
export interface Written {
  text: string;
  isRefused: boolean;
  finish: string | null;
  /** Null where the server does not say. */
  usage: { readonly prompt_tokens: number; readonly completion_tokens: number } | null;
}

export const nothingWritten = (): Written => ({ text: '', isRefused: false, finish: null, usage: null });

/** Adds the pieces to what is written; `tell` gets the text of each. */
export async function collect(
  pieces: AsyncIterable<ChatCompletionChunk>,
  written: Written,
  tell: (text: string) => void,
): Promise<void> {
  for await (const { choices, usage } of pieces) {
    if (usage) written.usage = usage;
    const choice = choices?.[0];
    if (!choice) continue;
    if (choice.delta?.refusal) written.isRefused = true;
    if (choice.finish_reason) written.finish = choice.finish_reason;
    const text = choice.delta?.content;
    if (!text) continue;
    written.text += text;
    tell(text);
  }
}

/** The whole completion of a server that does not stream. */
export function take({ choices, usage }: ChatCompletion, written: Written): void {
  const choice = choices?.[0];
  written.text = choice?.message?.content ?? '';
  written.isRefused = Boolean(choice?.message?.refusal);
  written.finish = choice?.finish_reason ?? null;
  written.usage = usage ?? null;
}

import type { Logger } from 'pino';
import { z } from 'zod';
import type { ServerCapabilities } from './capabilities.ts';
import { createModelClient, type ModelSettings } from './client.ts';
import { toStrictSchema } from './schema.ts';

/** The result of asking a model one small question. */
type Probe =
  | {
      readonly seconds: number;
      /** The model's answer; null if it is not in the requested form. */
      readonly colour: string | null;
      /** The way of requesting JSON that worked. */
      readonly mode: ServerCapabilities['mode'];
    }
  | {
      /** Why there was no answer, as a sentence without a full stop. */
      readonly failure: string;
      /** The models that the server lists; null if it does not list them. */
      readonly models: readonly string[] | null;
    };

const Reply = z.object({ colour: z.string().max(1_000) });

const QUESTION = {
  messages: [
    { role: 'system' as const, content: 'Reply with one JSON object of the given shape and nothing else.' },
    {
      role: 'user' as const,
      content: 'The boat is red. Which colour has the boat? Shape: {"colour": string}',
    },
  ],
  name: 'colour',
  schema: toStrictSchema(Reply),
};

/** Asks a model which colour a red boat has: is it there, does it follow a schema, how long does it take? */
export async function probeModel(settings: ModelSettings, log: Logger): Promise<Probe> {
  const client = createModelClient(settings, log);
  const began = performance.now();
  try {
    const reply = Reply.safeParse(await client.ask(QUESTION));
    const seconds = (performance.now() - began) / 1000;
    return { seconds, colour: reply.success ? reply.data.colour : null, mode: client.getCapabilities().mode };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    return { failure, models: await client.listModels().catch(() => null) };
  }
}

import { GatewayCloseCodes } from 'discord-api-types/v10';
import type { RawData } from 'ws';
import { z } from 'zod';

const Received = z.object({ op: z.number(), d: z.unknown() });
export const Identify = z.object({
  token: z.string(),
  intents: z.number().int().min(0),
  compress: z.boolean().optional(),
  shard: z.tuple([z.number().int().min(0), z.number().int().min(1)]).optional(),
});
export const Resume = z.object({ token: z.string(), session_id: z.string(), seq: z.number() });
export const Members = z.object({
  guild_id: z.string(),
  query: z.string().optional(),
  limit: z.number().optional(),
  user_ids: z.union([z.string(), z.array(z.string())]).optional(),
  nonce: z.string().optional(),
});

/** A payload that cannot be accepted: the connection is closed with Discord's close code. */
export class Closing extends Error {
  readonly code: number;

  constructor(code: number, reason: string) {
    super(reason);
    this.code = code;
  }
}

const UNREADABLE = 'Error while decoding payload.';

export function parse(raw: RawData): z.infer<typeof Received> {
  try {
    return Received.parse(JSON.parse(String(raw)));
  } catch {
    // Not JSON or not a payload, hostile or broken: the close code says so.
    throw new Closing(GatewayCloseCodes.DecodeError, UNREADABLE);
  }
}

export function decode<Shape extends z.ZodType>(shape: Shape, data: unknown): z.infer<Shape> {
  const result = shape.safeParse(data);
  if (!result.success) throw new Closing(GatewayCloseCodes.DecodeError, UNREADABLE);
  return result.data;
}

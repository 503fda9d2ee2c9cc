import { z } from 'zod';
import { createMessage, type MessageDescriptor, type MessageValue } from './template-values.ts';

const valueSchema: z.ZodType<MessageValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    descriptorSchema,
    z.strictObject({
      parts: z.array(valueSchema),
      by: z.enum(['and', 'or', ', ', '; ', ' ', '\n']),
    }),
    z.strictObject({ code: z.string() }),
    z.strictObject({ mentioned: z.enum(['channel', 'role']), id: z.string() }),
    z.strictObject({ moment: z.number() }),
    z.strictObject({ dollars: z.number() }),
  ]),
);

const descriptorSchema: z.ZodType<MessageDescriptor> = z.strictObject({
  sentence: z.string(),
  values: z.record(z.string(), valueSchema),
});

/**
 * A sentence in a database, kept with its values so that each reader sees it in their own language. A string
 * is from before that: it is shown as it was stored.
 */
export const StoredMessage = z.union([
  descriptorSchema,
  z
    .string()
    .min(1)
    .transform(said => createMessage('{{said}}', { said })),
]);

import { z } from 'zod';

/** An id of Discord's: up to 20 digits. */
export const SNOWFLAKE = z.string().regex(/^\d{1,20}$/);

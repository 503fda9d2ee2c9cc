/** PostgreSQL's code for a row that refers to one which is gone. */
const FOREIGN_KEY_VIOLATION = '23503';

/** Whether a row was refused because what it refers to was removed in this very moment. */
export function isReferenceGone(error: unknown): boolean {
  return (error as { code?: unknown }).code === FOREIGN_KEY_VIOLATION;
}

/** PostgreSQL's code for a row that references a missing one. */
const FOREIGN_KEY_VIOLATION = '23503';

/** Whether a write failed because the referenced row had just been deleted. */
export function isReferenceGone(error: unknown): boolean {
  return (error as { code?: unknown }).code === FOREIGN_KEY_VIOLATION;
}

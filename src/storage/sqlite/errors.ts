/** What SQLite's codes mean to an operator, and what to do about them. */
const REASONS: Readonly<Record<number, string>> = {
  5: 'another process has held it for long: stop that one, or use PostgreSQL for several processes',
  8: 'it is read-only: let the bot’s user write to the file and its folder',
  10: 'the disk could not be read or written: look at the disk',
  11: 'the file is cut or damaged: it was left as it is. Move it away and restore a backup (`npm run -s standfirst -- restore FILE`)',
  13: 'the disk is full: make room; nothing that was kept is lost',
  14: 'the file cannot be opened: let the bot’s user write to the file and its folder',
  26: 'the file is no database, or is damaged: it was left as it is. Move it away and restore a backup (`npm run -s standfirst -- restore FILE`)',
};

/** Explains a database error in a clause; null if unknown. The lowest byte of a code is its kind. */
export function describeSqliteError(error: unknown): string | null {
  const { errcode } = error as { errcode?: unknown };
  return typeof errcode === 'number' ? (REASONS[errcode & 0xff] ?? null) : null;
}

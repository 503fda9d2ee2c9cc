/**
 * Lists the owners of articles (everybody, number 0, and each server that has ever held any), and counts the
 * distinct texts that each lists (`articles`) and those that everybody lists too (`shared`). Triggers keep
 * the counts, so that nothing is counted while a reader waits.
 */
export const ownerCountSchema = `
  CREATE TABLE article_holder (
    number INTEGER PRIMARY KEY,
    holder TEXT NOT NULL UNIQUE,
    articles INTEGER NOT NULL DEFAULT 0,
    shared INTEGER NOT NULL DEFAULT 0
  ) STRICT;
  INSERT INTO article_holder (number, holder) VALUES (0, '');
  CREATE TRIGGER article_listed AFTER INSERT ON article_version
    WHEN new.newest = 1 AND ${isOnlySource('new')} BEGIN
    INSERT INTO article_holder (holder) VALUES (new.holder) ON CONFLICT DO NOTHING;
    ${countChange('new', 1)}
  END;
  CREATE TRIGGER article_retired AFTER UPDATE OF newest ON article_version
    WHEN old.newest = 1 AND new.newest = 0 AND ${isOnlySource('old')} BEGIN ${countChange('old', -1)} END;
  CREATE TRIGGER article_removed AFTER DELETE ON article_version
    WHEN old.newest = 1 AND ${isOnlySource('old')} BEGIN ${countChange('old', -1)} END;
`;

/** SQL: whether the owner lists the text of a row under no other source. */
function isOnlySource(row: string): string {
  return `NOT EXISTS (
    SELECT 1 FROM article_version AS other WHERE other.newest = 1 AND other.article = ${row}.article
      AND other.holder = ${row}.holder AND other.sequence <> ${row}.sequence
  )`;
}

function countChange(row: string, change: 1 | -1): string {
  return `
    UPDATE article_holder SET articles = articles + ${change} WHERE holder = ${row}.holder;
    UPDATE article_holder SET shared = shared + ${change} WHERE holder IN (
      SELECT CASE ${row}.holder WHEN '' THEN other.holder ELSE ${row}.holder END FROM article_version AS other
      WHERE other.newest = 1 AND other.article = ${row}.article AND (other.holder = '') <> (${row}.holder = '')
    );`;
}

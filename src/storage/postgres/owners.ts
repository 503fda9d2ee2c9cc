/**
 * Counts the distinct texts that each owner lists (`articles`), and how many of them everybody lists too
 * (`shared`), so that nothing is counted while a reader waits. The triggers run before each row: in a
 * multi-row insert, each row sees the ones before it.
 */
export const ownerCountSchema = `
  CREATE TABLE article_holder (
    holder TEXT COLLATE "C" PRIMARY KEY,
    articles INTEGER NOT NULL DEFAULT 0,
    shared INTEGER NOT NULL DEFAULT 0
  );
  CREATE FUNCTION article_counted() RETURNS trigger LANGUAGE plpgsql SET enable_seqscan = off AS $$
  DECLARE
    counted article_version := CASE TG_OP WHEN 'INSERT' THEN new ELSE old END;
    change integer := CASE TG_OP WHEN 'INSERT' THEN 1 ELSE -1 END;
  BEGIN
    IF NOT EXISTS (
      SELECT 1 FROM article_version AS other WHERE other.newest = 1 AND other.article = counted.article
        AND other.holder = counted.holder AND other.sequence <> counted.sequence
    ) THEN
      INSERT INTO article_holder (holder) VALUES (counted.holder) ON CONFLICT DO NOTHING;
      UPDATE article_holder SET articles = articles + change WHERE holder = counted.holder;
      UPDATE article_holder SET shared = shared + change WHERE holder IN (
        SELECT CASE counted.holder WHEN '' THEN other.holder ELSE counted.holder END FROM article_version AS other
        WHERE other.newest = 1 AND other.article = counted.article AND (other.holder = '') <> (counted.holder = '')
      );
    END IF;
    RETURN CASE TG_OP WHEN 'DELETE' THEN old ELSE new END;
  END $$;
  CREATE TRIGGER article_listed BEFORE INSERT ON article_version
    FOR EACH ROW WHEN (new.newest = 1) EXECUTE FUNCTION article_counted();
  CREATE TRIGGER article_retired BEFORE UPDATE OF newest ON article_version
    FOR EACH ROW WHEN (old.newest = 1 AND new.newest = 0) EXECUTE FUNCTION article_counted();
  CREATE TRIGGER article_removed BEFORE DELETE ON article_version
    FOR EACH ROW WHEN (old.newest = 1) EXECUTE FUNCTION article_counted();
`;

/** Recounts all owners after a bulk insert: a counter row updated once per version would get ever slower. */
export const RECOUNT_OWNERS = `
  INSERT INTO article_holder (holder, articles, shared)
  SELECT holder, count(*), count(*) FILTER (WHERE holder <> '' AND EXISTS (
    SELECT 1 FROM article_version AS other WHERE other.newest = 1 AND other.article = each.article AND other.holder = ''
  )) FROM (SELECT DISTINCT holder, article FROM article_version WHERE newest = 1) AS each GROUP BY holder
  ON CONFLICT (holder) DO UPDATE SET articles = excluded.articles, shared = excluded.shared`;

import type { Dialect } from '../database.ts';

/** How long it is kept what an answer is about that is cached elsewhere, in milliseconds: longer than the answer. */
export const NOTE_LIFETIME_MS = 100 * 24 * 60 * 60 * 1000;

/**
 * Brings what is stored of an asked answer into fewer bytes. `cached_answer` is the cached answer with what
 * it is about, in one row instead of two; its indexes hold no second copy of its key. `value` is null if the
 * answer is cached on a server of its own, `article_id` and `asked` if an earlier program did not record
 * them. `asker` is whose words a question contains: `as_context` is 1 for an earlier question of its thread.
 * Rows whose question is no longer stored are left out; they were due to be deleted.
 */
export const createAnswerRows = ({
  text,
  bigint,
  bytes,
  bytesOf,
  millisecondsOf,
  end,
  keyedEnd,
}: Dialect) => `
  CREATE TABLE cached_answer (
    key ${text} PRIMARY KEY,
    article_id ${text},
    asked ${text},
    at ${text},
    value ${bytes},
    expires ${bigint}
  ${end};
  INSERT INTO cached_answer (key, article_id, asked, at, value, expires)
    SELECT cache.key, article_id, asked, at, ${bytesOf('value')}, expires FROM cache
    LEFT JOIN kept_answer ON kept_answer.key = cache.key ORDER BY expires;
  INSERT INTO cached_answer (key, article_id, asked, at, expires)
    SELECT key, article_id, asked, at, ${millisecondsOf('at')} + ${NOTE_LIFETIME_MS} FROM kept_answer WHERE key NOT IN (SELECT key FROM cache);
  CREATE INDEX cached_answer_article ON cached_answer (article_id) WHERE article_id IS NOT NULL;
  CREATE INDEX cached_answer_asked ON cached_answer (asked) WHERE asked IS NOT NULL;
  CREATE INDEX cached_answer_expires ON cached_answer (expires) WHERE expires IS NOT NULL;
  DROP TABLE cache;
  DROP TABLE kept_answer;
  CREATE TABLE asker (
    server_id ${text} NOT NULL,
    member_id ${text} NOT NULL,
    key ${text} NOT NULL,
    as_context INTEGER NOT NULL,
    at ${text} NOT NULL,
    PRIMARY KEY (server_id, member_id, key, as_context)
  ${keyedEnd};
  INSERT INTO asker (server_id, member_id, key, as_context, at)
    SELECT server_id, member_id, key, CASE part WHEN 'context' THEN 1 ELSE 0 END, at FROM asked_by
    WHERE key IN (SELECT key FROM asked);
  CREATE INDEX asker_key ON asker (key);
  DROP TABLE asked_by;
`;

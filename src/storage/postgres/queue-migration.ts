/**
 * Migrates the queue that digests had before they had a due time of their own (pg-boss jobs, in a schema of
 * their own): it keeps which posts were given up. Jobs that were waiting need no migration, because their
 * digests are due at once. The schema is dropped, unless another program has queues in it or another user
 * created it.
 */
export const queueMigration = `
  DO $$
  DECLARE
    others boolean := true;
  BEGIN
    IF to_regclass('pgboss.job') IS NULL THEN
      RETURN;
    END IF;
    UPDATE digest_post SET post = left(post, -1) || ',"failed":true}'
    FROM pgboss.job AS letter
    WHERE letter.name = 'digests-given-up' AND letter.data->>'occasion' IS NOT NULL
      AND letter.data->>'digest' = digest_post.digest_id AND letter.data->>'slot' = digest_post.slot
      AND digest_post.state = 'skipped' AND post::jsonb->>'failed' IS NULL;
    DELETE FROM pgboss.job WHERE name IN ('digests', 'digests-given-up');
    IF to_regclass('pgboss.queue') IS NOT NULL THEN
      SELECT count(*) > 0 INTO others FROM pgboss.queue
      WHERE name NOT IN ('digests', 'digests-given-up') AND name NOT LIKE '\\_\\_pgboss%';
    END IF;
    IF NOT others THEN
      BEGIN
        DROP SCHEMA pgboss CASCADE;
      EXCEPTION WHEN insufficient_privilege THEN
        RAISE NOTICE 'the empty schema pgboss stays, for another user made it';
      END;
    END IF;
  END $$;
`;

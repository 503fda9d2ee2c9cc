/**
 * Marks posts that were given up and whose digests have not posted since: their servers have been told the
 * reason.
 */
export const failureMigration = `
  UPDATE digest_post SET post = json_set(post, '$.failed', json('true'))
  WHERE state = 'skipped' AND occasion = 'schedule' AND json_extract(post, '$.reason') = (
    SELECT json_extract(digest, '$.trouble') FROM digest WHERE id = digest_id);
`;

/** Marks posts given up of digests that posted nothing since: their servers know the reason. */
export const failureMigration = `
  UPDATE digest_post SET post = json_set(post, '$.failed', json('true'))
  WHERE state = 'skipped' AND occasion = 'schedule' AND json_extract(post, '$.reason') = (
    SELECT json_extract(digest, '$.trouble') FROM digest WHERE id = digest_id);
`;

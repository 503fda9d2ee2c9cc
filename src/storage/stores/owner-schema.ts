import type { Dialect } from '../database.ts';

/** By whom and where rows are found that are to be deleted, in tables that were there before. */
export const ownerIndexes = `
  CREATE INDEX generation_server ON generation (server_id);
  CREATE INDEX thread_server ON thread (server_id);
  CREATE INDEX thread_opened ON thread (opened_by);
  CREATE INDEX thread_question_member ON thread_question (member_id);
`;

/**
 * What says whose something is. `audit`: who changed what. `resting_server`: a server that is without the
 * bot, and since when, or (`forgetting`) one whose data is being deleted. `forgotten_server`: up to which
 * generation its records lose what names it, when the day is over. `asked_by`: whose words stand in what was
 * asked (`part`: as the question itself or as an earlier one in the thread). `kept_answer`: of which article
 * a kept answer is, and to what.
 */
export function createOwnerSchema({ numbered, text, end }: Dialect): string {
  return `
  CREATE TABLE audit (
    id ${numbered},
    server_id ${text} NOT NULL,
    at ${text} NOT NULL,
    actor ${text} NOT NULL,
    action TEXT NOT NULL,
    kind TEXT NOT NULL,
    what TEXT NOT NULL
  ${end};
  CREATE INDEX audit_server ON audit (server_id, id);
  CREATE INDEX audit_at ON audit (at);
  CREATE INDEX audit_actor ON audit (actor);
  CREATE TABLE resting_server (
    server_id ${text} PRIMARY KEY,
    since ${text} NOT NULL,
    forgetting INTEGER NOT NULL
  ${end};
  CREATE TABLE forgotten_server (
    server_id ${text} PRIMARY KEY,
    last_generation INTEGER NOT NULL
  ${end};
  CREATE TABLE asked_by (
    key ${text} NOT NULL,
    member_id ${text} NOT NULL,
    server_id ${text} NOT NULL,
    part ${text} NOT NULL,
    at ${text} NOT NULL,
    PRIMARY KEY (key, member_id, server_id, part)
  ${end};
  CREATE INDEX asked_by_member ON asked_by (member_id);
  CREATE INDEX asked_by_server ON asked_by (server_id);
  CREATE INDEX asked_by_at ON asked_by (at);
  CREATE TABLE kept_answer (
    key ${text} PRIMARY KEY,
    article_id ${text} NOT NULL,
    asked ${text} NOT NULL,
    at ${text} NOT NULL
  ${end};
  CREATE INDEX kept_answer_article ON kept_answer (article_id);
  CREATE INDEX kept_answer_asked ON kept_answer (asked);
  CREATE INDEX kept_answer_at ON kept_answer (at);
`;
}

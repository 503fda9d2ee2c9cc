import type { Dialect } from '../database.ts';

/** Indexes that find the rows to delete, in tables that already existed. */
export const ownerIndexes = `
  CREATE INDEX generation_server ON generation (server_id);
  CREATE INDEX thread_server ON thread (server_id);
  CREATE INDEX thread_opened ON thread (opened_by);
  CREATE INDEX thread_question_member ON thread_question (member_id);
`;

/**
 * The tables that record ownership. `audit`: who changed what. `resting_server`: a server that the bot has
 * left, and since when, or (`forgetting`) one whose data is being deleted. `forgotten_server`: a deleted
 * server, whose generations up to `last_generation` are anonymised once the day is over. `asked_by`: whose
 * words a question contains (`part`: as the question itself, or as an earlier one in the thread).
 * `kept_answer`: the article and the question of a cached answer.
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

import type { Dialect } from '../database.ts';

/**
 * The tables of articles. A text is stored once (article), however many owners hold it. A library entry
 * (article_holding) is one source of one owner, which is a server or everybody (''), with its name and tags
 * there. Its versions are rows of article_version: `newest` marks the current one, and `arrival` is the
 * sequence it arrived with. A source may be longer than PostgreSQL's ordinary indexes allow.
 */
export const createArticleSchema = ({ numbered, counted, text, end, keyedEnd, hash }: Dialect) => `
  CREATE TABLE article (
    number ${counted},
    id ${text} NOT NULL UNIQUE,
    headline TEXT NOT NULL,
    paragraphs INTEGER NOT NULL,
    comments INTEGER NOT NULL,
    address TEXT,
    text TEXT NOT NULL
  ${end};
  CREATE INDEX article_address ON article ${hash} (address) WHERE address IS NOT NULL;
  CREATE TABLE article_holding (
    number ${numbered},
    holder ${text} NOT NULL,
    source ${text} NOT NULL,
    name TEXT${hash === '' ? ',\n    UNIQUE (holder, source)' : ''}
  ${end};
  ${hash === '' ? '' : `CREATE INDEX article_holding_source ON article_holding ${hash} (source);`}
  CREATE TABLE article_tag (
    holding INTEGER NOT NULL REFERENCES article_holding (number) ON DELETE CASCADE,
    tag ${text} NOT NULL,
    PRIMARY KEY (holding, tag)
  ${keyedEnd};
  CREATE TABLE article_version (
    sequence ${numbered},
    holding INTEGER NOT NULL REFERENCES article_holding (number) ON DELETE CASCADE,
    holder ${text} NOT NULL,
    article INTEGER NOT NULL REFERENCES article (number),
    version INTEGER NOT NULL,
    added_at ${text} NOT NULL,
    newest INTEGER NOT NULL,
    arrival INTEGER NOT NULL,
    UNIQUE (holding, version)
  ${end};
  CREATE UNIQUE INDEX article_version_holding ON article_version (holding) WHERE newest = 1;
  CREATE INDEX article_version_newest ON article_version (article, holder, sequence) WHERE newest = 1;
  CREATE INDEX article_version_added ON article_version (holder, added_at, sequence) WHERE newest = 1;
  CREATE INDEX article_version_arrived ON article_version (holder, arrival) WHERE newest = 1;
  CREATE INDEX article_version_held ON article_version (holder, article) WHERE newest = 1;
  CREATE INDEX article_version_article ON article_version (article, newest, sequence);
`;

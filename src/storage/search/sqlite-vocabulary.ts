import { MIN_VOCABULARY_LENGTH } from './terms.ts';

/**
 * The words of all headlines and texts, each once, so that a word that is unfinished or misspelt can be
 * looked up. A word stays when its article is deleted: it reveals no article to anyone.
 */
const vocabularySchema = `
  CREATE TABLE article_text_word (word TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;`;

/** Creates the vocabulary and adds the words of existing articles. */
export const vocabularyMigration = `
  ${vocabularySchema}
  CREATE VIRTUAL TABLE temp.vocabulary USING fts5 (
    words, content = '', tokenize = 'unicode61 remove_diacritics 2', detail = 'none'
  );
  INSERT INTO temp.vocabulary (rowid, words)
    SELECT held.sequence, concat_ws(' ', holding.name, article.headline, (
      SELECT group_concat(value, ' ') FROM json_each(article.text, '$.paragraphs')
    )) FROM article_version AS held
    JOIN article_holding AS holding ON holding.number = held.holding
    JOIN article ON article.number = held.article WHERE held.newest = 1;
  CREATE VIRTUAL TABLE temp.vocabulary_term USING fts5vocab (temp, vocabulary, row);
  INSERT OR IGNORE INTO article_text_word SELECT substr(term, 1, 100) FROM temp.vocabulary_term WHERE length(term) >= ${MIN_VOCABULARY_LENGTH};
  DROP TABLE temp.vocabulary_term;
  DROP TABLE temp.vocabulary;`;

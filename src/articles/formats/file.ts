import { UserError } from '../../errors.ts';
import { defineMessage } from '../../i18n/define-message.ts';
import { createMessage, type MessageDescriptor, type MessageValues } from '../../i18n/template-values.ts';
import type { ArticleText } from '../article.ts';
import type { FileArticle } from './json.ts';

/** The size of the largest file that is read, in bytes; an export of a whole site may be larger. */
export const MAX_FILE_BYTES = 5_000_000;

/** The size of the largest export that is read, in bytes. */
export const MAX_EXPORT_BYTES = 50_000_000;

/** A file cannot be read as an article; the message is a sentence made of file, line and reason. */
export class ReadError extends UserError {
  readonly file: string;
  /** Counted from 1; null if the error has no line. */
  readonly line: number | null;
  readonly reason: MessageDescriptor;

  constructor(
    file: string,
    line: number | null,
    sentence: string | MessageDescriptor,
    values: MessageValues = {},
  ) {
    const reason = typeof sentence === 'string' ? createMessage(sentence, values) : sentence;
    if (line === null) super('{{file}}: {{reason}}', { file, reason });
    else super(defineMessage('{{file}}, line {{line}}: {{reason}}'), { file, line: `${line}`, reason });
    this.file = file;
    this.line = line;
    this.reason = reason;
  }
}

/** The reason given for a page or file that exhausts the stack. */
export const TOO_DEEP = createMessage('it is nested too deeply to be read');

/** The articles in a file, one or more. `notes` are sentences that say what was skipped. */
export interface FileContent {
  readonly articles: readonly FileArticle[];
  readonly notes: readonly string[];
}

/** The text of the one article in a file. Throws a ReadError if there are several. */
export function takeOnlyArticle(file: string, [first, ...others]: readonly FileArticle[]): ArticleText {
  if (first && others.length === 0) return first.text;
  throw new ReadError(file, null, 'this file holds {{held}} articles; import it and name one of them', {
    held: others.length + 1,
  });
}

/** Throws a ReadError if a file of `bytes` bytes exceeds the limit. */
export function refuseLargeFile(file: string, bytes: number, most = MAX_FILE_BYTES): void {
  if (bytes <= most) return;
  throw new ReadError(file, null, '{{size}} MB are too many, at most {{most}} MB are read', {
    size: (bytes / 1e6).toFixed(1),
    most: most / 1e6,
  });
}

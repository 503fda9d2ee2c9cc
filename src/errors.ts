/** A sentence for the reader: what happened and what to do. Everything else that is thrown is logged, and the reader is shown an id. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

import { gzipSync } from 'node:zlib';
import { UserError } from '../errors.ts';

/** Maximum size of an attached file in bytes: Discord's limit, with some margin. */
const MAX_BYTES = 9_000_000;
/** Larger files are compressed. */
const COMPRESSION_THRESHOLD_BYTES = 2_000_000;

type RowsByTable = Readonly<Record<string, readonly object[]>>;

/** A member's data as readable JSON: nested JSON is parsed, other people's words are left out. */
export function formatMemberJson(
  mentions: RowsByTable,
  { memberId, at }: { memberId: string; at: string },
): string {
  const tables = Object.fromEntries(
    Object.entries(mentions).map(([table, rows]) => [table, rows.map(parseJsonFields)]),
  );
  return `${JSON.stringify({ member: memberId, at, kept: tables }, null, 2)}\n`;
}

function parseJsonFields(row: object): object {
  return Object.fromEntries(Object.entries(row).map(([column, value]) => [column, parseJsonValue(value)]));
}

function parseJsonValue(value: unknown): unknown {
  if (typeof value !== 'string' || !value.startsWith('{')) return value;
  try {
    const { context: _others, ...rest } = JSON.parse(value) as Record<string, unknown>;
    return rest;
  } catch {
    // a text that merely begins like JSON
    return value;
  }
}

/** Packs the JSON into a file for a message. Throws a `UserError` if it is too large for one. */
export function createMemberFile(json: string): { name: string; bytes: Uint8Array } {
  const bytes = new TextEncoder().encode(json);
  if (bytes.length <= COMPRESSION_THRESHOLD_BYTES) return { name: 'my-data.json', bytes };
  const compressed = gzipSync(bytes);
  if (compressed.length > MAX_BYTES)
    throw new UserError(
      'Your data does not fit in one message. The operator can give it to you: `standfirst export --member ID`.',
    );
  return { name: 'my-data.json.gz', bytes: compressed };
}

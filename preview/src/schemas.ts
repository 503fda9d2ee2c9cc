import * as spec from 'discord-api-spec/zod';
import { z } from 'zod';
import type { Problem } from './errors.ts';

const schemas: Readonly<Record<string, z.core.$ZodType>> = spec;

/** The schema with this name in Discord's OpenAPI document. Throws if there is none. */
export function schema(name: string): z.core.$ZodType {
  const found = schemas[`${name}Schema`];
  if (!found) throw new Error(`Discord's document has no schema ${name}`);
  return found;
}

/** The schema's objections to a value, with Discord's error codes; empty for a valid value. */
export function check(name: string, value: unknown): Problem[] {
  const result = z.safeParse(schema(name), value);
  return result.success ? [] : result.error.issues.flatMap(issue => translate(issue, [], value));
}

function translate(issue: z.core.$ZodIssue, above: readonly PropertyKey[], root: unknown): Problem[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'invalid_union' && issue.errors.length) {
    return closest(issue.errors as z.core.$ZodIssue[][]).flatMap(inner => translate(inner, path, root));
  }
  return [{ path, ...describe(issue, getExisting(root, path)) }];
}

/** The issues of the union member that was meant: by its `type`, else the one with the fewest. */
function closest(errors: z.core.$ZodIssue[][]): z.core.$ZodIssue[] {
  const fits = errors.filter(
    issues => !issues.some(issue => issue.path.length === 1 && issue.path[0] === 'type'),
  );
  return (fits.length ? fits : errors).toSorted((a, b) => a.length - b.length)[0]!;
}

function describe(issue: z.core.$ZodIssue, value: unknown): { code: string; message: string } {
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'number'
        ? { code: 'NUMBER_TYPE_MAX', message: `int value should be less than or equal to ${issue.maximum}.` }
        : { code: 'BASE_TYPE_MAX_LENGTH', message: `Must be ${issue.maximum} or fewer in length.` };
    case 'too_small':
      return issue.origin === 'number'
        ? {
            code: 'NUMBER_TYPE_MIN',
            message: `int value should be greater than or equal to ${issue.minimum}.`,
          }
        : { code: 'BASE_TYPE_MIN_LENGTH', message: `Must be ${issue.minimum} or more in length.` };
    case 'invalid_format':
      return issue.format === 'url'
        ? { code: 'URL_TYPE_INVALID_URL', message: 'Not a well formed URL.' }
        : { code: 'STRING_TYPE_REGEX', message: `Value is not a valid ${issue.format}.` };
    case 'invalid_value':
      if (value === undefined) return required;
      return {
        code: 'BASE_TYPE_CHOICES',
        message: `Value must be one of (${issue.values.map(String).join(', ')}).`,
      };
    case 'invalid_type':
      return value === undefined
        ? required
        : { code: 'BASE_TYPE_BAD_TYPE', message: `Value is not of type ${issue.expected}.` };
    default:
      return { code: 'BASE_TYPE_INVALID', message: 'Value is invalid.' };
  }
}

const required = { code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };

function getExisting(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value as Record<PropertyKey, unknown> | null | undefined)?.[key],
    root,
  );
}

/**
 * The paths of the properties that Discord does not know. Zod lets them pass, and the package's
 * `setStrictObject` cannot help: its schemas are created on loading, before the switch can be set. So
 * misspelt keys are found here.
 */
export function unknownKeys(name: string, value: unknown): string[] {
  return walk(schema(name), value, []);
}

type Definition =
  | { type: 'object'; shape: Record<string, z.core.$ZodType> }
  | { type: 'array'; element: z.core.$ZodType }
  | { type: 'optional' | 'nullable'; innerType: z.core.$ZodType }
  | { type: 'lazy'; getter: () => z.core.$ZodType }
  | { type: 'union'; options: readonly z.core.$ZodType[] }
  | { type: 'literal'; values: readonly unknown[] }
  | { type: 'string' };

function walk(from: z.core.$ZodType, value: unknown, path: readonly string[]): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const definition = from._zod.def as unknown as Definition;
  switch (definition.type) {
    case 'optional':
    case 'nullable':
      return walk(definition.innerType, value, path);
    case 'lazy':
      return walk(definition.getter(), value, path);
    case 'array':
      return Array.isArray(value)
        ? value.flatMap((item, at) => walk(definition.element, item, [...path, String(at)]))
        : [];
    case 'union': {
      const meant = definition.options.filter(option => mayBe(option, value));
      const fitting = meant.length > 1 ? meant.filter(option => z.safeParse(option, value).success) : meant;
      const found = fitting.map(option => walk(option, value, path));
      return found.toSorted((a, b) => a.length - b.length)[0] ?? [];
    }
    case 'object':
      return Object.entries(value).flatMap(([key, inner]) => {
        const known = definition.shape[key];
        return known ? walk(known, inner, [...path, key]) : [[...path, key].join('.')];
      });
    default:
      return [];
  }
}

/** False if the object's own `type` is another, so that most members of a union are not tried. */
function mayBe(option: z.core.$ZodType, value: object): boolean {
  const definition = option._zod.def as unknown as Definition;
  if (definition.type === 'lazy') return mayBe(definition.getter(), value);
  if (definition.type === 'array') return Array.isArray(value);
  if (definition.type !== 'object') return true;
  const kind = definition.shape.type?._zod.def as unknown as Definition | undefined;
  return kind?.type !== 'literal' || kind.values.includes((value as { type?: unknown }).type);
}

/** The value without the properties at these paths (`embeds.0.colour`), as Discord ignores them. */
export function without(value: unknown, paths: readonly string[]): unknown {
  if (!paths.length || typeof value !== 'object' || value === null) return value;
  const below = (key: string) =>
    paths.flatMap(path => (path.startsWith(`${key}.`) ? [path.slice(key.length + 1)] : []));
  if (Array.isArray(value)) return value.map((item, at) => without(item, below(String(at))));
  const kept = Object.entries(value).filter(([key]) => !paths.includes(key));
  return Object.fromEntries(kept.map(([key, inner]) => [key, without(inner, below(key))]));
}

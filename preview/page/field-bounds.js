// @ts-check
import { t } from './wording.js';

/** @import { Component } from './modal-fields.js' */

/** What a field says that is required and empty. */
export const REQUIRED = t('This field is required.');

/**
 * The minimum and maximum number of choices; the minimum is 0 if the field is not required.
 *
 * @param {Component} component
 * @param {number} most
 */
export function boundsOf({ required, min_values: least, max_values: limit }, most) {
  return { least: required === false ? 0 : Number(least ?? 1), most: Number(limit ?? most) };
}

/**
 * @param {number} count
 * @param {Component} component
 * @param {{ least: number, most: number }} bounds
 */
export function findProblem(count, component, { least, most }) {
  if (count === 0) return least > 0 ? REQUIRED : null;
  const atLeast = Number(component.min_values ?? 1);
  if (count < atLeast) return t('Choose at least {count}.', { count: atLeast });
  return count > most ? t('Choose at most {count}.', { count: most }) : null;
}

import type { Answer } from './answer.ts';

/**
 * Writes any record as JSON; a number without end is written as a word, since JSON has none for it.
 *
 * @param value plain data
 */
export function json(value: unknown): string {
  return JSON.stringify(value, (_, item: unknown) => (typeof item === 'number' && !Number.isFinite(item) ? String(item) : item), 2);
}

/**
 * Writes an answer as JSON of the published schema.
 *
 * @param answer the answer
 */
export function renderJson(answer: Answer): string {
  return json(answer);
}

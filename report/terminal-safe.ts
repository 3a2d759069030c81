import { plainText } from '#messages';

/**
 * Takes out of every text in a record what would command a terminal: a title in a scenario may not move the cursor.
 *
 * @param value a record of plain data
 */
export function terminalSafe<T>(value: T): T {
  if (typeof value === 'string') return plainText(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => terminalSafe(item)) as T;
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, terminalSafe(item)])) as T;
  return value;
}

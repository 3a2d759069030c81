import { secondsPerYear } from '#quantity';

/** Year of a date written YYYY, YYYY-MM or YYYY-MM-DD. */
export const yearOf = (date: string): number => Number(date.slice(0, 4));

const millisecondsPerYear = secondsPerYear * 1000;

/** Middle of the span that a date names: a year without a month counts as its middle. */
const middle = (date: string): number => {
  const [year = '0', month, day] = date.split('-');
  if (month === undefined) return Date.UTC(Number(year), 6, 1);
  return Date.UTC(Number(year), Number(month) - 1, day === undefined ? 15 : Number(day));
};

/** Years from one date to another, negative where the second is earlier. */
export const ageInYears = (from: string, to: string): number => (middle(to) - middle(from)) / millisecondsPerYear;

/** A year is 365.25 days everywhere in the house, and a month its twelfth. */
export const daysPerYear: number = 365.25;
export const monthsPerYear: number = 12;
export const hoursPerDay: number = 24;
export const hoursPerYear: number = daysPerYear * hoursPerDay;
export const secondsPerMinute: number = 60;
export const secondsPerHour: number = 3600;
export const secondsPerDay: number = secondsPerHour * hoursPerDay;
export const secondsPerYear: number = secondsPerDay * daysPerYear;
export const bitsPerByte: number = 8;
export const wattsPerKilowatt: number = 1000;
export const mm2PerCm2: number = 100;

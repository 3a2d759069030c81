const form = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** Is the text a year, a month or a day of the calendar: YYYY, YYYY-MM or YYYY-MM-DD? */
export const isDate = (text: string): boolean => {
  const parts = form.exec(text);
  if (parts === null) return false;
  const [, year, month = '01', day = '01'] = parts;
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(`${year}-${month}-${day}`);
};

/** Does the span that a date names begin by the end of another's? A year begins on its first day. */
export const isOnOrBefore = (date: string, limit: string): boolean => date <= limit || date.startsWith(limit);

const prefixes = ['f', 'p', 'n', 'µ', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E', 'Z'] as const;
const unitPlace = prefixes.indexOf('');

/**
 * Writes a measured value as engineers do: three digits, and the prefix of its size.
 *
 * @param value the value
 * @param unit symbol of its unit; a bare count has none
 */
export function engineering(value: number, unit = ''): string {
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '–';
  if (value === 0) return `0 ${unit}`.trimEnd();
  // 999.9 n reads as 1 µ.
  const rounded = Number(value.toPrecision(3));
  const size = Math.floor(Math.log10(Math.abs(rounded)) / 3 + 1e-9);
  const place = Math.max(0, Math.min(prefixes.length - 1, size + unitPlace));
  const number = Number((value / 1000 ** (place - unitPlace)).toPrecision(3));
  return `${number} ${prefixes[place]}${unit}`.trimEnd();
}

/**
 * Writes a share as per cent with three digits, or as a power of ten where it is very small.
 *
 * @param share of 1
 */
export function shareText(share: number): string {
  if (!Number.isFinite(share)) return '∞';
  const percent = Number((100 * share).toPrecision(3));
  return percent !== 0 && Math.abs(percent) < 1e-3 ? `${share.toExponential(1)}` : `${percent}%`;
}

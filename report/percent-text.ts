/**
 * Writes a share in whole per cent, without rounding a little to nothing.
 *
 * @param share part of one
 */
export function percentText(share: number): string {
  if (share > 0 && share < 0.005) return '<1%';
  if (share < 1 && share > 0.995) return '>99%';
  return `${Math.round(share * 100)}%`;
}

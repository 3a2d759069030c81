const HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

/** Coefficients B(2k) / (2k (2k - 1)) of Stirling's series. */
const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156, -3617 / 122400] as const;

/**
 * What Stirling's formula leaves out: log gamma(x) - ((x - 1/2) log x - x + log(2 pi) / 2).
 *
 * @param x above 0
 */
export function stirlingError(x: number): number {
  if (x >= 16) {
    const w = 1 / (x * x);
    let sum = 0;
    for (let k = STIRLING.length - 1; k >= 0; k--) sum = sum * w + (STIRLING[k] as number);
    return sum / x;
  }
  // Shift into the range of the series: gamma(x) = gamma(x + n) / (x (x + 1) ... (x + n - 1)).
  let product = 1;
  let y = x;
  while (y < 16) {
    product *= y;
    y += 1;
  }
  const shifted = (y - 0.5) * Math.log(y) - y + stirlingError(y) - Math.log(product);
  return shifted - ((x - 0.5) * Math.log(x) - x);
}

/**
 * The logarithm of the gamma function.
 *
 * @param x above 0
 */
export function logGamma(x: number): number {
  return (x - 0.5) * Math.log(x) - x + HALF_LOG_TWO_PI + stirlingError(x);
}

/**
 * log(x / centre) - (x - centre) / centre, without cancellation where x is near the centre.
 *
 * Never above 0. The exponent of a gamma or beta density is a sum of such terms, each small near the
 * mode, so that the density keeps its relative accuracy for large shapes.
 *
 * @param x above 0
 * @param logX log x, which stays finite where x underflows
 * @param centre above 0
 */
export function logDeviation(x: number, logX: number, centre: number): number {
  const e = (x - centre) / centre;
  if (Math.abs(e) > 0.5) return logX - Math.log(centre) - e;
  // log(1 + e) = 2 artanh(r) with r = e / (2 + e), and 2 r - e = -r e.
  const r = e / (2 + e);
  const y = r * r;
  let power = 1;
  let sum = 0;
  for (let k = 3; power > 1e-18; k += 2) {
    sum += power / k;
    power *= y;
  }
  return r * (2 * y * sum - e);
}

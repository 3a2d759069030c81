/** 1 / sqrt(2 pi): the height of the standard normal density. */
export const NORMAL_PEAK: number = 1 / Math.sqrt(2 * Math.PI);

/** The 95% point of the standard normal distribution. */
export const Z95: number = 1.6448536269514727;

/**
 * The lower tail of the standard normal distribution, with full relative accuracy far into both tails.
 *
 * @param z standard score
 * @source Cody, "Algorithm 715: SPECFUN", ACM TOMS 19 (1993), ANORM
 */
export function normalCdf(z: number): number {
  const y = Math.abs(z);
  if (y <= 0.67448975) return 0.5 + centralArea(z);
  const tail = upperTail(y);
  return z < 0 ? tail : 1 - tail;
}

/**
 * The area under the standard normal density from 0 to z, without cancellation for small z.
 *
 * @param z standard score
 */
export function normalArea(z: number): number {
  const y = Math.abs(z);
  if (y <= 0.67448975) return centralArea(z);
  return z < 0 ? upperTail(y) - 0.5 : 0.5 - upperTail(y);
}

function centralArea(z: number): number {
  const s = z * z;
  const num =
    (((6.5682337918207449113e-2 * s + 2.2352520354606839287) * s + 1.6102823106855587881e2) * s + 1.0676894854603709582e3) * s +
    1.8154981253343561249e4;
  const den = (((s + 4.720258190468824187e1) * s + 9.7609855173777669322e2) * s + 1.0260932208618978205e4) * s + 4.5507789335026729956e4;
  return (z * num) / den;
}

function upperTail(y: number): number {
  // Below the least double; and an infinite y would give infinity minus infinity.
  if (y > 39) return 0;
  // exp(-y^2 / 2) in two factors: the first square is exact, so the tail keeps its relative accuracy.
  const head = Math.floor(y * 16) / 16;
  const gauss = Math.exp(-head * head * 0.5) * Math.exp(-(y - head) * (y + head) * 0.5);
  if (y <= Math.sqrt(32)) {
    const num =
      (((((((1.0765576773720192317e-8 * y + 3.9894151208813466764e-1) * y + 8.8831497943883759412) * y + 9.3506656132177855979e1) * y +
        5.9727027639480026226e2) *
        y +
        2.4945375852903726711e3) *
        y +
        6.8481904505362823326e3) *
        y +
        1.1602651437647350124e4) *
        y +
      9.8427148383839780218e3;
    const den =
      (((((((y + 2.2266688044328115691e1) * y + 2.3538790178262499861e2) * y + 1.519377599407554805e3) * y + 6.485558298266760755e3) * y +
        1.8615571640885098091e4) *
        y +
        3.4900952721145977266e4) *
        y +
        3.8912003286093271411e4) *
        y +
      1.9685429676859990727e4;
    return (gauss * num) / den;
  }
  const w = 1 / (y * y);
  const num =
    ((((2.307344176494017303e-2 * w + 2.1589853405795699e-1) * w + 1.274011611602473639e-1) * w + 2.2235277870649807e-2) * w +
      1.421619193227893466e-3) *
      w +
    2.9112874951168792e-5;
  const den =
    ((((w + 1.28426009614491121) * w + 4.68238212480865118e-1) * w + 6.59881378689285515e-2) * w + 3.78239633202758244e-3) * w +
    7.29751555083966205e-5;
  return (gauss / y) * (NORMAL_PEAK - (w * num) / den);
}

/**
 * The standard normal quantile, to about 1 part in 10^15.
 *
 * @param p probability of the lower tail; 0 and 1 give the infinities
 * @source Wichura, "Algorithm AS 241", Applied Statistics 37 (1988), PPND16
 */
export function normalQuantile(p: number): number {
  const q = p - 0.5;
  const r = 0.180625 - q * q;
  if (r < 0) return q < 0 ? -normalUpperQuantile(p) : normalUpperQuantile(1 - p);
  return (
    (q *
      (((((((2509.0809287301226727 * r + 33430.575583588128105) * r + 67265.770927008700853) * r + 45921.953931549871457) * r +
        13731.693765509461125) *
        r +
        1971.5909503065514427) *
        r +
        133.14166789178437745) *
        r +
        3.387132872796366608)) /
    (((((((5226.495278852854561 * r + 28729.085735721942674) * r + 39307.89580009271061) * r + 21213.794301586595867) * r +
      5394.1960214247511077) *
      r +
      687.1870074920579083) *
      r +
      42.313330701600911252) *
      r +
      1)
  );
}

/** The score whose upper tail is p, for p up to 0.075; the tail half of AS 241. */
function normalUpperQuantile(p: number): number {
  if (p <= 0) return Number.POSITIVE_INFINITY;
  const root = Math.sqrt(-Math.log(p));
  if (root <= 5) {
    const r = root - 1.6;
    return (
      (((((((7.7454501427834140764e-4 * r + 2.27238449892691845833e-2) * r + 2.4178072517745061177e-1) * r + 1.27045825245236838258) * r +
        3.64784832476320460504) *
        r +
        5.7694972214606914055) *
        r +
        4.6303378461565452959) *
        r +
        1.42343711074968357734) /
      (((((((1.05075007164441684324e-9 * r + 5.475938084995344946e-4) * r + 1.51986665636164571966e-2) * r + 1.4810397642748007459e-1) * r +
        6.8976733498510000455e-1) *
        r +
        1.6763848301838038494) *
        r +
        2.05319162663775882187) *
        r +
        1)
    );
  }
  const r = root - 5;
  return (
    (((((((2.01033439929228813265e-7 * r + 2.71155556874348757815e-5) * r + 1.2426609473880784386e-3) * r + 2.6532189526576123093e-2) * r +
      2.9656057182850489123e-1) *
      r +
      1.7848265399172913358) *
      r +
      5.4637849111641143699) *
      r +
      6.6579046435011037772) /
    (((((((2.04426310338993978564e-15 * r + 1.4215117583164458887e-7) * r + 1.8463183175100546818e-5) * r + 7.868691311456132591e-4) * r +
      1.48753612908506148525e-2) *
      r +
      1.3692988092273580531e-1) *
      r +
      5.9983220655588793769e-1) *
      r +
      1)
  );
}

import { multiplyTransposed, multiplyVector } from './dense/multiply.ts';

/** Antennas on either side of a radio channel. */
export interface Antennas {
  /** Antennas that receive. */
  readonly receive: number;
  /** Antennas that transmit. */
  readonly transmit: number;
}

/** Complex gains from each transmitting to each receiving antenna, receive x transmit, row by row. */
export interface AntennaChannel {
  readonly re: Float64Array;
  readonly im: Float64Array;
}

/**
 * The Gram matrix of a complex channel as a real matrix of twice the size: what zero-forcing detection inverts.
 *
 * @equation G = H^{\mathsf H} H, \quad \begin{pmatrix} \Re G & -\Im G \\ \Im G & \Re G \end{pmatrix}
 * @param antennas how many of either side
 * @param channel its real and imaginary parts
 */
export function channelGram(antennas: Antennas, channel: AntennaChannel): Float64Array {
  const { receive, transmit: t } = antennas;
  const n = 2 * t;
  const out = new Float64Array(n * n);
  for (let a = 0; a < t; a++) {
    for (let b = 0; b < t; b++) {
      let re = 0;
      let im = 0;
      for (let k = 0; k < receive; k++) {
        const ra = channel.re[k * t + a] as number;
        const ia = channel.im[k * t + a] as number;
        const rb = channel.re[k * t + b] as number;
        const ib = channel.im[k * t + b] as number;
        re += ra * rb + ia * ib;
        im += ra * ib - ia * rb;
      }
      out[a * n + b] = re;
      out[(t + a) * n + t + b] = re;
      out[a * n + t + b] = -im;
      out[(t + a) * n + b] = im;
    }
  }
  return out;
}

/**
 * What the channel makes of sent symbols: real parts, then imaginary parts.
 *
 * @equation y = H x
 * @param antennas how many of either side
 * @param channel its real and imaginary parts
 * @param sent real parts, then imaginary parts, of the symbols
 */
export function received(antennas: Antennas, channel: AntennaChannel, sent: Float64Array): Float64Array {
  const { receive, transmit } = antennas;
  const re = sent.subarray(0, transmit);
  const im = sent.subarray(transmit);
  const out = new Float64Array(2 * receive);
  const part = new Float64Array(receive);
  const real = out.subarray(0, receive);
  const imaginary = out.subarray(receive);
  multiplyVector(channel.re, re, real, receive, transmit);
  multiplyVector(channel.im, im, part, receive, transmit);
  for (let k = 0; k < receive; k++) real[k] = (real[k] as number) - (part[k] as number);
  multiplyVector(channel.re, im, imaginary, receive, transmit);
  multiplyVector(channel.im, re, part, receive, transmit);
  for (let k = 0; k < receive; k++) imaginary[k] = (imaginary[k] as number) + (part[k] as number);
  return out;
}

/**
 * The received signal put together by the channel: the right-hand side of zero-forcing detection.
 *
 * @equation b = H^{\mathsf H} y
 * @param antennas how many of either side
 * @param channel its real and imaginary parts
 * @param signal real parts, then imaginary parts, of what was received
 */
export function matchedFilter(antennas: Antennas, channel: AntennaChannel, signal: Float64Array): Float64Array {
  const { receive, transmit } = antennas;
  const re = signal.subarray(0, receive);
  const im = signal.subarray(receive);
  const out = new Float64Array(2 * transmit);
  const a = new Float64Array(transmit);
  multiplyTransposed(channel.re, re, a, receive, transmit);
  multiplyTransposed(channel.im, im, out.subarray(0, transmit), receive, transmit);
  for (let i = 0; i < transmit; i++) out[i] = (out[i] as number) + (a[i] as number);
  multiplyTransposed(channel.re, im, out.subarray(transmit), receive, transmit);
  multiplyTransposed(channel.im, re, a, receive, transmit);
  for (let i = 0; i < transmit; i++) out[transmit + i] = (out[transmit + i] as number) - (a[i] as number);
  return out;
}

import { multiplyVector } from '#analog';
import { draws } from './draws.ts';
import { type Antennas, channelGram, type DrawnSystem, drawChannel, matched } from './matrix-families.ts';

/** Symbol vectors on each channel. */
const vectors = 40;
/** Levels of a real dimension of 256-QAM. */
const levels = 16;
/** Square of the unit of a level: complex symbols have power one. */
const power = 170;

/** Symbols through one channel. */
export interface AntennaTrial {
  readonly system: Pick<DrawnSystem, 'matrix'>;
  /** What the receiver makes of each received vector before it inverts. */
  readonly rightSides: readonly Float64Array[];
  /** Level that was sent in each real dimension. */
  readonly sent: readonly Int8Array[];
}

/**
 * Draws a channel and sends vectors of 256-QAM symbols through it.
 *
 * @param antennas how many of either side
 * @param snr signal over noise, dB
 * @param trial which trial
 */
export function antennaTrial(antennas: Antennas, snr: number, trial: number): AntennaTrial {
  const { receive, transmit } = antennas;
  const channel = drawChannel(antennas, trial);
  const name = `${receive}x${transmit}`;
  const symbols = draws('uniform', `symbols ${name}`, trial, vectors * 2 * transmit);
  const noises = draws('normal', `noise ${name}`, trial, vectors * 2 * receive);
  const spread = Math.sqrt((10 ** (-snr / 10) * transmit) / receive / 2);
  const rightSides: Float64Array[] = [];
  const sent: Int8Array[] = [];
  const part = new Float64Array(receive);
  for (let v = 0; v < vectors; v++) {
    const level = new Int8Array(2 * transmit);
    const x = new Float64Array(2 * transmit);
    for (let i = 0; i < level.length; i++) {
      level[i] = Math.floor(levels * (symbols[v * 2 * transmit + i] as number));
      x[i] = amplitudeOf(level[i] as number);
    }
    const re = x.subarray(0, transmit);
    const im = x.subarray(transmit);
    const noise = (k: number): number => spread * (noises[v * 2 * receive + k] as number);
    const yr = new Float64Array(receive);
    const yi = new Float64Array(receive);
    multiplyVector(channel.re, re, yr, receive, transmit);
    multiplyVector(channel.im, im, part, receive, transmit);
    for (let k = 0; k < receive; k++) yr[k] = (yr[k] as number) - (part[k] as number) + noise(k);
    multiplyVector(channel.re, im, yi, receive, transmit);
    multiplyVector(channel.im, re, part, receive, transmit);
    for (let k = 0; k < receive; k++) yi[k] = (yi[k] as number) + (part[k] as number) + noise(receive + k);
    rightSides.push(matched(antennas, channel, yr, yi));
    sent.push(level);
  }
  return { system: { matrix: channelGram(antennas, channel) }, rightSides, sent };
}

const amplitudeOf = (level: number): number => (2 * level - (levels - 1)) / Math.sqrt(power);

/** Neighbouring levels differ in one bit. */
const gray = (level: number): number => level ^ (level >> 1);

const ones = (bits: number): number => (bits === 0 ? 0 : (bits & 1) + ones(bits >> 1));

/**
 * Bits that a receiver gets wrong when it takes the nearest level of each estimate.
 *
 * @param estimate real dimensions
 * @param sent levels that were sent
 */
export function wrongBits(estimate: Float64Array, sent: Int8Array): number {
  let wrong = 0;
  for (let i = 0; i < sent.length; i++) {
    const value = estimate[i] as number;
    const level = Math.round((value * Math.sqrt(power) + levels - 1) / 2);
    const taken = Number.isFinite(level) ? Math.max(0, Math.min(levels - 1, level)) : 0;
    wrong += ones(gray(taken) ^ gray(sent[i] as number));
  }
  return wrong;
}

import { type Antennas, amplitudeOf, channelGram, matchedFilter, received } from '#analog';
import { draws } from './draws.ts';
import { type DrawnSystem, drawChannel } from './matrix-families.ts';

/** Symbol vectors on each channel. */
const vectors = 40;
/** Levels of a real dimension of 256-QAM. */
export const levels = 16;

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
  for (let v = 0; v < vectors; v++) {
    const level = new Int8Array(2 * transmit);
    const x = new Float64Array(2 * transmit);
    for (let i = 0; i < level.length; i++) {
      level[i] = Math.floor(levels * (symbols[v * 2 * transmit + i] as number));
      x[i] = amplitudeOf(level[i] as number, levels);
    }
    const signal = received(antennas, channel, x);
    for (let k = 0; k < signal.length; k++) signal[k] = (signal[k] as number) + spread * (noises[v * 2 * receive + k] as number);
    rightSides.push(matchedFilter(antennas, channel, signal));
    sent.push(level);
  }
  return { system: { matrix: channelGram(antennas, channel) }, rightSides, sent };
}

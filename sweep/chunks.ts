/** Samples of one part of a run: large enough that sending it costs little, small enough that little is lost with one. */
export const CHUNK = 2_048;

/** A part of a run: samples `from` to `from + samples - 1`. */
export interface Chunk {
  readonly index: number;
  readonly from: number;
  readonly samples: number;
}

/**
 * Cuts a run into parts by sample index. Which samples a part holds does not depend on how many samples the run has, but for the last
 * part, so that a longer run can take over the parts of a shorter one.
 *
 * @param samples how many there are in all
 */
export const chunksOf = (samples: number): readonly Chunk[] =>
  Array.from({ length: Math.ceil(samples / CHUNK) }, (_, index) => ({
    index,
    from: index * CHUNK,
    samples: Math.min(CHUNK, samples - index * CHUNK),
  }));

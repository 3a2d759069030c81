import { bestPlacement } from '../../dist/model/2-die/index.js';

// The best placement of a die of 814 mm2. The baseline sweeps 2,000 offsets along the column and takes, for each, the best of the
// offsets along the row at which a die touches the rim: exact in one direction, and without a proof in the other.
const wafer = { width: 25.5, height: 31.9, diameter: 300, edgeExclusion: 3 };
const radius = 147;
const steps = 2_000;

/** Streets differ a little, so that no answer is one that was kept. */
let asked = 0;
const streets = (count) => Array.from({ length: count }, () => 0.1 + asked++ * 1e-9);

const sweep = (street) => {
  const { width, height } = wafer;
  const [pitchX, pitchY] = [width + street, height + street];
  let best = 0;
  for (let step = 0; step < steps; step++) {
    const offsetY = (step / steps) * pitchY;
    const chords = [];
    for (let row = -Math.ceil(radius / pitchY) - 1; row <= Math.ceil(radius / pitchY); row++) {
      const low = row * pitchY + offsetY;
      const reach = Math.max(Math.abs(low), Math.abs(low + height));
      if (reach < radius) chords.push(Math.sqrt(radius * radius - reach * reach));
    }
    for (const chord of chords) {
      for (const offsetX of [(chord - width) % pitchX, -chord % pitchX]) {
        let dies = 0;
        for (const h of chords)
          dies += Math.max(0, Math.floor((h - width - offsetX) / pitchX + 1e-9) - Math.ceil((-h - offsetX) / pitchX - 1e-9) + 1);
        if (dies > best) best = dies;
      }
    }
  }
  return best;
};

let swept = 0;
let proven = 0;

export const name = 'Best placement of 25.5 x 31.9 mm on 300 mm';
export const unit = 'dies placed';
export const baseline = 'sweep of 2,000 offsets, unproven';
export const run = {
  'sweep of 2,000 offsets, unproven': () => {
    for (const street of streets(2)) swept = sweep(street);
    return 2;
  },
  'bestPlacement, proven': () => {
    for (const street of streets(500)) {
      const found = bestPlacement({ ...wafer, street });
      if (!found.proven) throw new Error('not proven');
      proven = found.perWafer;
    }
    return 500;
  },
  'bestPlacement, proven, 1 x 1 mm': () => {
    for (const street of streets(5)) if (!bestPlacement({ ...wafer, width: 1, height: 1, street }).proven) throw new Error('not proven');
    return 5;
  },
  'bestPlacement, kept': () => {
    let dies = 0;
    for (let i = 0; i < 20_000; i++) dies += bestPlacement({ ...wafer, street: 0.1 }).perWafer;
    if (dies !== 66 * 20_000) throw new Error('66 dies');
    return 20_000;
  },
};
export const atLeast = { 'bestPlacement, proven': 100 };
export const verify = () => {
  if (proven < swept) throw new Error(`The sweep holds more: ${swept} against ${proven}`);
};

import { type Quantity, quantity } from '#quantity';
import { type DieOnWafer, type GridOffset, usableDepth, usableRadius } from './wafer-geometry.ts';

export interface ReticleShotsInput extends DieOnWafer, GridOffset {
  /** Sides of the exposure field: 26 by 33 mm, or by 16.5 mm where the optics shrink one direction twice as much. */
  readonly fieldWidth: Quantity<'mm'>;
  readonly fieldHeight: Quantity<'mm'>;
  /** May a die that is larger than the field be printed in several exposures? */
  readonly stitching?: boolean | undefined;
}

export type ReticleShots =
  | {
      readonly feasible: true;
      /** Dies in a field, along its width and its height; 1 where a die takes several fields. */
      readonly columns: number;
      readonly rows: number;
      /** The die lies in the field turned by a quarter: more fit so. */
      readonly turned: boolean;
      /** A single die fills the field, so that its street lies outside. */
      readonly streetOutside: boolean;
      readonly diesPerField: Quantity<'1'>;
      /** Exposures that a die takes; more than 1 only with stitching. */
      readonly exposuresPerDie: Quantity<'exposure'>;
      /** Exposures of one layer of a wafer that hold at least one whole die. */
      readonly shots: Quantity<'exposure'>;
      /** Those of which every die is whole. */
      readonly wholeShots: Quantity<'exposure'>;
      readonly partialShots: Quantity<'exposure'>;
      /** Share of the field that dies cover. */
      readonly utilisation: Quantity<'1'>;
      /** Lower left corner of one field, from the centre of the wafer, and the pitch of fields. */
      readonly fieldX: Quantity<'mm'>;
      readonly fieldY: Quantity<'mm'>;
      readonly pitchX: Quantity<'mm'>;
      readonly pitchY: Quantity<'mm'>;
      readonly binding: 'field' | 'rim' | 'stitching';
    }
  | { readonly feasible: false; readonly binding: 'field' };

/** Dies along one side of the field: each keeps its own street, but a single die may leave it outside. */
const along = (side: number, street: number, field: number): number => {
  const many = Math.floor((field * (1 + 1e-12)) / (side + street));
  return many > 0 ? many : side <= field * (1 + 1e-12) ? 1 : 0;
};

/** First and last whole die of each row, as places in the grid; rows without one are left out. */
const wholeRows = (input: ReticleShotsInput) => {
  const { width, height, street, offsetX, offsetY } = input;
  const radius = usableRadius(input) * (1 + 1e-12);
  const depth = usableDepth(input) * (1 + 1e-12);
  const pitchX = width + street;
  const pitchY = height + street;
  const first = Math.ceil((-Math.min(radius, depth) - offsetY) / pitchY - 1e-12);
  const rows: { readonly row: number; readonly from: number; readonly to: number }[] = [];
  for (let row = first; row * pitchY + offsetY + height <= radius; row++) {
    const low = row * pitchY + offsetY;
    const reach = Math.max(Math.abs(low), Math.abs(low + height));
    const half = Math.sqrt(Math.max(0, radius * radius - reach * reach));
    const from = Math.ceil((-half - offsetX) / pitchX - 1e-12);
    const to = Math.floor((half - width - offsetX) / pitchX + 1e-12);
    if (to >= from && reach <= radius) rows.push({ row, from, to });
  }
  return rows;
};

/** Fields that hold a whole die, and fields full of them, for a phase of the grid of fields. */
const countShots = (whole: ReturnType<typeof wholeRows>, columns: number, rows: number, phaseX: number, phaseY: number) => {
  let [shots, full] = [0, 0];
  const bands = new Map<number, { from: number; to: number; innerFrom: number; innerTo: number; rows: number }>();
  for (const { row, from, to } of whole) {
    const at = Math.floor((row - phaseY) / rows);
    const band = bands.get(at);
    if (band === undefined) bands.set(at, { from, to, innerFrom: from, innerTo: to, rows: 1 });
    else {
      band.from = Math.min(band.from, from);
      band.to = Math.max(band.to, to);
      band.innerFrom = Math.max(band.innerFrom, from);
      band.innerTo = Math.min(band.innerTo, to);
      band.rows++;
    }
  }
  for (const band of bands.values()) {
    shots += Math.floor((band.to - phaseX) / columns) - Math.floor((band.from - phaseX) / columns) + 1;
    if (band.rows < rows) continue;
    full += Math.max(0, Math.floor((band.innerTo + 1 - phaseX) / columns) - Math.ceil((band.innerFrom - phaseX) / columns));
  }
  return { shots, full };
};

/**
 * Exposures that a layer of a wafer takes: dies fill fields, fields tile the wafer along with the grid of dies, and
 * of all ways to group dies into fields the one with the fewest exposures is taken.
 *
 * @equation n = \left\lfloor \frac{F_x}{p_x} \right\rfloor \left\lfloor \frac{F_y}{p_y} \right\rfloor, \quad S = \min_\varphi \left| \{ \text{fields with a whole die} \} \right|
 * @param input die, wafer, placement and exposure field
 * @returns `field` binds where the die does not fit into it and may not be stitched
 */
export const reticleShots = (input: ReticleShotsInput): ReticleShots => {
  const { width, height, street, fieldWidth, fieldHeight, offsetX, offsetY } = input;
  const upright = [along(width, street, fieldWidth), along(height, street, fieldHeight)] as const;
  const lying = [along(width, street, fieldHeight), along(height, street, fieldWidth)] as const;
  const turned = lying[0] * lying[1] > upright[0] * upright[1];
  const [columns, rows] = turned ? lying : upright;
  const whole = wholeRows(input);
  const pitchX = width + street;
  const pitchY = height + street;
  if (columns * rows === 0) {
    if (input.stitching !== true) return { feasible: false, binding: 'field' };
    const pieces = (a: number, b: number): number => Math.ceil(width / a - 1e-12) * Math.ceil(height / b - 1e-12);
    const [asDrawn, asTurned] = [pieces(fieldWidth, fieldHeight), pieces(fieldHeight, fieldWidth)];
    const exposures = Math.min(asDrawn, asTurned);
    const dies = whole.reduce((sum, { from, to }) => sum + to - from + 1, 0);
    return {
      feasible: true,
      columns: 1,
      rows: 1,
      turned: asTurned < asDrawn,
      streetOutside: false,
      diesPerField: quantity(1 / exposures, '1'),
      exposuresPerDie: quantity(exposures, 'exposure'),
      shots: quantity(dies * exposures, 'exposure'),
      wholeShots: quantity(dies * exposures, 'exposure'),
      partialShots: quantity(0, 'exposure'),
      utilisation: quantity((width * height) / (exposures * fieldWidth * fieldHeight), '1'),
      fieldX: offsetX,
      fieldY: offsetY,
      pitchX: quantity(pitchX, 'mm'),
      pitchY: quantity(pitchY, 'mm'),
      binding: 'stitching',
    };
  }
  let best = { shots: Number.POSITIVE_INFINITY, full: 0, x: 0, y: 0 };
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      const { shots, full } = countShots(whole, columns, rows, x, y);
      if (shots < best.shots || (shots === best.shots && full > best.full)) best = { shots, full, x, y };
    }
  }
  const [acrossX, acrossY] = turned ? [fieldHeight, fieldWidth] : [fieldWidth, fieldHeight];
  return {
    feasible: true,
    columns,
    rows,
    turned,
    streetOutside: columns * pitchX > acrossX * (1 + 1e-12) || rows * pitchY > acrossY * (1 + 1e-12),
    diesPerField: quantity(columns * rows, '1'),
    exposuresPerDie: quantity(1, 'exposure'),
    shots: quantity(best.shots, 'exposure'),
    wholeShots: quantity(best.full, 'exposure'),
    partialShots: quantity(best.shots - best.full, 'exposure'),
    utilisation: quantity((columns * rows * width * height) / (fieldWidth * fieldHeight), '1'),
    fieldX: quantity(offsetX + best.x * pitchX, 'mm'),
    fieldY: quantity(offsetY + best.y * pitchY, 'mm'),
    pitchX: quantity(columns * pitchX, 'mm'),
    pitchY: quantity(rows * pitchY, 'mm'),
    binding: best.full < best.shots ? 'rim' : 'field',
  };
};

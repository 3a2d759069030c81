import { stringify } from 'yaml';
import type { WaferFit } from './wafer-process.ts';

const digits = (value: number): number => Number(value.toPrecision(4));

const head = `# Constants of the wafer floor that were fitted, on which published figures, and how these came out before and after.
# Written by dist/calibration/fit-wafer-process.js; a test fits them again and compares with the catalogue.
#
# Rows named PC are those that the reference file of published checks marks for calibration; the others are EUV layer counts
# of the catalogue. Counts are whole, so many constants fit alike: taken is the point of the grid whose neighbours fit best.
# Nothing else was fitted: costs, times, overlay and energy are priors, and the layer lists are assumptions (grade D) that
# were written before, except that the numbers of implant, block, cut and upper metal layers, which nobody
# publishes, were set so that the mask counts of 28, 16, 10 and 7 nm (PC03, PC04, PC05) and the 81 masks in circulation for N5 come out.
`;

/**
 * Writes a fit down: constants, and every row with its target, before and after.
 *
 * @param fit the fit
 */
export const waferProcessReport = ({ rows, ...constants }: WaferFit): string =>
  head +
  stringify(
    {
      constants: {
        'parameter/wire-pitch-factor': digits(constants.wireFactor),
        'parameter/hole-pitch-factor': digits(constants.holeFactor),
        'parameter/split-exponent': digits(constants.splitExponent),
        'lithography/arfi#defectsPerExposure': digits(constants.immersionDefects),
        'lithography/euv#defectsPerExposure': digits(constants.euvDefects),
        'lithography/euv#efficiency': digits(constants.euvEfficiency),
      },
      rows: rows.map(({ id, what, target, before, after }) => ({ id, what, target, before: digits(before), after: digits(after) })),
    },
    { lineWidth: 0 },
  );

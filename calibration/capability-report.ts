import { stringify } from 'yaml';
import type { CapabilityFit, PowerLaw } from './accelerator-capability.ts';

const digits = (value: number): number => Number(value.toPrecision(4));

const law = ({ value, exponent, logSd, exponentError, interval, exponentInterval, residuals, leftOutError }: PowerLaw) => ({
  value: digits(value),
  interval: interval.map(digits),
  exponent: digits(exponent),
  exponentInterval: exponentInterval.map(digits),
  exponentError: digits(exponentError),
  logSd: digits(logSd),
  leftOutError: digits(leftOutError),
  residuals: Object.fromEntries(Object.entries(residuals).map(([id, residual]) => [id, digits(residual)])),
});

const head = `# What dies of a process reach: power laws in transistor density, fitted by least squares in logarithms.
# Written by dist/calibration/fit-accelerator-capability.js; a test fits them again and compares.
#
# peak = area x density x value x (density / referenceDensity)^exponent, and energy likewise. \`interval\` holds 90% of other
# silicon at the reference density: designs differ by more than the fit is unsure. \`leftOutError\` is the error in logarithms
# when each vendor is predicted from the others. Old processes hold old designs, so what a new design
# would reach on one is likely underrated, by how much nobody has shown.
`;

/**
 * Writes a fit down: the rows, the constants, the residuals, and what was not used and why.
 *
 * @param fit the fit
 */
export const capabilityReport = ({ referenceDensity, rows, notUsed, peakPerTransistor, energyPerFlop, formats }: CapabilityFit): string =>
  head +
  stringify(
    {
      referenceDensity: digits(referenceDensity),
      peakPerTransistor: law(peakPerTransistor),
      energyPerFlop: law(energyPerFlop),
      formats: Object.fromEntries(
        Object.entries(formats).map(([name, { median, least, greatest, count }]) => [
          name,
          { median: digits(median), least: digits(least), greatest: digits(greatest), count },
        ]),
      ),
      rows: rows.map(({ id, vendor, node, density, area, peak, energy }) => ({
        id,
        vendor,
        node,
        density,
        area: digits(area),
        peak: digits(peak),
        ...(energy === undefined ? {} : { energy: digits(energy) }),
      })),
      notUsed,
    },
    { lineWidth: 0 },
  );

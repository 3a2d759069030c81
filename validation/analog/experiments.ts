import {
  adcBitsNeeded,
  blockCounts,
  blockInverse,
  chebyshev,
  conjugateGradients,
  contraction,
  cyclesTo,
  inputPasses,
  jacobi,
  type Refinement,
  refine,
  slicedMultiplier,
  sliceMatrix,
  symmetricEigenvalues,
  wrongBits,
} from '#analog';
import { type ExperimentKind, experimentKind } from '../area.ts';
import { antennaTrial, levels as quadratureLevels } from './antenna-trial.ts';
import { sharedDraws } from './draws.ts';
import { antennasOf, type DrawnSystem, drawSystem, solved } from './matrix-families.ts';
import { judgeBits, judgeExact, judgeIterations, judgeMedian, judgeWithin, never, spreadOf, trialsOf } from './monte-carlo.ts';

/** Open-loop gain of the amplifiers in every experiment. */
const gain = 1e4;
/** Cycles of a refinement at most. */
const mostCycles = 60;
const level24 = 2 ** -24;
/** An error that no run has come back from. */
const hopeless = 1e6;

/** Bits of the converters around arrays whose cells hold so many: one more. */
const converterBits = (cellBits: number): number => cellBits + 1;

/** The coarse inverse of one trial. */
const coarseInverse = (
  purpose: string,
  trial: number,
  system: Pick<DrawnSystem, 'matrix'>,
  cells: { readonly size: number; readonly leaf: number; readonly cellBits: number; readonly writeError: number },
): Float64Array | undefined => {
  const normals = cells.writeError === 0 ? new Float64Array(0) : sharedDraws('normal', purpose, trial, blockCounts(cells).draws);
  const found = blockInverse({ matrix: system.matrix, gain, normals, ...cells });
  return found.feasible ? found.inverse : undefined;
};

/** Trials of a family; none where it is unknown. */
const trialsFor = (family: string, n: number, each: (system: DrawnSystem, trial: number) => void): boolean => {
  for (let trial = 0; trial < trialsOf(n); trial++) {
    const system = drawSystem(family, n, trial);
    if (system === undefined) return false;
    each(system, trial);
  }
  return true;
};

const cyclesOr = (refinement: Refinement | undefined, level: number): number =>
  refinement === undefined ? never : (cyclesTo(refinement.errors, level) ?? never);

/** Refinement with an exact residual, as far as the deepest level. */
const refined = (system: DrawnSystem, inverse: Float64Array, bits: number): Refinement =>
  refine({
    ...system,
    size: system.rightSide.length,
    inverse,
    converterBits: bits,
    cycles: mostCycles,
    residual: { by: 'exact' },
    target: level24,
    hopeless,
  });

const convergence = experimentKind({
  name: 'analog/convergence',
  recognise: ['lp_bits', 'rho_p90'],
  inputs: { family: 'text', n: 'number', lp_bits: 'number', sigma_fs: 'number', trials: 'number' },
  leastShare: 0.97,
  replay: ({ family, n, lp_bits, sigma_fs, trials }) => {
    const rho: number[] = [];
    const to12: number[] = [];
    const toFloat: number[] = [];
    const to24: number[] = [];
    const known = trialsFor(family, n, (system, trial) => {
      const inverse = coarseInverse(`convergence ${n}`, trial, system, { size: n, leaf: n, cellBits: lp_bits, writeError: sigma_fs });
      rho.push(inverse === undefined ? Number.POSITIVE_INFINITY : contraction(system.matrix, inverse, n));
      const way = inverse === undefined ? undefined : refined(system, inverse, converterBits(lp_bits));
      to12.push(cyclesOr(way, 2 ** -12));
      toFloat.push(cyclesOr(way, 1e-7));
      to24.push(cyclesOr(way, level24));
    });
    return known ? { rho, to12, toFloat, to24, trials } : undefined;
  },
  judge: (own, row) => {
    if (own === undefined) return [];
    const rho = judgeMedian('rho_med', own.rho, row, own.trials, 'rho_p90');
    return [
      ...rho,
      ...judgeBits('bits_per_iter', rho[0], row),
      ...judgeIterations('it_12bit', own.to12, row, own.trials),
      ...judgeIterations('it_1e7', own.toFloat, row, own.trials),
      ...judgeIterations('it_24bit', own.to24, row, own.trials),
    ];
  },
});

/** Trials on which the medians of the block table rest. */
const blockTrials = (n: number): number => (n <= 64 ? 12 : 4);
const blockCells = { cellBits: 3 };

const blockInversion = experimentKind({
  name: 'analog/block-inversion',
  recognise: ['leaf', 'INV_steps_serial'],
  inputs: { family: 'text', n: 'number', leaf: 'number', sigma_fs: 'number' },
  leastShare: 0.97,
  replay: ({ family, n, leaf, sigma_fs }) => {
    const rho: number[] = [];
    const to12: number[] = [];
    const to24: number[] = [];
    const known = trialsFor(family, n, (system, trial) => {
      const inverse = coarseInverse(`blocks ${n} ${leaf}`, trial, system, { size: n, leaf, writeError: sigma_fs, ...blockCells });
      const radius = inverse === undefined ? Number.POSITIVE_INFINITY : contraction(system.matrix, inverse, n);
      rho.push(radius);
      const way = inverse === undefined || radius >= 1 ? undefined : refined(system, inverse, converterBits(blockCells.cellBits));
      to12.push(cyclesOr(way, 2 ** -12));
      to24.push(cyclesOr(way, level24));
    });
    return known ? { rho, to12, to24, counts: blockCounts({ size: n, leaf }), n } : undefined;
  },
  judge: (own, row) => {
    if (own === undefined) return [];
    const trials = blockTrials(own.n);
    return [
      ...judgeMedian('rho_med', own.rho, row, trials),
      ...judgeIterations('it12', own.to12, row, trials),
      ...judgeIterations('it24', own.to24, row, trials),
      ...judgeExact('INV_steps_serial', own.counts.inversions, row),
      ...judgeExact('MVM_steps_serial', own.counts.products, row),
      ...judgeExact('cells', own.counts.cells, row),
      ...judgeExact('digital_schur_flop', own.counts.schurFlop, row, 1e-4),
    ];
  },
});

/** The matrix of the exactness experiments in slices, and what its product takes. */
const slices = { matrixBits: 24, cellBits: 3, inputBits: 4 };
const exactnessCycles = 40;

const exactness = experimentKind({
  name: 'analog/exactness',
  recognise: ['p_wrong_code', 'adc_bits_exact_signed'],
  inputs: { n: 'number', dac_bits: 'number', rows_active: 'number', sigma_fs: 'number' },
  leastShare: 0.97,
  replay: ({ n, dac_bits: dacBits, rows_active: rowsActive, sigma_fs: writeError }) => {
    const errors: number[] = [];
    trialsFor('gram_r8', n, (system, trial) => {
      const inverse = coarseInverse(`exactness ${n}`, trial, system, { size: n, leaf: 4, cellBits: slices.cellBits, writeError: 0.01 });
      if (inverse === undefined) {
        errors.push(1);
        return;
      }
      const count = Math.ceil(slices.matrixBits / slices.cellBits) * n * n;
      const matrix = sliceMatrix({
        matrix: system.matrix,
        rows: n,
        columns: n,
        matrixBits: slices.matrixBits,
        cellBits: slices.cellBits,
        writeError,
        normals: sharedDraws('normal', `slices ${n}`, trial, count),
      });
      const multiplier = slicedMultiplier(matrix, { inputBits: slices.inputBits, dacBits, rowsActive });
      // What the cells are to hold, errors aside: the system that refinement can at best solve.
      const held = matrix.integers.map((whole) => whole * matrix.unit);
      const way = refine({
        size: n,
        matrix: held,
        inverse,
        rightSide: system.rightSide,
        solution: solved(held, system.rightSide),
        converterBits: slices.inputBits,
        cycles: exactnessCycles,
        residual: { by: 'slices', matrix, multiplier },
        // Deeper than any bit that is compared.
        target: 2 ** -25,
      });
      errors.push(Math.min(1, ...way.errors));
    });
    const best = spreadOf(errors).median;
    return {
      bits: Math.min(24, -Math.log2(best)),
      adc: adcBitsNeeded({ dacBits, cellBits: slices.cellBits, rowsActive }),
      passes: inputPasses({ inputBits: slices.inputBits, dacBits, columns: n, rowsActive }),
    };
  },
  judge: (own, row) => [
    ...judgeWithin('bits', own.bits, { bits: Math.min(24, row['bits'] ?? Number.NaN) }, (answer) => Math.max(0.1 * answer, 1.5)),
    ...judgeExact('adc_bits_exact_signed', own.adc, row),
    ...judgeExact('mvm_passes', own.passes, row),
  ],
});

/** Channels of the table, and how many of our own the rules ask for at least. */
const channels = { table: 40, own: 160 };

const detection = experimentKind({
  name: 'analog/detection',
  recognise: ['ber_cycle1', 'ber_float'],
  inputs: { nr: 'number', nt: 'number', leaf: 'number', sigma_fs: 'number', snr_db: 'number' },
  leastShare: 0.97,
  replay: ({ nr, nt, leaf, sigma_fs, snr_db }) => {
    const rho: number[] = [];
    const rates: number[][] = [];
    const size = 2 * nt;
    const antennas = { receive: nr, transmit: nt };
    for (let trial = 0; trial < channels.own; trial++) {
      const { system, rightSides, sent } = antennaTrial(antennas, snr_db, trial);
      const inverse = coarseInverse(`antennas ${size} ${leaf}`, trial, system, { size, leaf, writeError: sigma_fs, ...blockCells });
      if (inverse === undefined) continue;
      rho.push(contraction(system.matrix, inverse, size));
      rates.push(detectionRates(system.matrix, inverse, rightSides, sent));
    }
    return { rho, rates };
  },
  judge: (own, row) => [
    ...judgeMedian('rho_med', own.rho, row, channels.table),
    ...[...Array(detectionCycles).keys(), -1].flatMap((cycle) => {
      const column = cycle < 0 ? 'ber_float' : `ber_cycle${cycle + 1}`;
      const each = own.rates.map((rate) => rate.at(cycle) as number);
      const mean = each.reduce((sum, rate) => sum + rate, 0) / each.length;
      const spread = Math.sqrt(each.reduce((sum, rate) => sum + (rate - mean) ** 2, 0) / (each.length - 1));
      const bits = row['bits'] ?? Number.NaN;
      return judgeWithin(column, mean, row, (answer) =>
        Math.max(
          0.15 * answer,
          Number.isNaN(bits) ? 0 : 6 * Math.sqrt(Math.max(answer, mean) / bits),
          4 * spread * Math.sqrt(1 / channels.table + 1 / each.length),
        ),
      );
    }),
  ],
});

const detectionCycles = 5;

/** Share of wrong bits after each cycle, and last with the exact solution. */
const detectionRates = (
  matrix: Float64Array,
  inverse: Float64Array,
  rightSides: readonly Float64Array[],
  sent: readonly Int8Array[],
): number[] => {
  const wrong = new Array<number>(detectionCycles + 1).fill(0);
  rightSides.forEach((rightSide, index) => {
    const symbols = sent[index] as Int8Array;
    const solution = solved(matrix, rightSide);
    refine({
      size: rightSide.length,
      matrix,
      inverse,
      rightSide,
      solution,
      converterBits: converterBits(blockCells.cellBits),
      cycles: detectionCycles,
      residual: { by: 'exact' },
      target: -1,
      watch: (cycle, estimate) => {
        wrong[cycle] = (wrong[cycle] as number) + wrongBits(estimate, symbols, quadratureLevels);
      },
    });
    wrong[detectionCycles] = (wrong[detectionCycles] as number) + wrongBits(solution, symbols, quadratureLevels);
  });
  const bits = rightSides.length * (sent[0]?.length ?? 0) * 4;
  return wrong.map((count) => count / bits);
};

const settings = experimentKind({
  name: 'analog/settings',
  recognise: ['xbits', 'uniform_drift'],
  inputs: { xbits: 'number', read_noise: 'number', uniform_drift: 'number' },
  leastShare: 0.97,
  replay: ({ xbits, read_noise: readNoise, uniform_drift: drift }) => {
    const family = 'mimo128x8';
    const n = 2 * (antennasOf(family)?.transmit ?? 0);
    const to24: number[] = [];
    trialsFor(family, n, (system, trial) => {
      const inverse = coarseInverse('settings', trial, system, { size: n, leaf: 4, writeError: 0.02, ...blockCells });
      const way =
        inverse === undefined
          ? undefined
          : refine({
              ...system,
              size: n,
              inverse: inverse.map((value) => value / (1 - drift)),
              converterBits: xbits,
              cycles: mostCycles,
              residual: { by: 'exact' },
              readNoise,
              normals: sharedDraws('normal', 'reading', trial, mostCycles * n),
              target: level24,
            });
      to24.push(cyclesOr(way, level24));
    });
    return to24;
  },
  judge: (own, row) => judgeIterations('it24', own, row, 20),
});

/** Products with the matrix that a rival may take. */
const mostProducts = 400;
/** Trials on which the medians of the table of methods rest. */
const methodTrials = (n: number): number => (n <= 64 ? 12 : 5);
const methodNames = ['hpinv_leaf4', 'hpinv_full', 'jacobi', 'cheb', 'cg', 'cg4', 'pcg_leaf4'] as const;

const methods = experimentKind({
  name: 'analog/methods',
  recognise: ['hpinv_leaf4', 'pcg_leaf4'],
  inputs: { family: 'text', n: 'number' },
  leastShare: 0.97,
  replay: ({ family, n }) => {
    const counts = Object.fromEntries(methodNames.map((name) => [name, [] as number[]])) as Record<(typeof methodNames)[number], number[]>;
    const known = trialsFor(family, n, (system, trial) => {
      const cells = { size: n, writeError: 0.02, ...blockCells };
      const small = coarseInverse(`methods ${n} 4`, trial, system, { ...cells, leaf: 4 });
      const whole = coarseInverse(`methods ${n} ${n}`, trial, system, { ...cells, leaf: n });
      const input = { ...system, size: n, target: level24, most: mostProducts };
      const unrounded = (inverse: Float64Array | undefined): number =>
        inverse === undefined
          ? never
          : cyclesOr(refine({ ...input, inverse, converterBits: 0, cycles: mostProducts, residual: { by: 'exact' }, hopeless }), level24);
      const values = new Float64Array(n);
      symmetricEigenvalues(system.matrix.slice(), n, values);
      counts.hpinv_leaf4.push(unrounded(small));
      counts.hpinv_full.push(unrounded(whole));
      counts.jacobi.push(jacobi(input).iterations ?? never);
      counts.cheb.push(chebyshev(input, Math.min(...values), Math.max(...values)).iterations ?? never);
      counts.cg.push(conjugateGradients(input).iterations ?? never);
      counts.cg4.push(conjugateGradients(input, { directionBits: 4 }).iterations ?? never);
      counts.pcg_leaf4.push(small === undefined ? never : (conjugateGradients(input, { preconditioner: small }).iterations ?? never));
    });
    return known ? { counts, n } : undefined;
  },
  judge: (own, row) =>
    own === undefined ? [] : methodNames.flatMap((name) => judgeIterations(name, own.counts[name], row, methodTrials(own.n))),
});

/** Every kind of Monte Carlo table of the analog area. */
export const experiments: readonly ExperimentKind[] = [convergence, blockInversion, exactness, detection, settings, methods];

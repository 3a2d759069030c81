import {
  factorNetwork,
  inversionCircuit,
  inversionDynamics,
  inversionOutputs,
  leastSquares,
  regressionCircuit,
  restOf,
  signedCells,
  stabilityOf,
  transient,
  weightsOf,
} from '#analog';
import { quantity } from '#quantity';
import type { DocumentAnswer, DocumentInputs, DocumentKind, DocumentReplay, DocumentValue, Tolerance } from '../area.ts';

/** When the input voltages of the simulated circuits rise, s. */
const stepTime = 1.005e-9;
/** At this gain-bandwidth product the ramp of the simulated step is short beside everything else. */
const slowAmplifier = 16e6;

const relative = (value: number): Tolerance => ({ kind: 'relative', value });
const largest = (value: number): Tolerance => ({ kind: 'largest', value });

interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);

function vectorOf(value: DocumentValue): Float64Array | undefined {
  return Array.isArray(value) && value.every(isNumber) ? Float64Array.from(value) : undefined;
}

function matrixOf(value: DocumentValue): Matrix | undefined {
  if (!Array.isArray(value)) return undefined;
  const rows = value.map(vectorOf);
  const columns = rows[0]?.length ?? 0;
  const values = new Float64Array(rows.length * columns);
  for (const [i, row] of rows.entries()) {
    if (row?.length !== columns) return undefined;
    values.set(row, i * columns);
  }
  return { rows: rows.length, columns, values };
}

/** An optional number: absent gives what stands in for it, anything else that is no number gives NaN. */
const numberOf = (value: DocumentValue, fallback: number): number =>
  value === undefined ? fallback : isNumber(value) ? value : Number.NaN;

const misshapen = (key: string): DocumentReplay => ({ failed: { code: 'input-not-a-matrix', detail: key } });

/** Numbers that the names of the crossbar files carry: `…_n64_r1.73.npz`. */
const fromCrossbarName = (name: string): DocumentInputs => {
  const r = /_r(\d+(?:\.\d+)?(?:e[+-]?\d+)?)(?=[._]|$)/i.exec(name.replace(/\.(json|npz)$/i, ''))?.[1];
  const n = /_n(\d+)(?=[._]|$)/i.exec(name)?.[1];
  return { ...(r === undefined ? {} : { rwire_ohm: Number(r) }), ...(n === undefined ? {} : { n: Number(n) }) };
};

/** Voltages of the rows: a list, or a table with a column for each set of them. */
function drivesOf(value: DocumentValue): readonly Float64Array[] | undefined {
  const one = vectorOf(value);
  if (one !== undefined) return [one];
  const many = matrixOf(value);
  return many && Array.from({ length: many.columns }, (_, p) => many.values.filter((_value, k) => k % many.columns === p));
}

const joined = (lists: readonly Float64Array[]): number[] => lists.flatMap((list) => [...list]);

/** A crossbar as both programs take it: driven at the left, read at the bottom, one segment of wire before the first and behind the last cell. */
function replayCrossbar(g: Matrix | undefined, drives: readonly Float64Array[] | undefined, wire: number): DocumentReplay {
  if (g === undefined) return misshapen('G_S');
  if (drives === undefined || drives.some((v) => v.length !== g.rows)) return misshapen('v_V');
  if (!(wire >= 0)) return { notScored: { code: 'input-empty', detail: 'rwire_ohm' } };
  if (g.values.some((value) => value < 0)) return misshapen('G_S');
  const open = Number.POSITIVE_INFINITY;
  const factored = factorNetwork({
    rows: g.rows,
    columns: g.columns,
    planes: 1,
    cells: g.values,
    rowSegment: wire,
    columnSegment: wire,
    left: wire,
    right: open,
    top: open,
    bottom: wire,
  });
  const solutions = drives.map((left) => factored.solve({ left }));
  const currents = joined(solutions.map(({ columnCurrents }) => columnCurrents));
  return {
    predicted: {
      I_out_A: currents,
      I: currents,
      I_crosssim_A: currents,
      word_line_V: joined(solutions.map(({ rowPotentials }) => rowPotentials)),
      bit_line_V: joined(solutions.map(({ columnPotentials }) => columnPotentials)),
    },
  };
}

const crossbarAnswers: readonly DocumentAnswer[] = ['I_out_A', 'I', 'word_line_V', 'bit_line_V'].map((key) => ({
  key,
  tolerance: largest(1e-9),
}));

const crossbar: DocumentKind = {
  name: 'analog/crossbar',
  recognise: [
    ['G_S', 'v_V', 'I_out_A'],
    ['G', 'v', 'I'],
  ],
  inputs: ['G_S', 'v_V', 'G', 'v', 'rwire_ohm', 'n'],
  fromName: fromCrossbarName,
  answers: () => crossbarAnswers,
  replay: (inputs) =>
    replayCrossbar(
      matrixOf(inputs['G_S'] ?? inputs['G']),
      drivesOf(inputs['v_V'] ?? inputs['v']),
      numberOf(inputs['rwire_ohm'], Number.NaN),
    ),
};

const sameInput: DocumentKind = {
  name: 'analog/crossbar-same-input',
  recognise: [['I_crosssim_A']],
  inputs: ['G_S', 'v_V', 'rwire_ohm', 'n'],
  fromName: fromCrossbarName,
  joins: crossbar.name,
  answers: () => [{ key: 'I_crosssim_A', tolerance: largest(1e-9) }],
  replay: (inputs, others) => {
    const wire = numberOf(inputs['rwire_ohm'], Number.NaN);
    const own = inputs['G_S'] === undefined ? undefined : inputs;
    const source = own ?? others.find((other) => numberOf(other['rwire_ohm'], Number.NaN) === wire && sizeOf(other) === inputs['n']);
    if (source === undefined) {
      return {
        notScored: {
          code: 'file-missing',
          detail: `G_S, v_V: n = ${String(inputs['n'] ?? '?')}, ${String(inputs['rwire_ohm'] ?? '?')} ohm`,
        },
      };
    }
    return replayCrossbar(matrixOf(source['G_S'] ?? source['G']), drivesOf(source['v_V'] ?? source['v']), wire);
  },
};

const sizeOf = (inputs: DocumentInputs): DocumentValue => matrixOf(inputs['G_S'] ?? inputs['G'])?.columns;

/** Weights of a neural layer, mapped by a program in a way of its own and solved to a thousandth: known, not scored. */
const crosssimCore: DocumentKind = {
  name: 'analog/crossbar-weights',
  recognise: [['W', 'x', 'y', 'style']],
  inputs: [],
  fromName: () => ({}),
  answers: () => [],
  replay: () => ({ notScored: { code: 'row-not-scored' } }),
};

interface Circuit {
  readonly circuit: ReturnType<typeof inversionCircuit>;
  readonly v: Float64Array;
}

function circuitOf(inputs: DocumentInputs): Circuit | { readonly fault: DocumentReplay } {
  const g = matrixOf(inputs['G_S']);
  if (g === undefined || g.rows !== g.columns) return { fault: misshapen('G_S') };
  const v = inputs['vin_V'] === undefined ? new Float64Array(g.rows) : vectorOf(inputs['vin_V']);
  if (v === undefined || v.length !== g.rows) return { fault: misshapen('vin_V') };
  const inputConductance = numberOf(inputs['G0_S'], Number.NaN);
  const gain = numberOf(inputs['A0'], Number.POSITIVE_INFINITY);
  const gainBandwidth = numberOf(inputs['GBW_Hz'], 1);
  const wire = numberOf(inputs['rwire_ohm'], 0);
  if (inputs['G0_S'] === undefined) return { fault: { notScored: { code: 'input-empty', detail: 'G0_S' } } };
  const bad = Object.entries({ G0_S: inputConductance, A0: gain, GBW_Hz: gainBandwidth }).find(([, value]) => !(value > 0))?.[0];
  if (bad !== undefined || !(wire >= 0)) return { fault: { failed: { code: 'input-not-a-number', detail: bad ?? 'rwire_ohm' } } };
  const circuit = inversionCircuit({
    n: g.rows,
    ...signedCells(g.values),
    inputConductance: quantity(inputConductance, 'S'),
    gain,
    gainBandwidth: quantity(gainBandwidth, 'Hz'),
    wire: quantity(wire, 'ohm'),
  });
  return { circuit, v };
}

const circuitInputs = ['G_S', 'G0_S', 'vin_V', 'A0', 'GBW_Hz', 'rwire_ohm'];

const inversion: DocumentKind = {
  name: 'analog/inversion',
  recognise: [
    ['G_S', 'G0_S', 'vin_V', 'x_theory_static_V'],
    ['G_S', 'G0_S', 'vin_V', 'x_final_V'],
    ['G_S', 'G0_S', 'vin_V', 'x_t_V'],
  ],
  inputs: [...circuitInputs, 't_s'],
  fromName: () => ({}),
  answers: (inputs) => {
    const hasWires = numberOf(inputs['rwire_ohm'], 0) > 0;
    const isSlow = Math.abs(numberOf(inputs['GBW_Hz'], Number.NaN) / slowAmplifier - 1) < 1e-9;
    return [
      // Beside wires the theory is that of the circuit without them.
      ...(hasWires ? [] : [{ key: 'x_theory_static_V', tolerance: relative(1e-9) }]),
      { key: 'x_final_V', tolerance: relative(1e-8) },
      ...(inputs['t_s'] === undefined || inputs['GBW_Hz'] === undefined || hasWires
        ? []
        : [{ key: 'x_t_V', tolerance: largest(isSlow ? 1e-4 : 1e-3) }]),
    ];
  },
  replay: (inputs) => {
    const made = circuitOf(inputs);
    if ('fault' in made) return made.fault;
    const { circuit, v } = made;
    const still = inversionOutputs(circuit, v);
    const settled = still.feasible ? { x_theory_static_V: still.outputs, x_final_V: still.outputs } : {};
    const times = vectorOf(inputs['t_s']);
    if (times === undefined || inputs['GBW_Hz'] === undefined || circuit.network !== undefined) return { predicted: settled };
    const moving = inversionDynamics(circuit);
    if (!moving.feasible) return { predicted: settled };
    const { outputs } = transient(
      moving.dynamics,
      moving.drive(v),
      times.map((time) => time - stepTime),
    );
    return { predicted: { ...settled, x_t_V: outputs } };
  },
};

const instability: DocumentKind = {
  name: 'analog/instability',
  recognise: [
    ['G_S', 'G0_S', 'growth_rate_spice_per_s'],
    ['G_S', 'G0_S', 'growth_rate_theory_per_s'],
  ],
  inputs: circuitInputs,
  fromName: () => ({}),
  answers: () => [
    { key: 'growth_rate_theory_per_s', tolerance: relative(1e-6) },
    { key: 'growth_rate_spice_per_s', tolerance: relative(1e-2) },
  ],
  replay: (inputs) => {
    if (inputs['GBW_Hz'] === undefined) return { notScored: { code: 'input-empty', detail: 'GBW_Hz' } };
    const made = circuitOf(inputs);
    if ('fault' in made) return made.fault;
    const moving = inversionDynamics(made.circuit);
    if (!moving.feasible) return { predicted: {} };
    const { growthRate } = stabilityOf(moving.dynamics);
    return { predicted: { growth_rate_theory_per_s: growthRate, growth_rate_spice_per_s: growthRate } };
  },
};

const regression: DocumentKind = {
  name: 'analog/regression',
  recognise: [
    ['G_X', 'y_V', 'w_final_V'],
    ['G_X', 'y_V', 'w_lstsq_V'],
  ],
  inputs: ['G_X', 'y_V', 'gf_S', 'gy_S', 'A0', 'GBW_Hz'],
  fromName: () => ({}),
  answers: () => [
    { key: 'w_lstsq_V', tolerance: relative(1e-9) },
    { key: 'w_final_V', tolerance: largest(2e-3) },
  ],
  replay: (inputs) => {
    const x = matrixOf(inputs['G_X']);
    const y = vectorOf(inputs['y_V']);
    if (x === undefined) return misshapen('G_X');
    if (y === undefined || y.length !== x.rows) return misshapen('y_V');
    if (inputs['gy_S'] === undefined) return { notScored: { code: 'input-empty', detail: 'gy_S' } };
    const base = {
      rows: x.rows,
      columns: x.columns,
      data: x.values,
      targetConductance: quantity(numberOf(inputs['gy_S'], Number.NaN), 'S'),
    };
    const fit = leastSquares(base, y);
    const ideal = fit.feasible ? { w_lstsq_V: fit.weights } : {};
    const { dynamics, drive } = regressionCircuit({
      ...base,
      // Without a stated feedback that of the targets is meant; the fit of an ideal circuit does not depend on it.
      feedbackConductance: quantity(numberOf(inputs['gf_S'] ?? inputs['gy_S'], Number.NaN), 'S'),
      gain: numberOf(inputs['A0'], Number.POSITIVE_INFINITY),
      gainBandwidth: quantity(numberOf(inputs['GBW_Hz'], 1), 'Hz'),
    });
    const rest = restOf(dynamics, drive(y));
    return { predicted: { ...ideal, ...(rest.feasible ? { w_final_V: weightsOf(x, rest.outputs) } : {}) } };
  },
};

/** Every kind of single-case file of the analog area. */
export const documents: readonly DocumentKind[] = [instability, inversion, regression, crossbar, sameInput, crosssimCore];

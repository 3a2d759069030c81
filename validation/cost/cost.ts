import { costShares, type FinalRunCost, finalRunCost } from '#cost';
import { hoursPerYear, type Quantity, quantity, wattsPerKilowatt } from '#quantity';
import { type Answer, type Area, type Cells, type Replayed, rowKind } from '../area.ts';

const component = 'development cost (experiments+final run+staff)';
const kilowattHoursPerMegawattHour = 1000;
const percent = 100;

/** What each line of a final run is called in the file, and where it is in our record. */
const parts: Readonly<Record<string, (cost: FinalRunCost) => number>> = {
  chips: (cost) => cost.chips,
  'other server': (cost) => cost.otherServer,
  interconnect: (cost) => cost.network,
  energy: (cost) => cost.energy,
  'energy (MWh)': (cost) => cost.energyUse / kilowattHoursPerMegawattHour,
  'total amortised hw+energy': (cost) => cost.total,
  'energy share of hw+energy (%)': (cost) => percent * cost.energyShare,
};

const value = (tolerance: Answer['tolerance']): readonly Answer[] => [{ column: 'value', tolerance }];
const given = { subject: 'text', quantity: 'text', value: 'number' } as const;
type Component = Cells<typeof given>;

/** The components of a subject's development, if there are any and all of them have a value. */
function componentsOf(subject: string, rows: readonly Component[]): readonly Component[] | undefined {
  const siblings = rows.filter((row) => row.subject === subject);
  return siblings.length > 0 && siblings.every((row) => Number.isFinite(row.value)) ? siblings : undefined;
}

const amounts = (components: readonly Component[]): Quantity<'USD'>[] => components.map((row) => quantity(row.value, 'USD'));
const missing = (what: string): Replayed => ({ notScored: { code: 'rows-missing', detail: `${component}: ${what}` } });

const finalRun = rowKind({
  name: 'cost/final-run',
  when: ({ category }) => category === 'final-run amortised (Cottier formula)',
  inputs: {
    quantity: 'text',
    chip_hours: 'number',
    server_price_usd_per_chip: 'number',
    amortisation_per_year: 'number',
    hours_per_year: 'number',
    server_overhead_factor: 'number',
    interconnect_share: 'number',
    chip_kw: 'number',
    server_power_factor: 'number',
    load_factor: 'number',
    pue: 'number',
    electricity_usd_per_kwh: 'number',
  },
  answers: value({ kind: 'relative', value: 1e-3 }),
  replay: (row): Replayed => {
    const cost = finalRunCost({
      chipHours: quantity(row.chip_hours, 'chip-h'),
      serverPrice: quantity(row.server_price_usd_per_chip, 'USD'),
      // The row says how long its year is; ours has 365.25 days.
      amortisation: quantity((row.amortisation_per_year * hoursPerYear) / row.hours_per_year, '1/yr'),
      serverOverhead: quantity(row.server_overhead_factor, '1'),
      networkShare: quantity(row.interconnect_share, '1'),
      chipPower: quantity(row.chip_kw * wattsPerKilowatt, 'W'),
      serverPowerFactor: quantity(row.server_power_factor, '1'),
      load: quantity(row.load_factor, '1'),
      pue: quantity(row.pue, '1'),
      electricityPrice: quantity(row.electricity_usd_per_kwh, 'USD/kWh'),
    });
    const part = Object.hasOwn(parts, row.quantity) ? parts[row.quantity] : undefined;
    return { predicted: { value: part?.(cost) } };
  },
});

const developmentShare = rowKind({
  name: 'cost/development-share',
  when: ({ category }) => category === 'share of development cost',
  inputs: { subject: 'text', quantity: 'text' },
  given,
  answers: value({ kind: 'absolute', value: 0.006 }),
  replay: (row, rows): Replayed => {
    const siblings = componentsOf(row.subject, rows);
    const index = siblings?.findIndex(({ quantity: name }) => name === row.quantity) ?? -1;
    if (siblings === undefined || index < 0) return missing(`${row.subject}, ${row.quantity}`);
    return { predicted: { value: percent * (costShares({ parts: amounts(siblings) }).shares[index] as number) } };
  },
});

const developmentTotal = rowKind({
  name: 'cost/development-total',
  when: ({ category }) => category === 'development cost total',
  inputs: { subject: 'text' },
  given,
  answers: value({ kind: 'relative', value: 1e-3 }),
  replay: (row, rows): Replayed => {
    const siblings = componentsOf(row.subject, rows);
    return siblings === undefined ? missing(row.subject) : { predicted: { value: costShares({ parts: amounts(siblings) }).total } };
  },
});

/** Published costs of training runs that can be recomputed from inputs beside them. */
export const cost: Area = {
  name: 'cost',
  files: [
    {
      name: 'cost',
      recognise: ['category', 'inputs_to_reproduce', 'chip_hours', 'scored'],
      selectors: ['category', 'scored', 'score_note'],
      skip: ({ scored, score_note: note }) =>
        scored === 'yes' ? undefined : { code: 'row-not-scored', ...(note ? { detail: note } : {}) },
      given: { when: ({ category }) => category === component, columns: given },
      rows: [finalRun, developmentShare, developmentTotal],
    },
  ],
};

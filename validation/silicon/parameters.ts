import { openCatalog, programParameters } from '#catalog';
import type { ProgramParameter } from '#package';
import type { Cells, GivenRows } from '../area.ts';

const columns = { peer: 'text', kind: 'text', name: 'text', parameter: 'text', value: 'text' } as const;
type Parameter = Cells<typeof columns>;

/** Columns by which a file of parameters of other programs is known. */
export const parameterColumns: readonly string[] = ['peer', 'kind', 'name', 'parameter', 'value', 'unit'];

/** Parameters of other programs, from a file beside the one that is scored. */
export const givenParameters: GivenRows & { readonly columns: typeof columns } = {
  when: () => true,
  columns,
  from: parameterColumns,
};

let shipped: ReadonlyMap<string, readonly ProgramParameter[]> | undefined;

/** The programs of the catalogue, by how such files name them. */
const programs: Readonly<Record<string, string>> = {
  'Chiplet Actuary': 'program/chiplet-actuary',
  CATCH: 'program/catch',
  ACT: 'program/act',
  'ttm-cas': 'program/ttm-cas',
};

const shippedParameters = (peer: string): readonly ProgramParameter[] => {
  if (shipped === undefined) {
    const opened = openCatalog();
    shipped = new Map(Object.entries(programs).map(([name, id]) => [name, opened.ok ? programParameters(opened.value, id) : []] as const));
  }
  return shipped.get(peer) ?? [];
};

const read = new WeakMap<readonly Parameter[], Map<string, readonly ProgramParameter[]>>();

/**
 * The parameters of another program: those of the catalogue, over which the ones of a file beside are laid.
 *
 * @param peer the program, as such files name it
 * @param given the rows of the file
 */
export const parametersOf = (peer: string, given: readonly Parameter[]): readonly ProgramParameter[] => {
  const known = read.get(given) ?? new Map<string, readonly ProgramParameter[]>();
  read.set(given, known);
  const found = known.get(peer);
  if (found !== undefined) return found;
  const laidOver = given.flatMap(({ peer: whose, name, parameter, value }) => {
    const number = Number(value);
    return whose === peer && value !== '' && Number.isFinite(number) ? [{ section: name, parameter, value: number }] : [];
  });
  const key = ({ section, parameter }: ProgramParameter): string => `${section} ${parameter}`;
  const all = [...new Map([...shippedParameters(peer), ...laidOver].map((one) => [key(one), one])).values()];
  known.set(peer, all);
  return all;
};

import type { ChainInput } from '#model';
import { leverByPath } from './levers.ts';
import type { ResolvedLever, ResolvedScenario } from './resolve.ts';

/** Parts of a scenario that are not numbers, and change as a whole. */
export type ChoicePart = 'model' | 'precision' | 'acquire' | 'optimiser' | 'checkpoint' | 'rules';

/** What changes together on the way from one scenario to another. */
export interface Player {
  /** A floor, a cause or the path of a lever; several, joined by `+`, where one cannot change without the other. */
  readonly id: string;
  readonly levers: readonly string[];
  readonly choices: readonly ChoicePart[];
}

/** By the floor that a difference lies on, by what in the scenario file brings it, or each lever by itself. */
export type Grouping = 'floors' | 'causes' | 'levers';

export const groupings: readonly Grouping[] = ['floors', 'causes', 'levers'];

const alike = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** Levers that are not the same in both, with what they are tied to. */
const differingLevers = (a: ResolvedScenario, b: ResolvedScenario): readonly string[] => {
  const ties = ({ correlations }: ResolvedScenario, path: string): unknown => correlations.filter(({ between }) => between.includes(path));
  return [...new Set([...a.levers.keys(), ...b.levers.keys()])].filter(
    (path) => !alike(a.levers.get(path)?.distribution, b.levers.get(path)?.distribution) || !alike(ties(a, path), ties(b, path)),
  );
};

const differingChoices = (a: ResolvedScenario, b: ResolvedScenario): readonly ChoicePart[] => {
  const parts: readonly (readonly [ChoicePart, (scenario: ResolvedScenario) => unknown])[] = [
    ['model', ({ choice }) => choice.shape],
    ['precision', ({ document }) => document.precision],
    ['acquire', ({ choice }) => choice.acquire],
    ['optimiser', ({ choice }) => choice.optimiser],
    ['checkpoint', ({ choice }) => choice.checkpoint],
    ['rules', ({ choice }) => [choice.legs, choice.noRule]],
  ];
  return parts.flatMap(([part, of]) => (alike(of(a), of(b)) ? [] : [part]));
};

const floorOfChoice: Readonly<Record<ChoicePart, string>> = {
  model: 'run',
  precision: 'accelerator',
  acquire: 'market',
  optimiser: 'run',
  checkpoint: 'cluster',
  rules: 'policy',
};

/** Roles that say the same thing of a scenario: which chip, which site. */
const causeOfRole: Readonly<Record<string, string>> = {
  accelerator: 'accelerator',
  product: 'accelerator',
  node: 'accelerator',
  packaging: 'accelerator',
  hbm: 'accelerator',
  cluster: 'cluster',
  region: 'region',
  operator: 'operator',
  rental: 'rental',
  model: 'model',
  solver: 'solver',
};

/** What in the scenario files makes a lever differ: a value of its own, another thing in a role, or another date. */
const causeOf = (path: string, a: ResolvedScenario, b: ResolvedScenario): string => {
  const stated = (lever: ResolvedLever | undefined): boolean => lever?.origin === 'scenario' || lever?.origin === 'command';
  // What an optimiser or a solver brings comes with it.
  if (path.startsWith('solver.') && a.things.solver?.id !== b.things.solver?.id) return 'solver';
  if (a.document.optimiser !== b.document.optimiser && leverByPath.get(path)?.only === 'second-order') return 'optimiser';
  const [one, other] = [a.levers.get(path), b.levers.get(path)];
  if (stated(one) || stated(other)) return path;
  for (const [scenario, lever] of [
    [b, other],
    [a, one],
  ] as const) {
    const id = lever?.fact?.split('#')[0];
    const role = Object.entries(scenario.things).find(([, thing]) => thing?.id === id)?.[0];
    if (role === undefined) continue;
    const name = role as keyof ResolvedScenario['things'];
    return a.things[name]?.id === b.things[name]?.id ? 'date' : (causeOfRole[role] ?? role);
  }
  const changed = (role: keyof ResolvedScenario['things']): boolean => a.things[role]?.id !== b.things[role]?.id;
  if (path === 'run.utilisation' || path === 'run.planMemory') {
    if (changed('accelerator')) return 'accelerator';
    return a.document.precision === b.document.precision ? 'model' : 'precision';
  }
  if (path.startsWith('cost.') || path.startsWith('market.price')) return changed('accelerator') ? 'accelerator' : 'date';
  return path === 'market.heldFor' ? 'date' : (Object.keys(causeOfRole).find((role) => changed(role as never)) ?? path);
};

const causeOfChoice = (part: ChoicePart, a: ResolvedScenario, b: ResolvedScenario): string => {
  if (part !== 'rules') return part;
  return a.document.actor === b.document.actor ? (a.things.accelerator.id === b.things.accelerator.id ? 'date' : 'accelerator') : 'actor';
};

/** The number format and the peaks at it are one: a chip has no peak at the format of another. */
const withPeaks = 'accelerator.precision';

/**
 * What changes from one scenario to another, in parts that can change one at a time.
 *
 * @param a the first scenario
 * @param b the other
 * @param by how the differences are put together
 */
export const playersOf = (a: ResolvedScenario, b: ResolvedScenario, by: Grouping): readonly Player[] => {
  const choices = differingChoices(a, b);
  const groups = new Map<string, { levers: string[]; choices: ChoicePart[] }>();
  const group = (id: string): { levers: string[]; choices: ChoicePart[] } => {
    const known = groups.get(id) ?? { levers: [], choices: [] };
    groups.set(id, known);
    return known;
  };
  const idOf = (path: string): string => {
    if (by === 'floors') return path.slice(0, path.indexOf('.'));
    if (by === 'causes') return causeOf(path, a, b);
    // A solver or an optimiser comes whole.
    const owner = leverByPath.get(path)?.only;
    if (owner !== undefined && a.levers.has(path) !== b.levers.has(path)) return owner === 'solver' ? 'solver' : 'optimiser';
    return choices.includes('precision') && path.startsWith('accelerator.peak') ? withPeaks : path;
  };
  for (const path of differingLevers(a, b)) group(idOf(path)).levers.push(path);
  for (const part of choices) {
    const id =
      by === 'floors' ? floorOfChoice[part] : by === 'causes' ? causeOfChoice(part, a, b) : part === 'precision' ? withPeaks : part;
    group(id).choices.push(part);
  }
  return [...groups].map(([id, own]) => ({ id, ...own }));
};

/** Joins players into one. */
export const joinPlayers = (players: readonly Player[]): Player => ({
  id: players.map(({ id }) => id).join('+'),
  levers: players.flatMap(({ levers }) => levers),
  choices: players.flatMap(({ choices }) => choices),
});

/** Does a player bring or take away something, rather than move a number? Such may need one another. */
export const isStructural = ({ levers, choices }: Player, a: ResolvedScenario, b: ResolvedScenario): boolean =>
  choices.some((part) => part !== 'rules') || levers.some((path) => a.levers.has(path) !== b.levers.has(path));

/** Puts the choices of one scenario into an input. */
export const setChoice = (input: ChainInput, part: ChoicePart, from: ResolvedScenario): void => {
  const { accelerator, choice } = input as unknown as { accelerator: Record<string, unknown>; choice: Record<string, unknown> };
  switch (part) {
    case 'model':
      choice['shape'] = from.choice.shape;
      choice['parameters'] = from.choice.parameters;
      choice['weights'] = from.choice.weights;
      return;
    case 'precision':
      accelerator['precision'] = from.document.precision;
      return;
    case 'acquire':
      choice['acquire'] = from.choice.acquire;
      return;
    case 'optimiser':
      choice['optimiser'] = from.choice.optimiser;
      break;
    case 'checkpoint':
      choice['checkpoint'] = from.choice.checkpoint;
      return;
    case 'rules':
      choice['legs'] = from.choice.legs;
      choice['noRule'] = from.choice.noRule;
  }
};

import type { Catalog, Grade, Selected, Thing, Words } from '#catalog';
import type { Checked, Distribution, Issue, UnitId } from '#quantity';
import type { CheckpointMode } from '#run';
import { architectureOf, countParameters } from '#run';
import { median } from '#uncertainty';
import { findAccelerator } from './find-accelerator.ts';
import { type FactReference, leverByPath } from './levers.ts';
import { modelShape } from './model-shape.ts';
import { generalParameter, sourcesOf } from './stated-fact.ts';

/** What a run keeps of its time, as it is asked for. */
export interface GoodputRequest {
  /** Accelerator; that of the cluster unless given. */
  readonly chip?: string | undefined;
  readonly cluster?: string | undefined;
  /** Accelerators; all of the cluster unless given. */
  readonly count?: number | undefined;
  /** Whose state a checkpoint holds; without one only its fixed pause counts. */
  readonly model?: string | undefined;
  readonly checkpoint: CheckpointMode;
  readonly spares?: number | undefined;
  readonly silent: boolean;
}

/** An input of the answer: a lever of the chain, or a figure of the catalogue beside them. */
export interface GoodputInputLine {
  readonly path: string;
  readonly label: Words;
  readonly unit: UnitId;
  readonly percent: boolean;
  readonly distribution: Distribution;
  readonly value: number;
  readonly low: number;
  readonly high: number;
  readonly grade: Grade;
  readonly sources: readonly string[];
}

export interface ResolvedGoodput {
  readonly chip: { readonly id: string; readonly name: Words };
  readonly cluster?: { readonly id: string; readonly name: Words };
  readonly model?: { readonly id: string; readonly name: Words };
  readonly count: number;
  /** Parameters that a checkpoint holds; nought without a model. */
  readonly parameters: number;
  readonly inputs: readonly GoodputInputLine[];
}

const always = [
  'cluster.chipsPerNode',
  'cluster.failureRate',
  'cluster.ratedChips',
  'cluster.chipFailureShare',
  'cluster.networkFailureShare',
  'cluster.softwareFailureShare',
  'cluster.detectionTime',
  'cluster.restartTime',
  'cluster.manualShare',
  'cluster.manualRestartTime',
  'cluster.checkpointOverhead',
  'cluster.slowShare',
  'cluster.slowdown',
  'accelerator.power',
  'cluster.serverPowerFactor',
  'cluster.load',
  'cluster.pue',
] as const;
const ofModel = ['cluster.checkpointState', 'cluster.storageRate'] as const;
const ofHost = ['cluster.hostRate'] as const;
const ofPeers = ['cluster.peerInterval', 'cluster.peerOverhead', 'cluster.peerLostShare'] as const;
const ofSpares = ['cluster.repairTime'] as const;
const ofSilence = [
  ['silent.share', 'silent-corruption-share', 'value'],
  ['silent.latency', 'silent-corruption-latency', 'time'],
] as const;

/** Levers that an answer takes, by what is asked: those of no account are not drawn and not shown. */
const pathsFor = ({ model, checkpoint, spares }: GoodputRequest): readonly string[] => [
  ...always,
  ...(model === undefined ? [] : ofModel),
  ...(model === undefined || checkpoint === 'sync' ? [] : ofHost),
  ...(checkpoint === 'peer' ? ofPeers : []),
  ...(spares === undefined ? [] : ofSpares),
];

const wordsOf = ({ id, name }: Thing): { readonly id: string; readonly name: Words } => ({
  id,
  name: { en: name.en, zh: name.zh ?? name.en },
});

const lookUp = (catalog: Catalog, kind: 'model' | 'cluster' | 'accelerator', code: string, flag: string, text: string): Checked<Thing> => {
  const thing = catalog.get(text, kind) ?? (kind === 'accelerator' ? findAccelerator(catalog, text)?.thing : undefined);
  if (thing !== undefined) return { ok: true, value: thing };
  const meant = catalog.suggest(text, kind);
  return { ok: false, issues: [{ code, path: '', file: flag, received: text, ...(meant === undefined ? {} : { expected: meant }) }] };
};

const statedOf = (selected: Selected): Pick<GoodputInputLine, 'distribution' | 'grade' | 'sources'> => ({
  distribution: selected.value,
  grade: selected.grade,
  sources: sourcesOf(selected),
});

/** Every rate, time and share with its distribution, from the cluster, the accelerator or the catalogue at large. */
const inputsOf = (
  request: GoodputRequest,
  catalog: Catalog,
  { chip, cluster }: { readonly chip: Thing | undefined; readonly cluster: Thing | undefined },
): Checked<readonly GoodputInputLine[]> => {
  const issues: Issue[] = [];
  const find = (references: readonly FactReference[]): Pick<GoodputInputLine, 'distribution' | 'grade' | 'sources'> | undefined => {
    for (const { of, fact, definition } of references) {
      const thing = of.includes('/') ? catalog.get(of) : of === 'accelerator' ? chip : of === 'cluster' ? cluster : undefined;
      const selected = thing && catalog.select(thing, fact, definition === undefined ? {} : { definition });
      if (selected === undefined) continue;
      return statedOf(selected);
    }
    return undefined;
  };
  const inputs: GoodputInputLine[] = [];
  for (const path of pathsFor(request)) {
    const lever = leverByPath.get(path);
    if (lever === undefined) throw new Error(`no lever ${path}`);
    const found = find(lever.from);
    const { label, unit, low, high, percent } = lever;
    if (found !== undefined)
      inputs.push({ path, label, unit, percent: percent === true, low, high, value: median(found.distribution), ...found });
    else if (chip !== undefined)
      issues.push({ code: 'train/incomplete-chip', path: '', file: '--chip', received: chip.id, expected: path.split('.').at(-1) ?? path });
  }
  if (request.silent)
    for (const [path, of, fact] of ofSilence) {
      const { thing, selected } = generalParameter(catalog, of, fact);
      const percent = fact === 'value';
      inputs.push({
        path,
        label: { en: thing.name.en, zh: thing.name.zh ?? thing.name.en },
        unit: percent ? '1' : 's',
        percent,
        low: 0,
        high: percent ? 1 : Number.MAX_VALUE,
        value: median(selected.value),
        ...statedOf(selected),
      });
    }
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: inputs };
};

/**
 * Follows a question about goodput into the catalogue: size, accelerator, what a checkpoint holds, and every rate and time
 * with its distribution, as the chain takes them.
 *
 * @param request what is asked for
 * @param catalog the catalogue
 */
export const resolveGoodput = (request: GoodputRequest, catalog: Catalog): Checked<ResolvedGoodput> => {
  const issues: Issue[] = [];
  const keep = <T>(checked: Checked<T>): T | undefined => {
    if (checked.ok) return checked.value;
    issues.push(...checked.issues);
    return undefined;
  };
  const cluster =
    request.cluster === undefined ? undefined : keep(lookUp(catalog, 'cluster', 'train/no-cluster', '--cluster', request.cluster));
  const named = request.chip ?? cluster?.attributes['accelerator'];
  if (named === undefined && (request.cluster === undefined || cluster !== undefined))
    issues.push({ code: 'train/needs-chip', path: '', file: '--chip' });
  const chip = named === undefined ? undefined : keep(lookUp(catalog, 'accelerator', 'train/no-chip', '--chip', named));
  const model = request.model === undefined ? undefined : keep(lookUp(catalog, 'model', 'goodput/no-model', '--model', request.model));
  const shape = model && keep(modelShape(model, catalog, { file: model.file, line: 1, column: 1 }));
  const chips = cluster && catalog.select(cluster, 'chips');
  const count = request.count ?? (chips && Math.round(median(chips.value)));
  if (count === undefined && (request.cluster === undefined || cluster !== undefined))
    issues.push({ code: 'goodput/needs-count', path: '', file: '--count' });

  const inputs = keep(inputsOf(request, catalog, { chip, cluster })) ?? [];
  if (issues.length > 0 || chip === undefined || count === undefined) return { ok: false, issues };
  return {
    ok: true,
    value: {
      chip: wordsOf(chip),
      ...(cluster === undefined ? {} : { cluster: wordsOf(cluster) }),
      ...(model === undefined ? {} : { model: wordsOf(model) }),
      count,
      parameters: shape === undefined ? 0 : countParameters(architectureOf(shape)).total,
      inputs,
    },
  };
};

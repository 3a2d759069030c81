import { type Catalog, ends, type Selected, type Thing } from '#catalog';
import {
  bestPlacement,
  binSplit,
  centredPlacements,
  type DieOnWafer,
  diesPerWaferClosedForm,
  dieYield,
  reticleShots,
  salvageYield,
  type YieldModel,
} from '#die';
import { type Distribution, isPoint, type Quantity, quantity, type UnitId } from '#quantity';
import { sourcesOf } from '#scenario';
import { createSampler, median, quantile } from '#uncertainty';
import type { Estimate, SourceLine } from './answer.ts';
import { bandAt, bandOf } from './build-band.ts';
import { sourceLines } from './build-sources.ts';
import { type DieAnswer, type DieInputId, type DieInputLine, type YieldModelName, yieldModelNames } from './die-answer.ts';

/** What was asked of a die; whatever is absent comes from the catalogue. */
export interface DieRequest {
  readonly width: Quantity<'mm'>;
  readonly height: Quantity<'mm'>;
  readonly product?: Thing;
  readonly node?: Thing;
  readonly given: Readonly<Partial<Record<DieInputId, Distribution>>>;
  /** What a wafer costs to make, by the wafer floor: takes the place of a price. */
  readonly waferCost?: Distribution;
  /** Dies are printed by exposure fields, and not on a bare grid. */
  readonly byFields: boolean;
  readonly model: YieldModelName;
  readonly stitching: boolean;
  /** Most bad cores of each product of a line, rising; the last is that of the whole. */
  readonly bins?: readonly number[];
  readonly samples: number;
  readonly seed: number;
  readonly asOf?: string;
}

interface Resolved {
  readonly distribution: Distribution;
  readonly line: Omit<DieInputLine, 'sources' | 'estimate'> & { readonly unit: UnitId; readonly sourceIds: readonly string[] };
}

/** Where each input is found, the first that has it: a fact of the process or of the product, or a constant. */
const places: Readonly<
  Record<
    DieInputId,
    {
      readonly unit: UnitId;
      readonly from: readonly (readonly [of: 'node' | 'product' | `parameter/${string}`, fact: string])[];
      readonly low: number;
      readonly high?: number;
    }
  >
> = {
  defectDensity: { unit: '/cm2', from: [['node', 'defectDensity']], low: 0 },
  clustering: {
    unit: '1',
    from: [
      ['node', 'clustering'],
      ['parameter/defect-clustering', 'value'],
    ],
    low: 0.01,
  },
  layers: { unit: '1', from: [['parameter/critical-layers', 'value']], low: 1 },
  street: { unit: 'mm', from: [['parameter/scribe-street', 'length']], low: 0 },
  edgeExclusion: { unit: 'mm', from: [['parameter/edge-exclusion', 'length']], low: 0 },
  diameter: { unit: 'mm', from: [['parameter/wafer-diameter', 'length']], low: 1 },
  flatDepth: { unit: 'mm', from: [], low: 0 },
  fieldWidth: { unit: 'mm', from: [['parameter/reticle-width', 'length']], low: 0 },
  fieldHeight: { unit: 'mm', from: [['parameter/reticle-height', 'length']], low: 0 },
  waferPrice: { unit: 'USD/wafer', from: [['node', 'waferPrice']], low: 0 },
  cores: { unit: '1', from: [['product', 'coresTotal']], low: 1 },
  maxBad: { unit: '1', from: [], low: 0 },
  coreShare: { unit: '1', from: [['parameter/core-area-share', 'value']], low: 0, high: 1 },
  repairable: { unit: '1', from: [['parameter/uncore-repairable', 'value']], low: 0, high: 1 },
};

const fromCatalog = (id: DieInputId, request: DieRequest, catalog: Catalog): Resolved | undefined => {
  for (const [of, fact] of places[id].from) {
    const thing = of === 'node' ? request.node : of === 'product' ? request.product : catalog.get(of);
    const selected: Selected | undefined =
      thing && catalog.select(thing, fact, request.asOf === undefined ? {} : { asOf: request.asOf, orFirstAfter: true });
    if (thing === undefined || selected === undefined) continue;
    const [first] = selected.used;
    const note = first?.note ?? first?.definition;
    return {
      distribution: selected.value,
      line: {
        id,
        unit: places[id].unit,
        origin: 'fact',
        grade: selected.grade,
        fact: `${thing.id}#${fact}`,
        ...(note === undefined ? {} : { note }),
        sourceIds: sourcesOf(selected),
      },
    };
  }
  return undefined;
};

/** Prices of wafers are those of the diameter that the catalogue speaks of: another has another price. */
const isUsualWafer = ({ given }: DieRequest, catalog: Catalog): boolean => {
  const usual = catalog.get('parameter/wafer-diameter');
  const selected = usual && catalog.select(usual, 'length');
  return given.diameter === undefined || (selected !== undefined && median(given.diameter) === median(selected.value));
};

const resolve = (id: DieInputId, request: DieRequest, catalog: Catalog): Resolved | undefined => {
  const given = request.given[id];
  if (given === undefined && id === 'waferPrice' && request.waferCost !== undefined) {
    return { distribution: request.waferCost, line: { id, unit: places[id].unit, origin: 'wafer', sourceIds: [] } };
  }
  if (given === undefined && id === 'waferPrice' && !isUsualWafer(request, catalog)) return undefined;
  if (given === undefined) return fromCatalog(id, request, catalog);
  return { distribution: given, line: { id, unit: places[id].unit, origin: 'command', sourceIds: [] } };
};

/** How many cores may be bad: stated, else those of the product that are not sold. */
const spareCores = (request: DieRequest, catalog: Catalog): Resolved | undefined => {
  const { product } = request;
  if (request.given.maxBad !== undefined || product === undefined) return resolve('maxBad', request, catalog);
  const [total, sold] = [catalog.select(product, 'coresTotal'), catalog.select(product, 'coresSold')];
  if (total === undefined || sold === undefined) return undefined;
  return {
    distribution: { kind: 'point', value: Math.max(0, median(total.value) - median(sold.value)) },
    line: {
      id: 'maxBad',
      unit: '1',
      origin: 'fact',
      // The weaker of two grades is the later letter.
      grade: [total.grade, sold.grade].toSorted().at(-1) ?? total.grade,
      fact: `${product.id}#coresTotal, coresSold`,
      sourceIds: [...new Set([...total.used, ...sold.used].map(({ source }) => source))],
    },
  };
};

type Values = Readonly<Partial<Record<DieInputId, number>>>;

const modelOf = (name: YieldModelName, values: Values): YieldModel => {
  switch (name) {
    case 'negative-binomial':
      return { kind: name, clustering: quantity(values.clustering ?? Number.POSITIVE_INFINITY, '1') };
    case 'bose-einstein-total':
    case 'bose-einstein-per-layer':
      return { kind: name, layers: quantity(values.layers ?? 1, 'layer') };
    default:
      return { kind: name };
  }
};

const waferOf = (request: DieRequest, values: Values): DieOnWafer => ({
  width: request.width,
  height: request.height,
  street: quantity(values.street ?? 0, 'mm'),
  diameter: quantity(values.diameter ?? 0, 'mm'),
  edgeExclusion: quantity(values.edgeExclusion ?? 0, 'mm'),
  flatDepth: quantity(values.flatDepth ?? 0, 'mm'),
});

/** Everything that is drawn again for each sample. */
const evaluate = (request: DieRequest, values: Values) => {
  const area = quantity(request.width * request.height, 'mm2');
  const gross = bestPlacement(waferOf(request, values)).perWafer;
  const { defectDensity, cores, maxBad, coreShare, repairable, waferPrice } = values;
  const density = quantity(defectDensity ?? Number.NaN, '/cm2');
  const yields = yieldModelNames.map((name) => dieYield({ area, defectDensity: density, model: modelOf(name, values) }));
  const full = yields[yieldModelNames.indexOf(request.model)] as number;
  const parts =
    cores === undefined || maxBad === undefined
      ? undefined
      : {
          area,
          defectDensity: density,
          clustering: quantity(
            request.model === 'poisson' ? Number.POSITIVE_INFINITY : (values.clustering ?? Number.POSITIVE_INFINITY),
            '1',
          ),
          coreShare: quantity(coreShare ?? 0, '1'),
          cores: quantity(cores, '1'),
          maxBad: quantity(maxBad, '1'),
          repairable: quantity(repairable ?? 0, '1'),
        };
  const salvage = parts && salvageYield(parts);
  const bins =
    request.bins === undefined
      ? undefined
      : parts && binSplit({ ...parts, bins: request.bins.map((most) => ({ maxBad: quantity(most, '1') })) }).shares;
  const sold = salvage?.sold ?? full;
  return { gross, yields, full, salvage, bins, good: gross * full, sold: gross * sold, cost: (waferPrice ?? Number.NaN) / (gross * sold) };
};

const salvageable = (name: YieldModelName): boolean => name === 'negative-binomial' || name === 'poisson';

/**
 * Puts together all that is asked of a die: how it lies on the wafer, its exposures, its yield by every model, and what a good
 * one costs.
 *
 * @param request the die, what was stated of it, and how to sample
 * @param catalog the catalogue
 * @param meta version and command line
 */
export const buildDie = (
  request: DieRequest,
  catalog: Catalog,
  meta: { readonly version: string; readonly command: string },
): DieAnswer => {
  const spare = salvageable(request.model) ? spareCores(request, catalog) : undefined;
  const wanted: readonly DieInputId[] = [
    'defectDensity',
    'clustering',
    'layers',
    'street',
    'edgeExclusion',
    'diameter',
    'flatDepth',
    ...(request.byFields ? (['fieldWidth', 'fieldHeight'] as const) : []),
    'waferPrice',
    ...(spare === undefined ? [] : (['cores', 'coreShare', 'repairable'] as const)),
  ];
  const found = wanted.flatMap((id) => resolve(id, request, catalog) ?? []);
  const inputs = spare === undefined ? found : [...found, spare];
  const central: Values = Object.fromEntries(inputs.map(({ line, distribution }) => [line.id, median(distribution)]));

  const wafer = waferOf(request, central);
  const best = bestPlacement(wafer);
  const shots =
    central.fieldWidth === undefined || central.fieldHeight === undefined
      ? undefined
      : reticleShots({
          ...wafer,
          ...(best.turned ? { width: wafer.height, height: wafer.width } : {}),
          offsetX: best.offsetX,
          offsetY: best.offsetY,
          fieldWidth: quantity(central.fieldWidth, 'mm'),
          fieldHeight: quantity(central.fieldHeight, 'mm'),
          stitching: request.stitching,
        });
  const at = evaluate(request, central);

  // Draws of everything that is not certain; each sample of the wafer is placed anew.
  const unsure = inputs.filter(({ distribution }) => !isPoint(distribution));
  const samples = unsure.length === 0 ? 0 : request.samples;
  const drawn = draws(request, central, unsure, samples);
  const estimate = (value: number, unit: UnitId, column: Float64Array | undefined): Estimate =>
    column === undefined || samples === 0 ? { value, unit } : { value, unit, band: bandOf(column) };

  const feasible = shots?.feasible !== false && best.perWafer > 0;
  const sourceIds = [...new Set(inputs.flatMap(({ line }) => line.sourceIds))];
  const sources: readonly SourceLine[] = sourceLines(sourceIds, catalog);
  const named = (thing: Thing) => ({ id: thing.id, name: { en: thing.name.en, zh: thing.name.zh ?? thing.name.en } });
  return {
    schema: 'chokepoint/die/1',
    reproduce: {
      version: meta.version,
      catalogDigest: catalog.digest,
      seed: request.seed,
      samples,
      ...(request.asOf === undefined ? {} : { asOf: request.asOf }),
      command: meta.command,
    },
    feasible,
    binding: shots?.feasible === false ? 'field' : best.perWafer === 0 ? 'wafer' : (at.salvage?.sold ?? at.full) < 0.5 ? 'yield' : 'area',
    die: { width: request.width, height: request.height, area: request.width * request.height },
    ...(request.product === undefined ? {} : { product: named(request.product) }),
    ...(request.node === undefined ? {} : { node: named(request.node) }),
    placement: {
      best: {
        perWafer: best.perWafer,
        upperBound: best.upperBound,
        proven: best.proven,
        offsetX: best.offsetX,
        offsetY: best.offsetY,
        turned: best.turned,
        stretches: best.stretches,
      },
      centred: centredPlacements(wafer).map(({ alongRow, alongColumn, perWafer, offsetX, offsetY }) => ({
        kind: `${alongRow}-${alongColumn}` as const,
        perWafer,
        offsetX,
        offsetY,
      })),
      closedForm: diesPerWaferClosedForm(wafer),
    },
    ...(shots?.feasible === true
      ? {
          shots: {
            columns: shots.columns,
            rows: shots.rows,
            diesPerField: shots.diesPerField,
            exposuresPerDie: shots.exposuresPerDie,
            shots: shots.shots,
            wholeShots: shots.wholeShots,
            partialShots: shots.partialShots,
            utilisation: shots.utilisation,
            streetOutside: shots.streetOutside,
            fieldX: shots.fieldX,
            fieldY: shots.fieldY,
            pitchX: shots.pitchX,
            pitchY: shots.pitchY,
          },
        }
      : {}),
    yields: yieldModelNames.map((model, index) => {
      const parameter = model === 'negative-binomial' ? central.clustering : model.startsWith('bose') ? central.layers : undefined;
      return {
        model,
        ...(parameter === undefined ? {} : { parameter }),
        used: model === request.model,
        estimate: estimate(at.yields[index] as number, '1', drawn.yields[index]),
      };
    }),
    ...(at.salvage === undefined
      ? {}
      : {
          salvage: {
            cores: central.cores as number,
            maxBad: central.maxBad as number,
            full: estimate(at.salvage.full, '1', drawn.full),
            sold: estimate(at.salvage.sold, '1', drawn.soldShare),
            ceiling: estimate(at.salvage.ceiling, '1', drawn.ceiling),
            binding: at.salvage.binding,
          },
        }),
    ...(at.bins === undefined
      ? {}
      : { bins: at.bins.map((share, index) => ({ maxBad: request.bins?.[index] ?? 0, share: estimate(share, '1', drawn.bins[index]) })) }),
    figures: {
      gross: estimate(at.gross, 'die/wafer', drawn.gross),
      good: estimate(at.good, 'die/wafer', drawn.good),
      ...(at.salvage === undefined ? {} : { sold: estimate(at.sold, 'die/wafer', drawn.sold) }),
      ...(feasible && central.waferPrice !== undefined && at.sold > 0 ? { cost: estimate(at.cost, 'USD/die', drawn.cost) } : {}),
    },
    drivers: driversOf(request, central, unsure),
    inputs: inputs.map(({ line: { sourceIds: ids, unit, ...line }, distribution }) => ({
      ...line,
      estimate: { value: median(distribution), unit, ...(isPoint(distribution) ? {} : { band: bandAt((p) => quantile(distribution, p)) }) },
      sources: ids.map((id) => sourceIds.indexOf(id) + 1),
    })),
    sources,
  };
};

/** Cost of a die that is sold; dies sold where no price is known. */
const driversOf = (request: DieRequest, central: Values, unsure: readonly Resolved[]): DieAnswer['drivers'] => {
  const figureAt = (values: Values): number => {
    const { cost, sold } = evaluate(request, values);
    return Number.isNaN(cost) ? sold : cost;
  };
  const middle = figureAt(central);
  return unsure
    .map(({ line: { id }, distribution }) => {
      const [low, high] = ends(distribution).map((value) => figureAt({ ...central, [id]: value })) as [number, number];
      return { id, low, high };
    })
    .filter(({ low, high }) => Number.isFinite(low) && Number.isFinite(high) && (low !== middle || high !== middle))
    .toSorted((a, b) => Math.abs(b.high - b.low) - Math.abs(a.high - a.low));
};

const draws = (request: DieRequest, central: Values, unsure: readonly Resolved[], samples: number) => {
  const column = (): Float64Array => new Float64Array(samples);
  const out = {
    gross: column(),
    yields: yieldModelNames.map(column),
    bins: (request.bins ?? []).map(column),
    full: column(),
    soldShare: column(),
    ceiling: column(),
    good: column(),
    sold: column(),
    cost: column(),
  };
  if (samples === 0) return out;
  const sampler = createSampler({
    seed: request.seed,
    parameters: unsure.map(({ line, distribution }) => {
      const { low, high } = places[line.id];
      return { path: `die.${line.id}`, distribution, low, ...(high === undefined ? {} : { high }) };
    }),
  });
  const values: Partial<Record<DieInputId, number>> = { ...central };
  const row = new Float64Array(unsure.length);
  for (let i = 0; i < samples; i++) {
    sampler.fill(i, row);
    unsure.forEach(({ line }, j) => {
      values[line.id] = row[j] as number;
    });
    const at = evaluate(request, values);
    out.gross[i] = at.gross;
    at.yields.forEach((share, j) => {
      (out.yields[j] as Float64Array)[i] = share;
    });
    at.bins?.forEach((share, j) => {
      (out.bins[j] as Float64Array)[i] = share;
    });
    out.full[i] = at.salvage?.full ?? at.full;
    out.soldShare[i] = at.salvage?.sold ?? at.full;
    out.ceiling[i] = at.salvage?.ceiling ?? 1;
    out.good[i] = at.good;
    out.sold[i] = at.sold;
    out.cost[i] = at.cost;
  }
  return out;
};

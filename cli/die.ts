import { resolve } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Catalog, isDate, openCatalog, type Thing } from '#catalog';
import { dieShape, listDies, waferDefects } from '#die';
import { type Lang, messages } from '#messages';
import { type Checked, type Distribution, type Issue, parseQuantity, type Quantity, quantity, type UnitId } from '#quantity';
import {
  buildDie,
  type DieAnswer,
  type DieFigure,
  type DieInputId,
  type DieRequest,
  dieFigures,
  dieMap,
  dieWhy,
  draw,
  json,
  renderDie,
  renderDieHtml,
  renderDieWhy,
  svg,
  type WaferDie,
  type YieldModelName,
  yieldModelNames,
} from '#report';
import { answerWafer, statedParameter } from '#scenario';
import { median, parameterKey, uniform } from '#uncertainty';
import { fail } from './fail.ts';
import { langOption, languageOf, type SamplingFlags, samplingOptions } from './options.ts';
import { commandLine, terminalWidth, useColor, write, writeOut } from './output.ts';
import { version } from './version.ts';

interface DieFlags extends SamplingFlags {
  readonly size?: string;
  readonly product?: string;
  readonly node?: string;
  readonly d0?: string;
  readonly yieldModel: YieldModelName;
  readonly clustering?: string;
  readonly layers?: string;
  readonly wafer?: string;
  readonly edge?: string;
  readonly street?: string;
  readonly flat?: string;
  readonly field?: string;
  readonly stitch?: true;
  readonly cores?: string;
  readonly maxBad?: string;
  readonly bins?: string;
  readonly coreFraction?: string;
  readonly repairable?: string;
  readonly waferPrice?: string;
  readonly asOf?: string;
  readonly catalog?: string;
  readonly map?: string;
  readonly mapWidth: number;
  readonly atCost?: true;
  readonly why?: DieFigure;
  readonly json?: true;
  readonly html?: string;
  readonly lang?: Lang;
}

/** Options that hold one number, the input they state, its unit and the range it must lie in. */
const numbers: readonly {
  readonly flag: keyof DieFlags & string;
  readonly option: string;
  readonly id: DieInputId;
  readonly unit: UnitId;
  readonly above?: number;
  readonly low?: number;
  readonly high?: number;
  readonly whole?: true;
}[] = [
  { flag: 'd0', option: '--d0', id: 'defectDensity', unit: '/cm2', low: 0, high: 1e4 },
  { flag: 'clustering', option: '--clustering', id: 'clustering', unit: '1', above: 0, high: 1e12 },
  { flag: 'layers', option: '--layers', id: 'layers', unit: '1', low: 1, high: 1000, whole: true },
  { flag: 'wafer', option: '--wafer', id: 'diameter', unit: 'mm', above: 0, high: 1000 },
  { flag: 'edge', option: '--edge', id: 'edgeExclusion', unit: 'mm', low: 0, high: 500 },
  { flag: 'street', option: '--street', id: 'street', unit: 'mm', low: 0, high: 100 },
  { flag: 'flat', option: '--flat', id: 'flatDepth', unit: 'mm', low: 0, high: 100 },
  { flag: 'cores', option: '--cores', id: 'cores', unit: '1', low: 1, high: 1e7, whole: true },
  { flag: 'maxBad', option: '--max-bad', id: 'maxBad', unit: '1', low: 0, high: 1e7, whole: true },
  { flag: 'coreFraction', option: '--core-fraction', id: 'coreShare', unit: '1', low: 0, high: 1 },
  { flag: 'repairable', option: '--repairable', id: 'repairable', unit: '1', low: 0, high: 1 },
  { flag: 'waferPrice', option: '--wafer-price', id: 'waferPrice', unit: 'USD/wafer', above: 0, high: 1e9 },
];

const longestSide = 1000;
/** Dies smaller than this would be hundreds of thousands: more than anyone would list. */
const smallestSide = 0.2;

const badValue = (option: string, received: string, expected: string): Issue => ({
  code: 'cli/bad-value',
  path: option,
  received,
  expected,
});

/** `26x33`, `26 mm × 33 mm`: two lengths in mm. */
const twoSides = (text: string): readonly [number, number] | undefined => {
  const match = /^\s*([\d.]+)\s*(?:mm)?\s*[x×*]\s*([\d.]+)\s*(?:mm)?\s*$/i.exec(text);
  const [a, b] = [Number(match?.[1]), Number(match?.[2])];
  return match === null || Number.isNaN(a) || Number.isNaN(b) ? undefined : [a, b];
};

const fits = (sides: readonly number[], least: number): boolean => sides.every((side) => side >= least && side <= longestSide);

/** A number, or an interval of them, in the unit of its option where it states none. */
const readNumber = (spec: (typeof numbers)[number], text: string, lang: Lang): Checked<Distribution> => {
  const { expects } = messages(lang).die;
  // Only digits, points and signs: the unit is that of the option.
  const bare = /^[\d.e+\s-]+$/i.test(text);
  const parsed = parseQuantity(bare && spec.unit !== '1' ? `${text.trim()} ${spec.unit}` : text.trim(), spec.unit);
  if (!parsed.ok) return { ok: false, issues: parsed.issues.map((issue) => ({ ...issue, file: spec.option })) };
  const { value } = parsed.value;
  const middle = median(value);
  const { above, low, high = Number.POSITIVE_INFINITY } = spec;
  const least = low ?? above ?? 0;
  const outside = middle < least || (above !== undefined && middle <= above) || middle > high || !Number.isFinite(middle);
  if (outside || (spec.whole && !Number.isInteger(middle))) {
    const range = high === Number.POSITIVE_INFINITY ? expects.above(String(least)) : expects.between(String(least), String(high));
    return { ok: false, issues: [badValue(spec.option, text, spec.whole ? messages(lang).cli.wholeNumber(least, high) : range)] };
  }
  return { ok: true, value };
};

const findThing = (catalog: Catalog, option: string, name: string, kind: string): Checked<Thing> => {
  const thing = catalog.get(name, kind);
  if (thing !== undefined) return { ok: true, value: thing };
  const several = catalog.find(name, kind).map(({ id }) => id);
  if (several.length > 1)
    return { ok: false, issues: [{ code: 'catalog/ambiguous', path: option, received: name, expected: several.join(', ') }] };
  const near = catalog.suggest(name, kind);
  const hint = near === undefined ? { expected: kind } : { expected: near, hint: 'hint/did-you-mean' };
  return { ok: false, issues: [{ code: 'scenario/unknown-id', path: option, received: name, ...hint }] };
};

/** Sides of the die: stated, or those of the product, of which often only the area is known. */
const sidesOf = (
  flags: DieFlags,
  product: Thing | undefined,
  catalog: Catalog,
  lang: Lang,
): Checked<readonly [Quantity<'mm'>, Quantity<'mm'>]> => {
  const { expects } = messages(lang).die;
  const good = (width: number, height: number) => ({ ok: true, value: [quantity(width, 'mm'), quantity(height, 'mm')] as const }) as const;
  const bad = (expected: string): Checked<never> => ({ ok: false, issues: [badValue('--size', flags.size ?? '', expected)] });
  const fact = (thing: Thing | undefined, name: string): number | undefined => {
    const selected = thing && catalog.select(thing, name);
    return selected && median(selected.value);
  };
  const shaped = (area: number) => {
    const side = (id: string): Quantity<'mm'> => quantity(statedParameter(catalog, id, 'length'), 'mm');
    const { width, height } = dieShape({
      area: quantity(area, 'mm2'),
      reticleWidth: side('reticle-width'),
      reticleHeight: side('reticle-height'),
    });
    return good(width, height);
  };
  if (flags.size === undefined) {
    const [width, height, area] = ['dieWidth', 'dieHeight', 'dieArea'].map((name) => fact(product, name));
    if (width !== undefined && height !== undefined) return good(width, height);
    return area === undefined ? bad(expects.size) : shaped(area);
  }
  const pair = twoSides(flags.size);
  if (pair !== undefined) return fits(pair, smallestSide) ? good(...pair) : bad(expects.pair);
  const area = parseQuantity(flags.size, 'mm2');
  if (!area.ok) return bad(expects.size);
  const value = median(area.value.value);
  return value >= smallestSide ** 2 && value <= longestSide ** 2 ? shaped(value) : bad(expects.pair);
};

/** The exposure field: two sides, or none at all. */
const fieldOf = (text: string | undefined, lang: Lang): Checked<readonly [number, number] | 'none' | undefined> => {
  if (text === undefined || text === 'none') return { ok: true, value: text };
  const { expects } = messages(lang).die;
  const pair = twoSides(text);
  if (pair === undefined) return { ok: false, issues: [badValue('--field', text, expects.field)] };
  if (!fits(pair, 1)) return { ok: false, issues: [badValue('--field', text, expects.pair)] };
  return { ok: true, value: pair };
};

/** What each option says alone is good, and yet they do not go together. */
const clashes = (
  flags: DieFlags,
  given: DieRequest['given'],
  { product, catalog }: { readonly product: Thing | undefined; readonly catalog: Catalog },
  lang: Lang,
): readonly Issue[] => {
  const { expects } = messages(lang).die;
  const issues: Issue[] = [];
  const { cores, maxBad, diameter, edgeExclusion } = given;
  const known = (id: string): boolean => product?.facts[id] !== undefined;
  if ((cores === undefined) !== (maxBad === undefined) && !(known('coresTotal') && maxBad !== undefined)) {
    issues.push(badValue('--cores', flags.cores ?? '', expects.needsCores));
  }
  if (cores !== undefined && maxBad !== undefined && median(maxBad) >= median(cores))
    issues.push(badValue('--max-bad', flags.maxBad ?? '', expects.maxBad));
  if (cores !== undefined && flags.yieldModel !== 'negative-binomial' && flags.yieldModel !== 'poisson') {
    issues.push(badValue('--yield-model', flags.yieldModel, expects.salvageModel));
  }
  const across = diameter === undefined ? statedParameter(catalog, 'wafer-diameter', 'length') : median(diameter);
  if (edgeExclusion !== undefined && 2 * median(edgeExclusion) >= across) {
    issues.push(badValue('--edge', flags.edge ?? '', expects.edge));
  }
  return issues;
};

/** Everything that was asked, or every fault in it. */
const request = (flags: DieFlags, catalog: Catalog, lang: Lang): Checked<DieRequest> => {
  const { expects } = messages(lang).die;
  const issues: Issue[] = [];
  const take = <T>(checked: Checked<T>): T | undefined => {
    if (checked.ok) return checked.value;
    issues.push(...checked.issues);
    return undefined;
  };
  const point = (value: number): Distribution => ({ kind: 'point', value });
  const product = flags.product === undefined ? undefined : take(findThing(catalog, '--product', flags.product, 'product'));
  const nodeName = flags.node ?? product?.attributes['node'];
  const node = nodeName === undefined ? undefined : take(findThing(catalog, '--node', nodeName, 'node'));
  const given: Partial<Record<DieInputId, Distribution>> = {};
  for (const spec of numbers) {
    const text = flags[spec.flag];
    const value = typeof text === 'string' ? take(readNumber(spec, text, lang)) : undefined;
    if (value !== undefined) given[spec.id] = value;
  }
  const sides = flags.product !== undefined && product === undefined ? undefined : take(sidesOf(flags, product, catalog, lang));
  const field = take(fieldOf(flags.field, lang));
  if (Array.isArray(field)) {
    given.fieldWidth = point(field[0] as number);
    given.fieldHeight = point(field[1] as number);
  }
  if (flags.d0 === undefined && nodeName === undefined && (flags.product === undefined || product !== undefined)) {
    issues.push(badValue('--node', '', expects.node));
  }
  const bins = flags.bins?.split(',').map((word) => (/^\s*\d+\s*$/.test(word) ? Number(word) : Number.NaN));
  const rising = bins === undefined || bins.every((most, i) => most <= 1e7 && most > (bins[i - 1] ?? -1));
  if (!rising) issues.push(badValue('--bins', flags.bins ?? '', expects.bins));
  // The least demanding product of a line says how many cores may be bad at all.
  else if (bins !== undefined && given.maxBad === undefined) given.maxBad = point(bins.at(-1) ?? 0);
  issues.push(...clashes(flags, given, { product, catalog }, lang));
  if (issues.length > 0 || sides === undefined) return { ok: false, issues };
  return {
    ok: true,
    value: {
      width: sides[0],
      height: sides[1],
      ...(product === undefined ? {} : { product }),
      ...(node === undefined ? {} : { node }),
      ...(bins === undefined ? {} : { bins }),
      given,
      byFields: field !== 'none',
      model: flags.yieldModel,
      stitching: flags.stitch === true,
      samples: flags.samples,
      seed: flags.seed,
      ...(flags.asOf === undefined ? {} : { asOf: flags.asOf }),
    },
  };
};

/** Uniform numbers that one die of a simulated wafer may use. */
const drawsOfDie = 4096;

/** One wafer of an answer, drawn from its central values. */
const simulated = ({ die, inputs, placement, salvage, reproduce }: DieAnswer): readonly WaferDie[] => {
  const value = (id: DieInputId): number => {
    const line = inputs.find((each) => each.id === id);
    if (line === undefined) throw new Error(`a wafer cannot be drawn without ${id}`);
    return line.estimate.value;
  };
  // A wafer is round unless a flat is stated.
  const flat = inputs.find(({ id }) => id === 'flatDepth')?.estimate.value ?? 0;
  const { best } = placement;
  const [width, height] = best.turned ? [die.height, die.width] : [die.width, die.height];
  const key = parameterKey('die.map');
  const dies = listDies({
    width: quantity(width, 'mm'),
    height: quantity(height, 'mm'),
    street: quantity(value('street'), 'mm'),
    diameter: quantity(value('diameter'), 'mm'),
    edgeExclusion: quantity(value('edgeExclusion'), 'mm'),
    flatDepth: quantity(flat, 'mm'),
    offsetX: quantity(best.offsetX, 'mm'),
    offsetY: quantity(best.offsetY, 'mm'),
  });
  return waferDefects({
    dies,
    width: quantity(width, 'mm'),
    height: quantity(height, 'mm'),
    defectDensity: quantity(value('defectDensity'), '/cm2'),
    clustering: quantity(value('clustering'), '1'),
    ...(salvage === undefined
      ? {}
      : {
          salvage: {
            cores: quantity(salvage.cores, '1'),
            maxBad: quantity(salvage.maxBad, '1'),
            coreShare: quantity(value('coreShare'), '1'),
            repairable: quantity(value('repairable'), '1'),
          },
        }),
    uniform: (index, draws) => uniform(reproduce.seed, index * drawsOfDie + (draws % drawsOfDie), key),
  });
};

const die = async (flags: DieFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  if (flags.asOf !== undefined && !isDate(flags.asOf))
    return fail([{ code: 'document/date', path: '', file: '--as-of', received: flags.asOf }], lang);
  const opened = openCatalog(flags.catalog === undefined ? {} : { overlay: resolve(flags.catalog) });
  if (!opened.ok) return fail(opened.issues, lang);
  const asked = request(flags, opened.value, lang);
  if (!asked.ok) return fail(asked.issues, lang);
  const cost = waferCostOf(asked.value, opened.value, flags.atCost === true);
  if (!cost.ok) return fail(cost.issues, lang);
  const answer = buildDie(cost.value === undefined ? asked.value : { ...asked.value, waferCost: cost.value }, opened.value, {
    version,
    command: commandLine(),
  });
  // Without defects every die would be good, which nobody said.
  if (!answer.inputs.some(({ id }) => id === 'defectDensity'))
    return fail([{ code: 'cli/no-density', path: '', file: '--node', received: asked.value.node?.id ?? '' }], lang);
  if (flags.why !== undefined) {
    const why = dieWhy(answer, flags.why, lang);
    if (why === undefined) return fail([{ code: 'cli/figure-absent', path: '', received: flags.why }], lang);
    return write(flags.json ? `${json(why)}\n` : renderDieWhy(answer, why, { lang, color: useColor(), width: terminalWidth() }));
  }
  if (flags.html !== undefined) return writeOut(flags.html, renderDieHtml(answer, simulated(answer), lang), lang);
  if (flags.json) write(`${json(answer)}\n`);
  else write(renderDie(answer, { lang, color: useColor(), width: terminalWidth() }));
  if (flags.map !== undefined) {
    const state = dieMap(answer, simulated(answer), lang);
    const text = `${svg(draw(state, { width: flags.mapWidth }), { id: 'wafer', alone: true })}\n`;
    // Nothing but the answer may stand in JSON.
    await writeOut(flags.map, text, lang, flags.json === true);
  }
};

/** The wafer floor draws as often for its own answer. */
const leastDraws = 400;

/**
 * What a wafer of the process costs to make, where that was asked for or no price of it is known; nothing where nobody asked
 * and it cannot be computed. Costs are those of wafers of the usual size.
 */
const waferCostOf = (
  { node, given, samples, seed, asOf }: DieRequest,
  catalog: Catalog,
  wanted: boolean,
): Checked<Distribution | undefined> => {
  const none: Checked<undefined> = { ok: true, value: undefined };
  const refuse = (code: string, expected: string): Checked<never> => ({
    ok: false,
    issues: [{ code, path: '', received: '--at-cost', expected }],
  });
  if (node === undefined) return wanted ? refuse('cli/only-with', '--node') : none;
  const stated = given.waferPrice !== undefined ? '--wafer-price' : given.diameter !== undefined ? '--wafer' : undefined;
  if (stated !== undefined) return wanted ? refuse('cli/options-exclude', stated) : none;
  if (!wanted && node.facts['waferPrice'] !== undefined) return none;
  const made = answerWafer({
    catalog,
    node: node.id,
    samples: Math.max(leastDraws, samples),
    seed,
    ...(asOf === undefined ? {} : { asOf }),
  });
  if (!made.ok) return wanted ? made : none;
  const cost = made.value.own.figures.find(({ id }) => id === 'costPerWaferOut');
  // A process that its scanners cannot print has layers and no cost.
  if (cost === undefined) return wanted ? refuse('cli/no-wafer-cost', node.id) : none;
  return { ok: true, value: { kind: 'split', scale: 'log', p5: cost.p5, p50: cost.p50, p95: cost.p95 } };
};

const pixels = (text: string): number => {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < 280 || value > 4000)
    throw new InvalidArgumentError(messages(languageOf(undefined)).cli.wholeNumber(280, 4000));
  return value;
};

const modelName = (word: string): YieldModelName => {
  const name = yieldModelNames.find((known) => known === word);
  if (name === undefined) throw new InvalidArgumentError(messages(languageOf(undefined)).cli.oneOf(yieldModelNames));
  return name;
};

const figureName = (word: string): DieFigure => {
  const name = dieFigures.find((known) => known === word);
  if (name === undefined) throw new InvalidArgumentError(messages(languageOf(undefined)).cli.oneOf(dieFigures));
  return name;
};

/** `chokepoint die`: how many good dies a wafer gives, and what one costs. */
export const addDie = (program: Command): void => {
  const { command: help } = messages(languageOf(undefined)).die;
  const command = program
    .command('die')
    .description(help.description)
    .option('--size <sides>', help.size)
    .option('--product <id>', help.product)
    .option('--node <id>', help.node)
    .option('--d0 <density>', help.d0)
    .addOption(new Option('--yield-model <model>', help.model).argParser(modelName).default('negative-binomial'))
    .option('--clustering <alpha>', help.clustering)
    .option('--layers <n>', help.layers)
    .option('--wafer <mm>', help.wafer)
    .option('--edge <mm>', help.edge)
    .option('--street <mm>', help.street)
    .option('--flat <mm>', help.flat)
    .option('--field <sides>', help.field)
    .option('--stitch', help.stitch)
    .option('--cores <n>', help.cores)
    .option('--max-bad <k>', help.maxBad)
    .option('--bins <list>', help.bins)
    .option('--core-fraction <share>', help.coreFraction)
    .option('--repairable <share>', help.repairable)
    .option('--wafer-price <usd>', help.price)
    .option('--map <file>', help.map)
    .addOption(new Option('--map-width <px>', help.mapWidth).argParser(pixels).default(960))
    .option('--at-cost', help.atCost)
    .addOption(new Option('--why <figure>', help.why).argParser(figureName))
    .addOption(new Option('--json', help.json).conflicts('html'))
    .option('--html <out>', messages(languageOf(undefined)).cli.help.html)
    .option('--catalog <dir>', help.catalog)
    .option('--as-of <date>', help.asOf);
  samplingOptions(command).addOption(langOption()).addHelpText('after', `\n${help.help}`).action(die);
};

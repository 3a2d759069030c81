import type { DieNames } from './die-names.ts';

const mm = (value: string): string => `${value} mm`;

/** What `chokepoint die` says, in English. `die.zh.ts` must give the same keys. */
export const dieEn = {
  command: {
    description: 'how many good dies a wafer gives, and what one costs',
    size: 'sides of the die: 26x33 in mm, or its area: 814mm2',
    product: 'take size, process and cores from a product of the catalogue, such as h100-sxm',
    node: 'process: an id or name of the catalogue, such as n5',
    d0: 'defect density in /cm2: 0.1, or an interval 0.08..0.12',
    model: 'yield model of the cost',
    clustering: 'clustering alpha of the negative binomial',
    layers: 'critical layers of the Bose-Einstein models',
    wafer: 'wafer diameter in mm',
    edge: 'edge exclusion in mm',
    street: 'scribe street between dies in mm',
    flat: 'depth of a flat in mm; a notch needs none',
    field: 'exposure field in mm: 26x33, or 26x16.5 for high NA; none for a grid without fields',
    stitch: 'let a die be larger than the field, printed in several exposures',
    cores: 'equal cores of the die, of which some may be bad',
    maxBad: 'most bad cores with which a die is sold',
    coreFraction: 'share of the area that the cores take',
    repairable: 'share of the other defects that redundancy repairs',
    price: 'price of a wafer in USD',
    asOf: 'use figures known by this date (YYYY[-MM[-DD]])',
    catalog: 'folder with things of your own, laid over the catalogue',
    map: 'write a map of one wafer, simulated, as SVG',
    mapWidth: 'width of the map in px',
    json: 'print the answer as JSON',
  },
  expects: {
    size: 'Write two sides in mm, 26x33, or an area, 814mm2',
    field: 'Write two sides in mm, 26x33, or none',
    pair: 'Both sides must be above 0 and at most 1000 mm',
    maxBad: 'There must be fewer bad cores than cores',
    needsCores: 'Give --cores and --max-bad together, or a product with both',
    salvageModel: 'Bad cores are counted with one rate of defects for the whole die: use negative-binomial or poisson',
    node: 'Name the process with --node, or state --d0',
    edge: 'The edge exclusion leaves nothing of the wafer',
    above: (low: string): string => `It must be above ${low}`,
    between: (low: string, high: string): string => `It must lie between ${low} and ${high}`,
  },
  models: {
    'negative-binomial': (alpha: string): string => `negative binomial, alpha ${alpha}`,
    poisson: (): string => 'Poisson',
    murphy: (): string => 'Murphy, triangular',
    uniform: (): string => 'uniform (rectangular)',
    seeds: (): string => 'Seeds',
    moore: (): string => 'Moore',
    'bose-einstein-total': (n: string): string => `Bose-Einstein, density of all ${n} layers`,
    'bose-einstein-per-layer': (n: string): string => `Bose-Einstein, density of each of ${n} layers`,
  },
  inputs: {
    defectDensity: 'defect density',
    clustering: 'clustering alpha',
    layers: 'critical layers',
    street: 'scribe street',
    edgeExclusion: 'edge exclusion',
    diameter: 'wafer diameter',
    flatDepth: 'depth of the flat',
    fieldWidth: 'field, short side',
    fieldHeight: 'field, long side',
    waferPrice: 'price of a wafer',
    cores: 'cores',
    maxBad: 'bad cores allowed',
    coreShare: 'area of the cores',
    repairable: 'repairable elsewhere',
  },
  what: (size: string, node: string | undefined): string => (node === undefined ? `a die of ${size}` : `a die of ${size} on ${node}`),
  sides: (width: string, height: string): string => `${width} × ${height} mm`,
  area: (value: string): string => `${value} mm²`,
  headline: ({ what, gross, sold, cost, salvaged }: DieNames): string =>
    `${capital(what)}: a wafer holds ${gross}, and ${sold} of them ${salvaged ? 'can be sold' : 'are good'}${cost === undefined ? '' : `, at ${cost} each`}.`,
  impossible: {
    field: (what: string, field: string): string =>
      `${capital(what)} cannot be printed: it is larger than the exposure field of ${field}. Use --stitch to print it in several exposures.`,
    wafer: (what: string): string => `${capital(what)} does not fit on the wafer.`,
  },
  binding: {
    yield: 'Most dies are lost to defects: yield keeps the cost up.',
    area: 'Area keeps the cost up: most dies are good.',
  },
  sections: { placement: 'On the wafer', field: 'Exposures', yield: 'Yield', dies: 'Dies and cost', inputs: 'Inputs', sources: 'Sources' },
  placement: {
    best: 'best position of the grid',
    proven: 'proven: no position holds more',
    bound: (most: string): string => `no position holds more than ${most}`,
    kinds: {
      'die-die': 'a die on the centre',
      'die-street': 'a street through the centre along rows',
      'street-die': 'a street through the centre along columns',
      'street-street': 'a corner of four dies on the centre',
    },
    closedForm: 'closed formula',
    closedNote: 'what many calculators state',
    turned: 'turned by a quarter',
  },
  field: {
    perField: (columns: number, rows: number): string => `${columns} × ${rows}`,
    dies: 'dies in a field',
    shots: 'exposures of a layer',
    shotsNote: (whole: string, partial: string): string => `${whole} full, ${partial} cut by the rim`,
    used: 'field used by dies',
    exposuresPerDie: 'exposures of a die',
    streetOutside: 'the die fills the field; its street lies outside',
  },
  yield: {
    defects: 'defects on a die, mean',
    used: 'used below',
    full: 'every core good',
    sold: (maxBad: string, cores: string): string => `at most ${maxBad} of ${cores} cores bad`,
    ceiling: 'the rest of the die works',
    binding: {
      uncore: 'more dies are lost outside the cores',
      cores: 'more dies are lost for too many bad cores',
    },
  },
  dies: {
    gross: 'whole dies',
    good: 'without a defect',
    sold: 'sold, bad cores included',
    cost: 'cost of one that is sold',
    noPrice: 'no price of a wafer is known: state --wafer-price',
  },
  map: {
    title: (size: string, node: string | undefined): string =>
      node === undefined ? `A wafer of dies of ${size}` : `A wafer of dies of ${size} on ${node}`,
    subtitle: (density: string, alpha: string, gross: string): string =>
      `Simulated: ${density}, clustering ${alpha}, ${gross} whole dies; the next wafer differs`,
    fates: { good: 'good', salvaged: 'sold with bad cores', bad: 'lost', partial: 'cut by the rim' },
    share: (percent: string): string => `${percent} of whole dies`,
    facts: {
      defects: (count: string): string => `${count} defects, each a dot`,
      repaired: 'a good die with a dot: its defect was repaired',
      expected: (share: string): string => `expected over many wafers: ${share} sold`,
      field: (columns: number, rows: number, shots: string): string =>
        `thin lines: exposure fields of ${columns} × ${rows} dies, ${shots} exposures`,
      usable: (edge: string): string => `dotted circle: usable area, ${mm(edge)} inside the rim`,
      wafer: (diameter: string): string => `wafer of ${mm(diameter)}, notch at the bottom`,
    },
    description: (good: string, salvaged: string, bad: string, partial: string): string =>
      `Wafer seen from above: ${good} good dies, ${salvaged} sold with bad cores, ${bad} lost to defects, ${partial} cut by the rim.`,
  },
  ranges: 'Ranges hold 90% of samples (5% to 95%).',
  noRanges: 'Calculated once, from central values; add --samples for ranges.',
  reproduce: (version: string, digest: string, seed: number, samples: string): string =>
    `Chokepoint ${version} · catalogue ${digest} · seed ${seed}, samples ${samples}`,
};

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

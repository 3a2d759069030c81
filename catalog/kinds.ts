import type { UnitId } from '#quantity';

/** What a fact of this name means, wherever it stands in a thing of its kind. */
export interface FactKind {
  readonly unit: UnitId;
  readonly meaning: string;
}

export interface ThingKind {
  /** Folder under `catalog/`, which is also the first part of an id: `accelerator/h100-sxm`. */
  readonly meaning: string;
  /** Descriptive text fields of the thing (not numbers): name → meaning. */
  readonly attributes: Readonly<Record<string, string>>;
  readonly facts: Readonly<Record<string, FactKind>>;
}

const fact = (unit: UnitId, meaning: string): FactKind => ({ unit, meaning });

/** The kinds of thing that the catalogue knows. A file with a field that is not listed here is refused. */
export const kinds: Readonly<Record<string, ThingKind>> = {
  accelerator: {
    meaning: 'A chip or package that does the arithmetic, as one buys it',
    attributes: {
      vendor: 'who sells it', country: 'ISO code of the vendor', status: 'shipping, proposed, roadmap …',
      release: 'date of announcement or sale', node: 'id of the node of its compute dies, where the catalogue has it',
      nodeName: 'process as the vendor names it', foundry: 'who makes the dies', memoryType: 'HBM2e, HBM3, GDDR6 …',
      exportStatus: 'what the texts say of its export status by date',
    },
    facts: {
      nodeClass: fact('nm', 'class of the process of its compute dies'),
      logicArea: fact('mm2', 'area of all non-planar logic dies of one package'),
      computeDies: fact('die', 'dies in the package that compute'),
      transistors: fact('1', 'transistors in the package'),
      peakFp64: fact('FLOP/s', 'dense FP64'), peakFp32: fact('FLOP/s', 'dense FP32'),
      peakTf32: fact('FLOP/s', 'dense TF32'), peakBf16: fact('FLOP/s', 'dense BF16 or FP16'),
      peakFp8: fact('FLOP/s', 'dense FP8'), peakFp6: fact('FLOP/s', 'dense FP6'), peakFp4: fact('FLOP/s', 'dense FP4'),
      peakInt8: fact('OP/s', 'dense INT8'),
      memory: fact('B', 'memory of one package'), memoryBandwidth: fact('B/s', 'peak bandwidth of that memory'),
      scaleUpBandwidth: fact('B/s', 'scale-up link, one direction, per package'),
      scaleUpDomain: fact('chip', 'packages in one scale-up domain'),
      scaleOutBandwidth: fact('B/s', 'scale-out network, one direction, per package'),
      power: fact('W', 'thermal design power of the package'),
      price: fact('USD', 'price of one package'),
      tpp: fact('TPP', 'total processing performance as an export rule counts it: dense TOPS times bits'),
      performanceDensity: fact('TPP/mm2', 'TPP over non-planar die area'),
    },
  },
  cluster: {
    meaning: 'A training cluster, pod or rack that exists or was announced',
    attributes: { owner: 'who runs it', country: 'ISO code', date: 'as of', chip: 'its chips, in words', accelerator: 'id of its accelerator, where it has one kind', topology: 'its networks, in words', peakOther: 'other performance figures, in words' },
    facts: {
      chips: fact('chip', 'accelerators'), scaleUpDomain: fact('chip', 'accelerators in one scale-up domain'),
      scaleOutBandwidth: fact('B/s', 'scale-out network per accelerator, one direction'),
      peakBf16: fact('FLOP/s', 'dense BF16 of the whole'), power: fact('W', 'power of the whole'), pue: fact('1', 'power usage effectiveness'),
      totalCapex: fact('USD', 'chips, network and building'), computeCapex: fact('USD', 'chips, servers and network'), facilityCapex: fact('USD', 'land, building, power and cooling'),
    },
  },
  model: {
    meaning: 'A trained model: its shape, its data and what training it took',
    attributes: { org: 'who trained it', country: 'ISO code', date: 'release', attention: 'MHA, GQA, MLA …', accelerator: 'id of the chip it was trained on', chip: 'that chip, in words', tiedEmbeddings: 'yes or no' },
    facts: {
      layers: fact('1', 'transformer layers'), denseLayers: fact('1', 'leading layers without experts'), hidden: fact('1', 'model width'),
      heads: fact('1', 'query heads'), kvHeads: fact('1', 'key and value heads'), headDim: fact('1', 'width of a head'),
      ffnDense: fact('1', 'width of a dense feed-forward layer'), ffnMatrices: fact('1', 'matrices of a feed-forward layer: 2 plain, 3 gated'),
      experts: fact('1', 'routed experts of a layer'), topK: fact('1', 'routed experts a token visits'), sharedExperts: fact('1', 'experts every token visits'), ffnExpert: fact('1', 'width of one expert'),
      vocabulary: fact('1', 'tokens in the vocabulary'),
      qLora: fact('1', 'MLA: rank of the query compression'), kvLora: fact('1', 'MLA: rank of the key-value compression'), qkNope: fact('1', 'MLA: head width without position'), qkRope: fact('1', 'MLA: head width with position'), vHead: fact('1', 'MLA: width of a value head'),
      parameters: fact('1', 'parameters, all'), activeParameters: fact('1', 'parameters a token visits'),
      sequenceLength: fact('token', 'context length of pre-training'),
      tokens: fact('token', 'tokens trained on'), flop: fact('FLOP', 'training FLOP as reported'),
      chips: fact('chip', 'accelerators'), chipHours: fact('chip h', 'accelerator hours'), hours: fact('h', 'wall time'),
      mfu: fact('1', 'model FLOP utilisation as reported'), power: fact('W', 'power of the cluster'),
    },
  },
  node: {
    meaning: 'A manufacturing process of a foundry',
    attributes: { foundry: 'who runs it', lithography: 'how its critical layers are patterned' },
    facts: {
      nodeClass: fact('nm', 'class in the naming of the foundries'), transistorDensity: fact('MTr/mm2', 'peak logic density'),
      waferPrice: fact('USD/wafer', 'price of a processed 300 mm wafer'), defectDensity: fact('/cm2', 'defect density (definition says mature or ramp)'),
      clustering: fact('1', 'alpha of the negative binomial yield model'), maskLayers: fact('mask', 'masks of the whole flow'),
      euvLayers: fact('layer', 'layers exposed with EUV'), immersionExposures: fact('exposure', 'critical ArF immersion exposures'),
      cycleTime: fact('d', 'wafer start to wafer out'), energyPerWafer: fact('kWh/wafer', 'fab electricity of one wafer'),
      maskSetCost: fact('USD', 'one mask set'), designNre: fact('USD', 'design of a 300 mm2 chip, with the first tape-out'),
      contactedPolyPitch: fact('nm', 'contacted poly pitch'), finPitch: fact('nm', 'fin pitch'), minimumMetalPitch: fact('nm', 'tightest metal pitch'), m2Pitch: fact('nm', 'pitch of the second metal'), yield: fact('1', 'reported yield of a named product (definition says which)'),
    },
  },
  tool: {
    meaning: 'A lithography scanner',
    attributes: { vendor: 'who makes it', lightSource: 'ArF immersion, KrF dry, EUV …', exportStatus: 'as of the source' },
    facts: {
      numericalAperture: fact('1', 'NA'), wavelength: fact('nm', 'of the light'), throughput: fact('wafer/h', 'specified throughput'),
      wafersPerDay: fact('wafer/d', 'effective throughput'), overlay: fact('nm', 'matched-machine overlay'), price: fact('USD', 'one tool'), power: fact('W', 'electrical'), availability: fact('1', 'share of time'),
    },
  },
  packaging: {
    meaning: 'A way to join dies, or an interconnect standard for it',
    attributes: { family: 'organic, RDL, CoWoS …', costBasis: 'what the cost is of', examples: 'products' },
    facts: {
      costPerPackage: fact('USD', 'packaging of one product'), costPerWafer: fact('USD/wafer', 'one 300 mm interposer or RDL wafer'), costPerArea: fact('USD/mm2', 'substrate or interposer area'),
      bondYield: fact('1', 'per die'), tsvYield: fact('1', 'of stacking'), defectDensity: fact('/cm2', 'of the interposer or RDL'), maxArea: fact('mm2', 'largest interposer or package'),
      bumpPitch: fact('um', 'pitch of bumps or pads'), lineSpace: fact('um', 'redistribution line and space'),
      shorelineDensity: fact('B/s/mm', 'bandwidth per edge length'), arealDensity: fact('B/s/mm2', 'bandwidth per area'), linkBandwidth: fact('B/s', 'between dies'), energyPerBit: fact('pJ/bit', 'of a link'),
    },
  },
  hbm: {
    meaning: 'A generation of stacked memory',
    attributes: { supplier: 'who makes it', status: 'production, planned …' },
    facts: {
      capacity: fact('B/stack', 'one stack'), bandwidth: fact('B/s/stack', 'one stack'), pinRate: fact('bit/s', 'one pin'),
      pricePerStack: fact('USD/stack', 'one stack'), pricePerByte: fact('USD/B', 'per capacity'), stock: fact('stack', 'stacks in stock'),
    },
  },
  product: {
    meaning: 'An accelerator as built: dies, stacks, what its parts cost',
    attributes: { vendor: 'who sells it', accelerator: 'id in the catalogue', node: 'id of its node', foundry: 'who makes its dies', package: 'how it is joined' },
    facts: {
      dies: fact('die', 'logic dies'), dieArea: fact('mm2', 'one die'), dieWidth: fact('mm', 'one die'), dieHeight: fact('mm', 'one die'),
      coresTotal: fact('1', 'cores on the die'), coresSold: fact('1', 'cores enabled'), hbmStacks: fact('stack', 'memory stacks'), memory: fact('B', 'memory'),
      costTotal: fact('USD', 'bill of materials'), costLogic: fact('USD', 'logic dies'), costHbm: fact('USD', 'memory'), costPackaging: fact('USD', 'packaging'), costTest: fact('USD', 'test, assembly, other'),
      price: fact('USD', 'price'), yield: fact('1', 'reported yield'),
    },
  },
  region: {
    meaning: 'A place to run a cluster: its electricity',
    attributes: { country: 'ISO code', condition: 'who can have this price' },
    facts: { electricityPrice: fact('USD/kWh', 'price paid by a large user'), carbonIntensity: fact('gCO2/kWh', 'of the grid') },
  },
  facility: {
    meaning: 'What a data centre draws and costs',
    attributes: { operator: 'who', scope: 'what the figure covers' },
    facts: {
      pue: fact('1', 'power usage effectiveness'), capex: fact('USD/W', 'building, power and cooling per critical watt'), capexShare: fact('1', 'share of the building cost'),
      landPerAcre: fact('USD/acre', 'land'), landPerArea: fact('USD/ft2', 'land'), rent: fact('USD/kW-month', 'colocation'), computeCapex: fact('USD/W', 'chips per critical watt'), allCapex: fact('USD/W', 'chips and building per critical watt'),
      electricityShare: fact('1', 'electricity in the operating cost of a colocation site'), lifetime: fact('yr', 'years in use'),
    },
  },
  cost: {
    meaning: 'A published or estimated cost of training a model',
    attributes: { subject: 'model or fleet', basis: 'final run, development, fleet …' },
    facts: {
      amount: fact('USD', 'money'), share: fact('1', 'share'), chipHours: fact('chip h', 'accelerator hours'), energy: fact('kWh', 'energy'), emissions: fact('gCO2', 'emissions'),
      rent: fact('USD/chip-h', 'rental price'), growth: fact('1/yr', 'factor per year'), ratio: fact('1', 'ratio'),
    },
  },
  parameter: {
    meaning: 'A constant of the model that no single product owns',
    attributes: {},
    facts: { value: fact('1', 'dimensionless'), rate: fact('1/yr', 'per year'), years: fact('yr', 'duration'), power: fact('W', 'power'), time: fact('s', 'duration'), perNodeDay: fact('1/node-d', 'events per node and day'), months: fact('month', 'duration'), pricePerYear: fact('USD/yr', 'pay'), bytes: fact('B', 'size'), wafersPerMonth: fact('wafer/month', 'capacity'), dies: fact('die', 'stock of dies'), stacks: fact('stack', 'stock of memory stacks'), chipHours: fact('chip h', 'accelerator hours'), chips: fact('chip', 'accelerators') },
  },
  series: {
    meaning: 'A figure year by year',
    attributes: { definition: 'what is averaged' },
    facts: { exchangeRate: fact('CNY/USD', 'yearly mean'), priceIndex: fact('1', 'index') },
  },
  utilisation: {
    meaning: 'Model FLOP utilisation measured on an accelerator at a precision, over public training runs',
    attributes: { accelerator: 'id, or `any` for a prior', precision: 'bf16, fp8 …', architecture: 'dense, moe or any', basis: 'step (a benchmark window) or run (whole run, all hours)', rows: 'which publications, how many rows' },
    facts: { utilisation: fact('1', 'model FLOP (causal attention, no recompute) over dense peak of the stated precision') },
  },
  rule: {
    meaning: 'One leg of an export rule in force from a date: it speaks of a chip that meets every limit given here',
    attributes: { actor: 'who made the rule', destination: 'ISO code of the importer', makers: 'whose chips it reaches: US, foreign-with-US-technology or all', from: 'first day in force', until: 'first day no longer in force', outcome: 'denied, licence, case-by-case or notify', event: 'id of the event that brought it' },
    facts: {
      tppMin: fact('TPP', 'TPP at or above'), tppBelow: fact('TPP', 'TPP below'), densityMin: fact('TPP/mm2', 'performance density at or above'), densityBelow: fact('TPP/mm2', 'performance density below'),
      linkBandwidthMin: fact('B/s', 'scale-up link, both directions, at or above'), memoryBandwidthMin: fact('B/s', 'memory bandwidth at or above'), memoryBandwidthBelow: fact('B/s', 'memory bandwidth below'),
    },
  },
  event: {
    meaning: 'An export rule, a sanction, a retaliation, a guidance',
    attributes: { actor: 'who acts', date: 'when', scope: 'on what', effect: 'what changes, in the words of the model', title: 'what happened' },
    facts: {
      tppThreshold: fact('TPP', 'at or above'), tppThresholdWithDensity: fact('TPP', 'at or above, together with the density threshold'), performanceDensityThreshold: fact('TPP/mm2', 'at or above'),
      tppCeiling: fact('TPP', 'below'), memoryBandwidthCeiling: fact('B/s', 'below'), linkBandwidthThreshold: fact('B/s', 'at or above, both directions'), volumeShare: fact('1', 'share'), levy: fact('1', 'share of revenue or value'),
    },
  },
};

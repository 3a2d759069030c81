/** What `chokepoint validate plans` says, in English. `validation-plans.zh.ts` must give the same keys. */
export const validationPlansEn = {
  title: (path: string): string => `Calculon's plans, replayed on its own inputs, against ${path}`,
  run: (model: string, processors: string, batch: string, system: string): string =>
    `${model} on ${processors} processors, batch up to ${batch}, system ${system}`,
  rowsOf: (model: string, system: string): string => `single plans of ${model} on the system ${system}`,
  recompute: {
    mended: 'recompute counters mended: each layer that is run again counts itself',
    original: 'recompute counters as they are: each layer that is run again counts the running total of its block',
  },
  rows: (passed: string, failed: string, unscored: string): string =>
    `rows, set and best plan: ${passed} passed, ${failed} failed, ${unscored} not scored`,
  columns: (columns: string, compared: string, tolerance: string): string =>
    `${columns} columns of answers, ${compared} figures compared to ${tolerance}`,
  worst: (column: string, worst: string, mean: string): string => `worst error ${worst} in ${column}, its mean ${mean}`,
  exact: 'every figure agrees to 1e-15',
  off: (column: string, failed: string, compared: string, worst: string): string =>
    `${column}: ${failed} of ${compared} off, at worst by ${worst}`,
  setSame: (valid: string, looked: string): string => `valid plans: the same ${valid}, out of ${looked}`,
  setOther: (theirs: string, ours: string, missing: string, extra: string, twice: string): string =>
    `valid plans: ${theirs} there, ${ours} ours; ${missing} of theirs are not ours, ${extra} of ours are not there, ${twice} stand twice`,
  bestSame: (plan: string, rate: string, timed: string): string =>
    `best plan: the same, ${plan}: ${rate} sequences/s; proven after timing ${timed} plans`,
  bestOther: (plan: string, rate: string, answer: string): string => `best plan: ours is ${plan} with ${rate} sequences/s, there ${answer}`,
  plan: (parts: {
    readonly tensor: string;
    readonly pipeline: string;
    readonly data: string;
    readonly chunks: string;
    readonly microBatch: string;
    readonly recompute: string;
    readonly comm: string;
    readonly overlap: string;
  }): string =>
    `TP ${parts.tensor}, PP ${parts.pipeline}, DP ${parts.data}, ${parts.chunks} chunks, micro-batch ${parts.microBatch}, recompute ${parts.recompute}, ${parts.comm}, overlap ${parts.overlap}`,
  failures: 'The first failures',
  failure: (line: string, column: string, answer: string, ours: string, error: string): string =>
    `line ${line}: ${column} is ${answer}, ours is ${ours} (error ${error})`,
  refused: (line: string, why: string): string => `line ${line}: ${why}`,
  unscored: (rows: string, why: string): string => `${rows} not scored: ${why}`,
  searches: 'Searches of the program beside ours',
  search: (verdict: string, tag: string, looked: string, valid: string, rate: string): string =>
    `${verdict}  ${tag}: plans ${looked}, valid ${valid}, sequences/s ${rate}`,
  same: (ours: string): string => `${ours} (the same)`,
  oursAlone: (ours: string): string => `${ours} (theirs is not stated)`,
  notSame: (ours: string, theirs: string): string => `${ours} (theirs ${theirs})`,
  verdict: { passed: 'passed', failed: 'FAILED', 'not scored': 'not scored' },
  differs: (columns: string): string => `differs in ${columns}`,
  nothing: 'No file here is a table of plans: nothing was scored.',
  bindings: {
    'network-size': 'a tier of the network is too small for its groups',
    'network-filling': 'groups do not fill a tier of the network',
    interleaving: 'the chunks do not divide the blocks of a stage',
    'offload-blocks': 'a stage has too few blocks to offload any',
    memory: 'it does not fit into memory',
    'offload-memory': 'it does not fit into the second memory',
    'few-sequences': 'there are fewer sequences than replicas',
    counts: 'a count is no whole number of at least 1',
    ranks: 'TP × PP × DP is not the number of processors',
    batch: 'the batch cannot be split so',
    'interleaving-alone': 'a single stage has more than one chunk',
    inference: 'an option of training without training',
    replicas: 'an option of replicas without replicas',
    'tensor-group': 'overlap of a tensor group of one',
    'repeated-gather': 'a gather is repeated that is not there',
    width: 'the tensor group does not divide the model',
    tiers: 'the network has no such tier',
    datatype: 'the system has no such number format',
  } as Readonly<Record<string, string>>,
  reasons: {
    'plans/no-entry': 'no index beside it says what made it',
    'plans/no-model': 'no inputs beside it give this model',
    'plans/no-system': 'no inputs beside it give this system',
    'plans/no-datatype': 'the program has no such number format',
    'plans/not-a-switch': 'neither True nor False',
    'plans/not-a-choice': 'no option of the program',
    'plans/refused': 'refused, though the program accepts it',
    'plans/tag': 'the tag does not say what was searched',
    'plans/no-best': 'no best plan is stated; timings are no answers',
  } as Readonly<Record<string, string>>,
};

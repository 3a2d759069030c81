/** What `chokepoint validate training` says, in English. `validation-training.zh.ts` must give the same keys. */
export const validationTrainingEn = {
  title: (path: string): string => `Training steps predicted from their inputs, against ${path}`,
  unit: 'Tokens a second and accelerator; error = predicted / measured − 1.',
  columns: {
    family: 'publication',
    rows: 'rows',
    mean: 'mean |error|',
    median: 'median',
    bias: 'bias',
    coverage: 'in 80% interval',
    constant: 'constant utilisation',
  },
  all: 'mean over publications',
  plans: (groups: string, plans: string): string => `Plans of one model (${groups} groups, ${plans} plans)`,
  ranks: (spearman: string, pairwise: string, regret: string, worst: string): string =>
    `rank correlation ${spearman}, pairs in the right order ${pairwise}, best plan by prediction loses ${regret} (at worst ${worst})`,
  worst: 'Farthest off',
  row: (id: string, model: string, target: string, predicted: string, low: string, high: string, error: string, binding: string): string =>
    `${id} ${model}: measured ${target}, ours ${predicted} (${low} to ${high}), ${error}; longest: ${binding}`,
  peers: 'Beside other tools, error of the step time on the same runs',
  peer: (peer: string, rows: string, ours: string, theirs: string): string => `${peer}, ${rows} runs: ours ${ours}, theirs ${theirs}`,
  published: (device: string, quantity: string, low: string, high: string): string =>
    `SimuMax on ${device}, ${quantity}: ${low} to ${high}% as published (its runs are not in these files)`,
  unscored: 'Not scored as steps: they hold restarts, evaluation and ramps',
  unscoredRow: (id: string, model: string, target: string, predicted: string, ratio: string, whole: string, error: string): string =>
    `${id} ${model}: measured ${target}, a step would do ${predicted} (${ratio} of it was reached), the whole run ${whole}; GPU-hours ${error}`,
  wholeRunFamily: (family: string, rows: string, mean: string): string =>
    `${family}, ${rows} whole runs: mean |error| of GPU-hours ${mean}`,
  goodput: 'Failures and goodput, printed beside what was published (no tolerance)',
  goodputRow: (id: string, metric: string, value: string, predicted: string, low: string, high: string, verdict: string): string =>
    `${id} ${metric}: published ${value}, ours ${predicted} (${low} to ${high}), ${verdict}`,
  goodputSkipped: (id: string, metric: string, value: string, why: string): string =>
    `${id} ${metric}: published ${value}, not scored: ${why}`,
  goodputCoverage: (inside: string, values: string, kept: string, bounds: string): string =>
    `${inside} of ${values} values lie in their 80% intervals; ${kept} of ${bounds} published bounds hold for the prediction`,
  verdict: { true: 'inside', false: 'OUTSIDE' },
  filled: 'Cells that rows leave open, and what stood in for them',
  filledCell: (cell: string, rows: string): string => `${cell}: ${rows} rows`,
  chips: 'Accelerators by what their share of the peak rests on',
  origin: { calibrated: 'calibrated on public rows', benchmark: 'a benchmark of matrix products', prior: 'a prior: nobody measured it' },
  originLine: (origin: string, chips: string, rows: string): string => `${origin}: ${chips} (${rows} rows)`,
  notPredicted: 'Without a prediction, counted as failed',
  parts: {
    matrix: 'matrix products',
    attention: 'attention',
    memory: 'memory traffic',
    host: 'waiting for the host',
    tensor: 'exchange by tensor ranks',
    context: 'exchange by context ranks',
    expert: 'exchange by experts',
    pipeline: 'sends between stages',
    bubble: 'pipeline bubble',
    data: 'exchange between replicas',
    optimizer: 'the optimiser',
    offload: 'transfers to and from the host',
    straggler: 'waiting for the slowest node',
  },
  skipped: (count: number, why: string): string => `${count} rows are not scored: ${why}`,
  reasons: {
    'goodput-composite': 'several figures in one cell',
    'goodput-no-size': 'the size of the job is not stated',
    'goodput-no-period': 'the period is not stated',
    'goodput-one-cause': 'the share of a single cause, of which the model knows only groups',
    'goodput-unknown-metric': 'the model has no such figure',
    'training-quality': 'the file itself gives them a lower quality',
    'training-superseded': 'a newer release of the same measurement is preferred',
    'training-whole-run': 'they are whole runs, not steps',
    'answer-empty': 'no throughput is stated',
  },
  nothing: 'No file here is a table of training runs: nothing was scored.',
};

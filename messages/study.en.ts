/** What studies of scenarios say: sensitivity, chokepoint, explanation, break-even. `study.zh.ts` must give the same keys. */
export const studyEn = {
  commands: {
    sensitivity: 'which inputs move a figure, and what it would be worth to know them',
    chokepoint: 'which constraint binds, how far the others are, and what more of each would give',
    explain: 'why two scenarios differ in a figure, part by part',
    breakeven: 'where a lever turns a statement',
    metric: 'path of a figure, such as cost.total',
    method: 'sobol (shares of variance), morris (screening), rank (correlation) or elasticity',
    n: 'draws of the design; for morris, walks',
    question: 'ask whether the figure is at most this, instead of whether the run fits',
    by: 'put the differences together by floors, causes or levers',
    lever: 'path of the lever to move; two, with a comma, for a frontier',
    target: 'value of the figure, with its unit',
    range: 'where to look: low..high with a unit; for two levers, two ranges with a comma',
    orders: 'orders of the parts that are tried where there are too many for all',
    otherDraws: 'draws of the other inputs',
    svg: 'write the picture as an SVG file',
    intervals: 'print the intervals of every figure',
    first: 'the scenario to start from',
    second: 'the scenario to end at',
  },

  /** Parts of a scenario that differ and are not levers, and what the parts of an explanation are called. */
  players: {
    wafer: 'wafer',
    die: 'die',
    package: 'package',
    accelerator: 'accelerator',
    cluster: 'cluster',
    energy: 'energy',
    run: 'model and run',
    cost: 'cost factors',
    market: 'price and age of the accelerators',
    policy: 'export rules',
    model: 'model',
    precision: 'number format',
    'accelerator.precision': 'peak and number format',
    acquire: 'making instead of buying',
    optimiser: 'optimiser',
    solver: 'matrix solvers',
    checkpoint: 'how checkpoints are kept',
    rules: 'export rules',
    region: 'site',
    operator: 'operator',
    rental: 'price list for renting',
    date: 'dates',
    actor: 'actor',
  },

  heads: {
    constraint: 'Constraint',
    binds: 'tightest in',
    headroom: 'headroom',
    more: (percent: string): string => `${percent} more`,
    input: 'Input',
    alone: 'alone',
    withOthers: 'interacting',
    swing: 'from 5% to 95%',
    narrowing: 'narrows by',
    turns: 'turns answer in',
    gain: 'surer by',
    effect: 'mean effect',
    size: 'mean size of effect',
    spread: 'spread of effects',
    rank: 'rank correlation',
    partial: 'partial',
    elasticity: 'elasticity',
    part: 'Part',
    contribution: 'contribution',
    range: '5% to 95%',
    error: '95% interval of the value',
    changes: 'what changes',
    figure: 'Figure',
    median: 'median',
    half: '50%',
    fourFifths: '80%',
    wide: '95%',
    histogram: 'histogram',
    place: 'Where',
    side: 'figure',
    probability: 'probability of the lever',
    at: (lever: string): string => lever,
  },

  sections: {
    chokepoint: 'The chokepoint',
    intervals: 'How sure the figures are',
    everyFigure: 'Every figure',
    worthNote: 'By how much the 5% to 95% range would narrow on average.',
    histogram: (figure: string): string => `${figure} over the samples`,
    sensitivity: (figure: string): string => `What moves ${figure}`,
    tornado: (figure: string): string => `${figure}, each input from its 5% to its 95% point`,
    tornadoNote:
      'Dark: the input at its 95% point; pale: at its 5% point. All others at their medians; the line is the figure with all of them there.',
    tornadoElasticity: (figure: string): string => `Change of ${figure} in per cent, for one per cent of each input`,
    information: 'What it would be worth to know',
    explain: (figure: string): string => `Why ${figure} differs`,
    levers: 'What differs',
    idle: (parts: string): string => `Also different, without bearing on the figure: ${parts}.`,
    breakEven: (figure: string): string => `Where ${figure} turns`,
    stretches: 'Along the lever',
    frontier: (figure: string, target: string): string => `Where ${figure} is ${target}`,
  },

  /** Which constraint binds, in a few sentences made from the numbers. */
  chokepoint: {
    none: 'Nothing in the scenario limits it: there is no chokepoint.',
    /** A headroom in words: how many times what is needed there is. */
    times: (headroom: string, range: string | undefined): string =>
      `${headroom.replace('> ', 'more than ').replace('×', '')} times what is needed${range === undefined ? '' : ` (${range.replaceAll('×', '')})`}`,
    enough: (neck: string, share: string, times: string): string =>
      `The chokepoint is ${neck}: tightest in ${said(share)} of samples, with ${times}.`,
    short: (neck: string, share: string, times: string): string =>
      `The chokepoint is ${neck}: tightest in ${said(share)} of samples, with only ${times}.`,
    fits: (share: string): string => `The run fits in ${said(share)} of samples.`,
    fitsMore: (share: string, one: string, withOne: string, ten: string, withTen: string): string =>
      `The run fits in ${said(share)} of samples; with ${one} more room there in ${said(withOne)}, with ${ten} more in ${said(withTen)}.`,
    fitsSame: (share: string, ten: string): string =>
      `The run fits in ${said(share)} of samples, and even ${ten} more room there leaves that as it is.`,
    gives: (percent: string, effects: readonly string[]): string => `${percent} more room there ${effects.join(' and ')}.`,
    earlier: (time: string): string => `ends the run ${time} earlier`,
    later: (time: string): string => `ends the run ${time} later`,
    cheaper: (money: string): string => `makes it ${money} cheaper`,
    dearer: (money: string): string => `makes it ${money} dearer`,
    noLever: 'No amount of anything widens it: only another chip, actor or date does.',
    then: (percent: string, then: string, share: string): string =>
      `With ${percent} more, ${then} would be tightest in most samples (${said(share)}).`,
    next: (next: string, share: string, times: string): string =>
      `Were it out of the way, ${next} would bind next, with ${times}: of the rest it is tightest in ${said(share)} of samples.`,
    nothingNext: 'Were it out of the way, nothing else would bind.',
    note: 'Change of the chance to fit, and medians of the changes of time and cost, draw by draw.',
  },

  sensitivity: {
    certain: (figure: string): string => `Nothing uncertain bears on ${figure}: it is the same in every draw.`,
    spread: (figure: string, range: string): string => `${figure} is ${range}.`,
    sobol: (input: string, share: string, interval: string): string => `${input} alone explains ${share} of its variance (${interval}).`,
    sobolNext: (input: string, share: string): string => `Next comes ${input} with ${share}.`,
    interactions: (share: string): string => `${share} come from inputs acting together.`,
    morris: (input: string, size: string, up: boolean): string =>
      `${input} moves it most: across its range it ${up ? 'raises' : 'lowers'} it by ${size} on average.`,
    rank: (input: string, value: string, up: boolean): string =>
      `${input} goes with it most closely: rank correlation ${value}, so more of it means ${up ? 'more' : 'less'}.`,
    elasticity: (input: string, change: string): string => `One per cent more of ${input} changes it most, by ${change}.`,
    information: (input: string, share: string): string => `To know ${input} would narrow the range most: by ${share} on average.`,
    noInformation: 'To know any one input would not narrow the range by as much as one per cent.',
    question: {
      fits: 'the run fits',
      below: (figure: string, target: string): string => `${figure} is at most ${target}`,
    },
    decision: (question: string, yes: string, input: string, turns: string, gain: string): string =>
      `In ${said(yes)} of draws ${question}; to know ${input} would turn that answer in ${said(turns)} of cases, and make the better guess right ${gain} more often.`,
    noDecision: (question: string, yes: string): string =>
      `In ${said(yes)} of draws ${question}; to know any one input would not turn that answer.`,
    unbounded: (share: string): string => `In ${said(share)} of draws the figure has no bound; they count as the greatest that has one.`,
    correlated: 'Inputs that are correlated count as one.',
    more: (count: number): string => `${count} further inputs matter less.`,
  },

  explain: {
    equal: (figure: string, value: string): string => `${figure} is the same in both: ${value}.`,
    difference: (figure: string, from: string, to: string, size: string, down: boolean): string =>
      `From A to B ${figure} goes from ${from} to ${to}: ${down ? 'down' : 'up'} by ${size}.`,
    range: (low: string, high: string): string => `In 90% of the draws that both share it changes by ${low} to ${high}.`,
    only: (part: string): string => `All of it comes from ${part}.`,
    largest: (part: string, value: string): string => `The largest part is ${part} (${value}).`,
    second: (part: string, value: string): string => `Next: ${part} (${value}).`,
    against: (part: string, value: string): string => `Against it works ${part} (${value}).`,
    exact: (count: number): string => `Shapley values over all ${count} combinations of the parts; they add up to the difference.`,
    sampled: (orders: number): string =>
      `Shapley values from ${orders} orders of the parts, with their error; they add up to the difference.`,
    common: (samples: string): string => `Both scenarios share their ${samples} draws. The difference is that of the medians.`,
    left: (share: string): string => `In ${said(share)} of draws the figure has no bound on the way; they are left out.`,
    joined: (parts: string): string => `${parts} can only change together, and count as one.`,
    names: (a: string, b: string): string => `A: ${a}. B: ${b}.`,
  },

  breakEven: {
    one: (figure: string, target: string, lever: string, place: string, rises: boolean): string =>
      `${figure} ${rises ? 'rises to' : 'falls to'} ${target} where ${lever} is ${place}.`,
    jump: (figure: string, target: string, lever: string, place: string, rises: boolean): string =>
      `${figure} jumps ${rises ? 'above' : 'below'} ${target} where ${lever} is ${place}.`,
    several: (figure: string, target: string, lever: string, count: number): string =>
      `${figure} passes ${target} at ${count} values of ${lever}; between them it goes and comes back.`,
    none: (figure: string, target: string, lever: string, low: string, high: string): string =>
      `No ${lever} from ${low} to ${high} brings ${figure} to ${target}.`,
    ends: (figure: string, atLow: string, atHigh: string): string => `At the two ends of that range ${figure} is ${atLow} and ${atHigh}.`,
    against: (ratio: string, value: string): string => `That is ${ratio} times what the scenario has (${value}).`,
    same: (value: string): string => `That is what the scenario has (${value}).`,
    central: (figure: string, value: string): string => `As the scenario stands, ${figure} is ${value}.`,
    probability: (share: string, side: string): string =>
      `Within the lever’s own interval the probability of the side where it is ${side} is ${said(share)}.`,
    certain: 'The scenario states the lever without an interval, so that it has no probability.',
    above: 'at the target or above',
    below: 'below the target',
    spread: (low: string, high: string, middle: string): string =>
      `With the other inputs drawn from their intervals it lies between ${low} and ${high} in 90% of draws (median ${middle}).`,
    absent: (share: string): string => `In ${said(share)} of draws there is no such value in the range.`,
    overall: (figure: string, target: string, share: string): string =>
      `With every input within its interval, ${figure} is at ${target} or above in ${said(share)} of draws.`,
    range: (low: string, high: string): string => `Looked at from ${low} to ${high}; --range looks elsewhere.`,
    frontier: (figure: string, target: string, first: string, second: string): string =>
      `Nearest to where the scenario stands, ${figure} is ${target} with ${first} and ${second}.`,
    noFrontier: (figure: string, target: string, first: string, second: string): string =>
      `Nowhere in the range of ${first} and ${second} is ${figure} ${target}.`,
    always: (above: boolean): string => (above ? 'It is above everywhere.' : 'It is below everywhere.'),
    here: 'the scenario',
    sideAbove: (target: string): string => `${target} or above`,
    sideBelow: (target: string): string => `below ${target}`,
  },

  note: (samples: string, seed: number, version: string, digest: string): string =>
    `chokepoint ${version} · catalogue ${digest} · seed ${seed} · ${samples}`,
  draws: (count: string): string => `${count} draws`,
  evaluations: (count: string): string => `${count} evaluations of the chain.`,
};

/** A share that is not quite all or nothing, in words. */
const said = (share: string): string => share.replace(/^>/, 'more than ').replace(/^</, 'less than ');

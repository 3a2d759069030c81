import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantity } from '#quantity';
import {
  checkpointCost,
  checkpointInterval,
  draftSurvival,
  type GoodputInput,
  goodput,
  jobFailures,
  keptShare,
  lossKinds,
  type RunSurvivalInput,
  runSurvival,
  type SimulateGoodputInput,
  shrunkSpeed,
  simulateGoodput,
  slowestNode,
  spareNodes,
} from '#run';
import { parameterKey, uniform } from '#uncertainty';

const s = (value: number) => quantity(value, 's');
const share = (value: number) => quantity(value, '1');

const plain: GoodputInput = {
  mtbf: s(11_000),
  blocking: s(20),
  lag: s(0),
  detection: s(120),
  restart: s(300),
  manualShare: share(0),
  manualRestart: s(0),
  waiting: share(0),
};

const run = fc.record({
  mtbf: fc.double({ min: 600, max: 1e6, noNaN: true }).map(s),
  blocking: fc.double({ min: 0.5, max: 300, noNaN: true }).map(s),
  lag: fc.double({ min: 0, max: 300, noNaN: true }).map(s),
  detection: fc.double({ min: 0, max: 1200, noNaN: true }).map(s),
  restart: fc.double({ min: 1, max: 1800, noNaN: true }).map(s),
  manualShare: fc.double({ min: 0, max: 0.1, noNaN: true }).map(share),
  manualRestart: fc.double({ min: 0, max: 20_000, noNaN: true }).map(s),
  waiting: fc.double({ min: 0, max: 0.2, noNaN: true }).map(share),
});

describe('jobFailures', () => {
  const of = (count: number, nodes: number) =>
    jobFailures({
      count: quantity(count, 'chip'),
      nodes: quantity(nodes, 'node'),
      failureRate: quantity(0.004, '1/node-d'),
      ratedChips: quantity(8, 'chip/node'),
      chipShare: share(0.64),
      networkShare: share(0.117),
      softwareShare: share(0.134),
    });
  it('gives shares of causes that make one, and the published rate for servers of the published size', () => {
    const { mtbf, causes, binding } = of(8192, 1024);
    expect(mtbf).toBeCloseTo(86_400 / (0.004 * 1024), 6);
    expect(Object.values(causes).reduce((sum, each) => sum + each, 0)).toBeCloseTo(1, 12);
    expect(binding).toBe('chip');
  });
  it('lets smaller servers fail less often, and blames hosts more where there are more of them', () => {
    const [eight, four] = [of(8192, 1024), of(8192, 2048)];
    expect(four.mtbf).toBeLessThan(eight.mtbf);
    expect(four.mtbf).toBeGreaterThan(eight.mtbf / 2);
    expect(four.causes.node).toBeGreaterThan(eight.causes.node);
  });
});

describe('checkpointInterval', () => {
  it('is where the derivative of the share kept is nought, to the last digits, from seconds to days', () => {
    fc.assert(
      fc.property(fc.double({ min: -8, max: 2, noNaN: true }), (exponent) => {
        const ratio = 10 ** exponent;
        const { exact } = checkpointInterval({ blocking: s(ratio * 1e5), mtbf: s(1e5), restart: s(60) });
        const y = exact / 1e5;
        const series = y < 0.1 ? Array.from({ length: 30 }, (_, k) => y ** (k + 2) / (k + 2)).reduce((a, b) => a + b, 0) : undefined;
        // Where all of the time between failures is too short for one checkpoint, the root is within rounding of it.
        if (ratio < 10) expect(Math.abs((series ?? -Math.log1p(-y) - y) / ratio - 1)).toBeLessThan(1e-9);
        expect(y).toBeGreaterThan(0);
        expect(y).toBeLessThanOrEqual(1);
      }),
    );
  });
  it('beats the three approximations, which agree with it where failures are rare', () => {
    fc.assert(
      fc.property(fc.double({ min: 1, max: 3000, noNaN: true }), fc.double({ min: 3000, max: 1e6, noNaN: true }), (blocking, mtbf) => {
        const found = checkpointInterval({ blocking: s(blocking), mtbf: s(mtbf), restart: s(300) });
        const at = (interval: number) => goodput({ ...plain, mtbf: s(mtbf), blocking: s(blocking), interval: s(interval) }).goodput;
        for (const rule of ['young', 'daly', 'availability'] as const)
          expect(at(found.exact)).toBeGreaterThanOrEqual(at(found[rule]) - 1e-12);
      }),
    );
    const rare = checkpointInterval({ blocking: s(10), mtbf: s(1e7), restart: s(300) });
    for (const rule of ['young', 'daly', 'availability'] as const) expect(rare[rule] / rare.exact).toBeCloseTo(1, 2);
    expect(Math.abs(rare.daly / rare.exact - 1)).toBeLessThan(1e-5);
  });
});

describe('goodput', () => {
  it('and what is lost make one', () => {
    fc.assert(
      fc.property(run, (input) => {
        const { goodput: kept, lost } = goodput(input);
        expect(kept + lossKinds.reduce((sum, kind) => sum + lost[kind], 0)).toBeCloseTo(1, 9);
        for (const kind of lossKinds) expect(lost[kind]).toBeGreaterThanOrEqual(0);
      }),
    );
  });
  it('falls with all that goes wrong', () => {
    fc.assert(
      fc.property(run, fc.constantFrom('blocking', 'lag', 'detection', 'restart'), (input, worse) => {
        const more = { ...input, [worse]: s(input[worse] * 1.5 + 1) };
        expect(goodput(more).goodput).toBeLessThan(goodput(input).goodput);
        expect(goodput({ ...input, mtbf: s(input.mtbf / 2) }).goodput).toBeLessThan(goodput(input).goodput);
      }),
    );
  });
  it('agrees with the loss of first order where failures are rare', () => {
    const rare = { ...plain, mtbf: s(3e6), interval: s(7200) };
    expect(1 - goodput(rare).goodput).toBeCloseTo(20 / 7220 + (3610 + 120 + 300) / 3e6, 5);
  });
  it('is one where nothing fails, and names the greatest loss', () => {
    const { goodput: kept } = goodput({ ...plain, mtbf: s(1e13), interval: s(1e9) });
    expect(kept).toBeGreaterThan(0.9999);
    expect(goodput({ ...plain, detection: s(3600) }).binding).toBe('detection');
    expect(goodput({ ...plain, blocking: s(1), interval: s(7200) }).binding).toBe('rework');
    expect(goodput({ ...plain, waiting: share(0.5) }).binding).toBe('waiting');
  });
  it('gains from copies with peers, less so where failures take them along', () => {
    const peer = { interval: s(10), overhead: share(0.002), lostShare: share(0.05), restart: s(120) };
    const with5 = goodput({ ...plain, peer }).goodput;
    expect(with5).toBeGreaterThan(goodput(plain).goodput);
    expect(goodput({ ...plain, peer: { ...peer, lostShare: share(0.5) } }).goodput).toBeLessThan(with5);
  });
});

describe('simulateGoodput', () => {
  const key = parameterKey('test.goodput');
  const play = (input: GoodputInput, failures = 40_000, more: Partial<SimulateGoodputInput> = {}) =>
    simulateGoodput({ ...input, failures, uniform: (index) => uniform(3, index, key), ...more });
  const peer = { interval: s(12), overhead: share(0.005), lostShare: share(0.08), restart: s(90) };
  const regimes: readonly (readonly [string, GoodputInput])[] = [
    ['rare failures', { ...plain, mtbf: s(200_000) }],
    ['failures every three hours', plain],
    ['failures as often as checkpoints', { ...plain, mtbf: s(900), blocking: s(240) }],
    ['failures during restarts', { ...plain, mtbf: s(600), restart: s(500), blocking: s(60) }],
    ['checkpoints far too seldom', { ...plain, mtbf: s(5000), interval: s(12_000) }],
    ['writes that lag', { ...plain, blocking: s(2), lag: s(250), mtbf: s(4000) }],
    ['some mended by people', { ...plain, manualShare: share(0.05), manualRestart: s(8000) }],
    ['copies with peers', { ...plain, mtbf: s(3000), lag: s(60), peer }],
    ['copies with peers, failures rare', { ...plain, mtbf: s(60_000), peer }],
    ['silent corruption', { ...plain, corruption: { mtbf: s(700_000), latency: s(20_000) } }],
  ];
  it.each(regimes)('agrees with the closed form within its own error: %s', (_, input) => {
    const [closed, played] = [goodput(input), play(input)];
    expect(played.error).toBeLessThan(0.012);
    expect(Math.abs(played.goodput - closed.goodput)).toBeLessThan(
      4 * played.error + 2e-3 * closed.goodput * (input.peer || input.corruption ? 2 : 0.1),
    );
    const sum = played.goodput + lossKinds.reduce((total, kind) => total + played.lost[kind], 0);
    expect(sum).toBeCloseTo(1, 6);
    for (const kind of lossKinds) expect(Math.abs(played.lost[kind] - closed.lost[kind]), kind).toBeLessThan(6 * played.error + 0.012);
  });
  it('waits for servers as Erlang says', () => {
    // 2 hours between failures of servers, a day to repair each: 12 in repair on average.
    const found = spareNodes({
      nodes: quantity(1000, 'node'),
      spares: quantity(12, 'node'),
      outRate: quantity(0.012, '1/node-d'),
      repairTime: quantity(1, 'd'),
    });
    const input = { ...plain, mtbf: s(7200), blocking: s(1), detection: s(0), restart: s(1), interval: s(60) };
    const played = play(input, 40_000, { spares: { count: 12, share: share(1), repairTime: s(86_400) } });
    expect(found.waiting).toBeGreaterThan(0.1);
    expect(Math.abs(played.lost.waiting - found.waiting)).toBeLessThan(0.012);
  });
  it('gives the same digits for the same draws', () => {
    expect(play(plain, 2000)).toEqual(play(plain, 2000));
  });
});

describe('spareNodes', () => {
  const input = (spares: number) => ({
    nodes: quantity(2048, 'node'),
    spares: quantity(spares, 'node'),
    outRate: quantity(0.003, '1/node-d'),
    repairTime: quantity(2, 'd'),
  });
  const of = (spares: number) => spareNodes(input(spares));
  it('follows published values of the formula', () => {
    // B(5, 3) = 0.1101 and B(10, 5) = 0.0184 in any table of Erlang's.
    const table = (load: number, lines: number) =>
      spareNodes({
        nodes: quantity(load, 'node'),
        spares: quantity(lines - 1, 'node'),
        outRate: quantity(1, '1/node-d'),
        repairTime: quantity(1, 'd'),
      }).waiting;
    expect(table(3, 5)).toBeCloseTo(0.1101, 4);
    expect(table(5, 10)).toBeCloseTo(0.0184, 4);
  });
  it('costs less with every spare, and a job that shrinks loses little', () => {
    let before = of(0);
    for (const spares of [4, 8, 16, 32]) {
      const now = of(spares);
      expect(now.waiting).toBeLessThan(before.waiting);
      expect(shrunkSpeed(input(spares))).toBeGreaterThan(shrunkSpeed(input(spares / 2)));
      before = now;
    }
    expect(shrunkSpeed(input(0))).toBeCloseTo(1 - of(0).inRepair / 2048, 9);
    expect(of(32).binding).toBe('enough');
  });
});

describe('slowestNode', () => {
  const of = (nodes: number, jitter: number, slowShare = 0, slowdown = 0) =>
    slowestNode({ nodes: quantity(nodes, 'node'), jitter: share(jitter), slowShare: share(slowShare), slowdown: share(slowdown) });
  it('is the expected greatest of normal draws, as tabled', () => {
    for (const [nodes, expected] of [
      [2, 0.56419],
      [10, 1.53875],
      [100, 2.50759],
      [1000, 3.24144],
    ] as const)
      expect(of(nodes, 0.01).delay / 0.01).toBeCloseTo(expected, 4);
  });
  it('is the chance of a slow server times its delay where nothing varies', () => {
    expect(of(48, 0, 0.005, 0.06).delay).toBeCloseTo(0.06 * (1 - 0.995 ** 48), 12);
    expect(of(4096, 1e-9, 0.005, 0.06).delay).toBeCloseTo(0.06, 6);
    expect(of(1, 0.01).delay).toBeCloseTo(0, 5);
  });
  it('lies below the usual bound of the root of twice the logarithm', () => {
    for (const nodes of [8, 128, 2048, 16_384]) expect(of(nodes, 0.01).delay).toBeLessThan(0.01 * Math.sqrt(2 * Math.log(nodes)));
  });
});

describe('checkpointCost', () => {
  const of = (mode: 'sync' | 'async') =>
    checkpointCost({
      mode,
      parameters: share(405e9),
      bytesPerParameter: quantity(14, 'B'),
      count: quantity(16_384, 'chip'),
      storageRate: quantity(0.12e9, 'B/s'),
      hostRate: quantity(10e9, 'B/s'),
      overhead: s(3),
    });
  it('blocks for the write or only for the copy, and keeps the same bytes', () => {
    const [sync, async] = [of('sync'), of('async')];
    expect(sync.size).toBe(405e9 * 14);
    expect(async.blocking).toBeLessThan(sync.blocking);
    expect(async.lag).toBe(sync.load);
    expect(sync.lag).toBe(0);
    expect(async.binding).toBe('overhead');
  });
});

describe('runSurvival', () => {
  const whole: RunSurvivalInput = {
    count: quantity(16_384, 'chip'),
    checkpoint: 'async',
    parameters: share(405e9),
    cluster: {
      chipsPerNode: quantity(8, 'chip/node'),
      failureRate: quantity(0.004, '1/node-d'),
      ratedChips: quantity(8, 'chip/node'),
      chipFailureShare: share(0.64),
      networkFailureShare: share(0.12),
      softwareFailureShare: share(0.13),
      detectionTime: s(240),
      restartTime: s(400),
      manualShare: share(0.02),
      manualRestartTime: s(7200),
      checkpointOverhead: s(3),
      checkpointState: quantity(14, 'B'),
      storageRate: quantity(0.1e9, 'B/s'),
      hostRate: quantity(10e9, 'B/s'),
      peerInterval: s(30),
      peerOverhead: share(0.005),
      peerLostShare: share(0.04),
      repairTime: s(130_000),
      slowShare: share(0.005),
      slowdown: share(0.06),
    },
  };
  const of = (more: Partial<RunSurvivalInput>, cluster: Partial<RunSurvivalInput['cluster']> = {}) =>
    runSurvival({ ...whole, ...more, cluster: { ...whole.cluster, ...cluster } });

  it('loses less with a gentler checkpoint, more with silent errors, and shrinks rather than waits', () => {
    const [sync, async, peer] = (['sync', 'async', 'peer'] as const).map((checkpoint) => of({ checkpoint }).kept);
    expect(async).toBeGreaterThan(sync!);
    expect(peer).toBeGreaterThan(async!);
    expect(of({ silent: { share: share(0.014), latency: s(20_000) } }).kept).toBeLessThan(async!);
    const few = { spares: quantity(4, 'node') };
    const [waits, shrinks] = [of({}, few), of({ shrinks: true }, few)];
    expect(waits.binding).toBe('waiting');
    expect(shrinks.kept).toBeGreaterThan(waits.kept);
    expect(shrinks.speed).toBeLessThan(1);
  });
  it('splits all of the time', () => {
    const { kept, survived, slowest, speed } = of({ shrinks: true }, { spares: quantity(2, 'node') });
    const lost = lossKinds.reduce((sum, kind) => sum + survived.lost[kind], 0);
    const inStep = survived.goodput * (1 - slowest.lost);
    expect(kept + lost + survived.goodput * slowest.lost + inStep * (1 - speed)).toBeCloseTo(1, 9);
  });
  it('keeps what the search for a size is told, to the last bit, in every mode and however much fails', () => {
    const whole01 = fc.double({ min: 0, max: 1, noNaN: true }).map(share);
    const figures = fc.record({
      failureRate: fc.double({ min: 0, max: 10, noNaN: true }).map((rate) => quantity(rate, '1/node-d')),
      detectionTime: fc.double({ min: 0, max: 1e4, noNaN: true }).map(s),
      restartTime: fc.double({ min: 0, max: 1e4, noNaN: true }).map(s),
      manualShare: whole01,
      slowShare: whole01,
      slowdown: fc.double({ min: 0, max: 3, noNaN: true }).map(share),
      checkpointOverhead: fc.double({ min: 0, max: 100, noNaN: true }).map(s),
      checkpointTime: fc.option(fc.double({ min: 0, max: 1e3, noNaN: true }).map(s), { nil: undefined }),
      spares: fc.option(
        fc.integer({ min: 0, max: 40 }).map((n) => quantity(n, 'node')),
        { nil: undefined },
      ),
    });
    const used = draftSurvival();
    const more = fc.record({
      silent: fc.option(fc.constant({ share: share(0.014), latency: s(20_000) }), { nil: undefined }),
      checkpoint: fc.constantFrom('sync', 'async', 'peer'),
      count: fc.integer({ min: 1, max: 200_000 }).map((n) => quantity(n, 'chip')),
      interval: fc.option(fc.double({ min: 1, max: 1e5, noNaN: true }).map(s), { nil: undefined }),
      shrinks: fc.boolean(),
    });
    fc.assert(
      fc.property(figures, more, (cluster, asked) => {
        const input = { ...whole, ...asked, cluster: { ...whole.cluster, ...cluster } } as RunSurvivalInput;
        const fresh = runSurvival(input);
        expect(keptShare(input)).toBe(fresh.kept);
        // Nothing is left of what a record that is written over held.
        expect(runSurvival(input, used)).toEqual(fresh);
      }),
      { numRuns: 2000 },
    );
  });
  it('gives the same physics whatever seconds and bytes are', () => {
    const { cluster } = whole;
    const [minute, kilo] = [1 / 60, 1e-3];
    const time = ['detectionTime', 'restartTime', 'manualRestartTime', 'checkpointOverhead', 'peerInterval', 'repairTime'] as const;
    const scaled = {
      ...cluster,
      ...Object.fromEntries(time.map((name) => [name, cluster[name] * minute])),
      failureRate: cluster.failureRate / minute,
      checkpointState: cluster.checkpointState * kilo,
      storageRate: (cluster.storageRate * kilo) / minute,
      hostRate: (cluster.hostRate * kilo) / minute,
    } as RunSurvivalInput['cluster'];
    for (const checkpoint of ['sync', 'async', 'peer'] as const) {
      const [one, two] = [of({ checkpoint }), of({ checkpoint }, scaled)];
      expect(two.kept).toBeCloseTo(one.kept, 12);
      expect(two.survived.interval / minute / one.survived.interval).toBeCloseTo(1, 12);
    }
  });
});

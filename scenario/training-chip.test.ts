import { describe, expect, it } from 'vitest';
import type { Catalog } from '#catalog';
import { collectiveTime, placeGroup } from '#cluster';
import { quantity } from '#quantity';
import { catalog } from '../test/support/shipped.ts';
import { resolveTraining } from './resolve-training.ts';
import { chipNetwork, trainingChip } from './training-chip.ts';

const chipOf = (name: string, part = 1) => {
  const thing = catalog.get(`accelerator/${name}`, 'accelerator');
  const chip = thing && trainingChip(catalog, thing, part);
  if (chip === undefined) throw new Error(`no ${name}`);
  return chip;
};
const networkFor = (name: string, domain: number, accelerators: number, part = 1) => {
  const chip = chipOf(name, part);
  return chipNetwork({ chip, domain, accelerators, scaleOut: chip.scaleOutBandwidth });
};

describe('a network from the catalogue', () => {
  it('of TPUs is a torus of two or three sides, cut to the slice', () => {
    expect(networkFor('tpu-v5e', 256, 256).tiers[0]).toMatchObject({ size: 256, torus: [16, 16] });
    expect(networkFor('tpu-v6e', 256, 32).tiers[0]).toMatchObject({ size: 32, torus: [4, 8] });
    expect(networkFor('tpu-v4', 4096, 128).tiers[0]).toMatchObject({ size: 128, torus: [4, 4, 8] });
    expect(networkFor('tpu-v5p', 8960, 17_920).tiers[0]?.torus?.reduce((a, b) => a * b)).toBe(8960);
    expect(networkFor('trainium-1', 16, 64).tiers[0]).toMatchObject({ size: 16, torus: [4, 4] });
  });

  it('of chips wired to one another is a mesh, of their halves too, and of more than are wired none', () => {
    expect(networkFor('mi300x', 8, 64).tiers[0]).toMatchObject({ size: 8, mesh: 7 });
    expect(networkFor('mi300x', 16, 64, 0.5).tiers[0]).toMatchObject({ size: 16, mesh: 15 });
    expect(networkFor('mi300x', 64, 64).tiers[0]?.mesh).toBeUndefined();
  });

  it('adds up in the switches where they can', () => {
    const sum = (name: string) => {
      const network = networkFor(name, 8, 8);
      return collectiveTime({
        network,
        placement: placeGroup({ network, size: 8, stride: 1 }),
        kind: 'all-reduce',
        bytes: quantity(1e9, 'B'),
      });
    };
    // Links of an H100 are half as fast again as those of an A100; its switches do the rest.
    expect(sum('a100-sxm-80gb') / sum('h100-sxm')).toBeGreaterThan(1.9);
    expect(networkFor('a100-sxm-80gb', 8, 8).tiers[0]?.reducing).toBe(0);
  });

  it('of a published cluster has its narrow uplinks', () => {
    const resolved = resolveTraining(
      { model: 'model/llama-3-1-405b', cluster: 'cluster/llama-3-1-405b', plan: { tp: 8, pp: 16 } },
      catalog,
    );
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
    const [, pod, above] = resolved.value.network.tiers;
    expect(pod?.size).toBe(3072);
    expect((pod?.bandwidth ?? 0) / (above?.bandwidth ?? 1)).toBeCloseTo(7, 12);
  });
});

describe('the inputs of a training', () => {
  it('name a general parameter once, which is looked up once', () => {
    const looked: string[] = [];
    const watched: Catalog = {
      ...catalog,
      select: (thing, fact, options) => {
        looked.push(`${thing.id}#${fact}`);
        return catalog.select(thing, fact, options);
      },
    };
    const resolved = resolveTraining({ model: 'model/llama-3-1-405b', chip: 'h100-sxm', count: 128, plan: { tp: 8, pp: 16 } }, watched);
    if (!resolved.ok) throw new Error(JSON.stringify(resolved.issues));
    const named = resolved.value.inputs.map(({ thing, fact }) => `${thing}#${fact}`);
    const once = (all: readonly string[], id: string): number => all.filter((each) => each === id).length;
    for (const id of ['parameter/device-context#bytes', 'parameter/memory-fragmentation#value', 'parameter/stack-age#years'])
      expect([id, once(named, id), once(looked, id)]).toEqual([id, 1, 1]);
  });
});

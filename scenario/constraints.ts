import type { ConstraintId } from '#model';
import type { UnitId } from '#quantity';

/** What a constraint is called and measured in; `lever` is the limit that states its capacity. */
export interface ConstraintKind {
  readonly label: { readonly en: string; readonly zh: string };
  readonly unit: UnitId;
  /** Lever whose growth relaxes it; absent where none does. */
  readonly lever?: string;
}

/** Every constraint that the chain can state. */
export const constraintKinds: Readonly<Record<ConstraintId, ConstraintKind>> = {
  'wafer.supply': { label: { en: 'wafers', zh: '晶圆供应' }, unit: 'wafer', lever: 'wafer.starts' },
  'die.reticle': { label: { en: 'reticle', zh: '光罩面积' }, unit: 'mm2' },
  'package.hbmSupply': { label: { en: 'HBM', zh: 'HBM 供应' }, unit: 'stack', lever: 'package.hbmSupply' },
  'accelerator.memory': { label: { en: 'memory', zh: '显存' }, unit: 'B', lever: 'accelerator.memory' },
  'cluster.power': { label: { en: 'power', zh: '电力' }, unit: 'W', lever: 'cluster.powerLimit' },
  'run.deadline': { label: { en: 'time', zh: '时间' }, unit: 'd', lever: 'run.deadline' },
  'cost.budget': { label: { en: 'money', zh: '资金' }, unit: 'USD', lever: 'cost.budget' },
  'cost.capital': { label: { en: 'capital', zh: '购置资金' }, unit: 'USD', lever: 'cost.capital' },
  'market.chipSupply': { label: { en: 'accelerators', zh: '加速器供应' }, unit: 'chip', lever: 'market.chipSupply' },
  'policy.licence': { label: { en: 'export licence', zh: '出口许可' }, unit: '1' },
};

import type { Words } from '#catalog';
import type { ConstraintId } from '#model';
import type { UnitId } from '#quantity';

/** What a constraint is called and measured in, and which levers state its capacity. */
export interface ConstraintKind {
  readonly label: Words;
  readonly unit: UnitId;
  /** Growth of the first relaxes it; none where nothing that a scenario states does. */
  readonly levers: readonly string[];
}

/** Every constraint that the chain can state. */
export const constraintKinds: Readonly<Record<ConstraintId, ConstraintKind>> = {
  'wafer.supply': {
    label: { en: 'wafers', zh: '晶圆供应' },
    unit: 'wafer',
    levers: ['wafer.starts', 'wafer.allocation', 'wafer.buildTime'],
  },
  'wafer.scanners': {
    label: { en: 'scanners', zh: '光刻机' },
    unit: 'exposure',
    levers: ['wafer.scanners', 'wafer.euvScanners', 'wafer.scannerRate', 'wafer.euvScannerRate', 'wafer.allocation', 'wafer.buildTime'],
  },
  'wafer.patterning': { label: { en: 'patterning', zh: '图形化能力' }, unit: 'nm', levers: [] },
  'die.reticle': { label: { en: 'reticle', zh: '光罩面积' }, unit: 'mm2', levers: ['die.reticleWidth', 'die.reticleHeight'] },
  'package.hbmSupply': { label: { en: 'HBM', zh: 'HBM 供应' }, unit: 'stack', levers: ['package.hbmSupply'] },
  'accelerator.memory': { label: { en: 'memory', zh: '显存' }, unit: 'B', levers: ['accelerator.memory'] },
  'accelerator.convergence': {
    label: { en: 'convergence of the solvers', zh: '求解器收敛性' },
    unit: '1',
    levers: ['solver.conditionLimit'],
  },
  'accelerator.endurance': { label: { en: 'endurance of cells', zh: '单元擦写寿命' }, unit: '1', levers: ['solver.endurance'] },
  'cluster.power': { label: { en: 'power', zh: '电力' }, unit: 'W', levers: ['cluster.powerLimit'] },
  'run.deadline': { label: { en: 'time', zh: '时间' }, unit: 'd', levers: ['run.deadline'] },
  'cost.budget': { label: { en: 'money', zh: '资金' }, unit: 'USD', levers: ['cost.budget'] },
  'cost.capital': { label: { en: 'capital', zh: '购置资金' }, unit: 'USD', levers: ['cost.capital'] },
  'market.chipSupply': { label: { en: 'accelerators', zh: '加速器供应' }, unit: 'chip', levers: ['market.chipSupply'] },
  'policy.licence': { label: { en: 'export licence', zh: '出口许可' }, unit: '1', levers: [] },
};

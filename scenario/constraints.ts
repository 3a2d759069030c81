import type { Words } from '#catalog';
import type { ConstraintId } from '#model';
import type { UnitId } from '#quantity';

/** What a constraint is called and measured in, and which levers state its capacity. */
export interface ConstraintKind {
  readonly label: Words;
  readonly unit: UnitId;
  /** Growth of the first relaxes it; none where nothing that a scenario states does. */
  readonly levers: readonly string[];
  /** Levers and metrics that its capacity and its need follow from, those levers apart. */
  readonly of: readonly string[];
}

/** Every constraint that the chain can state. */
export const constraintKinds: Readonly<Record<ConstraintId, ConstraintKind>> = {
  'wafer.supply': {
    label: { en: 'wafers', zh: '晶圆供应' },
    unit: 'wafer',
    levers: ['wafer.starts', 'wafer.allocation', 'wafer.buildTime'],
    of: ['wafer.needed'],
  },
  'wafer.scanners': {
    label: { en: 'scanners', zh: '光刻机' },
    unit: 'exposure',
    levers: ['wafer.scanners', 'wafer.euvScanners', 'wafer.scannerRate', 'wafer.euvScannerRate', 'wafer.allocation', 'wafer.buildTime'],
    of: ['wafer.needed', 'wafer.exposures', 'wafer.euvExposures'],
  },
  'wafer.patterning': { label: { en: 'patterning', zh: '图形化能力' }, unit: 'nm', levers: [], of: ['wafer.pitch', 'wafer.pitchFloor'] },
  'die.reticle': {
    label: { en: 'reticle', zh: '光罩面积' },
    unit: 'mm2',
    levers: ['die.reticleWidth', 'die.reticleHeight'],
    of: ['die.area'],
  },
  'package.hbmSupply': { label: { en: 'HBM', zh: 'HBM 供应' }, unit: 'stack', levers: ['package.hbmSupply'], of: ['package.hbmNeeded'] },
  'accelerator.memory': { label: { en: 'memory', zh: '显存' }, unit: 'B', levers: ['accelerator.memory'], of: ['accelerator.memoryNeed'] },
  'accelerator.convergence': {
    label: { en: 'convergence of the solvers', zh: '求解器收敛性' },
    unit: '1',
    levers: ['solver.conditionLimit'],
    of: ['run.damping'],
  },
  'accelerator.endurance': {
    label: { en: 'endurance of cells', zh: '单元擦写寿命' },
    unit: '1',
    levers: ['solver.endurance'],
    of: ['solver.writes'],
  },
  'cluster.power': {
    label: { en: 'power', zh: '电力' },
    unit: 'W',
    levers: ['cluster.powerLimit'],
    of: ['cluster.size', 'run.chipsNeeded', 'cluster.sitePower'],
  },
  'run.deadline': { label: { en: 'time', zh: '时间' }, unit: 'd', levers: ['run.deadline'], of: ['run.time'] },
  'cost.budget': { label: { en: 'money', zh: '资金' }, unit: 'USD', levers: ['cost.budget'], of: ['cost.total'] },
  'cost.capital': { label: { en: 'capital', zh: '购置资金' }, unit: 'USD', levers: ['cost.capital'], of: ['cost.capex'] },
  'market.chipSupply': {
    label: { en: 'accelerators', zh: '加速器供应' },
    unit: 'chip',
    levers: ['market.chipSupply'],
    of: ['cluster.size', 'run.chipsNeeded'],
  },
  'policy.licence': { label: { en: 'export licence', zh: '出口许可' }, unit: '1', levers: [], of: ['policy.headroom'] },
};

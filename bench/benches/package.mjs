import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { openCatalog } from '../../dist/catalog/index.js';
import { designPackage, packageCost, partSlot, preparedCost, preparePackage } from '../../dist/model/3-package/index.js';
import { packageModel, readPackage } from '../../dist/scenario/index.js';

const checked = (result) => {
  if (!result.ok) throw new Error(JSON.stringify(result.issues));
  return result.value;
};
const file = fileURLToPath(new URL('../../scenarios/packages/four-chiplets.yaml', import.meta.url));
const model = checked(packageModel({ catalog: checked(openCatalog()), spec: checked(readPackage(file)).spec }));
const design = model.design(model.medians);
const designed = designPackage(design);
const prepared = preparePackage({ design, designed });
const defects = partSlot(0, 'defectDensity');
const first = prepared.slots[defects];

const EVALUATIONS = 200_000;
const SCALAR = 'packageCost, a record in and a record out';
/** Costs of a package that a second is to hold on one core. */
const AIM = 1_000_000;

let spent = Number.POSITIVE_INFINITY;

export const name = 'The cost of a package: four chiplets, an I/O die, six stacks, an interposer';
export const unit = 'evaluations';
export const baseline = SCALAR;
export const run = {
  [SCALAR]: () => {
    let total = 0;
    for (let i = 0; i < EVALUATIONS; i++) total += packageCost(designed.costInput).total;
    return total > 0 ? EVALUATIONS : 0;
  },
  'preparedCost, another defect density each time': () => {
    const { user, system } = process.cpuUsage();
    let total = 0;
    for (let i = 0; i < EVALUATIONS; i++) {
      prepared.slots[defects] = first * (1 + i / EVALUATIONS);
      total += preparedCost(prepared);
    }
    const after = process.cpuUsage();
    spent = Math.min(spent, (after.user + after.system - user - system) / EVALUATIONS);
    prepared.slots[defects] = first;
    return total > 0 ? EVALUATIONS : 0;
  },
  'designPackage, grids and all, from the description': () => {
    const few = EVALUATIONS / 10;
    let total = 0;
    for (let i = 0; i < few; i++) total += designPackage(design).cost.total;
    return total > 0 ? few : 0;
  },
};

/** What other programs were measured at, on another machine: stated, not part of a ratio. */
const others = fileURLToPath(new URL('./package-peers.csv', import.meta.url));

export const verify = () => {
  const rate = 1e6 / spent;
  if (!(Math.abs(preparedCost(prepared) / designed.cost.total - 1) < 1e-10)) throw new Error('the two forms do not agree');
  console.log(
    `\nOne prepared evaluation: ${spent.toFixed(3)} microseconds of processor time, ${(rate / 1e6).toFixed(2)} million a second (aim ${AIM / 1e6}).`,
  );
  const [, ...rows] = readFileSync(others, 'utf8').trim().split('\n');
  for (const row of rows) {
    const [program, rateOf] = row.split(',');
    console.log(
      `${program}: ${Number(rateOf).toLocaleString('en')} a second where it was measured, ours is ${(rate / Number(rateOf)).toFixed(0)} times that here.`,
    );
  }
};

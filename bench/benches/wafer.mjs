import { openCatalog } from '../../dist/catalog/index.js';
import { planPatterning } from '../../dist/model/1-wafer/index.js';
import { waferModel } from '../../dist/scenario/index.js';

const opened = openCatalog();
if (!opened.ok) throw new Error(JSON.stringify(opened.issues));
const node = opened.value.get('N7', 'node');
const model = waferModel({ catalog: opened.value, node, tools: { add: ['euv'] } });
if (!model.ok) throw new Error(JSON.stringify(model.issues));
const { evaluate, medians } = model.value;
const made = evaluate(medians);

/** Seven tight layers of N7, and scanners of which the cheap ones place badly: cost and loss pull apart. */
const tight = ['contact', 'm0', 'v-m1', 'v-m2', 'm2', 'v-m3', 'm3'];
const layers = made.plan.layers.filter(({ layer }) => tight.includes(layer.id)).map(({ layer }) => layer);
const fine = made.scanners.filter(({ lithography }) => lithography === 'arfi' || lithography === 'euv');
const scanners = [
  ...fine,
  ...fine.map((scanner) => ({ ...scanner, id: `${scanner.id}, worn`, overlay: scanner.overlay * 3, passCost: scanner.passCost / 2 })),
];
const steps = { ...made.steps, other: 1500 };
const input = { layers, scanners, rules: made.rules, steps };

const ALL = 'every combination of scanners by layers';
const PLANS = 20;

/** Each layer with each scanner alone, and then the best of all combinations: what a plan must come to. */
const exhaustive = () => {
  const alone = layers.map((layer) =>
    scanners.flatMap((scanner) => {
      const one = planPatterning({ ...input, layers: [layer], scanners: [scanner] });
      return one.feasible ? [{ cost: one.cost, loss: -Math.log(one.overlayYield) }] : [];
    }),
  );
  let least = Number.POSITIVE_INFINITY;
  const walk = (index, cost, loss) => {
    if (index === alone.length) {
      least = Math.min(least, cost * Math.exp(loss));
      return;
    }
    for (const option of alone[index]) walk(index + 1, cost + option.cost, loss + option.loss);
  };
  walk(0, steps.other, 0);
  return least;
};

const planned = () => {
  const plan = planPatterning(input);
  return (steps.other + plan.cost) / plan.overlayYield;
};

export const name = 'Patterning of seven tight layers with four scanners, the cheapest wafer that survives';
export const unit = 'plans';
export const baseline = ALL;
export const run = {
  [ALL]: () => (exhaustive() > 0 ? 1 : 0),
  'the plan of the wafer floor': () => {
    let sum = 0;
    for (let i = 0; i < PLANS; i++) sum += planned();
    return sum > 0 ? PLANS : 0;
  },
  'all of N7, from its constants to cost, defects and time': () => {
    let sum = 0;
    for (let i = 0; i < PLANS; i++) sum += evaluate(medians).cost.total;
    return sum > 0 ? PLANS : 0;
  },
};
export const atLeast = { 'the plan of the wafer floor': 5 };

export const verify = () => {
  const ratio = planned() / exhaustive();
  if (!(Math.abs(ratio - 1) < 1e-9)) throw new Error(`the plan costs ${ratio} of the best of all combinations`);
};

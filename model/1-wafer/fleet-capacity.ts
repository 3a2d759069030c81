import { type Quantity, quantity } from '#quantity';

/** Passes of one kind that every wafer needs, and the machines that can make them. */
export interface PassNeed {
  /** What the passes are for, in words of the caller. */
  readonly id: string;
  /** Passes of a wafer, rework included. */
  readonly passes: number;
  /** Indices of the machines of the fleet that can make them. */
  readonly able: readonly number[];
}

/** Machines of one model. */
export interface FleetGroup {
  readonly id: string;
  readonly count: number;
  /** Exposures of one machine in a month. */
  readonly capacity: Quantity<'wafer/month'>;
}

export interface FleetCapacityInput {
  readonly needs: readonly PassNeed[];
  readonly fleet: readonly FleetGroup[];
}

export interface FleetCapacity {
  /** Most wafer starts in a month. */
  readonly starts: Quantity<'wafer/month'>;
  /** Needs that together use up all the machines that can serve them: more of those would give more wafers. */
  readonly binding: readonly string[];
  /** The machines in question. */
  readonly machines: readonly string[];
}

/** Needs with the same machines are one; beyond this many different ones, subsets are too many to go through. */
const mostKinds = 16;

/**
 * Most wafers in a month that a mixed fleet of scanners can expose, work being shared among machines in the best way.
 *
 * Machines differ in what they can print and how fast. For every set of needs, the wafers they ask of the machines that
 * can serve any of them cannot exceed what those machines do; by the theorem of maximum flow and minimum cut the
 * tightest of these bounds is reached, so the least of them is the answer and its set is the proof.
 *
 * @equation W = \min_{S} \frac{\sum_{i \in N(S)} m_i K_i}{\sum_{j \in S} n_j}
 * @param input passes of a wafer with the machines able to make them, and the fleet
 * @throws RangeError where the needs fall into more than 16 kinds
 */
export const fleetCapacity = ({ needs, fleet }: FleetCapacityInput): FleetCapacity => {
  const kinds = new Map<string, { ids: string[]; passes: number; able: readonly number[] }>();
  for (const { id, passes, able } of needs) {
    if (passes === 0) continue;
    const key = able.toSorted((a, b) => a - b).join(' ');
    const known = kinds.get(key);
    if (known) {
      known.passes += passes;
      known.ids.push(id);
    } else kinds.set(key, { ids: [id], passes, able });
  }
  const list = [...kinds.values()];
  if (list.length > mostKinds) throw new RangeError(`${list.length} kinds of passes are more than ${mostKinds}`);
  let starts = Number.POSITIVE_INFINITY;
  let binding: readonly string[] = [];
  let machines: readonly string[] = [];
  for (let set = 1; set < 2 ** list.length; set++) {
    let passes = 0;
    const able = new Set<number>();
    const ids: string[] = [];
    for (const [index, kind] of list.entries()) {
      if ((set & (1 << index)) === 0) continue;
      passes += kind.passes;
      ids.push(...kind.ids);
      for (const each of kind.able) able.add(each);
    }
    let capacity = 0;
    for (const index of able) {
      const group = fleet[index];
      if (group !== undefined) capacity += group.count * group.capacity;
    }
    if (capacity / passes < starts) {
      starts = capacity / passes;
      binding = ids;
      machines = [...able].flatMap((index) => fleet[index]?.id ?? []);
    }
  }
  return { starts: quantity(starts, 'wafer/month'), binding, machines };
};

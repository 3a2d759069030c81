/** What claims and their verdicts say. `claims.zh.ts` must give the same keys. */
export const claimsEn = {
  command: {
    description: 'claims that circulate, put to the test under each basis they can be read on',
    id: 'id of a claim, or a YAML file of your own; all where it is left out',
    jsonld: 'write ClaimReview JSON-LD to a file',
    html: 'write one page with both languages',
    json: 'print the verdicts as JSON',
  },
  title: 'Claims put to the test',
  kicker: (count: number): string => `${count} claims that circulate about AI compute, each under every basis it can be read on`,
  tally: (supported: number, contradicted: number, depends: number, waiting: number): string =>
    `${supported} supported, ${contradicted} contradicted, ${depends} depend on the reading${waiting === 0 ? '' : `, ${waiting} wait for a model that is not there yet`}`,
  verdict: {
    supported: 'supported',
    contradicted: 'contradicted',
    depends: 'depends',
    waits: 'waits',
    'not-judged': 'not judged',
  },
  under: {
    supported: 'supported under this reading',
    contradicted: 'contradicted under this reading',
    depends: 'open under this reading',
    waits: 'waits',
    'not-judged': 'not judged',
  },
  says: 'Said by',
  roles: {
    premise: 'Its premise, which counts only where it is wrong',
    instead: 'Another statement, which may have been meant; it does not count',
  },
  claimed: (text: string): string => `claimed: ${text}`,
  between: (low: string, high: string): string => `${low} to ${high}`,
  atLeast: (text: string): string => `at least ${text}`,
  atMost: (text: string): string => `at most ${text}`,
  moreThan: (text: string): string => `more than ${text}`,
  lessThan: (text: string): string => `less than ${text}`,
  close: 'So near the line between two verdicts that other draws may turn it.',
  unsettled: (input: string): string => `No reading settles it; ${input} decides.`,
  ours: 'the model',
  catalogue: 'the catalogue',
  probability: (percent: string): string => `holds in ${percent} of draws`,
  constant: 'does not vary',
  largest: (other: string): string => `the largest of all; that of the others is ${other}`,
  least: (other: string): string => `the least of all; that of the others is ${other}`,
  rival: (text: string): string => `the others: ${text}`,
  deciding: (input: string, share: string): string => `Decided most by ${input} (${share} of the variance).`,
  turns: {
    passes: (input: string, values: string, value: string): string =>
      `The middle figure would pass what is claimed where ${input} is ${values}; it is ${value}.`,
    meets: (input: string, values: string, value: string): string =>
      `The middle figure would be the one claimed where ${input} is ${values}; it is ${value}.`,
  },
  never: {
    passes: (input: string, low: string, high: string): string => `No value of ${input} from ${low} to ${high} turns it.`,
    meets: (input: string, low: string, high: string): string =>
      `No value of ${input} from ${low} to ${high} gives the figure that is claimed.`,
  },
  turnsAt: { passes: (value: string): string => `turns at ${value}`, meets: (value: string): string => `as claimed at ${value}` },
  turningDescription: (input: string, now: string, turns: string): string => `${input} is ${now}; ${turns}.`,
  counterExamples: (count: number): string =>
    count === 0 ? 'No row of the catalogue contradicts it.' : `${count} rows of the catalogue contradict it:`,
  missing: (what: string): string => `Not judged: ${what}`,
  event: 'In the catalogue:',
  dateOff: 'It happened, but on another day.',
  holdsUnder: (readings: string): string => `It would hold read as: ${readings}.`,
  waits: (what: string): string => `Waits: ${what}`,
  converted: (from: string, rate: string): string => `from ${from} at ${rate} dollars`,
  reproduce: 'To see it again',
  asOf: (date: string): string => `as it circulated in ${date}`,
  heads: { claim: 'Claim', verdict: 'Verdict', probability: 'holds', estimate: 'Model: median (5–95%)', reading: 'Reading' },
  description: (reading: string, ours: string, claimed: string): string => `${reading}: the model has ${ours}; ${claimed}.`,
  note: (draws: string, seed: number, version: string, digest: string): string =>
    `${draws} draws, seed ${seed}, version ${version}, catalogue ${digest}. Supported from 80%, contradicted up to 10%, else it depends.`,
};

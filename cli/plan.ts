import { type Command, Option } from 'commander';
import { type Catalog, isDate, openCatalog } from '#catalog';
import { type Lang, messages } from '#messages';
import type { Checked, Issue } from '#quantity';
import { buildMix, buildPlan, buildTraining, mixSheet, type PlanCell, type PlanMap, planSheet, withoutLimit } from '#report';
import {
  mixGroupsSteps,
  type PlanSearch,
  type PlanSpace,
  planRegretSteps,
  playFoundSteps,
  type SearchPlansInput,
  type SearchProgress,
  searchPlayedSteps,
  searchToPlay,
} from '#run';
import {
  type GivenModel,
  isAwkward,
  mixGroupsInput,
  type PlanObjective,
  planObjective,
  planObjectives,
  planSearchInput,
  planYaml,
  type ResolvedObjective,
  type ResolvedTraining,
  resolveTraining,
  stepDraws,
  usableCounts,
  type WrittenPlan,
  writtenPlan,
} from '#scenario';
import { runSearch } from '#sweep';
import { emit } from './analog-output.ts';
import { fail, failRun } from './fail.ts';
import { langOption, languageOf, numberBetween, oneOf, wholeNumber } from './options.ts';
import { commandLine, writeOut } from './output.ts';
import { readSpace } from './read-space.ts';
import { Searching, Stopped } from './search-until.ts';
import { modelOf } from './train.ts';
import { version } from './version.ts';

interface PlanFlags {
  readonly model?: string;
  readonly chip?: string;
  readonly cluster?: string;
  readonly count?: number;
  readonly batch?: number;
  readonly seq?: number;
  readonly precision?: WrittenPlan['precision'];
  readonly objective: PlanObjective;
  readonly days?: number;
  readonly by?: string;
  readonly from?: string;
  readonly tokens?: number;
  readonly goodput?: number;
  readonly rate?: number;
  readonly top: number;
  readonly set: readonly string[];
  readonly offload?: true;
  readonly draws: number;
  readonly seed: number;
  readonly workers: number;
  readonly write?: string;
  readonly json?: true;
  readonly html?: string;
  readonly svg?: string;
  readonly chart?: number;
  readonly catalog?: string;
  readonly lang?: Lang;
}

const most = {
  accelerators: 1e7,
  batch: 1e7,
  sequence: 1e8,
  top: 1_000,
  draws: 1_000_000,
  seed: 2 ** 32 - 1,
  workers: 256,
  days: 36_525,
  tokens: 1e17,
};
const defaults = { top: 10, draws: 10_000, seed: 1, workers: 1, batch: 1_024 };
/** Plans that are kept beyond those shown: the ones among which draws decide. */
const survivors = 40;
/** Exit code where nothing fits. */
const nothingFits = 1;
const dayLength = 86_400_000;

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];
const texts = () => messages(languageOf(undefined)).plan;

/** Kinds of accelerators with how many there are of each, where the option names any number. */
const chipsOf = (text: string | undefined): Checked<readonly { readonly chip: string; readonly count: number }[]> => {
  if (text === undefined || !/[:,，]/.test(text)) return { ok: true, value: [] };
  const parts = text.split(/[,，]/).map((part) => part.trim());
  const issues: Issue[] = [];
  const value = parts.flatMap((part) => {
    const match = /^(.+):(\d+)$/.exec(part);
    if (match !== null && Number(match[2]) <= most.accelerators) return [{ chip: match[1] as string, count: Number(match[2]) }];
    issues.push({ code: 'plan-search/no-count', path: '', file: '--chip', received: part });
    return [];
  });
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value };
};

const daysOf = ({ days, by, from }: PlanFlags): Checked<number | undefined> => {
  const refuse = (issue: Issue): Checked<never> => ({ ok: false, issues: [issue] });
  if (from !== undefined && !isDate(from)) return refuse({ code: 'document/date', path: '', file: '--from', received: from });
  if (by === undefined)
    return from === undefined
      ? { ok: true, value: days }
      : refuse({ code: 'cli/only-with', path: '', received: '--from', expected: '--by' });
  const [start, end] = [Date.parse(from ?? new Date().toISOString().slice(0, 10)), Date.parse(by)];
  const valid = /^\d{4}-\d{2}-\d{2}$/.test(by) && end > start;
  return valid
    ? { ok: true, value: (end - start) / dayLength }
    : refuse({ code: 'plan-search/bad-date', path: '', file: '--by', received: by });
};

/** Options that say something of one objective alone. */
const objectiveOf = { days: 'chips', by: 'chips', tokens: 'chips', goodput: 'chips', rate: 'cost' } as const;

/** Options that would say nothing, though somebody gave them. */
const idleOptions = (flags: PlanFlags, counted: boolean): readonly Issue[] => [
  ...(Object.keys(objectiveOf) as (keyof typeof objectiveOf)[]).flatMap((option): readonly Issue[] =>
    flags[option] === undefined || flags.objective === objectiveOf[option]
      ? []
      : [{ code: 'cli/only-with', path: '', received: `--${option}`, expected: `--objective ${objectiveOf[option]}` }],
  ),
  ...(counted && flags.count !== undefined
    ? [{ code: 'cli/options-exclude', path: '', received: '--count', expected: `--chip ${flags.chip}` }]
    : []),
];

interface Request {
  readonly model: string | GivenModel;
  readonly catalog: Catalog;
  readonly groups: readonly ResolvedTraining[];
  readonly space: Partial<PlanSpace>;
  readonly days: number | undefined;
}

const requestOf = (flags: PlanFlags): Checked<Request> => {
  const opened = openCatalog({ ...(flags.catalog === undefined ? {} : { overlay: flags.catalog }) });
  if (!opened.ok) return opened;
  const catalog = opened.value;
  const issues: Issue[] = [];
  const keep = <T>(checked: Checked<T>): T | undefined => {
    if (checked.ok) return checked.value;
    issues.push(...checked.issues);
    return undefined;
  };
  const missing: Checked<never> = { ok: false, issues: [{ code: 'train/needs-model', path: '', file: '--model' }] };
  const model: string | GivenModel | undefined = keep(flags.model === undefined ? missing : modelOf(flags.model, catalog));
  const kinds = keep(chipsOf(flags.chip)) ?? [];
  const space = keep(readSpace(flags.set)) ?? {};
  const days = keep(daysOf(flags));
  issues.push(...idleOptions(flags, kinds.length > 0));
  const mixed = kinds.length > 1;
  if (
    mixed &&
    (flags.objective !== 'time' || flags.set.length > 0 || flags.offload || flags.cluster !== undefined || flags.write !== undefined)
  )
    issues.push({ code: 'plan-search/mixed-time', path: '', file: '--chip' });
  if (model === undefined || issues.length > 0) return { ok: false, issues };
  const asked = kinds.length > 0 ? kinds : [{ chip: flags.chip, count: flags.count }];
  const precision = flags.precision ?? space.precision?.[0];
  const groups = asked.flatMap(({ chip, count }) => {
    const resolved = keep(
      resolveTraining(
        {
          model,
          chip,
          cluster: flags.cluster,
          count,
          plan: precision === undefined ? {} : { precision },
          batch: flags.batch ?? defaults.batch,
          sequence: flags.seq,
        },
        catalog,
      ),
    );
    return resolved === undefined ? [] : [resolved];
  });
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: { model, catalog, groups, space, days } };
};

/** The best step of every pair of tensor ranks and stages, each searched by itself. */
const mapOf = async (searching: Searching, input: SearchPlansInput): Promise<PlanMap> => {
  const { tensor, pipeline } = input.space;
  const { progressMap } = texts();
  const all = String(tensor.length * pipeline.length);
  let done = 0;
  const cells: PlanCell[][] = [];
  for (const ranks of tensor) {
    const row: PlanCell[] = [];
    for (const stages of pipeline) {
      const cell = { ...input, space: { ...input.space, tensor: [ranks], pipeline: [stages] }, top: 1, front: false };
      const found = await searching.run(searchPlayedSteps(cell), () => progressMap(String(done), all));
      done += 1;
      row.push(
        found.best === undefined
          ? { why: found.binding === 'none' ? 'divisibility' : found.binding }
          : { stepTime: found.best.stepTime, plan: String(found.best.index) },
      );
    }
    cells.push(row);
  }
  return { tensor, pipeline, cells };
};

const grouped = (value: number): string => value.toLocaleString('en');

const searchOne = async (
  searching: Searching,
  flags: PlanFlags,
  request: Request,
  objective: ResolvedObjective,
  lang: Lang,
): Promise<void> => {
  const { model, catalog, groups, space, days } = request;
  const resolved = groups[0]!;
  const { plan: words } = messages(lang);
  const asked = { objective: objective.objective, top: Math.max(flags.top, survivors), front: true, space, offload: flags.offload };
  // Some accelerators may then stand idle.
  const fewer = (): SearchPlansInput => planSearchInput(resolved, { ...asked, counts: usableCounts(resolved.accelerators) });
  const byTime = objective.objective.kind === 'time';
  const awkward = byTime && isAwkward(resolved.accelerators);
  let input = awkward ? fewer() : planSearchInput(resolved, asked);
  const said = ({ done, raw }: SearchProgress): string => words.progress(grouped(done), grouped(raw));
  const steps = async (each: SearchPlansInput): Promise<PlanSearch> => {
    const { workers } = flags;
    if (workers === 1) return searching.run(searchPlayedSteps(each), said);
    const found = await searching.wait((signal, say) =>
      runSearch(searchToPlay(each), { workers, signal, onProgress: (progress) => say(said(progress)) }),
    );
    return searching.run(playFoundSteps(each, found), said);
  };
  let search = await steps(input);
  if (search.binding === 'divisibility' && byTime && !awkward) {
    const less = fewer();
    const found = await steps(less);
    if (found.feasible) [input, search] = [less, found];
  }
  const { best } = search;
  const unbound = best === undefined ? undefined : await steps(withoutLimit(input));
  const pages = flags.html !== undefined || flags.svg !== undefined;
  const map = pages && best !== undefined ? await mapOf(searching, input) : undefined;
  const regret =
    best === undefined || flags.draws === 0 || objective.objective.kind === 'chips'
      ? undefined
      : await searching.run(
          planRegretSteps({
            search: input,
            plans: search.top,
            perChip: objective.objective.kind !== 'time',
            draws: flags.draws,
            draw: stepDraws(resolved, flags.seed),
          }),
          ({ done, draws }) => words.progressDraws(grouped(done), grouped(draws)),
        );
  const told =
    best === undefined || !pages
      ? undefined
      : resolveTraining(
          {
            model,
            chip: resolved.chip.id,
            cluster: flags.cluster,
            count: best.accelerators,
            plan: writtenPlan(best.plan),
          },
          catalog,
        );
  const options = { version, command: commandLine(), samples: 0, seed: flags.seed };
  const training = told?.ok ? buildTraining(told.value, catalog, options) : undefined;
  searching.end();
  const answer = buildPlan({ resolved, objective, search, input, top: flags.top, unbound, regret, map, training }, catalog, {
    ...options,
    ...(days === undefined ? {} : { days }),
  });
  if (best === undefined) process.exitCode = nothingFits;
  else if (flags.write !== undefined) {
    const line = answer.best!;
    const remark = words.remark(
      answer.model.name[lang],
      grouped(line.accelerators),
      answer.chip.name[lang],
      `${line.stepTime.toPrecision(4)} s`,
    );
    await writeOut(flags.write, planYaml(best.plan, [remark, commandLine()]), lang, flags.json === true);
  }
  const { training: _, ...figures } = answer;
  await emit(flags, figures, (each) => planSheet(answer, each));
};

const searchMixed = async (searching: Searching, flags: PlanFlags, { catalog, groups }: Request, lang: Lang): Promise<void> => {
  const mixed = await searching.run(mixGroupsSteps(mixGroupsInput(groups)), () => messages(lang).plan.progressMix);
  searching.end();
  const answer = buildMix(groups, mixed, catalog, { version, command: commandLine() });
  if (!answer.feasible) process.exitCode = nothingFits;
  await emit(flags, answer, (each) => mixSheet(answer, each));
};

const plan = async (flags: PlanFlags): Promise<void> => {
  const lang = languageOf(flags.lang);
  const request = requestOf(flags);
  if (!request.ok) return fail(request.issues, lang);
  const { groups, catalog, days } = request.value;
  const { objective: kind, tokens, goodput, rate } = flags;
  const objective = planObjective({ kind, days, tokens, goodput, rate }, groups[0]!, catalog);
  if (!objective.ok) return fail(objective.issues, lang);
  const searching = new Searching();
  try {
    if (groups.length > 1) await searchMixed(searching, flags, request.value, lang);
    else await searchOne(searching, flags, request.value, objective.value, lang);
  } catch (error) {
    if (!(error instanceof Stopped)) throw error;
    failRun([{ code: 'plan-search/cancelled', path: '' }], lang);
  } finally {
    searching.end();
  }
};

/**
 * Adds `plan` to a program: the best parallel plan, proven.
 *
 * @param program the commands of Chokepoint
 */
export const addPlan = (program: Command): void => {
  const { command: words } = texts();
  const { train, cli } = messages(languageOf(undefined));
  program
    .command('plan')
    .description(words.description)
    .option('--model <id|file>', train.command.model)
    .option('--chip <id>', words.chip)
    .option('--cluster <id>', train.command.cluster)
    .addOption(new Option('--count <n>', words.count).argParser(wholeNumber(1, most.accelerators)))
    .addOption(new Option('--batch <n>', words.batch(String(defaults.batch))).argParser(wholeNumber(1, most.batch)))
    .addOption(new Option('--seq <n>', train.command.seq).argParser(wholeNumber(1, most.sequence)))
    .addOption(new Option('--precision <format>', words.precision).argParser(oneOf(['bf16', 'fp8', 'fp4', 'tf32', 'fp32'] as const)))
    .addOption(new Option('--objective <kind>', words.objective).argParser(oneOf(planObjectives)).default('time'))
    .addOption(new Option('--days <n>', words.days).argParser(numberBetween(1e-3, most.days)).conflicts('by'))
    .option('--by <date>', words.by)
    .option('--from <date>', words.from)
    .addOption(new Option('--tokens <n>', words.tokens).argParser(numberBetween(1, most.tokens)))
    .addOption(new Option('--goodput <share>', words.goodput).argParser(numberBetween(1e-3, 1)))
    .addOption(new Option('--rate <usd>', words.rate).argParser(numberBetween(0, 1e6)))
    .addOption(new Option('--top <n>', words.top).argParser(wholeNumber(1, most.top)).default(defaults.top))
    .addOption(new Option('--set <key=values>', words.set).argParser(collect).default([]))
    .option('--offload', words.offload)
    .addOption(new Option('--draws <n>', words.draws).argParser(wholeNumber(0, most.draws)).default(defaults.draws))
    .addOption(new Option('--seed <n>', cli.help.seed).argParser(wholeNumber(0, most.seed)).default(defaults.seed))
    .addOption(new Option('--workers <n>', words.workers).argParser(wholeNumber(1, most.workers)).default(defaults.workers))
    .option('--write <file>', words.write)
    .addOption(new Option('--json', cli.help.json).conflicts(['html', 'svg']))
    .addOption(new Option('--html <out>', cli.help.html).conflicts(['json', 'svg']))
    .addOption(new Option('--svg <out>', words.svg).conflicts(['json', 'html']))
    .addOption(new Option('--chart <n>', words.chart).argParser(wholeNumber(1, 9)))
    .option('--catalog <dir>', cli.help.catalog)
    .addOption(langOption())
    .addHelpText('after', `\n${words.help}`)
    .action(plan);
};

import { type Messages, plainText, textOf } from '#messages';
import type { CalculonPlan } from '#run';
import type { Reason } from '../area.ts';
import type { SearchRow } from './score-searches.ts';
import type { PlanFailure, PlansFile, PlansValidation } from './validate-plans.ts';

type Texts = Messages['validationPlans'];
type Common = Messages['validation'];

const mostListed = 10;
const [shortDigits, longDigits] = [3, 12];
/** Errors below this are those of rounding. */
const rounding = 1e-15;

const short = (value: number): string => String(Number(value.toPrecision(shortDigits)));
const long = (value: number): string => String(Number(value.toPrecision(longDigits)));
const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`);

const planText = (plan: CalculonPlan, texts: Texts): string =>
  texts.plan({
    tensor: String(plan.tensor_par),
    pipeline: String(plan.pipeline_par),
    data: String(plan.data_par),
    chunks: String(plan.pipeline_interleaving),
    microBatch: String(plan.microbatch_size),
    recompute: plan.activation_recompute,
    comm: plan.tensor_par_comm_type,
    overlap: plan.tensor_par_overlap,
  });

function reasonText({ code, detail }: Reason, texts: Texts, common: Common): string {
  const text = Object.hasOwn(texts.reasons, code) ? textOf(texts.reasons, code) : textOf(common.reasons, code);
  return detail === undefined ? text : common.reason(text, plainText(textOf(texts.bindings, detail)));
}

function failureText(failure: PlanFailure, texts: Texts, common: Common): string {
  const { line, column, predicted, answer, error, reason } = failure;
  if (column !== undefined && predicted !== undefined && answer !== undefined && error !== undefined)
    return texts.failure(String(line), column, long(answer), long(predicted), short(error));
  return texts.refused(String(line), reason === undefined ? '' : reasonText(reason, texts, common));
}

function columnsText({ columns }: PlansFile, tolerance: number, texts: Texts): string[] {
  const [first, ...rest] = columns;
  if (first === undefined) return [];
  const compared = columns.reduce((sum, each) => sum + each.compared, 0);
  const worst = rest.reduce((most, each) => (each.worst > most.worst ? each : most), first);
  const off = columns.filter(({ failed }) => failed > 0).sort((a, b) => b.failed - a.failed);
  return [
    texts.columns(String(columns.length), String(compared), short(tolerance)),
    worst.worst <= rounding ? texts.exact : texts.worst(worst.column, short(worst.worst), short(worst.mean)),
    ...off.slice(0, mostListed).map((each) => texts.off(each.column, String(each.failed), String(each.compared), short(each.worst))),
  ];
}

function setText({ set }: PlansFile, texts: Texts): string[] {
  if (set === null) return [];
  const { looked, theirs, ours, missing, extra, twice, passed } = set;
  return [
    passed
      ? texts.setSame(String(ours), String(looked))
      : texts.setOther(String(theirs), String(ours), String(missing), String(extra), String(twice)),
  ];
}

function bestText({ best }: PlansFile, texts: Texts): string[] {
  if (best === null) return [];
  const { plan, sampleRate, answer, timed, passed } = best;
  const said = planText(plan, texts);
  return [passed ? texts.bestSame(said, long(sampleRate), String(timed)) : texts.bestOther(said, long(sampleRate), long(answer))];
}

function besideText(beside: { readonly theirs: number | null; readonly ours: number } | undefined, texts: Texts): string {
  if (beside === undefined) return '–';
  const { theirs, ours } = beside;
  if (theirs === null) return texts.oursAlone(long(ours));
  return long(theirs) === long(ours) ? texts.same(long(ours)) : texts.notSame(long(ours), long(theirs));
}

const searchText = (row: SearchRow, texts: Texts, common: Common): string => {
  const { looked, valid, sampleRate, differs = [], reason } = row;
  const line = texts.search(
    texts.verdict[row.status],
    plainText(row.tag),
    besideText(looked, texts),
    besideText(valid, texts),
    besideText(sampleRate, texts),
  );
  const why =
    differs.length > 0
      ? texts.differs(differs.join(', '))
      : looked === undefined && reason !== undefined
        ? reasonText(reason, texts, common)
        : undefined;
  return why === undefined ? line : common.reason(line, why);
};

function fileText(file: PlansFile, tolerance: number, texts: Texts, common: Common): string[] {
  const { run, failures, unscored, searches = [] } = file;
  return [
    plainText(file.file),
    ...indented([
      ...(run === null
        ? []
        : [
            run.holds === 'some'
              ? texts.rowsOf(plainText(run.model), plainText(run.system))
              : texts.run(plainText(run.model), String(run.processors), String(run.maxBatch), plainText(run.system)),
            run.recomputeFix ? texts.recompute.mended : texts.recompute.original,
          ]),
      texts.rows(...([file.passed, file.failed, file.notScored].map(String) as [string, string, string])),
      ...columnsText(file, tolerance, texts),
      ...setText(file, texts),
      ...bestText(file, texts),
      ...unscored.map(({ rows, reason }) => texts.unscored(String(rows), reasonText(reason, texts, common))),
      ...(searches.length === 0 ? [] : [texts.searches, ...indented(searches.map((row) => searchText(row, texts, common)))]),
      ...(failures.length === 0
        ? []
        : [texts.failures, ...indented(failures.slice(0, mostListed).map((failure) => failureText(failure, texts, common)))]),
    ]),
    '',
  ];
}

/**
 * Tells how Calculon's tables of plans were replayed, file by file; the last line counts rows, sets and best plans.
 *
 * @param validation the result
 * @param texts its texts
 * @param common texts that all areas share
 */
export function plansText(validation: PlansValidation, texts: Texts, common: Common): string {
  const { path, tolerance, files, unknown, summary } = validation;
  return [
    texts.title(plainText(path)),
    '',
    ...files.flatMap((file) => fileText(file, tolerance, texts, common)),
    ...(unknown.length === 0
      ? []
      : [common.unknown(unknown.length), ...unknown.slice(0, mostListed).map((file) => `  ${plainText(file)}`), '']),
    ...(files.length === 0 ? [texts.nothing, ''] : []),
    common.summary(summary.passed, summary.failed, summary.notScored),
  ].join('\n');
}

import { type Lang, messages } from '#messages';
import { shareText } from './engineering.ts';
import type { PlanAnswer } from './plan.ts';
import { shortPlan } from './short-plan.ts';
import { timeText, wholeText } from './training-view.ts';

/** Parts named in one sentence, at most. */
const named = 2;
/** A part says something from this share of the whole difference on. */
const telling = 0.1;

/**
 * One sentence why the best plan beats the runner-up: by how much, and in which parts of the step it is made up; nothing where
 * there is no other plan.
 *
 * @param answer the answer
 * @param lang the language
 */
export function planWhy({ best, comparison, objective }: PlanAnswer, lang: Lang): string {
  if (best === undefined || comparison === undefined) return '';
  const m = messages(lang);
  const { why, fields, field } = m.plan;
  const { other, parts } = comparison;
  const name = shortPlan(other.plan);
  const saved = other.stepTime - best.stepTime;
  const [lead] = parts;
  const large = (seconds: number): boolean => lead !== undefined && Math.abs(seconds) >= telling * Math.abs(lead.saved);
  const time = (seconds: number): string => timeText(Math.abs(seconds), m);
  const gains = parts.filter((each) => each.saved > 0 && large(each.saved)).slice(0, named);
  const losses = parts.filter((each) => each.saved < 0 && large(each.saved)).slice(0, named);
  const said = gains.map((each) => why.saved(m.train.parts[each.part], time(each.saved))).join(m.list.comma);
  const cost = losses.map((each) => why.spent(m.train.parts[each.part], time(each.saved))).join(m.list.comma);
  const apart = said !== '' && cost !== '' ? why.but(said, cost) : said !== '' ? said : cost;
  // Seconds of unlike numbers of accelerators say nothing of what a token costs.
  const alike = best.accelerators === other.accelerators;
  const reasons = alike ? apart : why.sizes(wholeText(best.accelerators), wholeText(other.accelerators));
  const differ = comparison.fields.map(({ key, best: mine, other: theirs }) => field(key, mine, theirs)).join(m.list.comma);
  // As many accelerators do: the faster of them is the better one.
  const byTime = objective.kind === 'time' || (objective.kind === 'chips' && alike);
  const gap = byTime ? saved / other.stepTime : 1 - best.score / other.score;
  const opening = gap <= 0 ? why.even(name) : byTime ? why.lead(name, shareText(gap), time(saved)) : why.cheaper(name, shareText(gap));
  const sentence = `${opening}${reasons === '' ? '' : `${m.list.colon}${reasons}`}${m.list.end}`;
  return differ === '' ? sentence : `${sentence}${lang === 'zh' ? '' : ' '}${fields(differ)}`;
}

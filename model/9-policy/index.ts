export {
  type NearestLine,
  nearestLine,
  type RuleLeg,
  type RuleOutcome,
  type RuleStatus,
  type RuleStatusInput,
  ruleStatus,
} from './rule-status.ts';

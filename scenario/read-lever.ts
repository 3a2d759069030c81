import type { IssueExtra } from '#catalog';
import { type Checked, type Issue, type ParsedQuantity, parseQuantity, unitOf } from '#quantity';
import { validate } from '#uncertainty';
import { allowedValue } from './allowed-value.ts';
import type { LeverSetting, Place } from './document.ts';
import type { Lever } from './levers.ts';
import { none, type WrittenLever } from './schema.ts';

/** Where the words about a lever stand, and how to speak of a fault in them. */
export interface Spot {
  readonly place: Place;
  readonly origin: LeverSetting['origin'];
  /** A fault of the whole, or of one part of a mapping. */
  readonly issue: (code: string, extra: IssueExtra, part?: 'value') => Issue;
  /** Gives faults inside a text the place of that text. */
  readonly relocate: (issues: readonly Issue[], part?: 'value') => Issue[];
}

/**
 * Reads what somebody wrote about a lever: its unit, and whether the value can be.
 *
 * @param lever the lever
 * @param written what stands there, of a form that the schema allows
 * @param spot where it stands
 */
export const readLever = (lever: Lever, written: WrittenLever, spot: Spot): Checked<LeverSetting> => {
  const { origin, place } = spot;
  if (written === none) return { ok: true, value: { kind: 'none', origin, place } };
  if (typeof written === 'object' && 'from' in written) {
    return { ok: true, value: { kind: 'from', from: written.from, times: written.times ?? 1, origin, place } };
  }
  const part = typeof written === 'object' ? 'value' : undefined;
  const text = typeof written === 'object' ? written.value : written;
  const parsed = parseQuantity(text, lever.unit);
  if (!parsed.ok) return { ok: false, issues: spot.relocate(parsed.issues, part) };
  const { currency, currencyYear } = parsed.value;

  const format = formatFault(lever.path, parsed.value);
  if (format !== undefined) return { ok: false, issues: [spot.issue('scenario/precision', format, part)] };
  const sound = validate(parsed.value.value, '');
  if (!sound.ok) return { ok: false, issues: spot.relocate(sound.issues, part) };
  // The greatest value is in the money of the unit; what another money comes to is only known with its rate.
  const high = currency === unitOf(lever.unit).currency ? lever.high : Number.MAX_VALUE;
  const allowed = allowedValue({ ...lever, high }, sound.value, text);
  if (!allowed.ok) return { ok: false, issues: allowed.issues.map(({ code, path: _, ...extra }) => spot.issue(code, extra, part)) };
  return {
    ok: true,
    value: {
      kind: 'value',
      distribution: allowed.value,
      unit: lever.unit,
      text,
      ...(currency === undefined ? {} : { currency }),
      ...(currencyYear === undefined ? {} : { currencyYear }),
      origin,
      place,
      ...(typeof written === 'object' && written.source !== undefined ? { source: written.source } : {}),
      ...(typeof written === 'object' && written.note !== undefined ? { note: written.note } : {}),
    },
  };
};

/** A peak belongs to its number format; FP16 runs at the rate of BF16 wherever both exist. */
const formatFault = (path: string, { precision }: ParsedQuantity): IssueExtra | undefined => {
  const format = /[.]peak([A-Z][a-z]+\d+)$/.exec(path)?.[1]?.toLowerCase();
  if (format === undefined || precision === undefined || precision === format) return undefined;
  return format === 'bf16' && precision === 'fp16' ? undefined : { expected: format, received: precision };
};

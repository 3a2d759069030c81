import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { ConstraintId } from '#model';
import type { Checked, Issue } from '#quantity';
import { type ConstraintColumns, constraintColumns, type RunColumns, type SamplePart } from '#scenario';
import { CHUNK, type Chunk } from './chunks.ts';

/** Why a run has no result. */
export type Failure = Pick<Issue, 'code'> & Partial<Issue>;

/** A file of finished parts, each behind its length and checksum: what a killed run leaves is whole up to its last record. */
export interface Checkpoint {
  /** Writes a part that was in the file to its columns; none where it was not. */
  readonly restore: (chunk: Chunk, columns: RunColumns) => SamplePart | undefined;
  /** Adds a part; says so where that cannot be written. */
  readonly add: (chunk: Chunk, columns: RunColumns, part: SamplePart) => Failure | undefined;
  readonly close: () => void;
}

const magic = 'chokepoint/samples/2';
/** Chunk number, samples, length and checksum of a record. */
const headBytes = 16;

const fault = (code: string, file: string, expected?: string): Checked<never> => {
  const issue: Issue = { code, path: '', received: file, ...(expected === undefined ? {} : { expected }) };
  return { ok: false, issues: [issue] };
};

const reasonOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : String(error));

/**
 * Opens a checkpoint, or begins one where there is no file. One of another run is refused, and so is a file that is none: it is left
 * as it was.
 *
 * @param file its path
 * @param run what decides the digits of a run: scenario, catalogue, version, seed and points
 * @param metrics paths of the columns that parts hold, in their order: a file with others is one of another run
 */
export const openCheckpoint = (file: string, run: string, metrics: readonly string[]): Checked<Checkpoint> => {
  let handle: number;
  try {
    handle = openSync(file, openFlags);
  } catch (error) {
    return fault('sweep/cannot-open', file, reasonOf(error));
  }
  const title = Buffer.from(`${JSON.stringify({ magic, run, chunk: CHUNK, metrics })}\n`);
  const size = fstatSync(handle).size;
  const refuse = (code: string, reason?: string): Checked<never> => {
    closeSync(handle);
    return fault(code, file, reason);
  };
  /** Writes at a place; says why where that fails. */
  const put = (bytes: Buffer, place: number): string | undefined => {
    try {
      // A full disk takes a part of what is written first, and refuses the rest.
      for (let done = 0; done < bytes.length; ) done += writeSync(handle, bytes, done, bytes.length - done, place + done);
      return undefined;
    } catch (error) {
      return reasonOf(error);
    }
  };
  const parts = new Map<number, Packed>();
  let end = title.length;
  if (size === 0) {
    const reason = put(title, 0);
    if (reason !== undefined) return refuse('sweep/cannot-write', reason);
  } else {
    const first = Buffer.alloc(Math.min(size, title.length));
    readSync(handle, first, 0, first.length, 0);
    if (!first.toString().startsWith(`{"magic":"${magic}"`)) return refuse('sweep/not-a-checkpoint');
    if (!first.equals(title)) return refuse('sweep/other-run');
    end = readRecords(handle, title.length, size, parts);
    // A run that was killed while it wrote leaves a record without its end.
    ftruncateSync(handle, end);
  }
  return {
    ok: true,
    value: {
      restore: ({ index, samples }, columns) => {
        const found = parts.get(index);
        // The last chunk of a shorter run is not the chunk of a longer one.
        if (found?.part.samples !== samples) return undefined;
        parts.delete(index);
        unpack(found, columns);
        return found.part;
      },
      add: ({ index }, columns, part) => {
        const body = serialize(packed(columns, part));
        const head = Buffer.alloc(headBytes);
        head.writeUInt32LE(index, 0);
        head.writeUInt32LE(part.samples, 4);
        head.writeUInt32LE(body.length, 8);
        head.writeUInt32LE(crc32(body), 12);
        const reason = put(Buffer.concat([head, body]), end);
        if (reason !== undefined) return { code: 'sweep/cannot-write', received: file, expected: reason };
        end += headBytes + body.length;
        return undefined;
      },
      close: () => closeSync(handle),
    },
  };
};

/** To read and write, making the file where it is missing and keeping what it holds. */
const openFlags = 'a+' satisfies string;

const readRecords = (handle: number, from: number, size: number, parts: Map<number, Packed>): number => {
  let end = from;
  while (end + headBytes <= size) {
    const head = Buffer.alloc(headBytes);
    readSync(handle, head, 0, headBytes, end);
    const length = head.readUInt32LE(8);
    if (end + headBytes + length > size) break;
    const body = Buffer.alloc(length);
    readSync(handle, body, 0, length, end + headBytes);
    if (crc32(body) !== head.readUInt32LE(12)) break;
    parts.set(head.readUInt32LE(0), deserialize(body) as Packed);
    end += headBytes + length;
  }
  return end;
};

/** A column that is the same throughout is one number: many are. */
type Column = Float64Array | number;
interface Packed {
  readonly part: SamplePart;
  readonly metrics: readonly Column[];
  readonly constraints: readonly Readonly<Record<keyof ConstraintColumns, Column>>[];
}

const packed = ({ metrics, constraints }: RunColumns, part: SamplePart): Packed => {
  const pack = (column: Float64Array): Column => {
    const values = column.subarray(part.from, part.from + part.samples);
    const first = values[0] as number;
    return values.every((value) => Object.is(value, first)) ? first : values;
  };
  const constraint = (id: ConstraintId): Packed['constraints'][number] => {
    const { capacity, need, headroom } = constraints.get(id) as ConstraintColumns;
    return { capacity: pack(capacity), need: pack(need), headroom: pack(headroom) };
  };
  return { part, metrics: metrics.map(pack), constraints: [...part.binds.keys()].map(constraint) };
};

const unpack = ({ part, ...from }: Packed, columns: RunColumns): void => {
  const { samples } = part;
  const put = (column: Column, into: Float64Array): void => {
    if (typeof column === 'number') into.fill(column, part.from, part.from + samples);
    else into.set(column, part.from);
  };
  for (const [place, column] of from.metrics.entries()) put(column, columns.metrics[place] as Float64Array);
  for (const [place, id] of [...part.binds.keys()].entries()) {
    const [packed, own] = [from.constraints[place] as Packed['constraints'][number], constraintColumns(columns, id)];
    put(packed.capacity, own.capacity);
    put(packed.need, own.need);
    put(packed.headroom, own.headroom);
  }
};

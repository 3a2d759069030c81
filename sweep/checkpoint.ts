import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { crc32 } from 'node:zlib';
import type { Checked, Issue } from '#quantity';
import type { SampledScenario } from '#scenario';
import { CHUNK, type Chunk } from './chunks.ts';

/** A file of finished parts, each behind its length and checksum: what a killed run leaves is whole up to its last record. */
export interface Checkpoint {
  /** Parts that were in the file, by the number of their chunk. */
  readonly parts: ReadonlyMap<number, SampledScenario>;
  readonly add: (chunk: Chunk, part: SampledScenario) => void;
  readonly close: () => void;
}

const magic = 'chokepoint/samples/1';
/** Chunk number, samples, length and checksum of a record. */
const headBytes = 16;

const fault = (code: string, file: string, expected?: string): Checked<never> => {
  const issue: Issue = { code, path: '', received: file, ...(expected === undefined ? {} : { expected }) };
  return { ok: false, issues: [issue] };
};

/**
 * Opens a checkpoint, or begins one where there is no file. One of another run is refused, and so is a file that is none: it is left
 * as it was.
 *
 * @param file its path
 * @param run what decides the digits of a run: scenario, catalogue, version, seed and points
 */
export const openCheckpoint = (file: string, run: string): Checked<Checkpoint> => {
  let handle: number;
  try {
    handle = openSync(file, openFlags);
  } catch (error) {
    const reason = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return fault('sweep/cannot-open', file, reason);
  }
  const title = Buffer.from(`${JSON.stringify({ magic, run, chunk: CHUNK })}\n`);
  const size = fstatSync(handle).size;
  const refuse = (code: string): Checked<never> => {
    closeSync(handle);
    return fault(code, file);
  };
  const parts = new Map<number, SampledScenario>();
  let end = title.length;
  if (size === 0) writeSync(handle, title, 0, title.length, 0);
  else {
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
      parts,
      add: ({ index }, part) => {
        const body = serialize(packed(part));
        const head = Buffer.alloc(headBytes);
        head.writeUInt32LE(index, 0);
        head.writeUInt32LE(part.samples, 4);
        head.writeUInt32LE(body.length, 8);
        head.writeUInt32LE(crc32(body), 12);
        writeSync(handle, Buffer.concat([head, body]), 0, headBytes + body.length, end);
        end += headBytes + body.length;
      },
      close: () => closeSync(handle),
    },
  };
};

/** To read and write, making the file where it is missing and keeping what it holds. */
const openFlags = 'a+' satisfies string;

const readRecords = (handle: number, from: number, size: number, parts: Map<number, SampledScenario>): number => {
  let end = from;
  while (end + headBytes <= size) {
    const head = Buffer.alloc(headBytes);
    readSync(handle, head, 0, headBytes, end);
    const length = head.readUInt32LE(8);
    if (end + headBytes + length > size) break;
    const body = Buffer.alloc(length);
    readSync(handle, body, 0, length, end + headBytes);
    if (crc32(body) !== head.readUInt32LE(12)) break;
    const part = unpacked(deserialize(body) as Packed);
    parts.set(head.readUInt32LE(0), part);
    end += headBytes + length;
  }
  return end;
};

type Column = Float64Array | number;
interface Packed extends Omit<SampledScenario, 'metrics' | 'capacity' | 'need' | 'headroom'> {
  readonly columns: Readonly<Record<'metrics' | 'capacity' | 'need' | 'headroom', ReadonlyMap<string, Column>>>;
}

/** A column that is the same throughout is written as one number: most are. */
const packed = ({ metrics, capacity, need, headroom, ...rest }: SampledScenario): Packed => {
  const pack = (columns: ReadonlyMap<string, Float64Array>): ReadonlyMap<string, Column> =>
    new Map(
      [...columns].map(([id, values]) => {
        const first = values[0] as number;
        return [id, values.every((value) => Object.is(value, first)) ? first : values];
      }),
    );
  return { ...rest, columns: { metrics: pack(metrics), capacity: pack(capacity), need: pack(need), headroom: pack(headroom) } };
};

const unpacked = ({ columns, ...rest }: Packed): SampledScenario => {
  const unpack = <Id extends string>(from: ReadonlyMap<string, Column>): ReadonlyMap<Id, Float64Array> =>
    new Map([...from].map(([id, values]) => [id as Id, typeof values === 'number' ? new Float64Array(rest.samples).fill(values) : values]));
  return {
    ...rest,
    metrics: unpack(columns.metrics),
    capacity: unpack(columns.capacity),
    need: unpack(columns.need),
    headroom: unpack(columns.headroom),
  };
};

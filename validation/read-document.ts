import { readFileSync, statSync } from 'node:fs';
import { unzipSync } from 'fflate';
import type { DocumentValue } from './area.ts';
import { largestFile } from './read-table.ts';

/** What a document holds, by key. */
export type Document = ReadonlyMap<string, DocumentValue>;

/** Can a file of this name hold a document at all? */
export const mayHoldDocument = (file: string): boolean => /\.(json|npz)$/i.test(file);

/**
 * Reads a JSON object or a NumPy archive of numeric arrays.
 *
 * @param file path of the file
 * @returns nothing where there is no document in it
 */
export function readDocument(file: string): Document | undefined {
  try {
    if (statSync(file).size > largestFile) return undefined;
    const bytes = readFileSync(file);
    return /\.npz$/i.test(file) ? fromArchive(bytes) : fromObject(bytes.toString('utf8').replace(/^\uFEFF/, ''));
  } catch {
    return undefined;
  }
}

function fromObject(text: string): Document | undefined {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value).map(([key, each]) => [key, plain(each)]));
}

/** Numbers, words and lists stay; what a replay has no use for becomes nothing. */
function plain(value: unknown): DocumentValue {
  if (typeof value === 'number' || typeof value === 'string') return value;
  return Array.isArray(value) ? value.map(plain) : undefined;
}

function fromArchive(bytes: Uint8Array): Document {
  let unpacked = 0;
  const files = unzipSync(bytes, {
    filter: ({ name, originalSize }) => {
      unpacked += originalSize;
      if (unpacked > largestFile) throw new RangeError('the archive unpacks to more than a reference file may hold');
      return name.endsWith('.npy');
    },
  });
  return new Map(Object.entries(files).map(([name, data]) => [name.slice(0, -'.npy'.length), fromArray(data)]));
}

const magic = '\u0093NUMPY';

/** How the numbers of an array of a NumPy type are read. */
const readers: Readonly<Record<string, { readonly size: number; readonly read: (view: DataView, at: number) => number }>> = {
  '<f8': { size: 8, read: (view, at) => view.getFloat64(at, true) },
  '>f8': { size: 8, read: (view, at) => view.getFloat64(at, false) },
  '<f4': { size: 4, read: (view, at) => view.getFloat32(at, true) },
  '>f4': { size: 4, read: (view, at) => view.getFloat32(at, false) },
  '<i8': { size: 8, read: (view, at) => Number(view.getBigInt64(at, true)) },
  '<i4': { size: 4, read: (view, at) => view.getInt32(at, true) },
};

/** An array of the NumPy format, versions 1 to 3, of no, one or two dimensions. */
function fromArray(data: Uint8Array): DocumentValue {
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (String.fromCharCode(...data.subarray(0, magic.length)) !== magic) return undefined;
  const isFirst = data[magic.length] === 1;
  const length = isFirst ? view.getUint16(8, true) : view.getUint32(8, true);
  const start = isFirst ? 10 : 12;
  const header = new TextDecoder().decode(data.subarray(start, start + length));
  const reader = readers[/'descr':\s*'([^']+)'/.exec(header)?.[1] ?? ''];
  const shape = /'shape':\s*\(([^)]*)\)/
    .exec(header)?.[1]
    ?.split(',')
    .filter((part) => part.trim() !== '')
    .map(Number);
  if (reader === undefined || shape === undefined || shape.length > 2) return undefined;
  const byColumn = /'fortran_order':\s*True/.test(header);
  const value = (index: number): number => reader.read(view, start + length + index * reader.size);
  const [rows, columns] = shape;
  if (rows === undefined) return value(0);
  if (columns === undefined) return Array.from({ length: rows }, (_, i) => value(i));
  return Array.from({ length: rows }, (_, i) =>
    Array.from({ length: columns }, (_, j) => value(byColumn ? j * rows + i : i * columns + j)),
  );
}

import { existsSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { catalogFolder, fromZod, nearest, readDocumentFile } from '#catalog';
import type { Checked, Issue } from '#quantity';
import { type Claim, claimSchema } from './claim.ts';

/** A claim and the file that it stands in. */
export interface ReadClaim {
  readonly claim: Claim;
  /** Gives faults of its questions their place in the file. */
  readonly locate: (issues: readonly Issue[]) => readonly Issue[];
}

/** `readings[0].value.quotient[1].metric` as a way into the document. */
const wayOf = (path: string): readonly (string | number)[] =>
  path
    .split(/[.[\]]+/)
    .filter((part) => part !== '')
    .map((part) => (/^\d+$/.test(part) ? Number(part) : part));

/** Where the claims that come with the package lie. */
export const claimsFolder: string = join(catalogFolder, '..', 'claims');

const ending = '.yaml';

/**
 * Reads one claim from a file.
 *
 * @param file a YAML file whose name is the id of the claim
 */
export const readClaim = (file: string): Checked<ReadClaim> => {
  const document = readDocumentFile(file);
  if (!document.ok) return document;
  const read = claimSchema.safeParse(document.value.value);
  if (!read.success) return { ok: false, issues: fromZod(document.value, read.error, claimSchema) };
  const name = basename(file, ending);
  return read.data.id === name
    ? {
        ok: true,
        value: {
          claim: read.data,
          locate: (issues) =>
            issues.flatMap((issue) => (issue.file === undefined ? document.value.relocate([issue], wayOf(issue.path)) : [issue])),
        },
      }
    : { ok: false, issues: [document.value.issue('claims/id', ['id'], { expected: name, received: read.data.id })] };
};

/**
 * Reads all claims of a folder, or one of them.
 *
 * @param options the folder, by default the one that comes with the package; an id, or a file of one's own
 * @returns the claims by id, or every fault of every file
 */
export const readClaims = ({
  folder = claimsFolder,
  id,
}: {
  readonly folder?: string;
  readonly id?: string;
} = {}): Checked<readonly ReadClaim[]> => {
  if (id !== undefined && existsSync(id) && id.endsWith(ending)) {
    const own = readClaim(id);
    return own.ok ? { ok: true, value: [own.value] } : own;
  }
  const names = readdirSync(folder)
    .filter((name) => name.endsWith(ending))
    .map((name) => basename(name, ending))
    .sort();
  if (id !== undefined && !names.includes(id)) {
    const meant = nearest(id, names) ?? names.find((name) => name.includes(id));
    return {
      ok: false,
      issues: [
        { code: 'claims/unknown', path: '', received: id, ...(meant === undefined ? {} : { expected: meant, hint: 'hint/did-you-mean' }) },
      ],
    };
  }
  const read = (id === undefined ? names : [id]).map((name) => readClaim(join(folder, `${name}${ending}`)));
  const issues: Issue[] = read.flatMap((each) => (each.ok ? [] : each.issues));
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: read.flatMap((each) => (each.ok ? [each.value] : [])) };
};

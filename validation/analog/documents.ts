import type { DocumentKind } from '../area.ts';

/** Every kind of single-case file of the analog area. */
export const documents: readonly DocumentKind[] = [];

/** What the headline about a die puts into words. */
export interface DieNames {
  readonly what: string;
  readonly gross: string;
  readonly sold: string;
  readonly cost: string | undefined;
  /** Dies with bad cores are sold too. */
  readonly salvaged: boolean;
}

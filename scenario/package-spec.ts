import type { PackageTechnology, StackBonding } from '#package';
import type { Distribution } from '#quantity';
import type { PackageSection, packageFields } from './package-fields.ts';

/** A number as somebody stated it: in a package file, or as a fact of a product. */
export interface Stated {
  readonly distribution: Distribution;
  /** Of a fact: `product/h100-sxm#dieArea`. */
  readonly fact?: string;
}

/** The numbers of a part of a package that are stated; the catalogue has the rest. */
export type Numbers<S extends PackageSection> = Readonly<Partial<Record<keyof (typeof packageFields)[S], Stated>>>;

export interface DieSpec {
  readonly name: string;
  /** Id or name of its process. */
  readonly node?: string;
  /** Alike wherever the same die is used, in this package or another; its name where it is absent. */
  readonly design?: string;
  readonly on?: string;
  readonly bonding?: StackBonding;
  readonly stitched?: boolean;
  readonly numbers: Numbers<'die'>;
}

/** A package as written: what it is made of, and the numbers that somebody stated. */
export interface PackageSpec {
  readonly name: string;
  /** As of when facts are chosen. */
  readonly date?: string;
  /** Id or name of a way of packaging in the catalogue. */
  readonly packaging?: string;
  readonly technology?: PackageTechnology;
  readonly dies: readonly DieSpec[];
  readonly memory: readonly { readonly hbm?: string; readonly numbers: Numbers<'memory'> }[];
  readonly links: readonly { readonly between: readonly [string, string]; readonly standard?: string; readonly numbers: Numbers<'link'> }[];
  readonly carrier: Numbers<'carrier'>;
  /** Packages that a wafer of carriers holds, where that is what is known of its size. */
  readonly carriersPerWafer?: Stated;
  readonly substrate: Numbers<'substrate'>;
  readonly test: Numbers<'test'>;
  readonly wafer: Numbers<'wafer'>;
  readonly volume?: Stated;
  /** Packages in one product, whose cost is meant; one where it is absent. */
  readonly packages?: number;
}

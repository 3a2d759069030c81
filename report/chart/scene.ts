import type { Lang } from '#messages';

/** A drawn chart before it becomes SVG: marks in pixels. */
export interface Scene {
  readonly width: number;
  readonly height: number;
  readonly lang: Lang;
  readonly title: string;
  readonly description: string;
  readonly marks: readonly Mark[];
  /** Style of marks that no other chart has. */
  readonly sheet?: string;
}

/** `style` names classes of the style sheet of charts. */
export type Mark =
  | {
      readonly kind: 'rect';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly style: string;
      readonly round?: number;
    }
  | { readonly kind: 'line'; readonly x1: number; readonly y1: number; readonly x2: number; readonly y2: number; readonly style: string }
  | { readonly kind: 'path'; readonly d: string; readonly style: string }
  /** Shows of its marks only what lies inside a path. */
  | { readonly kind: 'clip'; readonly d: string; readonly marks: readonly Mark[] }
  | { readonly kind: 'group'; readonly dx: number; readonly marks: readonly Mark[] }
  /** Hides what lies below it towards one end. */
  | {
      readonly kind: 'fade';
      readonly x: number;
      readonly y: number;
      readonly width: number;
      readonly height: number;
      readonly to: 'top' | 'bottom';
    }
  | { readonly kind: 'circle'; readonly x: number; readonly y: number; readonly radius: number; readonly style: string }
  | {
      readonly kind: 'text';
      readonly x: number;
      readonly y: number;
      readonly text: string;
      readonly size: number;
      readonly style: string;
      readonly anchor?: 'middle' | 'end';
      readonly lang?: Lang;
      /** Goes on in another style, wherever the first text ends. */
      readonly tail?: { readonly text: string; readonly size: number; readonly style: string; readonly lang?: Lang };
    };

/** Room a chart may take. */
export interface Size {
  readonly width: number;
}

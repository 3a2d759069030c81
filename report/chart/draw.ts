import { arrayMap } from './array-map.ts';
import { band } from './band.ts';
import { bar } from './bar.ts';
import { fan } from './fan.ts';
import { frontier } from './frontier.ts';
import { heatMap } from './heat-map.ts';
import { histogram } from './histogram.ts';
import { hourglass } from './hourglass.ts';
import { lines } from './lines.ts';
import type { Scene, Size } from './scene.ts';
import { stackedBar } from './stacked-bar.ts';
import type { ChartState } from './state.ts';
import { timeline } from './timeline.ts';
import { tornado } from './tornado.ts';
import { waferMap } from './wafer-map.ts';
import { waterfall } from './waterfall.ts';

/** Below this width, in px, charts and pages take their layout for a phone. */
export const narrowBelow = 720;

/**
 * Draws any chart in the room it has.
 *
 * @param state what to show
 * @param size room
 */
export function draw(state: ChartState, size: Size): Scene {
  switch (state.kind) {
    case 'bar':
      return bar(state, size);
    case 'stackedBar':
      return stackedBar(state, size);
    case 'band':
      return band(state, size);
    case 'fan':
      return fan(state, size);
    case 'waterfall':
      return waterfall(state, size);
    case 'heatMap':
      return heatMap(state, size);
    case 'waferMap':
      return waferMap(state, size);
    case 'tornado':
      return tornado(state, size);
    case 'histogram':
      return histogram(state, size);
    case 'frontier':
      return frontier(state, size);
    case 'timeline':
      return timeline(state, size);
    case 'arrayMap':
      return arrayMap(state, size);
    case 'lines':
      return lines(state, size);
    case 'hourglass':
      return hourglass(state, { width: size.width, layout: size.width < narrowBelow ? 'narrow' : 'wide' });
  }
}

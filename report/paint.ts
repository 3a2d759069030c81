import pc from 'picocolors';

/** Colours of the terminal by what they mean; without colour every one is the identity. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly quiet: (text: string) => string;
  readonly flow: (text: string) => string;
  readonly neck: (text: string) => string;
  readonly shut: (text: string) => string;
}

/**
 * Colours for a terminal.
 *
 * @param color whether to colour at all
 */
export function paint(color: boolean): Paint {
  const c = pc.createColors(color);
  return { strong: c.bold, quiet: c.dim, flow: c.blue, neck: (text) => c.bold(c.yellow(text)), shut: (text) => c.bold(c.red(text)) };
}

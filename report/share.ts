/** Last words of the paths whose figures are shares of a whole and read best as per cent. */
const words = ['share', 'utilisation', 'goodput', 'yield', 'loss', 'load'];

/**
 * Tells whether the figure of a path is a share of a whole, to be written as per cent.
 *
 * @param path path of a lever or metric
 */
export function isShare(path: string): boolean {
  const last = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
  return words.some((word) => last.endsWith(word)) || last.includes('share');
}

import { readdirSync, realpathSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** A folder that may not be read holds nothing for us. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

/**
 * Lists every file at or below a path, in the order of their names. Links are followed, each place once.
 *
 * @param path a file or folder that exists
 */
export function findFiles(path: string): readonly string[] {
  const visited = new Set<string>();
  const files: string[] = [];
  const visit = (at: string): void => {
    let place: string;
    try {
      place = realpathSync(at);
    } catch {
      return; // A link that leads nowhere.
    }
    if (visited.has(place)) return;
    visited.add(place);
    const entry = statSync(place);
    if (entry.isFile()) files.push(at);
    if (entry.isDirectory()) for (const name of namesIn(place)) visit(join(at, name));
  };
  visit(path);
  return files;
}

import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const apps = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** The Chromium to test with: CHROMIUM_PATH, else the first one on the PATH or in the usual places. */
export function findChromium() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return isExecutable(named) ? named : undefined;
  const folders = [...(process.env.PATH ?? '').split(delimiter).filter(Boolean), '/usr/bin', '/snap/bin'];
  return [...folders.flatMap((folder) => commands.map((name) => join(folder, name))), ...apps].find(isExecutable);
}

/** Without a font for Chinese the Chinese page is drawn as boxes, and its layout tests mean nothing. */
export function hasChineseFont() {
  if (process.platform !== 'linux') return true;
  const roots = ['/usr/share/fonts', '/usr/local/share/fonts', join(homedir(), '.local/share/fonts')];
  return roots.some((root) => existsSync(root) && readdirSync(root, { recursive: true }).some((file) => chineseFont.test(String(file))));
}

const chineseFont = /(cjk|sourcehan|wqy|uming|ukai|droidsansfallback|noto(sans|serif)sc).*\.(ttc|ttf|otf)$/i;

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

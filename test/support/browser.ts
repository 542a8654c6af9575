import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { type BrowserServer, chromium } from 'playwright-core';

type Chromium = { executable: string; env: Record<string, string> };

const usualPlaces = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/snap/bin/chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Starts the Chromium that this machine has, or the one that came with the packages. Throws a sentence when there is none. */
export async function startBrowser(): Promise<BrowserServer> {
  const { executable, env } = await findChromium();
  return chromium.launchServer({
    executablePath: executable,
    env: { ...(process.env as Record<string, string>), ...env },
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-gpu',
      '--disable-quic',
      '--disable-sync',
      '--no-first-run',
    ],
  });
}

async function findChromium(): Promise<Chromium> {
  const given = process.env.CHROME_PATH;
  if (given && !existsSync(given)) throw new Error(`CHROME_PATH is ${given}, and there is no such file.`);
  const found = given ?? usualPlaces.find((place) => existsSync(place));
  if (found) return { executable: found, env: {} };
  if (process.platform === 'linux' && process.arch === 'x64') return bundledChromium();
  throw new Error(
    'The browser journeys need Chrome or Chromium. Install one, or set CHROME_PATH to its program file, and try again.',
  );
}

/**
 * Unpacks the Chromium of @sparticuz/chromium once, with the libraries and the font it needs, so that a machine with
 * nothing but Node can run it. It lands in a folder of its own and is moved into place whole.
 */
async function bundledChromium(): Promise<Chromium> {
  const home = path.resolve('node_modules/.cache/cairn/chromium');
  if (!existsSync(home)) {
    mkdirSync(path.dirname(home), { recursive: true });
    const fresh = mkdtempSync(`${home}-`);
    await unpack(fresh);
    writeFileSync(path.join(fresh, 'fonts.conf'), fontsConfig(path.join(home, 'fonts')));
    if (existsSync(home)) rmSync(fresh, { recursive: true });
    else renameSync(fresh, home);
  }
  return {
    executable: path.join(home, 'chromium'),
    env: {
      LD_LIBRARY_PATH: [path.join(home, 'al2023/lib'), process.env.LD_LIBRARY_PATH].filter(Boolean).join(':'),
      FONTCONFIG_FILE: path.join(home, 'fonts.conf'),
    },
  };
}

/** @sparticuz/chromium unpacks into the system's folder for temporary files, wherever that is at the moment. */
async function unpack(folder: string) {
  const { inflate } = await import('@sparticuz/chromium');
  const archives = path.resolve('node_modules/@sparticuz/chromium/bin');
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    await Promise.all(readdirSync(archives).map((name) => inflate(path.join(archives, name))));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}

const fontsConfig = (folder: string) => `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${folder}</dir>
  <dir>/usr/share/fonts</dir>
  <cachedir>${folder}-cache</cachedir>
</fontconfig>
`;

// Runs under whatever Node a person has (20 or newer) and with nothing installed: only Node's own modules here.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { constants } from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const bin = path.join(root, 'node_modules', '.bin');

/** The oldest Node that runs TypeScript files and wrangler as they are: major and minor. */
const OLDEST = { major: 22, minor: 18 };

/**
 * Installs what is missing, then runs `script` (a path in this repository) under a Node that is new enough, and ends
 * this process as that one ends. Signals are passed on, so that whoever started us can stop it.
 * @param {string} script
 */
export function handOver(script) {
  process.chdir(root);
  const node = setUp();
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', script, ...process.argv.slice(2)], {
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: { ...process.env, PATH: `${bin}${path.delimiter}${process.env.PATH ?? ''}` },
  });
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0)));
}

function setUp() {
  if (!isInstalled()) install();
  const node = [path.join(bin, process.platform === 'win32' ? 'node.exe' : 'node'), process.execPath].find(isNewEnough);
  if (node) return node;
  return stop(
    `Cairn needs Node ${OLDEST.major}.${OLDEST.minor} or newer, and none came with the packages for ${process.platform} ${process.arch}. ` +
      'Install Node 24 from https://nodejs.org and try again.',
  );
}

/** Compares what npm recorded when it installed with what package-lock.json asks for. */
function isInstalled() {
  const recorded = path.join(root, 'node_modules', '.package-lock.json');
  if (!existsSync(recorded)) return false;
  const installed = packagesOf(recorded);
  return Object.entries(packagesOf(path.join(root, 'package-lock.json'))).every(([place, wanted]) => {
    if (place === '') return true;
    const found = installed[place];
    return found ? found.version === wanted.version : Boolean(wanted.optional || wanted.devOptional);
  });
}

/** @param {string} lockfile */
const packagesOf = (lockfile) =>
  /** @type {Record<string, { version?: string, optional?: boolean, devOptional?: boolean }>} */ (
    JSON.parse(readFileSync(lockfile, 'utf8')).packages
  );

function install() {
  process.stdout.write('Installing packages (about a minute the first time)\n');
  let { status, complaint } = npm('ci');
  // A registry that lacks the packages of other platforms leaves them out of the lock file, and then `ci` refuses
  // although everything this machine needs is there.
  if (complaint.includes('EUSAGE')) ({ status, complaint } = npm('install', '--no-save'));
  if (status === 0) return;
  process.stderr.write(complaint);
  stop(whatToDo(complaint));
}

/** @param {string[]} args */
function npm(...args) {
  const all = [...args, '--no-audit', '--no-fund', '--no-update-notifier', '--ignore-scripts', '--loglevel=error'];
  const own = process.env.npm_execpath;
  const command = own?.endsWith('.js') ? [process.execPath, own, ...all] : ['npm', ...all];
  const { status, error, stderr } = spawnSync(command[0] ?? '', command.slice(1), {
    cwd: root,
    encoding: 'utf8',
    stdio: ['ignore', 'ignore', 'pipe'],
    shell: process.platform === 'win32' && command[0] === 'npm',
  });
  return { status, complaint: `${stderr ?? ''}${error?.message ?? ''}` };
}

/** @param {string} complaint what npm said */
function whatToDo(complaint) {
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ECONNRESET|ENETUNREACH/.test(complaint))
    return 'The npm registry could not be reached. Connect to the internet for this first start, or set a reachable registry with "npm config set registry", and try again.';
  if (complaint.includes('ENOSPC'))
    return 'The disk is full. Cairn needs about 700 MB for its packages; free some and try again.';
  if (/EACCES|EPERM|EROFS/.test(complaint))
    return `Packages cannot be written to ${root}. Make the folder writable for you and try again.`;
  return 'npm could not install the packages; its reason is above.';
}

/** @param {string} node */
function isNewEnough(node) {
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.match(/^v(\d+)\.(\d+)/);
  if (!version) return false;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  return major > OLDEST.major || (major === OLDEST.major && minor >= OLDEST.minor);
}

/**
 * @param {string} sentence
 * @returns {never}
 */
function stop(sentence) {
  process.stderr.write(`\n${sentence}\n`);
  process.exit(1);
}

// Builds public/assets and the module that names its files. Also wrangler's build step, so it runs on any Node and
// writes only what changed: a watcher that calls it comes to rest.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const styles = path.join(root, 'src/styles');
const behaviours = path.join(root, 'src/browser');
/** All style sheets together, as they are sent: something leaves when something enters. */
const STYLES_BYTES = 24 * 1024;
/** Behaviours of a few pages, each a file of its own that they ask for. All others travel together with every page. */
const ON_THEIR_OWN = ['check-in-grid.js', 'mentions.js', 'passkeys.js', 'steps.js'];
/** Libraries that a behaviour needs, as scripts that leave one name behind. They travel in its file. */
const NEEDED = { 'passkeys.js': 'node_modules/@simplewebauthn/browser/dist/bundle/index.umd.min.js' };
const out = path.join(root, 'public/assets');

/** Brings public/assets and src/views/assets.gen.ts up to date with their sources. Throws when a source is missing. */
export function buildAssets() {
  /** @type {Map<string, string>} */
  const files = new Map();
  /** @type {(name: string, ending: string, text: string) => string} */
  const add = (name, ending, text) => {
    const hash = createHash('sha256').update(text).digest('hex').slice(0, 8);
    return put(`${name}-${hash}.${ending}`, text);
  };
  /** @type {(file: string, text: string) => string} */
  const put = (file, text) => {
    files.set(file, text);
    return `/assets/${file}`;
  };

  const assets = {
    css: add(
      'cairn',
      'css',
      withinBudget(
        minified(
          styleSheets()
            .map((name) => read(styles, name))
            .join('\n'),
        ),
      ),
    ),
    icons: add('icons', 'svg', read(styles, 'icons.svg')),
    logo: add('logo', 'svg', read(styles, 'logo.svg')),
    scripts: {
      htmx: put(`htmx-${htmxVersion()}.min.js`, read(root, 'node_modules/htmx.org/dist/htmx.min.js')),
      everywhere: add(
        'everywhere',
        'js',
        namesIn(behaviours, '.js')
          .filter((name) => !ON_THEIR_OWN.includes(name))
          .map((name) => `{\n${briefly(standingAlone(name))}}\n`)
          .join(''),
      ),
      ...Object.fromEntries(
        ON_THEIR_OWN.map((name) => [
          camelCased(path.basename(name, '.js')),
          add(path.basename(name, '.js'), 'js', withNeeded(name, briefly(standingAlone(name)))),
        ]),
      ),
    },
  };

  mkdirSync(out, { recursive: true });
  for (const [file, text] of files) writeChanged(path.join(out, file), text);
  for (const file of readdirSync(out)) if (!files.has(file)) rmSync(path.join(out, file));
  writeChanged(
    path.join(root, 'src/views/assets.gen.ts'),
    `export const assets = ${JSON.stringify(assets, null, 2)} as const;\n`,
  );
}

/** Without comments and needless white space; what stands in quotes stays as it is. @param {string} css */
export const minified = (css) =>
  css
    .replace(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\/\*[\s\S]*?\*\/|\s+/g, (_, quoted) => quoted ?? ' ')
    .replace(/("(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|\s*([{};,])\s*|\s+/g, (_, quoted, mark) => quoted ?? mark ?? ' ')
    .replaceAll(';}', '}')
    .trim();

/** The style sheets in the order of src/styles/order.txt, which names each exactly once. */
function styleSheets() {
  const order = read(styles, 'order.txt').split(/\s+/).filter(Boolean);
  if ([...order].sort().join() !== namesIn(styles, '.css').join())
    throw new Error('src/styles/order.txt and the .css files beside it differ; list each file once.');
  return order;
}

/** @param {string} css */
function withinBudget(css) {
  const over = Buffer.byteLength(css) - STYLES_BYTES;
  if (over > 0) throw new Error(`The style sheets are ${over} bytes over their budget of 24 KB; take something out.`);
  return css;
}

/** @param {string} folder @param {string} ending */
const namesIn = (folder, ending) =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith(ending))
        .sort()
    : [];

/** @param {string} folder @param {string} name */
const read = (folder, name) => readFileSync(path.join(folder, name), 'utf8');

const htmxVersion = () => JSON.parse(read(root, 'node_modules/htmx.org/package.json')).version;

/** File names carry a hash, so one module cannot name another. @param {string} name */
function standingAlone(name) {
  const text = read(behaviours, name);
  if (/^\s*(import|export)\b.*from/m.test(text))
    throw new Error(`src/browser/${name} imports a module; each behaviour stands alone.`);
  return text;
}

/** @param {string} name @param {string} script */
const withNeeded = (name, script) => {
  const library = /** @type {Record<string, string>} */ (NEEDED)[name];
  return library ? `${read(root, library)}\n${script}` : script;
};

/** Without indents, types and the comments that have lines to themselves. @param {string} script */
const briefly = (script) => script.replace(/\/\*\*[\s\S]*?\*\/\s*|^\s*\/\/.*/gm, '').replace(/^\s+/gm, '');

/** @param {string} name */
const camelCased = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** @param {string} file @param {string} text */
function writeChanged(file, text) {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) buildAssets();

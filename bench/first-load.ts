import { ask, send } from './asking.ts';
import { type Bytes, bytesOf } from './figures.ts';
import type { Case } from './measuring.ts';
import type { Ground } from './serving.ts';

/** What a browser fetches to show a page for the first time, with nothing kept. */
export type FirstLoad = { name: string; page: Bytes; styles: Bytes; scripts: Bytes; pictures: Bytes; gzip: number };

const NOTHING: Bytes = { plain: 0, gzip: 0, brotli: 0 };

/** How much does a first visit fetch? The page of the large company and every asset that it names. */
export async function firstLoadOf(ground: Ground, { name, ask: question }: Case): Promise<FirstLoad> {
  const { text } = await ask(ground.cairn, ground.large, question(ground.large));
  const page = bytesOf(text);
  const names = [...new Set([...text.matchAll(/(?:href|src)="(\/assets\/[^"#]+)/g)].map((match) => match[1]!))];
  const sizes = await Promise.all(
    names.map(async (asset) => {
      const { status, text } = await send(ground.cairn + asset);
      if (status !== 200) throw new Error(`${asset}, which “${name}” names, is answered with ${status}`);
      return { asset, bytes: bytesOf(text) };
    }),
  );
  const of = (ending: string) =>
    sizes.filter(({ asset }) => asset.endsWith(ending)).reduce((sum, { bytes }) => added(sum, bytes), NOTHING);
  const [styles, scripts, pictures] = [of('.css'), of('.js'), of('.svg')];
  return { name, page, styles, scripts, pictures, gzip: page.gzip + styles.gzip + scripts.gzip + pictures.gzip };
}

const added = (a: Bytes, b: Bytes): Bytes => ({
  plain: a.plain + b.plain,
  gzip: a.gzip + b.gzip,
  brotli: a.brotli + b.brotli,
});

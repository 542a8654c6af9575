import { err, ok } from '../../lib/result.ts';
import type { Asked } from '../adapter.ts';
import type { Http } from '../http.ts';

const TXT = 16;
const NO_SUCH_NAME = 3;

/** The TXT records of a name, over HTTPS in the JSON form that public resolvers share. A name without any has none. */
export async function readTexts(http: Http, resolver: string, name: string): Promise<Asked<string[]>> {
  const asked = await http.json(`${resolver}?${new URLSearchParams({ name, type: 'TXT' })}`, {
    headers: { Accept: 'application/dns-json' },
    deadlineMs: 8_000,
    maxBytes: 64 * 1024,
  });
  if (!asked.ok) return asked;
  const { Status: status, Answer: answers = [] } = (asked.value.body ?? {}) as { Status?: unknown; Answer?: unknown };
  if (status === NO_SUCH_NAME) return ok([]);
  if (status !== 0 || !Array.isArray(answers))
    return err({ reason: 'unavailable', detail: 'The DNS did not answer. Try again in a minute.' });
  return ok(answers.filter(isText).map(({ data }) => unquoted(data)));
}

const isText = (answer: { type?: unknown; data?: unknown } | null): answer is { type: number; data: string } =>
  answer?.type === TXT && typeof answer.data === 'string';

/** A record is one text, in quoted pieces of at most 255 bytes; some resolvers leave the quotes out. */
const unquoted = (data: string): string =>
  data.startsWith('"')
    ? [...data.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map(([, piece]) => piece!.replace(/\\(.)/g, '$1')).join('')
    : data;

import { z } from 'zod';
import { type FieldErrors, invalid, Refusal } from '../domain/refusal.ts';
import { Declined } from './problem.ts';

const MOST_BYTES = 256 * 1024;

/** The body as text, empty when there is none. @throws Refusal: 413 over 256 KiB, 415 for what is not JSON */
export async function readBody(request: Request): Promise<string> {
  if (!request.body) return '';
  if (Number(request.headers.get('Content-Length') ?? 0) > MOST_BYTES) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > MOST_BYTES) throw tooLarge();
    chunks.push(chunk);
  }
  if (size > 0 && !/^application\/([\w.-]+\+)?json\b/i.test(request.headers.get('Content-Type') ?? ''))
    throw new Declined(415, 'invalid', 'Send JSON, with Content-Type: application/json.');
  return new TextDecoder().decode(await new Blob(chunks).arrayBuffer());
}

/** The body as its schema wants it. No body counts as an empty object. @throws Refusal `invalid`, 400 unless it is JSON */
export function parseBody<T>(schema: z.ZodType<T> | undefined, text: string): T | undefined {
  if (!schema && text === '') return undefined;
  let json: unknown;
  try {
    json = text === '' ? {} : JSON.parse(text);
  } catch {
    throw new Declined(400, 'invalid', 'The body is not JSON.');
  }
  return check(schema ?? (nothing as unknown as z.ZodType<T>), json);
}

/** The query as its schema wants it. @throws Refusal `invalid` for what is unknown, given twice or out of range */
export function parseQuery<T>(schema: z.ZodType<T> | undefined, given: Record<string, string[]>): T {
  const twice = Object.keys(given).find((name) => given[name]!.length > 1);
  if (twice) throw invalid({ [twice]: 'Give this once.' });
  const single = Object.fromEntries(Object.entries(given).map(([name, values]) => [name, values[0]]));
  return check(schema ?? (nothing as unknown as z.ZodType<T>), single);
}

/** @throws Refusal `invalid` with a sentence for each field, named by its path: `measure.target` */
export function check<T>(schema: z.ZodType<T>, given: unknown): T {
  const result = schema.safeParse(given, { error: sentenceOf });
  if (result.success) return result.data;
  const fields: FieldErrors = {};
  for (const issue of result.error.issues.flatMap((each) => leaves(each)))
    fields[issue.path.join('.') || 'body'] ??= issue.message;
  const [name, sentence] = Object.entries(fields)[0]!;
  throw new Refusal('invalid', `${name}: ${sentence}`, fields);
}

const nothing = z.strictObject({});

type Leaf = { path: PropertyKey[]; message: string };

/** What is wrong, at the fields where it is. Of a choice, the branch that fits best speaks. */
function leaves(issue: z.core.$ZodIssue, above: PropertyKey[] = []): Leaf[] {
  const path = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ path: [...path, key], message: 'There is no field of this name.' }));
  if (issue.code !== 'invalid_union') return [{ path, message: issue.message }];
  const branches = issue.errors.map((branch) => branch.flatMap((each) => leaves(each, path)));
  const deepest = (branch: Leaf[]) => Math.max(...branch.map((leaf) => leaf.path.length));
  const [best] = branches.sort((a, b) => deepest(b) - deepest(a) || a.length - b.length);
  return best ?? [{ path, message: issue.message }];
}

const sentenceOf: z.core.$ZodErrorMap = (issue) => {
  if (issue.input === undefined) return 'This field is needed.';
  if (issue.code === 'invalid_type') return `Expected ${issue.expected}.`;
  if (issue.code === 'invalid_value') return `Expected ${issue.values.map(String).join(', ')}.`;
  return undefined;
};

const tooLarge = () => new Declined(413, 'limit', 'A body has at most 256 KiB.');

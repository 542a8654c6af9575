/**
 * The bytes of a body, at most `max` of them, and whether that is all there was.
 * A declared length over `max` is not even begun. Stops reading when `signal` aborts.
 */
export async function readCapped(
  response: Response,
  max: number,
  signal: AbortSignal,
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  if (!response.body) return { bytes: new Uint8Array(), whole: true };
  if (Number(response.headers.get('Content-Length')) > max) {
    await response.body.cancel();
    return { bytes: new Uint8Array(), whole: false };
  }
  const reader = response.body.getReader();
  signal.addEventListener('abort', () => void reader.cancel().catch(() => undefined), { once: true });
  const bytes = new Uint8Array(await collect(reader, max));
  const whole = bytes.length <= max;
  if (!whole) await reader.cancel();
  return { bytes: bytes.subarray(0, max), whole };
}

/**
 * JSON if it is JSON, whatever the content type says unless it says that this is a page for people; else its beginning
 * as one line of text; null when empty.
 */
export function parseBody(bytes: Uint8Array, isPage = false): unknown {
  const text = new TextDecoder().decode(bytes);
  if (text.trim() === '') return null;
  if (isPage) return beginningOf(text);
  try {
    return JSON.parse(text);
  } catch {
    return beginningOf(text);
  }
}

const beginningOf = (text: string) => text.slice(0, 2000).replace(/\s+/g, ' ').trim().slice(0, 200);

async function collect(reader: ReadableStreamDefaultReader<Uint8Array>, max: number): Promise<ArrayBuffer> {
  const chunks: Uint8Array[] = [];
  for (let size = 0; size <= max; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    size += value.length;
  }
  return new Blob(chunks).arrayBuffer();
}

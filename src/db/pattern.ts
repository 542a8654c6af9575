/** The longest LIKE pattern that D1 takes. */
const MOST_BYTES = 50;

/** A LIKE pattern for texts that hold `part`. Its wildcards count as blanks; what is too long is cut. */
export function containing(part: string): string {
  let text = part.replace(/[%_]/g, ' ');
  while (new TextEncoder().encode(text).length > MOST_BYTES - 2) text = text.slice(0, -1);
  return `%${text}%`;
}

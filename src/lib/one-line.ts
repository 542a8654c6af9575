/**
 * A text that stays in its line, at most `most` characters: no line breaks, no control characters, and none of those
 * that turn the direction of what follows.
 */
export function oneLine(text: string, most: number): string {
  const plain = text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\u202a-\u202e\u2066-\u2069]/g, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  const characters = [...plain];
  return characters.length <= most ? plain : `${characters.slice(0, most - 1).join('')}…`;
}

/** Markup that is safe as it stands. */
export type Html = { html: string };

type Piece = Html | string | number | null | false | Piece[];

/** Markup from a template. Everything put in is escaped unless it is markup itself. */
export const html = (parts: TemplateStringsArray, ...pieces: Piece[]): Html => ({
  html: parts.reduce((text, part, i) => text + (i === 0 ? '' : render(pieces[i - 1] ?? null)) + part, ''),
});

function render(piece: Piece): string {
  if (piece === null || piece === false) return '';
  if (Array.isArray(piece)) return piece.map(render).join('');
  if (typeof piece === 'object') return piece.html;
  return String(piece).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

import { spoken } from '../../domain/mentions/mention.ts';

/** One line of what people wrote, for rows and toasts: mentions by name, marks and line breaks gone. Never longer than it was. */
export const plainText = (text: string): string =>
  spoken(text.slice(0, 10_000))
    .replace(/!?\[([^[\]]*)\]\([^()\s]*\)/g, '$1')
    .replace(/^[ \t]*(?:>|#{1,6} |[-*+] |```.*$)/gm, '')
    .replace(/(\*\*|__|~~|`)/g, '')
    .replace(/\*([^\s*][^*\n]{0,200})\*/g, '$1')
    .replace(/\b_([^_\n]{1,200})_\b/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();

/** The element id of a region that shows one thing: `domId('okr', id)`, `domId('okr', id, 'evidence')`. */
export const domId = (noun: string, id: string, part?: string): string => [noun, id, part].filter(Boolean).join('-');

/**
 * The words of a text as they are compared in a search: small letters without accents, in order, each once, at most 20.
 * "Zoë O'Neill <zoe@northwind.test>" gives zoe, o, neill, northwind, test.
 */
export const wordsOf = (text: string): string[] => {
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return [...new Set(plain.match(/[\p{L}\p{N}]+/gu) ?? [])].slice(0, 20);
};

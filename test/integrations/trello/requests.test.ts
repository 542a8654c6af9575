import { expect, it } from 'vitest';
import { described, everyRequest } from './requests.ts';

it('every request is one that is described, with parameters that are, and each description is used', async () => {
  const made = await everyRequest();
  const complaints = made.flatMap(({ method, path, search, body }) => {
    const known = described[`${method} ${path}`];
    if (!known) return [`${method} ${path} is not described`];
    return [...search, ...body].filter((name) => !known.includes(name)).map((name) => `${method} ${path} has ${name}`);
  });
  expect(complaints).toEqual([]);
  const used = new Set(made.map(({ method, path }) => `${method} ${path}`));
  expect([...used].sort()).toEqual(Object.keys(described).sort());
});

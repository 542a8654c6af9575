import { defineConfig } from 'vitest/config';
import tests from '../../vitest.config.ts';

/** As the tests run, in the real runtime with database, objects and queue; what it finds it tells the address in `TELL`. */
export default defineConfig(async (env) => {
  const { test } = await tests(env);
  const [worker] = test!.projects as { test: object }[];
  return {
    test: {
      projects: [
        {
          ...worker,
          test: {
            ...worker!.test,
            include: ['bench/engine/*.bench.ts'],
            exclude: [],
            testTimeout: 1_800_000,
            provide: { tell: process.env.TELL ?? '' },
          },
        },
      ],
    },
  };
});

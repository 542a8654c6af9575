/// <reference types="vite/types/importMeta.d.ts" />
import type { D1Migration } from 'cloudflare:test';
import type { Env } from '../src/env.ts';

type Bindings = Env & { TEST_MIGRATIONS: D1Migration[] };

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {}
    interface GlobalProps {
      mainModule: typeof import('../src/index.ts');
      durableNamespaces: 'OkrWriter';
    }
  }
}

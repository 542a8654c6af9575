import { handOver } from './setup.mjs';

handOver('scripts/run/test.ts');

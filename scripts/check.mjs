import { handOver } from './setup.mjs';

handOver('scripts/run/check.ts');

import { handOver } from './setup.mjs';

handOver('scripts/run/start.ts');

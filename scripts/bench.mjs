import { handOver } from './setup.mjs';

handOver('bench/run.ts');

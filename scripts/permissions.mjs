import { handOver } from './setup.mjs';

handOver('scripts/run/permissions.ts');

import { handOver } from './setup.mjs';

handOver('scripts/run/organization.ts');

import { runChecks } from '../local/checks.ts';

const { failed } = await runChecks();
process.exitCode = failed > 0 ? 1 : 0;

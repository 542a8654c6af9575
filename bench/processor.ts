import { readdirSync, readFileSync } from 'node:fs';

/** The runtimes (workerd) among the descendants of a process. Nothing where the system has no /proc. */
export function runtimesUnder(root: number): number[] {
  const all = entriesOf('/proc').flatMap((entry) => {
    const text = textOf(`/proc/${entry}/stat`);
    const end = text.lastIndexOf(')');
    const name = text.slice(text.indexOf('(') + 1, end);
    return text ? [{ pid: Number(entry), name, parent: Number(text.slice(end + 2).split(' ')[1]) }] : [];
  });
  const parents = new Map(all.map(({ pid, parent }) => [pid, parent]));
  const isUnder = (pid: number | undefined): boolean =>
    pid !== undefined && pid > 1 && (pid === root || isUnder(parents.get(pid)));
  return all.filter(({ name, pid }) => name === 'workerd' && isUnder(pid)).map(({ pid }) => pid);
}

/** Processor time (ms) that processes have used, as the scheduler counts it, by the nanosecond. */
export const processorOf = (pids: readonly number[]): number =>
  pids
    .flatMap((pid) => entriesOf(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}/schedstat`))
    .reduce((sum, file) => sum + (Number(textOf(file).split(' ')[0]) || 0) / 1e6, 0);

const entriesOf = (folder: string): string[] =>
  quietly(() => readdirSync(folder), []).filter((name) => /^\d+$/.test(name));

const textOf = (file: string): string => quietly(() => readFileSync(file, 'utf8'), '');

/** Processes and threads end while they are looked at. */
function quietly<T>(look: () => T, otherwise: T): T {
  try {
    return look();
  } catch {
    return otherwise;
  }
}

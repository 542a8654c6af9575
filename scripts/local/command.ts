import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';

export const root = path.resolve(import.meta.dirname, '../..');

export type Ended = { ok: boolean; output: string };

/** Runs a Node script of this repository or of a package to its end, and keeps what it printed. */
export async function runNode(script: string, args: string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
  const child = startNode(script, args, env);
  const output = collect(child);
  const [code] = await once(child, 'close');
  return { ok: code === 0, output: output() };
}

/** Starts a Node script without waiting for it; its output comes through pipes. It does not outlive this process. */
export function startNode(script: string, args: string[], env: NodeJS.ProcessEnv = {}): ChildProcess {
  const child = spawn(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', path.resolve(root, script), ...args],
    {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    },
  );
  const kill = () => child.kill();
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
  return child;
}

/** Returns what `child` has printed so far, each time it is asked. */
export function collect(child: ChildProcess) {
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
    });
  }
  return () => text.trim();
}

/** Ends `child` and waits until it is gone; forces it after five seconds. */
export async function end(child: ChildProcess) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, 'exit');
  const force = setTimeout(() => child.kill('SIGKILL'), 5_000);
  child.kill('SIGTERM');
  await gone;
  clearTimeout(force);
}

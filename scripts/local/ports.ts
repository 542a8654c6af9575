import { createServer } from 'node:net';

/** Whether nobody listens on `port` of this machine, on IPv4 or IPv6. */
export const isFree = async (port: number) => (await canListen(port, '127.0.0.1')) && (await canListen(port, '::1'));

/** The first free port from `port` on. */
export async function freePort(port: number): Promise<number> {
  for (let candidate = port; candidate < 65_536; candidate++) if (await isFree(candidate)) return candidate;
  throw new Error(`No port from ${port} on is free.`);
}

/** Any free port, chosen by the system. */
export const anyPort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });

const canListen = (port: number, host: string) =>
  new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'EADDRNOTAVAIL'));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });

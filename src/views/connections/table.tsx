import type { ConnectionId } from '../../db/ids.ts';
import type { PublicConnection } from '../../domain/connections/connection.ts';
import type { SyncOutcome } from '../../domain/words.ts';
import type { Formats } from '../format.ts';
import { SourceGlyph } from '../ui/source.tsx';
import { HealthMark, intervalWords, ReadingTrail, whereOf } from './words.tsx';

type TableProps = {
  connections: readonly (PublicConnection & { okrs: number })[];
  trails: ReadonlyMap<ConnectionId, readonly SyncOutcome[]>;
  enabled: (connection: PublicConnection) => boolean;
  href: (connection: PublicConnection) => string;
  formats: Formats;
};

export const ConnectionTable = ({ connections, trails, enabled, href, formats }: TableProps) => (
  <div class="scroll" tabindex={0} role="region" aria-label="Table of connections">
    <table class="table">
      <thead>
        <tr>
          <th scope="col">Connection</th>
          <th scope="col" class="n">
            OKRs fed
          </th>
          <th scope="col">Last reading</th>
          <th scope="col">Last 12 readings</th>
          <th scope="col">Health</th>
        </tr>
      </thead>
      <tbody>
        {connections.map((connection) => (
          <tr>
            <th scope="row">
              <span class="row">
                <SourceGlyph provider={connection.provider} off={connection.pausedAt !== null} />
                <span>
                  <a href={href(connection)}>{connection.name}</a>
                  <small>{whereOf(connection)}</small>
                </span>
              </span>
            </th>
            <td class="n">{formats.number(connection.okrs)}</td>
            <td>{lastReading(connection, formats)}</td>
            <td>
              <ReadingTrail outcomes={trails.get(connection.id) ?? []} />
            </td>
            <td>
              <HealthMark connection={connection} enabled={enabled(connection)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

function lastReading({ interval, lastGoodAt, pausedAt }: PublicConnection, formats: Formats): string {
  if (pausedAt !== null) return `Stopped, ${formats.moment(pausedAt)}`;
  return lastGoodAt === null ? intervalWords[interval] : `${intervalWords[interval]}, ${formats.moment(lastGoodAt)}`;
}

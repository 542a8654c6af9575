import type { Status } from '../../domain/words.ts';
import { type Drawing, Glyph } from './icon.tsx';

export type StatusTone = 'ok' | 'behind' | 'risk' | 'idle' | 'done';

const tones: Record<Status, StatusTone> = {
  on_track: 'ok',
  behind: 'behind',
  at_risk: 'risk',
  not_started: 'idle',
  closed: 'done',
  postponed: 'done',
};

export const statusWords: Record<Status, string> = {
  on_track: 'On track',
  behind: 'Behind',
  at_risk: 'At risk',
  not_started: 'Not started',
  closed: 'Closed',
  postponed: 'Postponed',
};

export const statusTone = (status: Status): StatusTone => tones[status];

/** The class that colours everything inside an element by a status. */
export const statusClass = (status: Status) => `is-${tones[status]}` as const;

/** The shape of a status alone; coloured by the nearest `statusClass`. */
export const StatusGlyph = ({ status, label }: { status: Status; label?: string }) => (
  <Glyph name={`s-${tones[status]}` satisfies Drawing} label={label} />
);

/** A status as shape and word. `says` replaces the word: “Numbers say At risk”. */
export const StatusMark = (props: { status: Status; pill?: boolean; says?: string }) => (
  <span class={`status ${statusClass(props.status)}${props.pill ? ' pill' : ''}`}>
    <StatusGlyph status={props.status} />
    {props.says ?? statusWords[props.status]}
  </span>
);

/** A row of statuses, one stone per key result. */
export const Stones = ({ statuses }: { statuses: readonly Status[] }) => (
  <span class="stones">
    {statuses.map((status) => (
      <span class={statusClass(status)}>
        <StatusGlyph status={status} label={statusWords[status]} />
      </span>
    ))}
  </span>
);

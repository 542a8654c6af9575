import type { Okr } from '../../domain/okrs/okr.ts';
import { TextField } from '../ui/field.tsx';
import { Icon } from '../ui/icon.tsx';

type Props = { id: string; okr: Pick<Okr, 'startsOn' | 'endsOn'>; today: string; typed?: string; error?: string };

/** The quiet way to say something of a past day; nothing before a day of the OKR has passed. */
export const AnotherDay = ({ id, okr, today, typed, error }: Props) =>
  okr.startsOn >= today ? null : (
    <details class="wide" open={Boolean(typed || error)}>
      <summary class="row small">
        <Icon name="right" turn />
        For another day
      </summary>
      <TextField
        id={id}
        name="on"
        type="date"
        label="Which day was it?"
        value={typed}
        hint="A value left as it is stays what it was on that day."
        error={error}
        attributes={{ min: okr.startsOn, max: okr.endsOn < today ? okr.endsOn : today }}
      />
    </details>
  );

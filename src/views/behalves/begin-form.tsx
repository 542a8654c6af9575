import type { MemberId } from '../../db/ids.ts';
import type { behalfMinutes } from '../../domain/behalves/behalf.ts';
import type { FieldErrors } from '../../domain/refusal.ts';
import { once } from '../hx.ts';
import { TextField } from '../ui/field.tsx';
import { Segmented } from '../ui/segmented.tsx';

export type BehalfValues = { minutes: string; reason: string };

export const usualBehalf: BehalfValues = { minutes: '30', reason: '' };

type FormProps = {
  org: { slug: string };
  member: { id: MemberId; name: string };
  values?: BehalfValues;
  errors?: FieldErrors;
  /** Why nobody may act for them, as a sentence; null when an admin may. */
  against: string | null;
};

/** Begins acting for a member: for how long, and why. For the page of a member under Admin -> Users. */
export const BeginForm = ({ org, member, values = usualBehalf, errors = {}, against }: FormProps) =>
  against ? (
    <p class="small">{against}</p>
  ) : (
    <form class="stack tight" method="post" action={`/o/${org.slug}/admin/behalves`} {...once}>
      <input type="hidden" name="member_id" value={member.id} />
      <p class="small">
        You see and do what they can, with a banner on every page. Everything is noted under both names, and they get a
        letter about it.
      </p>
      <Segmented
        id="minutes"
        legend="For"
        name="minutes"
        value={values.minutes as (typeof behalfMinutes)[number]}
        options={[
          { value: '15', label: '15 minutes' },
          { value: '30', label: '30 minutes' },
          { value: '60', label: 'An hour' },
        ]}
        error={errors.minutes}
      />
      <TextField
        id="reason"
        name="reason"
        label="Why"
        value={values.reason}
        hint={`${member.name} reads this.`}
        error={errors.reason}
        autocomplete="off"
        required
      />
      <div class="row">
        <button class="btn primary">Begin</button>
      </div>
    </form>
  );

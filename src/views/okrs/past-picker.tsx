type Props = {
  page: string;
  from?: string;
  to: string;
  on?: string | null;
  /** What else the address says. */
  kept?: readonly (readonly [string, string])[];
};

/** Asks for a page as of a past day. Days as `YYYY-MM-DD`; both ends may be asked for. */
export const PastPicker = ({ page, from, to, on, kept = [] }: Props) =>
  from && from > to ? null : (
    <form class="unit small" method="get" action={page}>
      {kept.map(([name, value]) => (
        <input type="hidden" name={name} value={value} />
      ))}
      <label for="on">As it was on</label>
      <input type="date" id="on" name="on" min={from} max={to} value={on ?? undefined} required />
      <button class="btn quiet">Look</button>
    </form>
  );

/** Asks for the page of an OKR as of a past day. Days as `YYYY-MM-DD`; both ends may be asked for. */
export const PastPicker = ({ page, from, to, on }: { page: string; from: string; to: string; on?: string }) =>
  from > to ? null : (
    <form class="unit small" method="get" action={page}>
      <label for="on">As it was on</label>
      <input type="date" id="on" name="on" min={from} max={to} value={on} required />
      <button class="btn quiet">Look</button>
    </form>
  );

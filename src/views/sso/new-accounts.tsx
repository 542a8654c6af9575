import { once } from '../hx.ts';
import { TextField } from '../ui/field.tsx';
import { SectionHead } from '../ui/heads.tsx';

/** For a member whose account at the provider was made anew, which Cairn therefore takes for somebody else’s. */
export const NewAccounts = ({ base, typed, error }: { base: string; typed?: string; error?: string }) => (
  <section class="stack tight" aria-labelledby="new-accounts">
    <SectionHead id="new-accounts" title="New accounts" />
    <p class="small">
      Who came once is known by their account at the provider, and not by their address. When somebody’s account there
      was made anew, let their next one become theirs.
    </p>
    <form class="stack tight" method="post" action={`${base}/bindings/removal`} {...once}>
      <TextField
        id="address"
        name="address"
        type="email"
        label="Their work email"
        value={typed}
        error={error}
        autocomplete="off"
        required
        attributes={{ maxlength: 254 }}
      />
      <div class="row">
        <button class="btn">Forget their account</button>
      </div>
    </form>
  </section>
);

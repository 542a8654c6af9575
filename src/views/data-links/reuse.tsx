import type { LinkedOkr } from '../../domain/data-links/listing-reusable.ts';
import { Icon } from '../ui/icon.tsx';

/** The query of another OKR, to begin with. */
export const Reuse = ({ action, reusable }: { action: string; reusable: readonly LinkedOkr[] }) => {
  if (reusable.length === 0) return null;
  return (
    <details>
      <summary class="row small">
        <Icon name="right" turn />
        Use the query of another OKR
      </summary>
      <div class="row">
        <select class="grow" name="reuse" aria-label="OKR with the query">
          {reusable.map((okr) => (
            <option value={okr.id}>{okr.title}</option>
          ))}
        </select>
        <button
          class="btn"
          name="find"
          value="reuse"
          formnovalidate
          hx-post={action}
          hx-include="closest form"
          hx-target="#link-fields"
          hx-select="#link-fields"
          hx-swap="outerHTML"
        >
          Use it
        </button>
      </div>
    </details>
  );
};

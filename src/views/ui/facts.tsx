import type { Child } from 'hono/jsx';

type Fact = { term: Child; value: Child };

/** Names and values, one per line; the total under a rule, in blue because data said it. */
export const Facts = ({ items, total }: { items: readonly (Fact | null | false)[]; total?: Fact }) => (
  <dl class="facts">
    {items.map((item) => item && <Line {...item} />)}
    {total && <Line {...total} total />}
  </dl>
);

const Line = ({ term, value, total }: Fact & { total?: boolean }) => (
  <div class={total ? 'total' : undefined}>
    <dt>{term}</dt>
    <dd>{value}</dd>
  </div>
);

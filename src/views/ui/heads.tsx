import type { Child } from 'hono/jsx';

type SectionHeadProps = {
  /** Referred to by the section's `aria-labelledby`. */
  id: string;
  title: Child;
  /** A quiet word or number after the title. */
  count?: Child;
  /** A quiet note at the end. */
  note?: Child;
  /** A link or button at the end. */
  action?: Child;
};

export const SectionHead = ({ id, title, count, note, action }: SectionHeadProps) => (
  <div class="sec-head">
    <h2 id={id}>
      {title}
      {count !== undefined && <span class="count"> {count}</span>}
    </h2>
    {note && <span class="end small count">{note}</span>}
    {action && <span class={note ? undefined : 'end'}>{action}</span>}
  </div>
);

type PageHeadProps = {
  title: Child;
  /** Above the title: the day, or the way up. */
  over?: Child;
  /** Below the title: one quiet line. */
  under?: Child;
  actions?: Child;
};

export const PageHead = ({ title, over, under, actions }: PageHeadProps) => (
  <header class="page-head row">
    <div class="stack tight grow">
      {typeof over === 'string' ? <p class="small count">{over}</p> : over}
      <h1>{title}</h1>
      {typeof under === 'string' ? <p class="small count">{under}</p> : under}
    </div>
    {actions && <div class="row">{actions}</div>}
  </header>
);

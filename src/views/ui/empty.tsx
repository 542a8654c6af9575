import type { Child } from 'hono/jsx';
import { EmptyCairn } from './cairn-stack.tsx';

type EmptyProps = {
  /** What is missing. */
  title: Child;
  /** Why it matters, in one line. */
  children?: Child;
  /** One primary action and at most one shortcut. */
  actions?: Child;
  heading?: 'h1' | 'h2' | 'h3';
};

export const Empty = ({ title, children, actions, heading: Heading = 'h3' }: EmptyProps) => (
  <div class="empty stack tight">
    <EmptyCairn />
    <Heading>{title}</Heading>
    {children && <p>{children}</p>}
    {actions && <p class="row">{actions}</p>}
  </div>
);

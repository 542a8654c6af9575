import type { Child } from 'hono/jsx';
import type { Status } from '../../domain/words.ts';
import { ended } from './ended.ts';
import { StatusGlyph, statusClass } from './status.tsx';

type AlertProps = {
  status: Extract<Status, 'at_risk' | 'behind' | 'on_track' | 'not_started'>;
  /** What happened, as a sentence. */
  title: Child;
  /** What it means for the number, and what happens next. */
  children?: Child;
  /** One button or link. */
  action?: Child;
  /** Speaks up at once; for what answers something the person just did. */
  urgent?: boolean;
};

export const Alert = (props: AlertProps) => (
  <div class={`alert row ${statusClass(props.status)}`} role={props.urgent ? 'alert' : 'status'}>
    <StatusGlyph status={props.status} />
    <p class="grow">
      <b>{typeof props.title === 'string' ? ended(props.title) : props.title}</b> {props.children}
    </p>
    {props.action}
  </div>
);

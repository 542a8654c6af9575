import type { Child } from 'hono/jsx';
import { type Call, calls, type Status } from '../../domain/words.ts';
import { Notes, wiringOf } from './field.tsx';
import { Icon, type IconName } from './icon.tsx';
import { StatusGlyph, statusClass, statusWords } from './status.tsx';

type SegmentedProps<Value extends string> = {
  id: string;
  legend: string;
  name: string;
  options: readonly { value: Value; label: string; status?: Status; icon?: IconName }[];
  value: Value | null;
  hint?: Child;
  error?: string | null;
  wide?: boolean;
  /** Keeps the legend for screen readers only. */
  silent?: boolean;
};

/** One of a few: radio buttons that look like one control. */
export const Segmented = <Value extends string>(props: SegmentedProps<Value>) => {
  const { id: _, ...wiring } = wiringOf(props);
  return (
    <fieldset class={props.wide ? 'field wide' : 'field'} id={props.id} {...wiring}>
      <legend class={props.silent ? 'vh' : undefined}>{props.legend}</legend>
      <div class="seg">
        {props.options.map((option) => (
          <label class={option.status && statusClass(option.status)}>
            <input type="radio" name={props.name} value={option.value} checked={option.value === props.value} />
            {option.status && <StatusGlyph status={option.status} />}
            {option.icon && <Icon name={option.icon} />}
            {option.label}
          </label>
        ))}
      </div>
      <Notes {...props} />
    </fieldset>
  );
};

/** A person's call in a check-in. */
export const YourCall = (props: {
  id: string;
  value: Call | null;
  hint?: Child;
  error?: string | null;
  silent?: boolean;
}) => (
  <Segmented
    {...props}
    legend="Your call"
    name="status"
    options={calls.map((call) => ({ value: call, label: statusWords[call], status: call }))}
  />
);

/** One of a few places: links that look like one control. */
export const SegmentedLinks = (props: {
  label: string;
  links: readonly { href: string; label: string; current: boolean }[];
}) => (
  <nav class="seg" aria-label={props.label}>
    {props.links.map((link) => (
      <a href={link.href} aria-current={link.current ? 'true' : undefined}>
        {link.label}
      </a>
    ))}
  </nav>
);

import type { Child } from 'hono/jsx';
import type { Provider } from '../../domain/words.ts';
import { Glyph, Icon, type IconName } from './icon.tsx';

type ChoiceOption<Value extends string> = {
  value: Value;
  title: string;
  detail?: Child;
  icon?: IconName;
  provider?: Provider;
  disabled?: boolean;
};

type ChoicesProps<Value extends string> = {
  legend: string;
  name: string;
  options: readonly ChoiceOption<Value>[];
  value: Value | null;
  /** Two roomy boxes in place of several small ones. */
  wide?: boolean;
  attributes?: Record<string, string>;
};

/** One of a few that need explaining: boxes to choose from. `attributes` go on every radio button. */
export const Choices = <Value extends string>(props: ChoicesProps<Value>) => (
  <fieldset class={props.wide ? 'grid picks wide' : 'grid picks'}>
    <legend class="vh">{props.legend}</legend>
    {props.options.map((option) => (
      <label class="choice">
        <input
          type="radio"
          name={props.name}
          value={option.value}
          checked={option.value === props.value}
          disabled={option.disabled}
          {...props.attributes}
        />
        {option.provider && <Glyph name={`p-${option.provider}`} />}
        {option.icon && <Icon name={option.icon} />}
        <span>
          {option.title}
          {option.detail && <small>{option.detail}</small>}
        </span>
      </label>
    ))}
  </fieldset>
);

type ChoiceLink = {
  href: string;
  title: string;
  detail?: Child;
  provider: Provider;
  current: boolean;
  attributes?: Record<string, string>;
};

/** One of a few places that need explaining: links that look like boxes to choose from. */
export const ChoiceLinks = ({ label, links }: { label: string; links: readonly ChoiceLink[] }) => (
  <nav class="grid picks" aria-label={label}>
    {links.map(({ href, title, detail, provider, current, attributes }) => (
      <a class="choice" href={href} aria-current={current ? 'true' : undefined} {...attributes}>
        <Glyph name={`p-${provider}`} />
        <span>
          {title}
          {detail && <small>{detail}</small>}
        </span>
      </a>
    ))}
  </nav>
);

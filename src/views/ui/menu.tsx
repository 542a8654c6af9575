import type { Child } from 'hono/jsx';
import { Icon } from './icon.tsx';

/** A popover of links and buttons; opened by `MenuButton` or any button with `popovertarget`. */
export const Menu = ({ id, label, children }: { id: string; label?: string; children: Child }) => (
  <div class="menu" id={id} popover="auto" aria-label={label} role={label ? 'group' : undefined}>
    {children}
  </div>
);

/** Opens a menu: words with a chevron, or three dots that say `label`. */
export const MenuButton = (props: { menu: string; label?: string; quiet?: boolean; children?: Child }) =>
  props.children ? (
    <button type="button" class={props.quiet ? 'btn quiet' : 'btn'} popovertarget={props.menu}>
      {props.children}
      <Icon name="down" />
    </button>
  ) : (
    <button
      type="button"
      class={props.quiet ? 'btn quiet only' : 'btn only'}
      popovertarget={props.menu}
      aria-label={props.label ?? 'More actions'}
    >
      <Icon name="more" />
    </button>
  );

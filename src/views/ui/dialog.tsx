import type { Child } from 'hono/jsx';
import { Icon } from './icon.tsx';

type DialogProps = {
  id: string;
  title: Child;
  children: Child;
};

/** A dialog over the page, a sheet on phones. Its content is a fragment that also stands on a page of its own. */
export const Dialog = ({ id, title, children }: DialogProps) => (
  <dialog class="dialog" id={id} aria-labelledby={`${id}-title`} closedby="any">
    <form method="dialog" class="row">
      <h2 id={`${id}-title`}>{title}</h2>
      <button class="btn quiet only end" aria-label="Close">
        <Icon name="x" />
      </button>
    </form>
    {children}
  </dialog>
);

/** Opens a dialog; without JavaScript it leads to the page that holds the same form. */
export const DialogLink = (props: { dialog: string; href: string; class?: string; children: Child }) => (
  <a class={props.class ?? 'btn'} href={props.href} data-opens={props.dialog}>
    {props.children}
  </a>
);

/** Closes the dialog it is in without sending the form around it. */
export const DialogCancel = ({ children = 'Cancel' }: { children?: Child }) => (
  <button class="btn quiet" formmethod="dialog" formnovalidate>
    {children}
  </button>
);

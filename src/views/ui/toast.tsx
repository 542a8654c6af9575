import type { Child } from 'hono/jsx';
import { once, toasts } from '../hx.ts';
import { Icon } from './icon.tsx';

export type ToastContent = {
  message: Child;
  /** A form that takes the change back: POST to `action` with these fields. */
  undo?: { action: string; fields?: Readonly<Record<string, string>> };
};

export const Toast = ({ message, undo }: ToastContent) => (
  <div class="toast row" data-toast={undo ? 'undo' : 'plain'}>
    <span>{message}</span>
    {undo && (
      <form method="post" action={undo.action} hx-post={undo.action} {...once}>
        {Object.entries(undo.fields ?? {}).map(([name, value]) => (
          <input type="hidden" name={name} value={value} />
        ))}
        <button class="btn quiet">Undo</button>
      </form>
    )}
    <button type="button" class="btn quiet only" data-dismiss aria-label="Dismiss">
      <Icon name="x" />
    </button>
  </div>
);

/** A toast beside the fragment that answers an htmx request. */
export const ToastPartial = (props: ToastContent) => (
  <hx-partial hx-target={toasts} hx-swap="innerHTML">
    <Toast {...props} />
  </hx-partial>
);

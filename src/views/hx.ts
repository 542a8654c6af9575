// Attributes whose names JSX cannot write. Spread them: <form hx-post={url} {...onStatus(422, 'target:this')}>.

type Attributes = Readonly<Record<string, string>>;

/** What to do with an answer of this status: a number, or a class such as `5xx`. */
export const onStatus = (status: number | '4xx' | '5xx', instruction: string): Attributes => ({
  [`hx-status:${status}`]: instruction,
});

/** Gives an htmx attribute to everything inside the element; htmx 4 inherits nothing by itself. */
export const inherited = (attribute: `hx-${string}`, value: string): Attributes => ({
  [`${attribute}:inherited`]: value,
});

/** A second submit while the first is on its way is dropped. */
export const once: Attributes = { 'hx-sync': 'this:drop' };

/**
 * Sends what changes the same parts of a page one after another: an answer that was made before a later change would
 * else arrive after it, and show what is no longer so. The target is the page's own, because htmx drops the answer to
 * what waited when its target went meanwhile; the answer names the parts itself.
 */
export const inOrder: Attributes = { 'hx-sync': 'closest main:queue all', 'hx-target': '#main', 'hx-swap': 'none' };

/** Where a message that belongs to the whole page goes: for HX-Retarget and for partials. */
export const notices = '#notices';
export const toasts = '#toasts';

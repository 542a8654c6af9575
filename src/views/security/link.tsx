import type { Shell } from '../shell.ts';

/** The way back to Admin -> Security, above the title of a page that belongs to it. */
export const SecurityLink = ({ shell }: { shell: Shell }) => (
  <p class="small">
    <a href={`/o/${shell.org.slug}/admin/security`}>Security</a>
  </p>
);

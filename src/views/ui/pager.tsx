/** The way to the rest of a list; a plain link, so that it works from a bookmark. */
export const Pager = ({ href, children = 'Show more' }: { href: string | null; children?: string }) =>
  href === null ? null : (
    <p class="row">
      <a class="btn" href={href} rel="next">
        {children}
      </a>
    </p>
  );

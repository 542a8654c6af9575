import { connectionsOf, type Shell } from '../shell.ts';

/** Back to the list of connections that this person has. */
export const ConnectionsLink = ({ shell }: { shell: Shell }) => {
  const { href, title } = connectionsOf(shell);
  return <a href={href}>{title}</a>;
};

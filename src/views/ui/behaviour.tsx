import { assets } from '../assets.gen.ts';

/** What a part of a page does in the browser and other pages do not need. Asked for twice, it still runs once. */
export const Behaviour = ({ name }: { name: Exclude<keyof typeof assets.scripts, 'htmx' | 'everywhere'> }) => (
  <script type="module" src={assets.scripts[name]}></script>
);

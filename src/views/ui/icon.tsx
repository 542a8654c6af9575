import { assets } from '../assets.gen.ts';

// biome-ignore format: a list of words
export const iconNames = [
  'week', 'okrs', 'plug', 'search', 'plus', 'minus', 'check', 'x', 'right', 'left', 'down', 'to', 'refresh', 'filter',
  'more', 'edit', 'unfold', 'fold', 'clock', 'undo', 'metric', 'milestone',
  'anchor', 'peak', 'tag', 'smile', 'lock',
  'people', 'map', 'tune', 'bell', 'mail', 'save', 'key', 'log',
] as const;
export type IconName = (typeof iconNames)[number];

/** A line icon. Decorative unless it has a label. */
export const Icon = ({ name, label, turn }: { name: IconName; label?: string; turn?: boolean }) => (
  <svg class={turn ? 'icon turn' : 'icon'} {...spoken(label)}>
    <use href={`${assets.icons}#${name}`} />
  </svg>
);

export type Drawing =
  | 's-ok'
  | 's-behind'
  | 's-risk'
  | 's-idle'
  | 's-done'
  | 'p-jira'
  | 'p-asana'
  | 'p-trello'
  | 'p-bigquery';

/** A filled glyph of the sprite: a status's shape or a data source. Decorative unless it has a label. */
export const Glyph = ({ name, label }: { name: Drawing; label?: string }) => (
  <svg class="glyph" {...spoken(label)}>
    <use href={`${assets.icons}#${name}`} />
  </svg>
);

export const Mark = () => (
  <svg class="icon mark" aria-hidden="true">
    <use href={`${assets.icons}#mark`} />
  </svg>
);

const spoken = (label?: string) => (label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': 'true' });

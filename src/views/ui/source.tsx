import type { Child } from 'hono/jsx';
import { type Provider, providerNames } from '../../domain/words.ts';
import { Glyph } from './icon.tsx';

/**
 * Where a number comes from: blue while the source answers, red when it stopped. With children the words stand beside
 * the glyph, otherwise the glyph says them.
 */
export const SourceGlyph = (props: {
  provider: Provider;
  off?: boolean;
  end?: boolean;
  label?: string;
  children?: Child;
}) => {
  const name = providerNames[props.provider];
  const label = props.label ?? (props.off ? `${name} stopped answering` : `Updates itself from ${name}`);
  return (
    <span class={['src', props.off && 'off', props.end && 'end'].filter(Boolean).join(' ')}>
      <Glyph name={`p-${props.provider}`} label={props.children ? undefined : label} />
      {props.children}
    </span>
  );
};

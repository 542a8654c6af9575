import type { Visibility } from '../../domain/words.ts';
import { Icon } from '../ui/icon.tsx';

/** The lock in front of an OKR that not everybody sees. */
export const PrivateMark = ({ visibility }: { visibility: Visibility }) =>
  visibility === 'private' ? <Icon name="lock" label="Private" /> : null;

import { Icon } from './icon.tsx';

/** A change of value. Blue when a data source said so, ink when a person did. */
export const FromTo = ({ from, to, byData }: { from: string; to: string; byData?: boolean }) => (
  <span class={byData ? 'from-to is-flow' : 'from-to'}>
    <span class="vh">from </span>
    {from}
    <Icon name="to" />
    <span class="vh">to </span>
    <b>{to}</b>
  </span>
);

import { draftLinks } from './links.ts';

/** Makes a draft of a change of an OKR: a line of a menu, or a button. */
export const ProposeChange = (props: { org: { slug: string }; okr: { id: string }; button?: boolean }) => (
  <form method="post" action={draftLinks(props.org.slug).ofOkr(props.okr.id)}>
    <button class={props.button ? 'btn' : undefined}>Propose a change</button>
  </form>
);

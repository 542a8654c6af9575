import type { Sign } from '../../src/domain/reactions/reaction.ts';

type Signed = [by: string, sign: Sign];

/** Something said so many days ago; as an answer to the newest check-in of a person where `answers`. Mentions by full name. */
export type Said = {
  on: string;
  by: string;
  ago: number;
  text: string;
  answers?: true;
  /** Whether those who are mentioned have seen it. */
  seen?: true;
  signs?: Signed[];
};

export const said: Said[] = [
  {
    on: 'must-have',
    by: 'ada',
    ago: 6,
    text: 'This is the story I would like to tell in January. @Dana Whitlock, will you tell it with me?',
    seen: true,
    signs: [
      ['dana', 'love'],
      ['amir', 'agree'],
    ],
  },
  {
    on: 'downloads',
    by: 'sofia',
    ago: 3,
    text: 'Five testers asked for it in Polish. Should we wait with the second wave?',
    answers: true,
    signs: [
      ['wei', 'watching'],
      ['aiko', 'agree'],
    ],
  },
  {
    on: 'downloads',
    by: 'dana',
    ago: 2,
    text: 'No. We send it in English and say when Polish comes.',
    answers: true,
    signs: [['sofia', 'thanks']],
  },
  {
    on: 'sending',
    by: 'amir',
    ago: 1,
    text: 'Legal signed the wording this morning, @Dana Whitlock. What is left before everybody can send?\n\n- the bounce list\n- the limits per hour\n- anything else?',
    signs: [
      ['aiko', 'celebrate'],
      ['sofia', 'celebrate'],
    ],
  },
  {
    on: 'two-months',
    by: 'dana',
    ago: 1,
    text: 'Where do we stand today, before Email Campaigns are out? I would like to start from that number.',
  },
];

/** Signs under OKRs, and under the newest check-in of a person. */
export const signed: { on: string; under: 'okr' | 'check_in'; signs: Signed[] }[] = [
  {
    on: 'dau',
    under: 'check_in',
    signs: [
      ['dana', 'celebrate'],
      ['ada', 'celebrate'],
      ['marcus', 'thanks'],
    ],
  },
  { on: 'new-shops', under: 'okr', signs: [['ada', 'love']] },
];

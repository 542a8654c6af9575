import { keyResult, type TemplateGroup } from './template.ts';

export const engineering: TemplateGroup = {
  name: 'Engineering',
  about: 'Software that can be relied on, and changed without fear.',
  templates: [
    {
      id: 'engineering-reliability',
      title: 'Be there whenever customers need us so that they can build on us',
      keyResults: [
        keyResult('Raise availability', 'Availability', '%', 99.5, 99.95),
        keyResult('Reduce minutes to recover from an outage', 'Minutes to recover', null, 95, 30),
        keyResult('Reduce outages that customers notice before us', 'Noticed by customers first', '%', 40, 10),
      ],
    },
    {
      id: 'engineering-flow',
      title: 'Bring ideas to customers within days so that we learn while it still matters',
      keyResults: [
        keyResult('Reduce days from idea agreed to idea in use', 'Days from agreed to in use', null, 19, 7),
        keyResult('Increase releases per week', 'Releases per week', null, 2, 10),
        keyResult('Reduce changes that have to be taken back', 'Changes taken back', '%', 12, 4),
      ],
    },
    {
      id: 'engineering-speed',
      title: 'Make everything feel instant so that nobody waits for us anywhere in the world',
      keyResults: [
        keyResult('Reduce time until a page can be used', 'Time until usable', 'ms', 2_800, 1_200),
        keyResult('Reduce requests slower than a second', 'Slow requests', '%', 6, 1),
        keyResult('Reduce complaints about speed per month', 'Complaints per month', null, 25, 5),
      ],
    },
  ],
};

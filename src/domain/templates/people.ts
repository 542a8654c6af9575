import { keyResult, type TemplateGroup } from './template.ts';

export const people: TemplateGroup = {
  name: 'HR',
  about: 'A place where good people want to start, and good people want to stay.',
  templates: [
    {
      id: 'people-hiring',
      title: 'Attract people who fit so that teams are complete when their work begins',
      keyResults: [
        keyResult('Reduce days until a role is filled', 'Days until filled', null, 68, 40),
        keyResult('Raise the share of offers accepted', 'Offers accepted', '%', 64, 85),
        keyResult('Increase hires recommended by colleagues', 'Hires recommended', '%', 18, 35),
      ],
    },
    {
      id: 'people-staying',
      title: 'Make this a place people do not want to leave so that knowledge stays with us',
      keyResults: [
        keyResult('Reduce people who leave by their own choice', 'Leaving per year', '%', 14, 8),
        keyResult('Increase engagement in our survey', 'Engagement out of 10', null, 6.9, 8),
        keyResult('Raise the share of open roles filled from inside', 'Roles filled from inside', '%', 15, 35),
      ],
    },
    {
      id: 'people-leading',
      title: 'Help leaders lead so that everybody knows where they stand',
      keyResults: [
        keyResult('Increase people who talk to their lead every two weeks', 'People with regular talks', '%', 48, 85),
        keyResult('Raise confidence in direct leads', 'Confidence out of 10', null, 7, 8.3),
        keyResult('Increase people with a growth plan of their own', 'People with a plan', '%', 30, 75),
      ],
    },
  ],
};

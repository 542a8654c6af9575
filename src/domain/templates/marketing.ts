import { keyResult, type TemplateGroup } from './template.ts';

export const marketing: TemplateGroup = {
  name: 'Marketing',
  about: 'Being found, understood and remembered by the people who need what you make.',
  templates: [
    {
      id: 'marketing-demand',
      title: 'Make the right people ask for us so that sales talks to buyers and not to strangers',
      keyResults: [
        keyResult('Increase qualified leads per month', 'Qualified leads per month', null, 120, 200),
        keyResult('Raise the share of leads that become opportunities', 'Leads becoming opportunities', '%', 14, 22),
        keyResult('Reduce what a qualified lead costs', 'Cost of a qualified lead', '$', 180, 130),
      ],
    },
    {
      id: 'marketing-brand',
      title: 'Be the name people think of first so that they come to us before they compare',
      keyResults: [
        keyResult('Increase visitors who look for us by name', 'Visits by name per month', null, 9_000, 15_000),
        keyResult('Raise unaided awareness in our market', 'Unaided awareness', '%', 11, 18),
        keyResult('Increase mentions by independent authors', 'Mentions per month', null, 6, 15),
      ],
    },
    {
      id: 'marketing-content',
      title: 'Teach what we know so that readers trust us before they meet us',
      keyResults: [
        keyResult('Increase readers who come back within a month', 'Returning readers', '%', 18, 30),
        keyResult('Grow newsletter subscribers', 'Subscribers', null, 5_200, 8_000),
        keyResult('Raise trials that begin on an article', 'Trials from articles per month', null, 35, 80),
      ],
    },
  ],
};

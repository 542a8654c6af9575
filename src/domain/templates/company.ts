import { keyResult, type TemplateGroup } from './template.ts';

export const company: TemplateGroup = {
  name: 'Company',
  about: 'Where the whole organization wants to be, for everybody else to align to.',
  templates: [
    {
      id: 'company-must-have',
      title: 'Become the tool our customers cannot work without so that growth comes from them',
      keyResults: [
        keyResult('Increase customers active every week', 'Customers active weekly', null, 400, 650),
        keyResult('Increase revenue kept and grown with existing customers', 'Net revenue retention', '%', 98, 110),
        keyResult('Increase customers won by recommendation', 'New customers recommended', '%', 15, 30),
      ],
    },
    {
      id: 'company-healthy-growth',
      title: 'Grow in a healthy way so that we decide our own future',
      keyResults: [
        keyResult('Grow yearly recurring revenue', 'Yearly recurring revenue', '$', 4_000_000, 5_200_000),
        keyResult('Improve gross margin', 'Gross margin', '%', 68, 74),
        keyResult('Reduce cash spent per month', 'Cash spent per month', '$', 310_000, 240_000),
      ],
    },
    {
      id: 'company-new-market',
      title: 'Win a place in a second market so that we no longer depend on one',
      keyResults: [
        keyResult('Raise paying customers in the new market', 'Paying customers there', null, 0, 25),
        keyResult('Increase the share of revenue from the new market', 'Share of revenue', '%', 0, 8),
        keyResult('Raise the rating of our first customers there', 'Rating out of 10', null, 0, 8),
      ],
    },
  ],
};

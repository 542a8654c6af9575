import { keyResult, type TemplateGroup } from './template.ts';

export const customerSuccess: TemplateGroup = {
  name: 'Customer success',
  about: 'Customers who get what they came for, and say so.',
  templates: [
    {
      id: 'success-first-value',
      title: 'Get new customers to their first success quickly so that they never doubt their choice',
      keyResults: [
        keyResult('Reduce days from signature to first use', 'Days to first use', null, 21, 7),
        keyResult('Increase new customers active in their first month', 'Active in month one', '%', 55, 80),
        keyResult('Raise satisfaction with the first weeks', 'Satisfaction out of 10', null, 7.1, 8.5),
      ],
    },
    {
      id: 'success-retention',
      title: 'Keep the customers we have won so that growth builds on solid ground',
      keyResults: [
        keyResult('Reduce customers lost per month', 'Customers lost per month', '%', 2.4, 1.2),
        keyResult('Increase renewals agreed a month ahead', 'Renewals agreed early', '%', 40, 75),
        keyResult('Increase our NPS', 'NPS', 'points', 31, 45),
      ],
    },
    {
      id: 'success-support',
      title: 'Answer so well that nobody has to ask twice, so that customers feel in good hands',
      keyResults: [
        keyResult('Reduce time to the first answer', 'Time to first answer', 'hours', 9, 2),
        keyResult('Raise the share of questions solved at once', 'Solved with the first answer', '%', 52, 70),
        keyResult('Increase satisfaction after a conversation', 'Satisfaction', '%', 86, 94),
      ],
    },
  ],
};

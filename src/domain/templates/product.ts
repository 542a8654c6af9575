import { keyResult, type TemplateGroup } from './template.ts';

export const product: TemplateGroup = {
  name: 'Product',
  about: 'Something people reach for, again and again, because it helps them.',
  templates: [
    {
      id: 'product-habit',
      title: 'Become a weekly habit so that customers feel the difference every Monday',
      keyResults: [
        keyResult('Increase weekly active users', 'Weekly active users', null, 1_200, 1_800),
        keyResult('Raise the share of users who return in their fourth week', 'Users back in week four', '%', 32, 45),
        keyResult('Increase teams using two parts of the product', 'Teams using two parts', '%', 25, 40),
      ],
    },
    {
      id: 'product-onboarding',
      title: 'Make the first hour a joy so that people want a second one',
      keyResults: [
        keyResult('Raise sign-ups that reach their first result', 'Sign-ups with a result', '%', 38, 60),
        keyResult('Reduce minutes to the first result', 'Minutes to the first result', null, 24, 10),
        keyResult('Reduce questions per new customer', 'Questions per new customer', null, 3.2, 1.5),
      ],
    },
    {
      id: 'product-learning',
      title: 'Decide by what customers do so that we work on what matters to them',
      keyResults: [
        keyResult('Increase conversations with customers per month', 'Conversations per month', null, 6, 20),
        keyResult('Raise the share of decisions backed by a test', 'Decisions with a test', '%', 20, 60),
        keyResult('Increase features that half of the customers use', 'Features used by half', '%', 35, 55),
      ],
    },
  ],
};

// The issue types.

/** An issue type as the page presents it. */
export interface IssueWords {
  title: string;
  /** What it finds, in a line. */
  meaning: string;
  /** Why it matters. */
  matters: string;
}

export const issues: Record<string, IssueWords> = {
  label: {
    title: 'Wrong labels',
    meaning: 'Models that never saw the row disagree with its label.',
    matters: 'A model learns the mistakes, and a test set with mistakes praises the wrong model.',
  },
  outlier: {
    title: 'Outliers',
    meaning: 'Rows unlike all others, or with a very odd value.',
    matters: 'Often typing errors, wrong units, or rows of another kind; they pull fits towards themselves.',
  },
  near_duplicate: {
    title: 'Duplicates',
    meaning: 'Rows that repeat another one, exactly or nearly.',
    matters: 'Copies that fall into both training and test data make a model look better than it is.',
  },
  non_iid: {
    title: 'Order of the rows',
    meaning: 'Rows near each other in the file are alike.',
    matters: 'Sorted or drifting data must not be split by position; a model may learn the season, not the subject.',
  },
  class_imbalance: {
    title: 'Rare class',
    meaning: 'One class has very few rows.',
    matters: 'A model can ignore the rare class and still look accurate.',
  },
  underperforming_group: {
    title: 'Weak group',
    meaning: 'A group of similar rows for which models do much worse.',
    matters: 'An average hides that the model fails for these rows.',
  },
  null: {
    title: 'Empty rows',
    meaning: 'Rows in which every value is missing.',
    matters: 'There is nothing to learn from them, and many tools stop at them.',
  },
  data_valuation: {
    title: 'Worthless rows',
    meaning: 'Rows from which models learn little, or the wrong thing.',
    matters: 'Without them the model would be as good or better.',
  },
};

/** `GET /api/v1/survey`: whether to ask now how content the user is with Throughline's answers, 1 to 5. */
export interface SurveyView {
  /** True = ask; it stays true until the user answers or waves the question away. */
  isDue: boolean;
}

/**
 * `PUT /api/v1/survey` takes it (`comment` may be left out) and answers 204. Where the question is not due, the last
 * answer is changed, so that a comment may follow its score; 404 `not-found` where the user was never asked.
 */
export interface SurveyAnswer {
  /** 1 = not at all content, 5 = very; null = waved away, which leaves an answer given before as it is. */
  score: 1 | 2 | 3 | 4 | 5 | null;
  /** At most 2,000 characters; empty string = none. */
  comment: string;
}

import type { SurveyAnswer, SurveyView } from '@app/chat-protocol';
import { answerOf, api } from './request';

const PATH = '/api/v1/survey';

export function getSurvey(signal: AbortSignal): Promise<SurveyView> {
  return answerOf(api.GET(PATH, { signal }));
}

export async function saveSurvey(body: SurveyAnswer): Promise<void> {
  await answerOf(api.PUT(PATH, { body }));
}

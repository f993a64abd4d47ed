import type { SettingsView } from '@app/chat-protocol';
import { queryOptions } from '@tanstack/react-query';
import { answerOf, api } from './request';

const PATH = '/api/v1/settings';

export const settingsQuery = queryOptions({
  queryKey: ['settings'],
  queryFn: (): Promise<SettingsView> => answerOf(api.GET(PATH)),
});

export function patchSettings(patch: Partial<SettingsView>): Promise<SettingsView> {
  return answerOf(api.PATCH(PATH, { body: patch }));
}

import { ApiKey } from '../auth/api-key.entity.js';
import { Login } from '../auth/login.entity.js';
import { Session } from '../auth/session.entity.js';
import { User } from '../auth/user.entity.js';
import { Verification } from '../auth/verification.entity.js';
import { Conversation } from '../conversations/conversation.entity.js';
import { Message } from '../conversations/message.entity.js';
import { FeedbackRow } from '../feedback/feedback.entity.js';
import { SendRate } from '../quotas/send-rate.entity.js';
import { TokenReservation } from '../quotas/token-reservation.entity.js';
import { TokenUsage } from '../quotas/token-usage.entity.js';
import { UserSettings } from '../settings/user-settings.entity.js';
import { TurnFigures } from '../turns/turn-figures.entity.js';
import { SurveyAnswerRow } from '../survey/survey-answer.entity.js';
import { Lease } from '../turns/lease.entity.js';
import { TurnLogRow } from '../turns/turn-log.entity.js';
import { Turn } from '../turns/turn.entity.js';

export const entities = [
  User,
  Session,
  Login,
  Verification,
  ApiKey,
  Conversation,
  Message,
  Turn,
  TurnLogRow,
  Lease,
  FeedbackRow,
  UserSettings,
  SendRate,
  TokenUsage,
  TokenReservation,
  TurnFigures,
  SurveyAnswerRow,
];

import {
  Archive,
  CircleUserRound,
  type LucideIcon,
  MessageSquareText,
  ShieldAlert,
  SlidersHorizontal,
} from 'lucide-react';
import type { ComponentType } from 'react';
import { AccountSection } from '../auth/account-section';
import { lateTexts } from '../ui/late-texts';
import { ArchivedSection } from './archived-section';
import { DataSection } from './data-section';
import { GeneralSection } from './general-section';
import { InstructionsSection } from './instructions-section';

export interface Section {
  /** What `openDialog('settings', id)` opens. */
  id: string;
  title: string;
  Icon: LucideIcon;
  Content: ComponentType;
}

/** The parts of the settings, in the order they are offered. */
export const SECTIONS: Section[] = [
  { id: 'general', title: lateTexts.settings.general.title, Icon: SlidersHorizontal, Content: GeneralSection },
  {
    id: 'instructions',
    title: lateTexts.settings.instructions.title,
    Icon: MessageSquareText,
    Content: InstructionsSection,
  },
  { id: 'account', title: lateTexts.account.title, Icon: CircleUserRound, Content: AccountSection },
  { id: 'archived', title: lateTexts.settings.archived.title, Icon: Archive, Content: ArchivedSection },
  { id: 'data', title: lateTexts.settings.data.title, Icon: ShieldAlert, Content: DataSection },
];

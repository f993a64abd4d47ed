import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { getSurvey } from '../api/survey';
import { useDelayed } from '../ui/use-delayed';
import { SurveyLine } from './survey-line';

const surveyKey = ['survey'];
/** An answer that has ended still grows for a moment. */
const STANDS_MS = 500;

export interface SurveyProps {
  /** The answer above was made in front of the reader, and has completed. */
  hasEnded: boolean;
}

/**
 * Asks now and then how good the answers are: under an answer that has just ended in front of the reader, when the server
 * says that it is time. Failing to know is no reason to disturb anybody.
 */
export default function Survey({ hasEnded }: SurveyProps) {
  const queryClient = useQueryClient();
  const { data } = useQuery({
    queryKey: surveyKey,
    queryFn: ({ signal }) => getSurvey(signal),
    enabled: hasEnded,
    staleTime: 0,
    retry: false,
    refetchOnWindowFocus: false,
    refetchOnReconnect: false,
  });
  const [isClosed, setIsClosed] = useState(false);
  const [isShown, setIsShown] = useState(false);
  const isDue = useDelayed(hasEnded && data?.isDue === true, STANDS_MS);
  if (isDue && !isShown) setIsShown(true); // stays for a comment, though the server is content
  if (!isShown || isClosed || !hasEnded) return null;
  return (
    <SurveyLine
      onAnswered={() => queryClient.setQueryData(surveyKey, { isDue: false })}
      onClose={() => setIsClosed(true)}
    />
  );
}

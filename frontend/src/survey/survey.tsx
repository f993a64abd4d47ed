import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState } from 'react';
import { getSurvey } from '../api/survey';
import { useDelayed } from '../ui/use-delayed';
import { SurveyLine } from './survey-line';

const surveyKey = ['survey'];
/** An answer that has ended still grows for a moment, and is followed; the question under it holds what is on screen. */
const STANDS_MS = 500;

export interface SurveyProps {
  /** The answer above was made in front of the reader, and has completed. */
  hasEnded: boolean;
  /** A line comes under the answer: the text above it is to stay where it is. */
  onShow: () => void;
}

/**
 * Asks now and then how good the answers are: under an answer that has just ended in front of the reader, when the server
 * says that it is time. Failing to know is no reason to disturb anybody.
 */
export default function Survey({ hasEnded, onShow }: SurveyProps) {
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
  const show = useEffectEvent(onShow);
  useEffect(() => {
    if (isShown) show();
  }, [isShown]);
  if (!isShown || isClosed || !hasEnded) return null;
  return (
    <SurveyLine
      onAnswered={() => queryClient.setQueryData(surveyKey, { isDue: false })}
      onClose={() => setIsClosed(true)}
    />
  );
}

import { useEffect, useEffectEvent, useRef } from 'react';

const AHEAD_PX = 400;

/** Stands at the end of a list that loads more: says so when the end comes near, again after each load that was too short. */
export function Sentinel({ isLoading, onNear }: { isLoading: boolean; onNear: () => void }) {
  const element = useRef<HTMLDivElement>(null);
  const tell = useEffectEvent(onNear);
  useEffect(() => {
    if (isLoading) return;
    const observer = new IntersectionObserver(([entry]) => entry.isIntersecting && tell(), {
      rootMargin: `${AHEAD_PX}px`,
    });
    observer.observe(element.current!);
    return () => observer.disconnect();
  }, [isLoading]);
  return <div ref={element} className="h-px" />;
}

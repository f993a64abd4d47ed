/** The line that goes through. */
export function Logo({ className }: { className?: string }) {
  return (
    <svg aria-hidden viewBox="0 0 24 24" fill="none" className={className}>
      <path
        d="M1.5 12h3.2c3.4 0 3-6.5 6.3-6.5 3.6 0 2.4 13 6 13 3 0 2.4-6.5 5.5-6.5"
        stroke="currentColor"
        strokeWidth="2.5"
        strokeLinecap="round"
      />
    </svg>
  );
}

import { useRef } from 'react';
import { Navigate, NavLink, Route, Routes, useLocation } from 'react-router';
import { lateTexts } from '../ui/late-texts';
import { ScrollBox } from '../ui/scroll-box';
import { AnswersSection } from './answers-section';
import { CostSection } from './cost-section';
import { OverviewSection } from './overview-section';
import { PeriodPicker } from './period-picker';
import { SatisfactionSection } from './satisfaction-section';
import UsersPage from './users-page';

const SECTIONS = [
  { path: '', title: lateTexts.admin.sections.overview },
  { path: 'answers', title: lateTexts.admin.sections.answers },
  { path: 'satisfaction', title: lateTexts.admin.sections.satisfaction },
  { path: 'cost', title: lateTexts.admin.sections.cost },
  { path: 'users', title: lateTexts.admin.sections.users },
] as const;

/** `/admin` and what is under it, for administrators. */
export default function AdminPage() {
  const { pathname, search } = useLocation();
  const section = SECTIONS.find(({ path }) => path !== '' && pathname.startsWith(`/admin/${path}`)) ?? SECTIONS[0];
  const isOfPeriod = section.path !== 'users';
  const scroller = useRef<HTMLDivElement>(null);
  return (
    <>
      <div className="shrink-0 border-b">
        <nav
          aria-label={lateTexts.admin.sections.label}
          className="mx-auto flex w-full max-w-6xl gap-1 overflow-x-auto px-2 sm:px-4"
        >
          {SECTIONS.map(({ path, title }) => (
            <NavLink
              key={path}
              end={path === ''}
              to={{ pathname: path === '' ? '/admin' : `/admin/${path}`, search }}
              onClick={() => {
                if (scroller.current !== null) scroller.current.scrollTop = 0;
              }}
              className="relative flex h-10 shrink-0 items-center px-2.5 text-sm text-muted-foreground transition-colors after:absolute after:inset-x-2.5 after:bottom-0 after:h-0.5 after:rounded-full hover:text-foreground focus-visible:-outline-offset-2 aria-[current=page]:font-medium aria-[current=page]:text-foreground aria-[current=page]:after:bg-primary pointer-coarse:h-12"
            >
              {title}
            </NavLink>
          ))}
        </nav>
      </div>
      {isOfPeriod ? (
        <ScrollBox
          ref={scroller}
          label={section.title}
          className="min-h-0 flex-1 overflow-y-auto overscroll-contain focus-visible:-outline-offset-2"
        >
          <div className="mx-auto w-full max-w-6xl px-4 pt-4 pb-[max(2.5rem,env(safe-area-inset-bottom))] sm:px-6">
            <div className="flex flex-wrap items-center justify-between gap-3 pb-4">
              <h2 className="text-lg font-semibold tracking-[-0.015em]">{section.title}</h2>
              <PeriodPicker />
            </div>
            <Routes>
              <Route index element={<OverviewSection />} />
              <Route path="answers" element={<AnswersSection />} />
              <Route path="satisfaction" element={<SatisfactionSection />} />
              <Route path="cost" element={<CostSection />} />
              <Route path="*" element={<Navigate to="/admin" replace />} />
            </Routes>
          </div>
        </ScrollBox>
      ) : (
        <>
          <h2 className="sr-only">{section.title}</h2>
          <UsersPage />
        </>
      )}
    </>
  );
}

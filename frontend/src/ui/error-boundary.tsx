import { Component, type ReactNode } from 'react';

interface ErrorBoundaryProps {
  /** Shown instead, for good, once something inside has thrown. */
  fallback: ReactNode;
  children: ReactNode;
}

/** Keeps a fault in one corner of the page from taking all of it away. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false };

  static getDerivedStateFromError(): { hasFailed: boolean } {
    return { hasFailed: true };
  }

  override render(): ReactNode {
    return this.state.hasFailed ? this.props.fallback : this.props.children;
  }
}

import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Browsers end elements at some 17 million pixels; above this height the scroll position is scaled. */
const tallest = 12_000_000;
const spare = 6;

export interface GridWindow {
  /** First and one past the last row on the screen. */
  first: number;
  end: number;
  /** Height of the whole list as the scroll bar sees it. */
  height: number;
  /** Where row `first` stands, in pixels from the top. */
  offset: number;
}

/** The part of a long list of equally high rows that is on the screen. */
export function windowOf(count: number, rowHeight: number, scrollTop: number, viewHeight: number): GridWindow {
  const full = count * rowHeight;
  const height = Math.min(full, tallest);
  const range = Math.max(1, height - viewHeight);
  // the top pixel shown, in the list as it would be without the limit
  const top = full <= tallest ? scrollTop : (Math.min(scrollTop, range) / range) * (full - viewHeight);
  const first = Math.max(0, Math.floor(top / rowHeight) - spare);
  const end = Math.min(count, Math.ceil((top + viewHeight) / rowHeight) + spare);
  return { first, end, height, offset: scrollTop - (top - first * rowHeight) };
}

/** Scroll position at which a row is wholly on the screen, or the present one if it is already. */
export function scrollTo(row: number, count: number, rowHeight: number, scrollTop: number, viewHeight: number): number {
  const full = count * rowHeight;
  const height = Math.min(full, tallest);
  const scale = full <= tallest ? 1 : (full - viewHeight) / Math.max(1, height - viewHeight);
  const top = scrollTop * scale;
  const wanted = Math.min(Math.max(top, (row + 1) * rowHeight - viewHeight), row * rowHeight);
  return wanted / scale;
}

/** Follow the scrolling of an element, and show a list's rows in it. */
export function useGridWindow(count: number, rowHeight: number, headHeight: number) {
  const view = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState({ top: 0, height: 600 });
  useLayoutEffect(() => {
    const element = view.current;
    if (!element) return;
    let frame = 0;
    const measure = () => {
      frame = 0;
      setScroll({ top: element.scrollTop, height: Math.max(rowHeight, element.clientHeight - headHeight) });
    };
    const later = () => {
      frame ||= requestAnimationFrame(measure);
    };
    measure();
    element.addEventListener('scroll', later, { passive: true });
    const observer = new ResizeObserver(later);
    observer.observe(element);
    return () => {
      cancelAnimationFrame(frame);
      element.removeEventListener('scroll', later);
      observer.disconnect();
    };
  }, [count, rowHeight, headHeight]);
  const reveal = (row: number) => {
    const element = view.current;
    if (element)
      element.scrollTop = scrollTo(row, count, rowHeight, element.scrollTop, element.clientHeight - headHeight);
  };
  return { view, window: windowOf(count, rowHeight, scroll.top, scroll.height), reveal, viewHeight: scroll.height };
}

import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { share, t } from '../../strings/index.ts';
import { setFilter } from '../actions.ts';
import { lookOf, shapes, tracePath } from '../colours.ts';
import { canLayOut, layout, startLayout } from '../layout.ts';
import { givenClasses, issueColumns, judgementOf, shownRows, worstScores } from '../rows.ts';
import { type Audited, openRow, selectedRow } from '../state.ts';
import { isDark } from '../theme.ts';
import { type Camera, drawMap, type MapPoints, rowAt, rowsInside, wholeMap } from './map-drawing.ts';

type ColourBy = 'label' | 'issue';

interface Legend {
  id: number;
  name: string;
  isData: boolean;
}

/** Which look each row has, and what the looks mean. */
function looksOf({ report }: Audited, by: ColourBy): { looks: Uint8Array; legend: Legend[] } {
  const last = shapes.length - 1;
  const given = givenClasses(report);
  if (by === 'label' && given.length) {
    const ids = new Map(report.classNames.map((name, id) => [name, Math.min(id, last)]));
    const looks = Uint8Array.from({ length: report.rowCount }, (_, row) => ids.get(String(given[row])) ?? last);
    const legend = report.classNames.slice(0, last).map((name, id) => ({ id, name, isData: true }));
    if (report.classNames.length > last) legend.push({ id: last, name: t.map.other, isData: false });
    return { looks, legend };
  }
  const types = issueColumns(report).filter(({ count }) => count > 0);
  const looks = Uint8Array.from({ length: report.rowCount }, (_, row) => {
    const at = types.findIndex(({ flags }) => flags[row]);
    return at < 0 ? last : Math.min(at, last - 1);
  });
  const legend = types.slice(0, last).map(({ type }, id) => ({ id, name: t.issue(type).title, isData: false }));
  return { looks, legend: [...legend, { id: last, name: t.map.other, isData: false }] };
}

/** Rows as points: near ones are similar. The table beside it says the same in words. */
export function RowsMap({ audited }: { audited: Audited }) {
  const { report } = audited;
  const hasClasses = givenClasses(report).length > 0;
  const by = useSignal<ColourBy>(hasClasses ? 'label' : 'issue');
  const canvas = useRef<HTMLCanvasElement>(null);
  const camera = useSignal<Camera | null>(null);
  const hovered = useSignal<{ row: number; x: number; y: number } | null>(null);
  const isPicking = useSignal(false);
  const lasso = useSignal<[number, number][] | null>(null);
  const wantsLayout = useSignal(canLayOut(report));
  const size = useSignal<[number, number]>([0, 0]);
  const drag = useRef<{ x: number; y: number; camera: Camera; isPick: boolean; moved: boolean } | null>(null);

  const rows = shownRows.value;
  const settled = wantsLayout.value && layout.value?.of === report ? layout.value : null;
  const positions = settled?.positions.data ?? report.projection.data;
  const { looks, legend } = useMemo(() => looksOf(audited, by.value), [audited, by.value]);
  const marks = useMemo(() => {
    const shown = new Uint8Array(report.rowCount);
    const flagged = new Uint8Array(report.rowCount);
    const worst = worstScores(report);
    for (const row of rows) {
      shown[row] = 1;
      if (worst[row]! < 1) flagged[row] = 1;
    }
    return { shown, flagged };
  }, [report, rows]);
  const points = useMemo<MapPoints>(
    () => ({ positions, count: report.projection.rows, looks, ...marks }),
    [report, looks, marks, positions],
  );
  useEffect(() => {
    if (wantsLayout.value) void startLayout(report);
  }, [report, wantsLayout.value]);

  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      size.value = [element.clientWidth, element.clientHeight];
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  const [width, height] = size.value;
  const whole = useMemo(() => (width ? wholeMap(points, width, height) : null), [points, width, height]);
  const view = camera.value ?? whole;
  const isDarkNow = isDark.value;
  const selected = selectedRow.value;
  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    if (!element || !context || !view) return;
    const frame = requestAnimationFrame(() => {
      const ratio = Math.min(devicePixelRatio, 2);
      element.width = Math.round(width * ratio);
      element.height = Math.round(height * ratio);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      const style = getComputedStyle(element);
      const colour = (name: string) => style.getPropertyValue(name).trim();
      const colours = { faint: colour('--map-faint'), ring: colour('--bad'), selected: colour('--text') };
      drawMap(context, points, view, [width, height], colours, isDarkNow, selected);
    });
    return () => cancelAnimationFrame(frame);
  }, [points, view, width, height, isDarkNow, selected]);

  if (!report.projection.rows) return <p class="nothing">{t.map.none}</p>;

  const zoom = (factor: number, x = width / 2, y = height / 2) => {
    if (!view) return;
    // the place under the pointer stays there
    const dx = (x - width / 2) / view.scale;
    const dy = -(y - height / 2) / view.scale;
    camera.value = {
      x: view.x + dx * (1 - 1 / factor),
      y: view.y + dy * (1 - 1 / factor),
      scale: view.scale * factor,
    };
  };
  const pan = (dx: number, dy: number, from: Camera) => {
    camera.value = { ...from, x: from.x - dx / from.scale, y: from.y + dy / from.scale };
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!view) return;
    const keys: Record<string, () => void> = {
      ArrowLeft: () => pan(60, 0, view),
      ArrowRight: () => pan(-60, 0, view),
      ArrowUp: () => pan(0, 60, view),
      ArrowDown: () => pan(0, -60, view),
      '+': () => zoom(1.4),
      '=': () => zoom(1.4),
      '-': () => zoom(1 / 1.4),
      '0': () => (camera.value = null),
      p: pickAllInView,
    };
    if (!keys[event.key] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    keys[event.key]!();
  };
  const onPointerDown = (event: PointerEvent) => {
    if (!view || event.button) return;
    canvas.current!.setPointerCapture(event.pointerId);
    const isPick = event.shiftKey || isPicking.value;
    drag.current = { x: event.offsetX, y: event.offsetY, camera: view, isPick, moved: false };
  };
  const onPointerMove = (event: PointerEvent) => {
    const { offsetX: x, offsetY: y } = event;
    const start = drag.current;
    if (!start) {
      const row = view && rowAt(points, view, size.value, x, y);
      hovered.value = row === null ? null : { row, x, y };
      return;
    }
    if (Math.hypot(x - start.x, y - start.y) > 4) start.moved = true;
    if (!start.moved) return;
    if (start.isPick) {
      lasso.value = [...(lasso.value ?? [[start.x, start.y]]), [x, y]];
    } else pan(x - start.x, y - start.y, start.camera);
  };
  const pick = (line: [number, number][]) => {
    if (view) setFilter({ picked: rowsInside(points, view, size.value, line), pickedName: null });
  };
  const pickAllInView = () =>
    pick([
      [0, 0],
      [width, 0],
      [width, height],
      [0, height],
    ]);
  const onPointerUp = (event: PointerEvent) => {
    const start = drag.current;
    drag.current = null;
    if (!start || !view) return;
    if (lasso.value) {
      pick(lasso.value);
      lasso.value = null;
      isPicking.value = false;
    } else if (!start.moved) {
      const row = rowAt(points, view, size.value, event.offsetX, event.offsetY);
      if (row !== null) openRow(row);
    }
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && document.activeElement !== canvas.current) return; // the page scrolls on
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), event.offsetX, event.offsetY);
  };

  return (
    <figure class="map">
      <div class="map-tools">
        {hasClasses && (
          <label>
            <span>{t.map.colour}</span>
            <select value={by.value} onChange={(event) => (by.value = event.currentTarget.value as ColourBy)}>
              <option value="label">{t.map.byLabel}</option>
              <option value="issue">{t.map.byIssue}</option>
            </select>
          </label>
        )}
        {canLayOut(report) && (
          <label>
            <span>{t.map.picture}</span>
            <select
              value={wantsLayout.value ? 'layout' : 'components'}
              onChange={(event) => {
                wantsLayout.value = event.currentTarget.value === 'layout';
                camera.value = null;
              }}
            >
              <option value="layout">{t.map.byLayout}</option>
              <option value="components">{t.map.byComponents}</option>
            </select>
          </label>
        )}
        <span class="spacer" />
        <button
          type="button"
          class="quiet"
          aria-pressed={isPicking.value}
          title={t.map.pickHelp}
          onClick={() => (isPicking.value = !isPicking.value)}
        >
          {t.map.pick}
        </button>
      </div>
      <div class="map-place">
        <canvas
          ref={canvas}
          class={isPicking.value ? 'picking' : ''}
          role="img"
          tabIndex={0}
          aria-label={t.map.label(report.rowCount, rows.length)}
          onKeyDown={onKeyDown}
          onPointerDown={onPointerDown}
          onPointerMove={onPointerMove}
          onPointerUp={onPointerUp}
          onPointerLeave={() => (hovered.value = null)}
          onWheel={onWheel}
        />
        <div class="map-zoom">
          <button type="button" class="quiet icon" aria-label={t.map.zoomOut} onClick={() => zoom(1 / 1.5)}>
            −
          </button>
          <button type="button" class="quiet icon" aria-label={t.map.zoomIn} onClick={() => zoom(1.5)}>
            +
          </button>
          <button
            type="button"
            class="quiet icon"
            aria-label={t.map.reset}
            title={t.map.reset}
            onClick={() => (camera.value = null)}
          >
            <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" class="line-icon">
              <path d="M2 6V2h4M10 2h4v4M14 10v4h-4M6 14H2v-4" />
            </svg>
          </button>
        </div>
        {lasso.value && (
          <svg class="lasso" aria-hidden="true">
            <polygon points={lasso.value.map((place) => place.join(',')).join(' ')} />
          </svg>
        )}
        {settled && settled.fraction < 1 && (
          <p class="map-state fine" role="status">
            {t.map.settling(share(Math.floor(settled.fraction * 10) / 10))}
          </p>
        )}
        {hovered.value && !drag.current && (
          <div
            class="map-tip"
            aria-hidden="true"
            style={{
              left: `${Math.min(hovered.value.x + 14, Math.max(0, width - 190))}px`,
              top: `${hovered.value.y + 14}px`,
            }}
          >
            <strong>{t.row(hovered.value.row)}</strong>
            {judgementOf(report, hovered.value.row).types.map((type) => (
              <span key={type}>{t.issue(type).title}</span>
            ))}
          </div>
        )}
      </div>
      <figcaption>
        <ul class="legend">
          {legend.map(({ id, name, isData }) => (
            <li key={id} translate={!isData}>
              <LegendMark id={id} />
              {name}
            </li>
          ))}
          <li>
            <span class="ring-mark" aria-hidden="true" />
            {t.map.flaggedMark}
          </li>
        </ul>
        <p class="fine">{wantsLayout.value ? t.map.captionLayout : t.map.caption}</p>
      </figcaption>
    </figure>
  );
}

function LegendMark({ id }: { id: number }) {
  const mark = useRef<HTMLCanvasElement>(null);
  const { colour, shape } = lookOf(id, isDark.value);
  useEffect(() => {
    const context = mark.current!.getContext('2d')!;
    context.clearRect(0, 0, 28, 28);
    context.fillStyle = colour;
    context.beginPath();
    tracePath(context, shape, 14, 14, 8.5);
    context.fill();
  }, [colour, shape]);
  return <canvas ref={mark} class="legend-mark" width={28} height={28} />;
}

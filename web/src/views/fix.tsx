import { useSignal } from '@preact/signals';
import type { Fix } from 'assayer/worker';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { share, t } from '../../strings/index.ts';
import { showView } from '../actions.ts';
import { acceptAll, decide, redo, suggestedFixes, undo } from '../fixes.ts';
import { describeFix } from '../parts/fix-words.ts';
import { useGridWindow } from '../parts/grid-window.ts';
import { type Audited, decisions, future, type KeepRule, keepRule, openRow, past } from '../state.ts';
import { isNarrow } from '../theme.ts';
import { EffectOfFixes } from './fix-effect.tsx';

function stateOf(fix: Fix): 'open' | 'accepted' | 'rejected' {
  return decisions.value.get(fix)?.state ?? 'open';
}

export function FixView({ audited }: { audited: Audited }) {
  const fixes = suggestedFixes(audited.report);
  const at = useSignal(0);
  const editing = useSignal<Fix | null>(null);
  const rowHeight = isNarrow.value ? 132 : 72;
  const { view, window, reveal } = useGridWindow(fixes.length, rowHeight, 0);
  const active = Math.min(at.value, fixes.length - 1);
  if (!fixes.length) return <p class="nothing">{t.fix.none}</p>;

  const move = (to: number) => {
    at.value = Math.max(0, Math.min(fixes.length - 1, to));
    reveal(at.value);
  };
  const decideAt = (index: number, state: 'accepted' | 'rejected') => {
    const fix = fixes[index]!;
    decide(fix, stateOf(fix) === state ? null : { state });
    move(index + 1);
  };
  const edit = (index: number) => {
    at.value = index;
    if (fixes[index]!.kind === 'relabel') editing.value = fixes[index]!;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const isTyping = /^(SELECT|INPUT)$/.test((event.target as HTMLElement).tagName);
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return;
    const keys: Record<string, () => void> = {
      j: () => move(active + 1),
      k: () => move(active - 1),
      ArrowDown: () => move(active + 1),
      ArrowUp: () => move(active - 1),
      Home: () => move(0),
      End: () => move(fixes.length - 1),
      a: () => decideAt(active, 'accepted'),
      r: () => decideAt(active, 'rejected'),
      e: () => edit(active),
      u: undo,
      Enter: () => openRow(fixes[active]!.row),
    };
    const isOnButton = (event.target as HTMLElement).tagName === 'BUTTON';
    if (!keys[event.key] || (isOnButton && event.key === 'Enter')) return;
    event.preventDefault();
    keys[event.key]!();
  };
  const counted = { open: 0, accepted: 0, rejected: 0 };
  for (const fix of fixes) counted[stateOf(fix)]++;

  return (
    <div class="fix">
      <div class="fix-main">
        <div class="fix-tools">
          <p role="status" class="fix-count">
            <span class="chip state-accepted">{t.fix.accepted(counted.accepted)}</span>
            <span class="chip state-rejected">{t.fix.rejected(counted.rejected)}</span>
            <span class="chip">{t.fix.open(counted.open)}</span>
          </p>
          <span class="spacer" />
          <button type="button" class="quiet" disabled={!past.value.length} onClick={undo}>
            {t.fix.undo}
          </button>
          <button type="button" class="quiet" disabled={!future.value.length} onClick={redo}>
            {t.fix.redo}
          </button>
        </div>
        <p class="fine">{t.fix.help}</p>
        <div
          ref={view}
          class="fix-list"
          role="grid"
          tabIndex={0}
          aria-label={t.fix.list}
          aria-rowcount={fixes.length}
          aria-activedescendant={`fix-${active}`}
          onKeyDown={onKeyDown}
        >
          <div class="grid-body" role="presentation" style={{ height: `${window.height}px` }}>
            <div class="grid-rows" role="presentation" style={{ transform: `translateY(${window.offset}px)` }}>
              {fixes.slice(window.first, window.end).map((fix, offset) => {
                const index = window.first + offset;
                return (
                  <FixLine
                    key={`${fix.row} ${fix.kind}`}
                    fix={fix}
                    index={index}
                    height={rowHeight}
                    isActive={index === active}
                    classNames={audited.report.classNames}
                    isEditing={editing.value === fix}
                    onDecide={(state) => decideAt(index, state)}
                    onEdit={() => edit(index)}
                    onEdited={(to) => {
                      editing.value = null;
                      if (to !== null) decide(fix, { state: 'accepted', to });
                      view.current?.focus();
                    }}
                  />
                );
              })}
            </div>
          </div>
        </div>
      </div>
      <aside class="fix-side">
        {fixes.some((fix) => fix.kind === 'merge') && <KeepRuleChoice audited={audited} />}
        <BulkAccept fixes={fixes} />
        <EffectOfFixes audited={audited} />
        <button type="button" class="main" onClick={() => showView('export')}>
          {t.fix.next} <span aria-hidden="true">→</span>
        </button>
      </aside>
    </div>
  );
}

interface FixLineProps {
  fix: Fix;
  index: number;
  height: number;
  isActive: boolean;
  isEditing: boolean;
  classNames: string[];
  onDecide(state: 'accepted' | 'rejected'): void;
  onEdit(): void;
  onEdited(to: string | null): void;
}

function FixLine({ fix, index, height, isActive, isEditing, classNames, ...on }: FixLineProps) {
  const decision = decisions.value.get(fix);
  const state = decision?.state ?? 'open';
  const to = decision?.state === 'accepted' && decision.to !== undefined ? decision.to : fix.to;
  const select = useRef<HTMLSelectElement>(null);
  const byKeys = useRef(false);
  useLayoutEffect(() => {
    if (isEditing) select.current?.focus();
  }, [isEditing]);
  return (
    <div
      id={`fix-${index}`}
      role="row"
      aria-rowindex={index + 1}
      aria-selected={isActive}
      class={`fix-line state-${state}`}
      style={{ height: `${height}px` }}
    >
      <span role="gridcell" class="fix-what">
        <button type="button" class="link" tabIndex={-1} onClick={() => openRow(fix.row)}>
          {t.row(fix.row)}
        </button>
        <strong>{t.fix.kinds[fix.kind]}</strong>
        {isEditing ? (
          <select
            ref={select}
            aria-label={t.fix.newLabel(fix.row)}
            value={String(to)}
            onChange={(event) => {
              if (!byKeys.current) on.onEdited(event.currentTarget.value); // keys choose on, until Enter
            }}
            onPointerDown={() => {
              byKeys.current = false;
            }}
            onKeyDown={(event) => {
              byKeys.current = true;
              if (event.key === 'Escape' || event.key === 'Enter') {
                event.preventDefault();
                event.stopPropagation();
                on.onEdited(event.key === 'Enter' ? event.currentTarget.value : null);
              }
            }}
          >
            {classNames.map((name) => (
              <option key={name} value={name} translate={false}>
                {name}
              </option>
            ))}
          </select>
        ) : (
          <span translate={fix.kind !== 'relabel'}>{describeFix(fix, to)}</span>
        )}
        <span class="fine">{t.fix.sure(share(fix.confidence))}</span>
      </span>
      <span role="gridcell" class="fix-why fine" translate={false} title={fix.reason}>
        {fix.reason}
      </span>
      <span role="gridcell" class="fix-actions">
        <span class={state === 'open' ? 'hidden' : `chip state-${state}`}>{t.fix.states[state]}</span>
        <button type="button" tabIndex={isActive ? 0 : -1} onClick={() => on.onDecide('accepted')}>
          {t.fix.accept}
        </button>
        <button type="button" class="quiet" tabIndex={isActive ? 0 : -1} onClick={() => on.onDecide('rejected')}>
          {t.fix.reject}
        </button>
        {fix.kind === 'relabel' && (
          <button type="button" class="quiet" tabIndex={isActive ? 0 : -1} onClick={on.onEdit}>
            {t.fix.edit}
          </button>
        )}
      </span>
    </div>
  );
}

/** Which row of each set of copies stays: by place, by gaps, or by the greatest cell of a column (such as a date). */
function KeepRuleChoice({ audited }: { audited: Audited }) {
  const { report } = audited;
  const columns = useMemo(() => report.orderedColumns, [report]);
  const rule = keepRule.value;
  const chosen = typeof rule === 'string' ? rule : `by ${rule.greatest}`;
  return (
    <section class="card" aria-labelledby="keep-title">
      <h2 class="small" id="keep-title">
        {t.fix.keep}
      </h2>
      <label>
        <span>{t.fix.keepRule}</span>
        <select
          value={chosen}
          onChange={({ currentTarget: { value } }) => {
            const column = columns.find(({ name }) => `by ${name}` === value);
            keepRule.value = column ? { greatest: column.name } : (value as KeepRule);
          }}
        >
          <option value="first">{t.fix.keepRules.first}</option>
          <option value="last">{t.fix.keepRules.last}</option>
          <option value="complete">{t.fix.keepRules.complete}</option>
          {columns.map(({ name, kind }) => (
            <option key={name} value={`by ${name}`}>
              {kind === 'datetime' ? t.fix.keepNewest(name) : t.fix.keepGreatest(name)}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

const previewed = 6;

/** Accept all fixes of a kind that are sure enough; the button says how many. */
function BulkAccept({ fixes }: { fixes: Fix[] }) {
  const kind = useSignal('any');
  const sure = useSignal(0.9);
  const kinds = [...new Set(fixes.map((fix) => fix.kind))];
  const wanted = fixes.filter(
    (fix) =>
      (kind.value === 'any' || fix.kind === kind.value) && fix.confidence >= sure.value && !decisions.value.has(fix),
  );
  return (
    <section class="card" aria-labelledby="bulk-title">
      <h2 class="small" id="bulk-title">
        {t.fix.bulk}
      </h2>
      <label>
        <span>{t.fix.bulkKind}</span>
        <select value={kind.value} onChange={(event) => (kind.value = event.currentTarget.value)}>
          <option value="any">{t.fix.bulkAny}</option>
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t.fix.kinds[one]}
            </option>
          ))}
        </select>
      </label>
      <label>
        <span>
          {t.fix.bulkSure} {share(sure.value)}
        </span>
        <input
          type="range"
          min={0}
          max={1}
          step={0.05}
          value={sure.value}
          onInput={(event) => (sure.value = Number(event.currentTarget.value))}
        />
      </label>
      {wanted.length > 0 && (
        <details>
          <summary>{t.fix.bulkPreview}</summary>
          <ul class="plain fine">
            {wanted.slice(0, previewed).map((fix) => (
              <li key={fix.row}>
                {t.row(fix.row)}: <span translate={fix.kind !== 'relabel'}>{describeFix(fix)}</span>
              </li>
            ))}
            {wanted.length > previewed && <li>{t.fix.bulkMore(wanted.length - previewed)}</li>}
          </ul>
        </details>
      )}
      <button type="button" disabled={!wanted.length} onClick={() => acceptAll(wanted)}>
        {t.fix.bulkGo(wanted.length)}
      </button>
    </section>
  );
}

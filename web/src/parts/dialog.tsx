import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { t } from '../../strings/index.ts';

/** A modal dialogue that opens with a signal; Escape and the button close it, and the focus goes back. */
export function Dialog({
  open,
  title,
  children,
}: {
  open: Signal<boolean>;
  title: string;
  children: ComponentChildren;
}) {
  const box = useRef<HTMLDialogElement>(null);
  const id = useId();
  const isOpen = open.value;
  useLayoutEffect(() => {
    const dialog = box.current!;
    if (isOpen && !dialog.open) dialog.showModal();
    if (!isOpen && dialog.open) dialog.close();
  }, [isOpen]);
  return (
    <dialog ref={box} aria-labelledby={id} onClose={() => (open.value = false)}>
      {isOpen && (
        <>
          <div class="dialog-head">
            <h2 id={id}>{title}</h2>
            <button type="button" class="quiet" onClick={() => (open.value = false)}>
              {t.close}
            </button>
          </div>
          {children}
        </>
      )}
    </dialog>
  );
}

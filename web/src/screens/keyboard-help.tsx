import { t } from '../../strings/index.ts';
import { Dialog } from '../parts/dialog.tsx';
import { areKeysOpen } from '../state.ts';

export function KeyboardHelp() {
  return (
    <Dialog open={areKeysOpen} title={t.keyboard.title}>
      <dl class="keys">
        {t.keyboard.list.map(([key, what]) => (
          <div key={key}>
            <dt translate={false}>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}

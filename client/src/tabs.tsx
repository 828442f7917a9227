// Tabs, as the ARIA authoring practices have them: https://www.w3.org/WAI/ARIA/apg/patterns/tabs/
import type { KeyboardEvent } from 'react';

/** A tab. */
export interface Tab<Name extends string> {
  readonly name: Name;
  readonly title: string;
}

/** Tabs, and which of them is chosen. */
export interface TabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly chosen: Name;
  readonly onChoose: (name: Name) => void;
}

/** The element that a tab names, and the tab itself. */
export const panelIdOf = (name: string): string => `panel-${name}`;
export const tabIdOf = (name: string): string => `tab-${name}`;

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** The row of tabs. Tab leads to the chosen one, the arrows from there to the others. */
export function Tabs<Name extends string>({ label, tabs, chosen, onChoose }: TabsProps<Name>) {
  const move = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (step === undefined) return;
    const index = tabs.findIndex(({ name }) => name === chosen);
    const next = tabs[(index + step + tabs.length) % tabs.length];
    if (!next) return;
    event.preventDefault();
    onChoose(next.name);
    document.getElementById(tabIdOf(next.name))?.focus();
  };
  return (
    <div className="tabs" role="tablist" aria-label={label} onKeyDown={move}>
      {tabs.map(({ name, title }) => (
        <button
          key={name}
          id={tabIdOf(name)}
          type="button"
          role="tab"
          aria-selected={name === chosen}
          aria-controls={panelIdOf(name)}
          tabIndex={name === chosen ? 0 : -1}
          onClick={() => onChoose(name)}
        >
          {title}
        </button>
      ))}
    </div>
  );
}

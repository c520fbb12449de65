/*
 * Keys. With Ctrl (or the command key) they work everywhere; single keys never
 * while somebody types, and they can be switched off (WCAG 2.1.4).
 */
'use strict';
{
    const OFF = 'geopol:single-keys-off';
    const TYPED_IN = 'input:not([type="checkbox"], [type="radio"], [type="submit"], [type="button"]),'
        + ' textarea, select, [contenteditable], .select2-container, dialog';
    const dialog = document.getElementById('keys');

    const press = (button) => {
        button?.click();
        return Boolean(button);
    };
    const submit = (name) => press(document.querySelector(`input[type="submit"][name="${name}"]`));
    const addRow = (from) => press(
        from.closest('.js-inline-admin-formset')?.querySelector('.add-row:not([hidden]) a')
    );
    const search = () => {
        const field = document.getElementById('searchbar') ?? document.getElementById('nav-filter');
        field?.focus();
        field?.select();
        return Boolean(field);
    };
    const step = (by) => {
        const links = [...document.querySelectorAll('#result_list tbody tr')]
            .map((row) => row.querySelector('th a')).filter(Boolean);
        const now = links.findIndex((link) => link.closest('tr').contains(document.activeElement));
        const next = now < 0 ? links.at(by > 0 ? 0 : -1) : links[now + by];
        next?.focus();
        return Boolean(next);
    };
    const help = () => {
        dialog.showModal();
        return true;
    };

    const withControl = (event) => {
        if (event.key.toLowerCase() === 's') {
            return submit(event.shiftKey ? '_continue' : '_save');
        }
        return event.key === 'Enter' && addRow(event.target);
    };
    const alone = {
        '?': help,
        '/': search,
        j: () => step(1),
        k: () => step(-1),
        n: () => press(document.querySelector('.change-list .object-tools .addlink')),
    };

    if (dialog) {
        const single = document.getElementById('keys-single');
        single.checked = localStorage.getItem(OFF) === null;
        single.addEventListener('change', () => {
            if (single.checked) {
                localStorage.removeItem(OFF);
            } else {
                localStorage.setItem(OFF, 'yes');
            }
        });
        document.getElementById('keys-button')?.addEventListener('click', help);
        document.addEventListener('keydown', (event) => {
            if (event.defaultPrevented || event.isComposing || event.altKey || dialog.open) {
                return;
            }
            const isDone = event.ctrlKey || event.metaKey
                ? withControl(event)
                : single.checked && !event.target.closest(TYPED_IN) && alone[event.key]?.();
            if (isDone) {
                event.preventDefault();
            }
        });
    }
}

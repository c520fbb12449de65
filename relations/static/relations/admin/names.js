/*
 * Names for what a screen reader would call nothing: the fields of a table of
 * inlines, which have a column but no label, and the boxes of autocompletes.
 */
'use strict';
{
    const labelOf = (field) => {
        if (field.labels?.length) {
            return field.labels[0].textContent;
        }
        const cell = field.closest('td');
        return cell?.closest('table').querySelector('thead')?.rows[0].cells[cell.cellIndex]?.textContent ?? '';
    };

    const name = (field) => {
        const label = labelOf(field).trim().replace(/[:?]$/, '');
        if (label && !field.labels?.length && !field.hasAttribute('aria-label')) {
            field.setAttribute('aria-label', label);
        }
        const box = field.nextElementSibling?.querySelector?.('.select2-selection');
        if (label && box && !box.id) {
            const chosen = box.querySelector('.select2-selection__rendered');
            box.id = `${field.id}-box`;
            box.setAttribute('aria-label', label);
            box.setAttribute('aria-labelledby', `${box.id} ${chosen.id}`);
            chosen.removeAttribute('role');
            chosen.removeAttribute('aria-readonly');
        }
    };
    const nameAll = (place) => place.querySelectorAll(
        '.inline-related.tabular td :is(input:not([type="hidden"]), select, textarea), select.admin-autocomplete'
    ).forEach(name);

    if (document.querySelector('.change-form')) {
        // Behind all that Django has jQuery do once the page is ready.
        window.addEventListener('load', () => window.django.jQuery(() => nameAll(document)));
        document.addEventListener('formset:added', (event) => setTimeout(() => nameAll(event.target)));
    }
}
